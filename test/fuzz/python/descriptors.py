#!/usr/bin/python3
"""Makes the targets of the differential test, and writes descriptors onto them while the server runs.

Usage: descriptors.py CONF   One JSON request a line in, one answer a line out:
  {"op": "make", "plan": {...}, "password": ...}      the targets, and accounts that are target and actor in one
  {"op": "read", "dns": [...]}                         descriptors as they are stored, in base64
  {"op": "write", "items": [{"dn", "sd", "how"}]}     descriptors (base64); how "raw": these very bytes, into the
                                                      database file below the server's modules; "server": by the
                                                      server's own logic, which inherits, maps generic rights and
                                                      expands CREATOR OWNER. Answers what is stored and what a client
                                                      reads with the SD flags control (7), in base64
"""

import base64
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lab/python"))

import ldb  # noqa: E402

from domain import OWNER_GROUP_DACL, Domain  # noqa: E402

SD = "nTSecurityDescriptor"


def make(domain, request):
    ou = domain.ou("Descriptor Targets")
    plan, made = request["plan"], []

    def note(kind, dn, name, acts=False):
        if acts:
            domain.db.setpassword(f"(sAMAccountName={name})", request["password"], False)
        entry = domain.db.search(dn, scope=ldb.SCOPE_BASE, attrs=["userAccountControl"])[0]
        uac = int(str(entry["userAccountControl"][0]))
        made.append({"class": kind, "dn": str(entry.dn), "sid": domain.sid_of(dn), "name": name, "uac": uac, "acts": acts})

    for kind in ("user", "inetOrgPerson"):
        for number in range(plan[kind]):
            name = f"target-{kind}-{number}"
            note(kind, domain.user(name, ou, cls=kind), name)
        name = f"acting-{kind}"
        note(kind, domain.user(name, ou, cls=kind), name, True)
    for number in range(plan["computer"]):
        name = f"TARGET{number}"
        note("computer", domain.computer(name, ou), f"{name}$")
    note("computer", domain.computer("ACTING", ou), "ACTING$", True)
    for number in range(plan["managed"]):
        name = f"managed{number}"
        note("msDS-GroupManagedServiceAccount", domain.gmsa(name, ou), f"{name}$")
    return made


def write(domain, items):
    partition = ldb.Ldb(domain.partition_file())
    for item in items:
        if item["how"] == "server":
            domain.write(item["dn"], SD, base64.b64decode(item["sd"]), controls=[OWNER_GROUP_DACL])
    partition.transaction_start()
    try:
        for item in items:
            if item["how"] != "raw":
                continue
            message = ldb.Message(ldb.Dn(partition, item["dn"]))
            message["a"] = ldb.MessageElement(base64.b64decode(item["sd"]), ldb.FLAG_MOD_REPLACE, SD)
            partition.modify(message)
        partition.transaction_commit()
    except Exception:
        partition.transaction_cancel()
        raise
    return [
        {"stored": text(partition, item["dn"], []), "served": text(domain.db, item["dn"], [OWNER_GROUP_DACL])}
        for item in items
    ]


def read(domain, dns):
    partition = ldb.Ldb(domain.partition_file())
    return [text(partition, dn, []) for dn in dns]


def text(db, dn, controls):
    found = db.search(dn, scope=ldb.SCOPE_BASE, attrs=[SD], controls=controls)
    return base64.b64encode(bytes(found[0][SD][0])).decode("ascii")


def main(conf_file):
    domain = Domain(conf_file)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if request["op"] == "make":
                reply = {"ok": make(domain, request)}
            elif request["op"] == "read":
                reply = {"ok": read(domain, request["dns"])}
            else:
                reply = {"ok": write(domain, request["items"])}
        except Exception as error:  # the caller gets the reason, whatever it is
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
