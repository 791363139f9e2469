"""The hard cases of the access check: each is one user whose name says what its DACL holds."""

from fill_accounts import PWD, RESET, UAC

SET = "User-Account-Restrictions"
A1 = "anchors.md 1"
OVERGRANT = "object-ace-with-cr-grants-write"


def fill(d, acl, lab):
    who, ou = lab.who, d.ou("Entries", lab.ous.other)
    me, group = who.mdiAction, who.delegation
    gone = deleted_group(d, lab)

    def case(name, title, aces, source=A1, difference=None, **how):
        dn = d.user(name, ou)
        acl.set(dn, aces, **how)
        d.situation(name, title, dn, source=source, difference=difference)
        return dn

    def a(rights, who_, obj=None, flags="", inherited=None):
        return acl.ace("A", rights, who_, flags, obj, inherited)

    def n(rights, who_, obj=None, flags="", inherited=None):
        return acl.ace("D", rights, who_, flags, obj, inherited)

    all_of_it = a("CR", group, RESET) + a("RPWP", group, PWD) + a("RPWP", group, UAC)
    precedence(case, a, n, me, group, all_of_it)
    property_sets(case, a, n, me, group)
    objects(case, a, n, me, group)
    owners(case, a, n, me, group)
    trustees(case, a, n, lab, gone)


def precedence(case, a, n, me, group, all_of_it):
    case("deny-user-allow-group", "Deny to the account, allow through its group", n("WP", me, UAC) + all_of_it)
    case("deny-group-allow-user", "Deny to the group, allow to the account", n("WP", group, UAC) + a("WPCR", me))
    case("allow-then-deny", "Not canonical: allow stands before deny", all_of_it + n("WPCR", me))
    case("deny-between-allows", "Not canonical: allow of one right, deny, allow of the other", a("WP", me, UAC) + n("WP", group) + a("WP", me, PWD))
    case("object-allow-then-simple-deny", "Not canonical: object allow before simple deny", a("WP", group, UAC) + n("WP", me) + a("WP", me, PWD))
    case("rights-split-over-aces", "Read and write come from two ACEs of two trustees", a("RP", me, UAC) + a("WP", group, UAC) + a("WP", me, PWD) + a("CR", group, RESET))
    case("write-only", "Write without read", a("WP", me, UAC) + a("WP", me, PWD))
    case("deny-everyone", "Deny to Everyone before everything", n("WPCR", "WD") + all_of_it)
    case("deny-other-trustee", "A deny for somebody else", n("WPCR", "BG") + all_of_it)
    case("deny-read-only", "A deny of reading does not deny writing", n("RP", me) + all_of_it)
    case("many-entries", "Four hundred entries of others before the one that counts", "".join(a("RP", f"S-1-5-21-1-2-3-{r}") for r in range(2000, 2400)) + all_of_it)
    case("duplicate-entries", "The same entry three times", (a("WP", me, UAC)) * 3)


def property_sets(case, a, n, me, group):
    case("deny-set-allow-attribute", "Deny on the property set, then allow on the attribute", n("WP", me, SET) + a("WP", me, UAC) + a("WP", me, PWD))
    case("allow-attribute-deny-set", "Allow on the attribute, then deny on the property set", a("WP", me, UAC) + n("WP", me, SET))
    case("deny-attribute-allow-set", "Deny on the attribute, then allow on the property set", n("WP", me, UAC) + a("WP", me, SET))
    case("allow-set-deny-attribute", "Allow on the property set, then deny on the attribute", a("WP", me, SET) + n("WP", me, UAC))
    case("deny-sibling-allow-set", "Deny on another member of the set, then allow on the set", n("WP", me, "userParameters") + a("WP", me, SET))
    case("deny-attribute-allow-all", "Deny on the attribute, then allow on all properties", n("WP", me, UAC) + a("WP", group))
    case("deny-all-allow-attribute", "Deny on all properties, then allow on the attribute", n("WP", me) + a("WP", me, UAC))
    case("allow-set", "Allow on the property set", a("RPWP", group, SET))
    case("allow-other-set", "Allow on another property set", a("RPWP", group, "Public-Information"))
    case("allow-all-properties", "Allow on all properties", a("RPWP", group))
    case("deny-class-allow-attribute", "Deny on the class, then allow on the attribute", n("WP", me, "user") + a("WP", me, UAC))
    case("deny-set-members-apart", "Deny on one member, allow on the set through another trustee", n("WP", group, PWD) + a("WP", me, SET))


def objects(case, a, n, me, group):
    case("class-guid-write", "WP scoped to the object's own class", a("WP", group, "user"))
    case("class-guid-other", "WP scoped to another class", a("WP", group, "computer"))
    case("class-guid-parent", "WP scoped to a parent class", a("WP", group, "organizationalPerson"))
    case("attribute-guid-unrelated", "WP scoped to an attribute of another class", a("WP", group, "dNSHostName"))
    case("unknown-guid", "WP scoped to a GUID that the schema does not know", f"(OA;;WP;11111111-2222-4333-8444-555555555555;;{group})")
    case("inherit-only-explicit", "An inherit-only entry on the account itself", a("WPCR", group, flags="CIIO"))
    case("explicit-for-other-class", "An explicit entry whose inherited class is another, without inherit-only", a("WP", me, UAC, inherited="computer"), source="domain.md 4")
    case("validated-write", "A validated write is no write", a("SW", me, UAC))
    case("object-scoped-write-dac", "WRITE_DAC in an entry scoped to an attribute", a("WD", me, UAC))
    case("write-dac-only", "WRITE_DAC and nothing else", a("WD", me))
    case("write-owner-only", "WRITE_OWNER and nothing else", a("WO", me))
    case("generic-all", "GenericAll", a("GA", group))
    case("generic-write", "GenericWrite: no control right", a("GW", group))
    case("generic-read", "GenericRead", a("GR", group))
    case("reset-only", "Reset Password only", a("CR", group, RESET))
    case("reset-denied", "All control rights but Reset Password", n("CR", me, RESET) + a("CR", group))
    case("change-password-only", "Change Password is not Reset Password", a("CR", group, "User-Change-Password"))
    case("all-control-rights-simple", "All control rights, as a simple entry", a("CR", group))
    case("cr-without-guid", "All control rights, as an object entry without a type", f"(OA;;CR;;;{group})", difference=OVERGRANT)
    case("cr-on-attribute", "Control access scoped to an attribute", a("CR", group, UAC), difference=OVERGRANT)
    case("cr-on-set", "Control access scoped to a property set", a("CR", group, SET), difference=OVERGRANT)
    case("cr-on-class", "Control access scoped to the class", a("CR", group, "user"), difference=OVERGRANT)
    case("cr-and-read-on-set", "Read and control access scoped to a property set", a("RPCR", group, SET), difference=OVERGRANT)
    case("write-with-reset-guid", "WP scoped to a control right", a("WP", group, RESET))
    case("empty-dacl", "An empty DACL", "", source=A1, protected=True, admins=False)


def owners(case, a, n, me, group):
    case("owner-is-account", "The account owns the object", "", owner=me)
    case("owner-is-group", "A group of the account owns the object", "", owner=group)
    case("owner-rights-allow", "OWNER RIGHTS allows writing", a("WPCR", "OW"), owner=me, difference="owner-rights-ignored")
    case("owner-rights-deny", "OWNER RIGHTS denies before the group is allowed", n("WPCR", "OW") + a("WPCR", group), owner=me, difference="owner-rights-ignored")
    case("owner-rights-read", "OWNER RIGHTS takes the owner's implicit rights away", a("RC", "OW"), owner=me, difference="owner-rights-ignored")
    case("owner-rights-inherit-only", "OWNER RIGHTS, inherit-only", a("WPCR", "OW", flags="CIIO"), owner=me)
    case("owner-rights-not-owner", "OWNER RIGHTS allows, and somebody else is the owner", a("WPCR", "OW"))
    case("self-full-control", "SELF is the target, not the account", a("GA", "PS"))


def trustees(case, a, n, lab, gone):
    who = lab.who
    for name, sid, title in (
        ("everyone", "WD", "Everyone"),
        ("authenticated-users", "AU", "Authenticated Users"),
        ("network", "NU", "NETWORK"),
        ("this-organization", "S-1-5-15", "This Organization"),
        ("other-organization", "S-1-5-1000", "Other Organization"),
        ("interactive", "IU", "INTERACTIVE"),
        ("anonymous", "AN", "ANONYMOUS LOGON"),
        ("local-system", "SY", "SYSTEM"),
        ("builtin-users", "BU", "BUILTIN\\Users, through Authenticated Users"),
        ("pre-windows-2000", "RU", "Pre-Windows 2000 Compatible Access, through Authenticated Users"),
        ("domain-users", "DU", "Domain Users"),
        ("domain-computers", "DC", "Domain Computers"),
        ("enterprise-controllers", "ED", "Enterprise Domain Controllers"),
        ("asserted-identity", "S-1-18-1", "Authentication authority asserted identity"),
        ("claims-valid", "S-1-5-21-0-0-0-497", "Claims valid"),
        ("foreign-group", f"{lab.partner}-1201", "A group of another domain"),
        ("foreign-unknown", "S-1-5-21-1-2-3-4444", "A SID of a domain nobody knows"),
        ("deleted-group", gone, "A group that was deleted"),
        ("sid-history", f"{lab.old}-1137", "A SID of the account's sIDHistory"),
    ):
        difference = {"S-1-5-15": "this-organization", f"{lab.old}-1137": "sid-history-not-in-token"}.get(sid)
        case(f"trustee-{name}", f"Rights granted to {title}", a("RPWPCR", sid), source=A1, difference=difference)
    case("deny-deleted-group", "Deny to a group that was deleted", n("WPCR", gone) + a("WPCR", who.delegation))
    case("deny-foreign-group", "Deny to a group of another domain: membership not in this source", n("WPCR", f"{lab.partner}-1201") + a("WPCR", who.delegation))
    case("deny-domain-computers", "Deny to the primary group", n("WPCR", "DC") + a("WPCR", who.delegation))


def deleted_group(d, lab):
    """Makes a group, deletes it, and returns the SID it had."""
    dn = d.group("Former Delegation", lab.ous.groups)
    sid = d.sid_of(dn)
    d.db.delete(dn)
    return sid
