#!/usr/bin/python3
"""Makes the groups and accounts of the token trial, and says what the directory then holds, as SYSTEM sees it.

Usage: tokens.py CONF   One JSON plan on standard input, one JSON answer on standard output.

The plan (see token-graph.ts): "groups" and "accounts" to make, "links" from the name of a container to its members, the
"primary" group of some accounts, "history" with the former SIDs of accounts and groups, and the "password" of all.
Names of what the plan makes are its own; a SID stands for what has it, or for a foreign principal. The answer is every
principal with its SID, its type and its links: what the model of a token is computed from, by another way than that of
an export.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lab/python"))

import ldb  # noqa: E402
from samba.dcerpc import security  # noqa: E402
from samba.ndr import ndr_pack, ndr_unpack  # noqa: E402

from domain import RELAX, Domain  # noqa: E402

COMPUTERS = {
    "computer": ("computer", 0x1000),
    "controller": ("computer", 0x82000),
    "read-only-controller": ("computer", 0x5001000),
    "smsa": ("msDS-ManagedServiceAccount", 0x1000),
}


def account(domain, name, kind, ou):
    if kind == "guest":
        # The one of the domain: what makes a guest is the RID.
        dn = domain.find(name)
        domain.write(dn, "userAccountControl", 0x200)
        return dn
    if kind in ("user", "inetOrgPerson"):
        return domain.user(name, ou, cls=kind)
    if kind == "gmsa":
        return domain.gmsa(name[:-1], ou)
    cls, uac = COMPUTERS[kind]
    return domain.computer(name[:-1], ou, uac=uac, cls=cls)


def principal(domain, made, text):
    """What names a member in a write; a foreign principal that is not there yet comes into being by it."""
    if not text.startswith("S-1-"):
        return made[text]
    if text not in made:
        found = domain.db.search(domain.base, expression=f"(objectSid={text})", attrs=[])
        if not found:
            return f"<SID={text}>"
        made[text] = str(found[0].dn)
    return made[text]


def make(domain, plan):
    ou = domain.ou("Token Trial")
    made = {}
    for group in plan["groups"]:
        made[group["name"]] = domain.group(group["name"], ou, group["scope"], group["security"])
    for each in plan["accounts"]:
        made[each["name"]] = account(domain, each["name"], each["kind"], ou)
    for container, members in plan["links"].items():
        domain.write(principal(domain, made, container), "member", [principal(domain, made, m) for m in members], ldb.FLAG_MOD_ADD)
    for name, group in plan["primary"].items():
        rid = domain.sid_of(principal(domain, made, group)).rsplit("-", 1)[1]
        domain.write(made[name], "primaryGroupID", rid)
    for name, sids in plan["history"].items():
        former = [sid if sid.startswith("S-1-") else domain.sid_of(made[sid]) for sid in sids]
        values = [ndr_pack(security.dom_sid(sid)) for sid in former]
        domain.write(made[name], "sIDHistory", values, controls=[RELAX])
    for each in plan["accounts"]:
        domain.db.setpassword(f"(sAMAccountName={each['name']})", plan["password"], False)


def sids(entry, attribute):
    return [str(ndr_unpack(security.dom_sid, bytes(value))) for value in entry.get(attribute, [])]


def number(entry, attribute):
    return int(str(entry[attribute][0])) if attribute in entry else None


def holdings(domain):
    attributes = ["objectSid", "sAMAccountName", "groupType", "member", "primaryGroupID", "userAccountControl", "sIDHistory"]
    # Well-known principals stand in the configuration too, and the server takes those for a member that is named by SID.
    found = [
        entry
        for base in (domain.base, f"CN=WellKnown Security Principals,{domain.config}")
        for entry in domain.db.search(base, expression="(objectSid=*)", attrs=attributes)
    ]
    return [
        {
            "dn": str(entry.dn),
            "name": str(entry.get("sAMAccountName", [entry.dn])[0]),
            "sid": sids(entry, "objectSid")[0],
            "history": sids(entry, "sIDHistory"),
            "groupType": number(entry, "groupType"),
            "primaryGroupId": number(entry, "primaryGroupID"),
            "userAccountControl": number(entry, "userAccountControl"),
            "members": [str(value) for value in entry.get("member", [])],
        }
        for entry in found
    ]


def main(conf_file):
    domain = Domain(conf_file)
    plan = json.load(sys.stdin)
    domain.db.transaction_start()
    try:
        make(domain, plan)
    except Exception:
        domain.db.transaction_cancel()
        raise
    domain.db.transaction_commit()
    json.dump(holdings(domain), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
