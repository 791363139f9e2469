"""AdminSDHolder: its descriptor, what it stamps, and every way in which an account is out of step with it.

The server runs no SDProp, so the state that Windows' task leaves behind is written here.
"""

from fill_accounts import UAC, documented_set

S = "domain.md 3.4"
# MS-ADTS 6.1.1.5.1, as Windows Server 2012 R2 has it. It holds entries scoped to a class without inheritance flags.
CLASS_READS = "".join(
    f"(OA;;RP;{attribute_set};{cls};RU)"
    for attribute_set in (
        "037088f8-0ae1-11d2-b422-00a0c968f939",
        "4c164200-20c0-11d0-a768-00aa006e0529",
        "59ba2f42-79a2-11d0-9020-00c04fc2d3cf",
        "5f202010-79a5-11d0-9020-00c04fc2d4cf",
        "bc0ac240-79a9-11d0-9020-00c04fc2d4cf",
    )
    for cls in ("4828cc14-1437-45bc-9b07-ad6f015e5f28", "bf967aba-0de6-11d0-a285-00aa003049e2")
) + "".join(
    f"(OA;;RPLCLORC;;{cls};RU)"
    for cls in (
        "4828cc14-1437-45bc-9b07-ad6f015e5f28",
        "bf967a9c-0de6-11d0-a285-00aa003049e2",
        "bf967aba-0de6-11d0-a285-00aa003049e2",
    )
)
TEMPLATE = (
    "(A;;RPLCLORC;;;AU)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;;RPWPCRCCLCLORCWOWDSDSW;;;BA)"
    "(A;;RPWPCRCCDCLCLORCWOWDSW;;;DA)(A;;RPWPCRCCDCLCLORCWOWDSW;;;EA)"
    "(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)"
    "(OA;CI;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)"
    "(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)"
    "(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)"
    "(OA;;RPWP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;S-1-5-32-561)"
)


PROTECTED_ACCOUNTS = ("Administrator", "krbtgt")
PROTECTED_GROUPS = (
    "Administrators", "Domain Admins", "Enterprise Admins", "Schema Admins", "Account Operators", "Server Operators",
    "Backup Operators", "Replicator", "Domain Controllers", "Read-only Domain Controllers",
)


def fill(d, acl, lab):
    holder = d.dn("CN=AdminSDHolder", "CN=System")
    extra = acl.ace("A", "RPWP", lab.who.mdiHolder, "", UAC) + documented_set(acl, lab.who.delegation)
    acl.set(holder, TEMPLATE + CLASS_READS + extra, protected=True, admins=False)
    d.situation("adminsdholder-extra-trustee", "AdminSDHolder grants an account under audit, and holds an inherit-only entry", holder, source="domain.md 3.2")

    def stamp(dn):
        acl.copy(holder, dn)
        d.write(dn, "adminCount", 1)
        return dn

    for name in PROTECTED_ACCOUNTS + PROTECTED_GROUPS:
        stamp(d.find(name))
    d.situation("rid-500-502", "Administrator and krbtgt", d.find("Administrator"), d.find("krbtgt"), source="domain.md 1.6")

    tier0, staff = lab.ous.tier0, lab.ous.staff
    admins = d.find("Domain Admins")

    def member(name, title, group=admins, where=tier0, stamped=True, **more):
        dn = d.user(name, where, **more)
        d.join(group, dn)
        if stamped:
            stamp(dn)
        d.situation(name, title, dn, source=S)
        return dn

    heuristics(d)
    member("da-normal", "Domain Admin, stamped")
    member("da-normal-in-scope", "Domain Admin in the delegated OU, stamped", where=staff)
    for name, group in (
        ("ea", "Enterprise Admins"), ("sa", "Schema Admins"), ("ba", "Administrators"), ("ao", "Account Operators"),
        ("so", "Server Operators"), ("bo", "Backup Operators"), ("re", "Replicator"),
    ):
        member(f"{name}-normal", f"Member of {group}, stamped", d.find(group), staff)
    member("po-excluded", "Print Operators are excluded by dSHeuristics: inheritance on", d.find("Print Operators"), staff, False)
    member("po-excluded-stamped", "Stamped before Print Operators were excluded", d.find("Print Operators"), staff)

    nested(d, lab, stamp, member)
    out_of_step(d, acl, lab, stamp, member, holder)
    kinds(d, lab, stamp, admins)


def heuristics(d):
    """16th character: hexadecimal mask, 4 = Print Operators. The 10th must be 1."""
    service = f"CN=Directory Service,CN=Windows NT,CN=Services,{d.config}"
    d.write(service, "dSHeuristics", "0000000001000004")
    d.situation("operators-excluded", "dSHeuristics excludes Print Operators from AdminSDHolder", service, source="domain.md 3.3")


def nested(d, lab, stamp, member):
    groups, staff = lab.ous.groups, lab.ous.staff
    two = d.group("Tier 0 Inner", groups)
    one = d.group("Tier 0 Outer", groups, members=[two])
    d.join(d.find("Domain Admins"), one)
    for group in (one, two):
        stamp(group)
    member("da-nested", "Domain Admin through two groups, stamped", two, staff)
    ring = [d.group(f"Ring {letter}", groups, kind="universal") for letter in "ABC"]
    for index, group in enumerate(ring):
        d.join(ring[(index + 1) % 3], group)
    d.join(d.find("Backup Operators"), ring[0])
    for group in ring:
        stamp(group)
    member("bo-ring", "Backup Operator through groups that contain each other", ring[2], staff)
    mail = d.group("Mail List In Admins", groups, kind="universal", security_enabled=False)
    d.join(d.find("Administrators"), mail)
    member("ba-distribution", "Administrator only through a distribution group", mail, staff)
    primary = member("da-primary-group", "Domain Admins is the primary group", where=staff)
    d.write(primary, "primaryGroupID", 512)
    local = d.group("Local Server Operators", groups, kind="local")
    d.join(d.find("Server Operators"), local)
    stamp(local)
    member("so-domain-local", "Server Operator through a domain-local group", local, staff)
    foreign = f"<SID={lab.partner}-1105>"
    d.join(d.find("Administrators"), foreign)
    d.situation("foreign-admin", "A member of Administrators from another domain", f"CN={lab.partner}-1105,CN=ForeignSecurityPrincipals,{d.base}", source="domain.md 3.1")


def out_of_step(d, acl, lab, stamp, member, holder):
    staff = lab.ous.staff
    member("da-pending", "Domain Admin since a moment: not stamped yet", where=staff, stamped=False)
    member("da-pending-nested", "Domain Admin through two groups since a moment", d.find("Tier 0 Inner"), staff, False)
    reenabled = member("da-inheritance-on", "Domain Admin with adminCount=1 whose inheritance was switched on again", where=staff, stamped=False)
    d.write(reenabled, "adminCount", 1)
    tampered = member("da-tampered", "Domain Admin, stamped, with one more entry since", where=staff)
    acl.add(tampered, acl.ace("A", "RPWP", lab.who.delegation, "", UAC))
    owner = member("da-owner-changed", "Domain Admin, stamped, with another owner since", where=staff)
    acl.put_owner(owner, lab.who.desk)
    empty = member("da-admincount-empty", "Domain Admin whose descriptor was right from the start: adminCount is empty", where=staff, stamped=False)
    acl.copy(holder, empty)
    disabled = member("da-disabled", "Domain Admin, disabled, stamped", where=staff)
    d.write(disabled, "userAccountControl", 0x202)

    for name, count, copied, title in (
        ("orphan", 1, True, "Left the protected groups: adminCount=1 and the stamped descriptor stay"),
        ("orphan-in-tier0", 1, True, "The same, outside the delegated OU"),
        ("stale-flag", 1, False, "Left the protected groups: only adminCount=1 stays, inheritance is on"),
        ("orphan-no-flag", None, True, "Stamped descriptor, no adminCount, no membership"),
        ("admincount-zero", 0, False, "adminCount=0"),
    ):
        dn = d.user(name, lab.ous.tier0 if "tier0" in name else staff)
        if copied:
            acl.copy(holder, dn)
        if count is not None:
            d.write(dn, "adminCount", count)
        d.situation(name, title, dn, source=S)
    for name, group in (("not-protected-gpco", "Group Policy Creator Owners"), ("not-protected-cert", "Cert Publishers")):
        dn = d.user(name, staff)
        d.join(d.find(group), dn)
        d.situation(name, f"{group} is not an AdminSDHolder group", dn, source="domain.md 3.1")


def kinds(d, lab, stamp, admins):
    """Protected accounts that are no users, and one that acts."""
    server = d.computer("BACKUP01", lab.ous.devices)
    d.join(d.find("Backup Operators"), server)
    stamp(server)
    service = d.gmsa("svcBackup", lab.ous.devices, retrievers=[lab.controllers])
    d.join(d.find("Backup Operators"), service)
    stamp(service)
    person = d.user("inet-admin", lab.ous.staff, cls="inetOrgPerson")
    d.join(admins, person)
    stamp(person)
    actor = d.find("mdiOperator$")
    stamp(actor)
    d.situation("protected-not-user", "Protected computer, gMSA and inetOrgPerson; an account under audit that is protected", server, service, person, actor, source=S)
