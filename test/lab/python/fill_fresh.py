"""A domain as its server makes it, with nothing in it yet but what the AdminSDHolder task leaves after its first run."""

from fill_protected import PROTECTED_ACCOUNTS, PROTECTED_GROUPS

# As Windows Server 2012 R2 makes it: github.com/JimSycurity/AdminSDHolder, MIT licence, copyright (c) 2025 Jim Sykora.
AS_WINDOWS = "".join((
    "(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;RP;4c164200-20c0-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;RP;5f202010-79a5-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;RP;bc0ac240-79a9-11d0-9020-00c04fc2d4cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;RP;59ba2f42-79a2-11d0-9020-00c04fc2d3cf;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;RP;037088f8-0ae1-11d2-b422-00a0c968f939;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;RPWP;bf967a7f-0de6-11d0-a285-00aa003049e2;;CA)",
    "(OA;;RP;46a9b11d-60ae-405a-b7e8-ff8a58d456d2;;S-1-5-32-560)",
    "(OA;;RPWP;6db69a1c-9422-11d1-aebd-0000f80367c1;;S-1-5-32-561)",
    "(OA;;RPWP;5805bc62-bdc9-4428-a5e2-856a0f4c185e;;S-1-5-32-561)",
    "(OA;;LCRPLORC;;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)",
    "(OA;;LCRPLORC;;bf967aba-0de6-11d0-a285-00aa003049e2;RU)",
    "(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)",
    "(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;PS)",
    "(OA;CI;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)",
    "(A;;CCDCLCSWRPWPLOCRRCWDWO;;;DA)",
    "(A;;CCDCLCSWRPWPLOCRRCWDWO;;;EA)",
    "(A;;CCDCLCSWRPWPLOCRSDRCWDWO;;;BA)",
    "(A;;LCRPLORC;;;AU)",
    "(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)",
))


def fill(d, acl):
    """Gives AdminSDHolder the descriptor it has on Windows, and stamps it on what it protects."""
    acl.set(holder(d), AS_WINDOWS, protected=True, admins=False)
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
