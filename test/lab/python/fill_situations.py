#!/usr/bin/python3
"""Adds to a fresh domain the situations that findings are about: one account for each, and nothing else that it holds.

Usage: fill_situations.py CONFIG.json   (as provision.py; the domain was filled as `fresh`).
"""

import json
import os
import sys

import ldb
from acl import Acl
from domain import Domain
from fill_accounts import PWD, RESET, documented_set
from fill_fresh import stamp


def main(config_file):
    with open(config_file, encoding="utf-8") as stream:
        config = json.load(stream)
    domain = Domain(os.path.join(config["dir"], "smb.conf"))
    fill(domain, Acl(domain))


def fill(d, acl):
    unit = d.ou("Situations")
    people, groups = d.ou("People", unit), d.ou("Groups", unit)
    person = {name: d.user(name, people) for name in ("alice", "bob", "carol", "dave", "erin")}
    sid = {}

    def account(name):
        """A gMSA whose password domain controllers retrieve; remembers its SID."""
        dn = d.gmsa(name, "CN=Managed Service Accounts", retrievers=[d.rid(516)])
        sid[name] = d.sid_of(dn)
        return dn

    # A delegation as documented, through a group: nothing is wrong with it.
    action = account("sit-action")
    delegation = d.sid_of(d.group("Action Delegation", groups, members=[action]))
    acl.add(f"{people},{d.base}", documented_set(acl, delegation))

    # One right each, on one object.
    account("sit-controller")
    acl.add(d.find("DC1$"), acl.ace("A", "GA", sid["sit-controller"]))
    account("sit-user")
    acl.add(person["alice"], acl.ace("A", "GA", sid["sit-user"]))
    account("sit-member")
    acl.add(d.group("Printing", groups), acl.ace("A", "WP", sid["sit-member"], obj="member"))
    account("sit-self")
    acl.add(d.group("Newsletter", groups), acl.ace("A", "SW", sid["sit-self"], obj="member"))
    account("sit-owner")
    acl.put_owner(person["bob"], sid["sit-owner"])
    account("sit-write-owner")
    acl.add(person["carol"], acl.ace("A", "WO", sid["sit-write-owner"]))
    account("sit-policy")
    policy = "{5F1D0C5A-6B7C-4A51-8E59-0A54B5F6C001}"
    dn = d.add(d.dn(f"CN={policy}", "CN=Policies,CN=System"), objectClass="groupPolicyContainer", displayName="Screen lock")
    acl.add(dn, acl.ace("A", "RPWPCCDCLC", sid["sit-policy"]))
    d.write(f"{people},{d.base}", "gPLink", f"[LDAP://{dn};0]", ldb.FLAG_MOD_ADD)

    # A membership two groups up, and a plain one.
    nested = account("sit-nested")
    inner = d.group("Server Team", groups, members=[nested])
    outer = d.group("Infrastructure", groups, members=[inner])
    d.join(d.find("Domain Admins"), outer)
    for one in (nested, inner, outer):
        stamp(d, acl, one)
    admin = d.user("sit-admin", unit)
    d.join(d.find("Domain Admins"), admin)
    stamp(d, acl, admin)

    # The help desk: the wizard's task, to a group that has a member.
    desk = d.group("Help Desk", groups, members=[d.user("sit-helpdesk", unit)])
    aces = acl.ace("A", "CR", d.sid_of(desk), "CIIO", RESET, "user") + acl.ace("A", "RPWP", d.sid_of(desk), "CIIO", PWD, "user")
    acl.add(f"{people},{d.base}", aces)

    # Nothing here. certificates-and-dns.ldif gives something to all but the first.
    for name in ("sit-nothing", "sit-dns", "sit-template", "sit-enrolment", "sit-ntauth"):
        account(name)


if __name__ == "__main__":
    main(sys.argv[1])
