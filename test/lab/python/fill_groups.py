"""Membership: every way in which a group gets into the account's token, or does not."""

from fill_accounts import RESET, UAC, documented_set

A1 = "anchors.md 1"
WELL_KNOWN = "well-known-sid-in-domain-local-group"


def fill(d, acl, lab):
    groups = lab.ous.groups
    ou = d.ou("Memberships", lab.ous.other)
    action = d.find("mdiAction$")

    def case(name, title, group_dn, difference=None):
        dn = d.user(name, ou)
        sid = group_dn if group_dn.startswith("S-1-") else d.sid_of(group_dn)
        acl.set(dn, acl.ace("A", "RPWPCR", sid))
        d.situation(name, title, dn, source=A1, difference=difference)

    mail = d.group("Mail List Of Actors", groups, security_enabled=False, members=[action])
    case("via-distribution-group", "Through a distribution group: never in a token", mail)
    behind = d.group("Behind Mail List", groups, kind="universal", members=[mail])
    case("via-group-behind-distribution", "A security group that holds a distribution group", behind)

    ring = [d.group(f"Actors Ring {letter}", groups, kind="universal") for letter in "ABC"]
    for index, group in enumerate(ring):
        d.join(group, ring[(index + 1) % 3])
    d.join(ring[2], action)
    case("via-ring", "Groups that contain each other", ring[0])

    chain = d.group("Chain 0", groups, members=[action])
    for level in range(1, 8):
        kind = "global" if level < 3 else "universal" if level < 5 else "local"
        chain = d.group(f"Chain {level}", groups, kind=kind, members=[chain])
    case("via-chain", "Eight groups deep: global, universal, domain-local", chain)

    above = d.group("Above Primary", groups, kind="universal", members=[d.find("MDI Primary Delegation")])
    case("via-primary-group-nested", "A group that holds the account's primary group", above)
    above = d.group("Above Domain Computers", groups, kind="local", members=[d.find("Domain Computers")])
    case("via-domain-computers-nested", "A group that holds Domain Computers, primary group of gMSAs", above)

    everyone = d.group("Holds Authenticated Users", groups, kind="local", members=[d.dn("CN=S-1-5-11", "CN=ForeignSecurityPrincipals")])
    case("via-authenticated-users-local", "A domain-local group that holds Authenticated Users", everyone, WELL_KNOWN)
    world = d.group("Holds Everyone", groups, kind="local", members=["<SID=S-1-1-0>"])
    case("via-everyone-local", "A domain-local group that holds Everyone", world, WELL_KNOWN)

    former = d.group("Renamed With History", groups, members=[action], sIDHistory=lab.sid_value(f"{lab.old}-1201"))
    d.situation("group-sid-history", "A group with a sIDHistory of its own", former, source=A1)
    case("via-group-sid-history", "A SID of the sIDHistory of a group", f"{lab.old}-1201", "sid-history-not-in-token")
    takeover(d, acl, lab)


def takeover(d, acl, lab):
    """Who may take over an account under audit, or its delegation."""
    root, inner = d.find("mdiRoot$"), d.find("MDI Action Accounts")
    acl.add(root, acl.ace("A", "GW", lab.who.desk))
    d.situation("takeover-gmsa-write", "The help desk may write every property of a gMSA under audit", root, source="domain.md 6.3")
    acl.add(inner, acl.ace("A", "RPWP", lab.who.desk, "", "member"))
    d.situation("takeover-group-member", "The help desk may add members to the delegation's group", inner, source="domain.md 6.3")
    nothing = d.find("mdiNothing$")
    acl.add(nothing, acl.ace("A", "WP", "PS", "", UAC) + acl.ace("A", "CR", "PS", "", RESET))
    d.situation("self-on-itself", "SELF matches where the target is the account under audit itself", nothing, source=A1, difference="applies-to-enforced")
    owned = d.find("mdiFormer$")
    acl.put_owner(owned, lab.who.desk)
    d.situation("takeover-owner", "A gMSA under audit is owned by somebody who is no administrator", owned, source="domain.md 6.3")
    groups_too = acl.ace("A", "RPWP", lab.who.local_group, "CIIO", "member", "group")
    acl.add(f"{lab.ous.groups},{d.base}", groups_too)
    d.situation("optional-write-members", "The optional right to write the members of groups", f"{lab.ous.groups},{d.base}", source="domain.md 1.2")
    incomplete = d.ou("Incomplete Delegation", lab.ous.other)
    acl.add(f"{incomplete},{d.base}", acl.ace("A", "WP", lab.who.delegation, "CIIO", UAC, "user"))
    people = [d.user(f"incomplete-{n}", incomplete) for n in ("one", "two", "three")]
    d.situation("documented-set-incomplete", "Only part of the documented rights is delegated", *people, source="domain.md 1.2")
    per_class = d.ou("Delegated To The Account", lab.ous.other)
    acl.add(f"{per_class},{d.base}", documented_set(acl, lab.who.mdiAction))
    d.situation(
        "delegated-to-account", "Delegated to the account itself and not to a group",
        d.user("delegated-directly", per_class), source="domain.md 1.3",
    )
