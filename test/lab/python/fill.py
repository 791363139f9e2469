#!/usr/bin/python3
"""Fills a fresh domain with every situation the audit must tell apart, before its server starts.

Usage: fill.py CONFIG.json   (as provision.py). Writes situations.json and accounts.json beside smb.conf.
"""

import json
import os
import sys

import fill_accounts
import fill_bulk
import fill_classes
import fill_dacl
import fill_flags
import fill_fresh
import fill_groups
import fill_inheritance
import fill_protected
import fill_raw
from acl import Acl
from domain import Domain


def main(config_file):
    with open(config_file, encoding="utf-8") as stream:
        config = json.load(stream)
    directory = config["dir"]
    conf = os.path.join(directory, "smb.conf")
    domain = Domain(conf)
    acl = Acl(domain)
    policy(domain)
    if config.get("fill") == "fresh":
        fill_fresh.fill(domain, acl)
    else:
        sample(domain, acl)
    logins = passwords(domain, config)
    with open(os.path.join(directory, "situations.json"), "w", encoding="utf-8") as stream:
        json.dump(domain.noted_situations(), stream, indent=2, ensure_ascii=False)
    with open(os.path.join(directory, "accounts.json"), "w", encoding="utf-8") as stream:
        json.dump(domain.audited, stream, indent=2, ensure_ascii=False)
    descriptor = os.open(os.path.join(directory, "passwords.json"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(logins, stream, indent=2)
    if config.get("accounts"):
        fill_bulk.fill(conf, int(config["accounts"]))


def sample(domain, acl):
    """The sample domain."""
    # The order matters: a descriptor that is copied or written raw must not be inherited over afterwards.
    lab = fill_accounts.fill(domain, acl)
    fill_flags.fill(domain, acl, lab)
    fill_classes.fill(domain, acl, lab)
    fill_inheritance.fill(domain, acl, lab)
    fill_dacl.fill(domain, acl, lab)
    fill_groups.fill(domain, acl, lab)
    fill_protected.fill(domain, acl, lab)
    fill_raw.fill(domain, acl, lab)


def policy(domain):
    """No age, history or lockout: a trial write must fail for lack of rights only. A length, so that one can be weak."""
    for name, value in (("minPwdAge", 0), ("maxPwdAge", 0), ("pwdHistoryLength", 0), ("lockoutThreshold", 0)):
        domain.write(domain.base, name, value)
    domain.write(domain.base, "minPwdLength", 8)


def passwords(domain, config):
    """Sets the password of every account that logs on (gMSAs too, as only SYSTEM can); returns name -> password."""
    logins = {"Administrator": config["adminPassword"]}
    for account in domain.audited:
        domain.db.setpassword(f"(objectSid={account['sid']})", config["accountPassword"], False)
        logins[account["name"]] = config["accountPassword"]
    return logins


if __name__ == "__main__":
    main(sys.argv[1])
