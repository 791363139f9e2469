#!/usr/bin/python3
"""Reads and restores accounts as SYSTEM while the server runs: one JSON request a line in, one answer a line out.

Usage: system.py CONF   Requests:
  {"op": "targets"}                                       every object of class user, with what must be put back
  {"op": "restore", "dn": ..., "uac": n, "pwdLastSet": n}  puts userAccountControl and pwdLastSet back
  {"op": "password", "sid": ..., "password": ...}          sets a password
The administrator over LDAP would do for most targets, but some descriptors of the lab shut it out too.
"""

import json
import sys

import ldb
from samba.dcerpc import security
from samba.ndr import ndr_unpack

from domain import ANY_PWD_LAST_SET, TRUST_ACCOUNT, open_database


def number(entry, name):
    return int(str(entry[name][0])) if name in entry else None


def targets(db):
    found = db.search(
        db.domain_dn(),
        expression="(objectClass=user)",
        attrs=["objectSid", "sAMAccountName", "userAccountControl", "pwdLastSet"],
    )
    return [
        {
            "dn": str(entry.dn),
            "sid": str(ndr_unpack(security.dom_sid, bytes(entry["objectSid"][0]))),
            "name": str(entry["sAMAccountName"][0]),
            "uac": number(entry, "userAccountControl"),
            "pwdLastSet": number(entry, "pwdLastSet"),
        }
        for entry in found
    ]


def restore(db, request):
    for attribute, controls in (("userAccountControl", [TRUST_ACCOUNT]), ("pwdLastSet", [ANY_PWD_LAST_SET])):
        value = request["uac" if attribute == "userAccountControl" else "pwdLastSet"]
        dn = ldb.Dn(db, request["dn"])
        now = number(db.search(dn, scope=ldb.SCOPE_BASE, attrs=[attribute])[0], attribute)
        if value is None or now == value:
            continue
        message = ldb.Message(dn)
        message["a"] = ldb.MessageElement(str(value), ldb.FLAG_MOD_REPLACE, attribute)
        db.modify(message, controls=controls)
    return True


def answer(db, request):
    if request["op"] == "targets":
        return targets(db)
    if request["op"] == "restore":
        return restore(db, request)
    if request["op"] == "password":
        db.setpassword(f"(objectSid={request['sid']})", request["password"], False)
        return True
    raise ValueError(f"no operation {request['op']}")


def main(conf_file):
    db = open_database(conf_file)
    for line in sys.stdin:
        try:
            reply = {"ok": answer(db, json.loads(line))}
        except Exception as error:  # the caller gets the reason, whatever it is
            reply = {"error": str(error)}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
