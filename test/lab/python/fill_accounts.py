"""Organisational units, the accounts under audit and how each gets its rights."""

from types import SimpleNamespace

from samba.dcerpc import security
from samba.ndr import ndr_pack

UAC = "userAccountControl"
PWD = "pwdLastSet"
RESET = "User-Force-Change-Password"
SOURCE = "brief"
# A domain that this forest once trusted, and one it trusts now.
OLD_DOMAIN = "S-1-5-21-3164297882-2217014421-1750362611"
PARTNER_DOMAIN = "S-1-5-21-2785210337-1146018253-4092840116"


def documented_set(acl, trustee, cls="user", flags="CIIO"):
    """The ACEs that Microsoft's page on action accounts asks for, as the advanced dialog writes them."""
    return (
        acl.ace("A", "CR", trustee, flags, RESET, cls)
        + acl.ace("A", "RPWP", trustee, flags, PWD, cls)
        + acl.ace("A", "RPWP", trustee, flags, UAC, cls)
    )


def fill(d, acl):
    lab = SimpleNamespace(ous=organisational_units(d), who=SimpleNamespace(), old=OLD_DOMAIN, partner=PARTNER_DOMAIN)
    lab.sid_value = sid_value
    retrieval(d, lab)
    action_accounts(d, acl, lab)
    people(d, acl, lab)
    return lab


def organisational_units(d):
    managed = d.ou("Managed")
    return SimpleNamespace(
        managed=managed,
        staff=d.ou("Staff", managed),
        hard=d.ou("Hard Cases", managed),
        devices=d.ou("Devices", managed),
        other=d.ou("Other People"),
        tier0=d.ou("Tier 0"),
        actors=d.ou("Action Accounts"),
        groups=d.ou("Delegation Groups"),
        well_known=d.ou("Well Known Trustees"),
    )


def retrieval(d, lab):
    """Who may retrieve the gMSAs' passwords: domain controllers, or more than those."""
    host = d.computer("APP01", lab.ous.devices, dNSHostName=f"app01.{d.dns_name}")
    inner = d.group("Application Hosts", lab.ous.groups, members=[host])
    outer = d.group("gMSA Hosts", lab.ous.groups, kind="universal", members=[d.find("Domain Controllers"), inner])
    lab.controllers = d.rid(516)
    lab.hosts = d.sid_of(outer)
    d.situation(
        "gmsa-retriever-nested-non-dc",
        "A group that may retrieve a gMSA's password holds, through another group, a host that is no domain controller",
        outer,
        host,
        source="domain.md 6.3",
    )


def gmsa(d, lab, name, title, **more):
    """A gMSA under audit; returns its DN. Kept in the container that Windows uses."""
    dn = d.gmsa(name, "CN=Managed Service Accounts", **{"retrievers": [lab.controllers], **more})
    d.audit(f"{name}$", dn, title)
    setattr(lab.who, name, d.sid_of(dn))
    return dn


def action_accounts(d, acl, lab):
    ous, base = lab.ous, d.base
    groups = ous.groups
    managed = f"{ous.managed},{base}"

    # (a) nested group, on an organisational unit, exactly the documented rights
    action = gmsa(d, lab, "mdiAction", "documented rights on an OU, through a nested group")
    inner = d.group("MDI Action Accounts", groups, members=[action])
    outer = d.group("MDI Response Delegation", groups, kind="universal", members=[inner])
    lab.who.delegation, lab.who.inner = d.sid_of(outer), d.sid_of(inner)
    acl.add(managed, documented_set(acl, lab.who.delegation))

    # (b) the domain root, to the account itself
    gmsa(d, lab, "mdiRoot", "documented rights on the domain root, granted directly", retrievers=[lab.hosts], interval=90)
    acl.add(base, documented_set(acl, lab.who.mdiRoot))

    # (c) GenericAll
    gmsa(d, lab, "mdiFull", "full control of an OU", enctypes=4, retrievers=[lab.controllers, d.rid(515)])
    acl.add(managed, acl.ace("A", "GA", lab.who.mdiFull, "CI"))

    # (d) primary group
    primary = gmsa(d, lab, "mdiPrimary", "documented rights through the primary group", interval=1, enctypes=None)
    group = d.group("MDI Primary Delegation", groups, members=[primary])
    d.write(primary, "primaryGroupID", d.sid_of(group).rsplit("-", 1)[1])
    acl.add(managed, documented_set(acl, d.sid_of(group)))

    # (e) domain-local group
    local = gmsa(d, lab, "mdiLocal", "documented rights through a domain-local group")
    group = d.group("DL MDI Delegation", groups, kind="local", members=[local])
    lab.who.local_group = d.sid_of(group)
    acl.add(managed, documented_set(acl, lab.who.local_group))

    # (f) nothing
    gmsa(d, lab, "mdiNothing", "no delegation at all")

    # AdminSDHolder carries an entry for this one: it reaches every protected account, and so for good
    gmsa(d, lab, "mdiHolder", "userAccountControl through an entry on AdminSDHolder")

    # Account Operators: full control by the default descriptor of the classes
    operator = gmsa(d, lab, "mdiOperator", "member of Account Operators")
    d.join(d.find("Account Operators"), operator)

    # sIDHistory of a domain that is gone
    former = gmsa(d, lab, "mdiFormer", "rights granted to a SID of its sIDHistory", sIDHistory=sid_value(f"{lab.old}-1137"))
    # On one small OU only: the server leaves sIDHistory out of the token, and every target there is an exception.
    history = d.ou("Granted To History", ous.other)
    acl.add(f"{history},{base}", documented_set(acl, f"{lab.old}-1137"))
    d.situation(
        "sid-history-of-account", "Rights granted to a SID in the account's sIDHistory", former,
        d.user("history-scope", history), source="anchors.md 1", difference="sid-history-not-in-token",
    )


def people(d, acl, lab):
    ous = lab.ous
    managed = f"{ous.managed},{d.base}"

    # (g) the wizard's common task: reset and pwdLastSet, no userAccountControl
    helper = d.user("helpdesk1", ous.actors)
    desk = d.group("Help Desk", ous.groups, members=[helper])
    d.audit("helpdesk1", helper, "Delegation of Control wizard: reset passwords and force a change")
    aces = acl.ace("A", "CR", d.sid_of(desk), "CIIO", RESET, "user") + acl.ace("A", "RPWP", d.sid_of(desk), "CIIO", PWD, "user")
    acl.add(managed, aces)
    lab.who.helpdesk, lab.who.desk = d.sid_of(helper), d.sid_of(desk)

    # (h) nothing of its own: only what Authenticated Users and their groups give
    known = d.user("known1", ous.actors)
    d.audit("known1", known, "only through well-known SIDs and the groups they are in")
    lab.who.known = d.sid_of(known)

    auditor = d.user("auditor", ous.actors)
    d.audit("auditor", auditor, "an ordinary user without rights, to collect with", role="auditor")
    lab.who.auditor = d.sid_of(auditor)


def sid_value(text):
    """The stored form of a SID."""
    return ndr_pack(security.dom_sid(text))
