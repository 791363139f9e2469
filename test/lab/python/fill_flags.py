"""Situations that userAccountControl, pwdLastSet and names make."""

from domain import ANY_PWD_LAST_SET

DOMAIN_16 = "domain.md 1.6"
YEARS_AGO = 131592960000000000  # 2018-01-01, as FILETIME


def fill(d, acl, lab):
    staff = lab.ous.staff
    flags(d, staff)
    names(d, staff)
    ordinary(d, lab)


def flags(d, ou):
    for name, uac, title in (
        ("flag-normal", 0x200, "Enabled, nothing special"),
        ("flag-disabled", 0x202, "Disabled already: disabling is a no-op"),
        ("flag-dont-expire", 0x10200, "Password never expires: a forced change has no effect"),
        ("flag-smartcard", 0x40200, "Smart card required: a forced change has no effect"),
        ("flag-smartcard-dont-expire", 0x50200, "Smart card required and password never expires"),
        ("flag-passwd-notreqd", 0x220, "No password required"),
        ("flag-reversible", 0x280, "Password stored reversibly"),
        ("flag-preauth", 0x400200, "No Kerberos pre-authentication"),
        ("flag-not-delegated", 0x100200, "Sensitive, cannot be delegated"),
        ("flag-des-only", 0x200200, "DES keys only"),
        ("flag-trusted-for-delegation", 0x80200, "Trusted for unconstrained delegation"),
        ("flag-protocol-transition", 0x1000200, "Trusted to authenticate for delegation"),
        ("flag-retained-bits", 0x10222, "Disabled, with two bits whose setting needs a right of its own"),
        ("flag-account-expired", 0x200, "accountExpires in the past"),
        ("flag-temp-duplicate-homedir", 0x208, "Home directory required"),
    ):
        more = {"accountExpires": YEARS_AGO} if name == "flag-account-expired" else {}
        d.situation(name, title, d.user(name, ou, uac=uac, **more), source=DOMAIN_16)
    for name, value, title in (
        ("pwd-must-change", 0, "Must change the password already: forcing it is a no-op"),
        ("pwd-old", YEARS_AGO, "An old password"),
    ):
        dn = d.user(name, ou)
        if value:
            d.write(dn, "pwdLastSet", value, controls=[ANY_PWD_LAST_SET])
        d.situation(name, title, dn, source=DOMAIN_16)
    guards = d.find("Protected Users")
    dn = d.user("member-protected-users", ou)
    d.join(guards, dn)
    d.situation("member-protected-users", "Protected Users is not an AdminSDHolder group", dn, source=DOMAIN_16)


def names(d, ou):
    """Names as an attacker or a careless clerk writes them; each must come out harmless in every format."""
    for name, cn, title in (
        ("name-comma", "Doe, Jane", "A comma in the name"),
        ("name-quote", 'Quote "Double" O\'Neil', "Quotation marks"),
        ("name-plus-equals", "a+b=c;d<e>f\\g", "Every character RFC 4514 escapes"),
        ("name-leading-space", " leading", "A leading space"),
        ("name-trailing-space", "trailing ", "A trailing space"),
        ("name-hash", "#hash", "A leading number sign"),
        ("name-html", "<script>alert(1)</script>", "HTML"),
        ("name-formula", "=cmd|' /C calc'!A0", "A spreadsheet formula"),
        ("name-formula-at", "@SUM(1+1)", "A spreadsheet formula with @"),
        ("name-control", "esc\x1b[31mred\x07", "Terminal control characters"),
        ("name-newline", "two\nlines", "A line feed"),
        ("name-bidi", "user\u202egpj.exe", "A right-to-left override"),
        ("name-unicode", "Ünïcödé 山田太郎 🔒", "Characters outside ASCII and outside the BMP"),
        ("name-shell", "$(touch x);`id`|&", "Shell metacharacters"),
        ("name-long", "n" * 64, "64 characters"),
    ):
        d.situation(name, title, d.user(name, ou, cn=cn), source="anchors.md 3")
    dn = d.user("Zoë-Ñame", ou, upn=False)
    d.situation("name-sam-unicode", "A sAMAccountName outside ASCII, and no UPN", dn, source="anchors.md 3")
    dn = d.user("name-upn-elsewhere", ou, upn="someone.else@example.org")
    d.situation("name-upn-elsewhere", "A UPN that is not its sAMAccountName", dn, source="anchors.md 3")


def ordinary(d, lab):
    """The many who show nothing special: enough for coverage figures per organisational unit to mean something."""
    regions = [d.ou(name, lab.ous.managed) for name in ("North", "South")]
    deep = regions[0]
    for level in range(1, 5):
        deep = d.ou(f"Level {level}", deep)
    container = "CN=Old Container," + lab.ous.managed
    d.add(f"{container},{d.base}", objectClass="container")
    places = {regions[0]: 8, regions[1]: 8, deep: 3, container: 3, lab.ous.other: 12, "CN=Users": 4}
    made = {}
    number = 0
    for place, count in places.items():
        made[place] = []
        for _ in range(count):
            number += 1
            made[place].append(d.user(f"user{number:03d}", place, uac=0x202 if number % 7 == 0 else 0x200))
    d.situation("deep-ou", "Delegation inherited over six levels", *made[deep], source="domain.md 4")
    d.situation("container-in-ou", "Accounts in a container, not an OU, below the delegated OU", *made[container], source="domain.md 4")
    d.situation("outside-scope", "Accounts outside the delegated OU", *made[lab.ous.other], source="domain.md 4")
    d.situation("in-users-container", "Accounts in CN=Users", *made["CN=Users"], source="domain.md 4")
