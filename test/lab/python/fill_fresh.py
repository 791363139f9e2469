"""A domain as its server makes it, with nothing in it yet but what the AdminSDHolder task leaves after its first run."""

from fill_protected import CLASS_READS, PROTECTED_ACCOUNTS, PROTECTED_GROUPS, TEMPLATE


def fill(d, acl):
    """Gives AdminSDHolder the descriptor it has on Windows, and stamps it on what it protects."""
    acl.set(holder(d), TEMPLATE + CLASS_READS, protected=True, admins=False)
    for name in PROTECTED_ACCOUNTS + PROTECTED_GROUPS + ("Print Operators",):
        stamp(d, acl, d.find(name))


def holder(d):
    """DN of AdminSDHolder."""
    return d.dn("CN=AdminSDHolder", "CN=System")


def stamp(d, acl, dn):
    """Does to one object what the task does."""
    acl.copy(holder(d), dn)
    d.write(dn, "adminCount", 1)
    return dn
