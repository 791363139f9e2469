"""How the same delegation reaches an account, or does not: inheritance flags, blocked inheritance, depth."""

from fill_accounts import UAC, documented_set

S = "domain.md 4"


def fill(d, acl, lab):
    who, managed = lab.who, lab.ous.managed

    def place(name, aces, *, protect=False, parent=managed):
        path = d.ou(name, parent)
        if protect:
            acl.protect(f"{path},{d.base}")
        if aces:
            acl.add(f"{path},{d.base}", aces)
        return path

    blocked = place("Inheritance Blocked", "", protect=True)
    inside = [d.user("blocked-by-ou", blocked)]
    d.situation("ou-inheritance-off", "The OU above has inheritance off", *inside, source=S)
    again = place("Delegated Again", documented_set(acl, who.delegation), parent=blocked)
    d.situation("delegated-below-block", "Delegated again below a blocked OU", d.user("delegated-again", again), source=S)

    alone = d.user("protected-dacl", lab.ous.staff)
    acl.protect(alone)
    d.situation("dacl-protected", "The account has inheritance off and no explicit ACE", alone, source="domain.md 1.6")
    own = d.user("protected-dacl-own-ace", lab.ous.staff)
    acl.protect(own)
    acl.add(own, documented_set(acl, who.delegation, cls=None, flags=""))
    d.situation("dacl-protected-explicit", "Inheritance off, with the delegation as explicit ACEs", own, source="domain.md 1.6")

    for name, flags, title in (
        ("ci", "CI", "Container inherit: effective on the OU and on accounts below"),
        ("oi", "OI", "Object inherit only: accounts are containers, it stays inherit-only"),
        ("oici", "OICI", "Object and container inherit"),
        ("cinp", "CINP", "One level, the OU included"),
        ("cinpio", "CIIONP", "One level, children only"),
        ("ciio", "CIIO", "Inherit-only on the OU, effective on accounts"),
        ("none", "", "No inheritance flag: the OU only"),
    ):
        outer = place(f"Inherit {name.upper()}", acl.ace("A", "RPWP", who.mdiNothing, flags, UAC))
        inner = place(f"Below {name.upper()}", "", parent=outer)
        pair = [d.user(f"inherit-{name}-child", outer), d.user(f"inherit-{name}-grandchild", inner)]
        d.situation(f"inherit-{name}", title, *pair, source=S)
    scoped = place("Inherit CI User", acl.ace("A", "RPWP", who.mdiNothing, "CI", UAC, "user"))
    target = d.user("inherit-ci-user-scoped", scoped)
    d.situation("inherit-ci-scoped", "Container inherit, scoped to users: not effective on the OU itself", target, source=S)

    denied = place("Denied Here", acl.ace("D", "WP", who.delegation, "CIIO", UAC, "user"))
    near = d.user("near-deny-far-allow", denied)
    d.situation("near-deny-far-allow", "A nearer ancestor denies what a farther one allows", near, source=S)
    explicit = d.user("explicit-allow-inherited-deny", denied)
    acl.add(explicit, acl.ace("A", "WP", who.delegation, "", UAC))
    d.situation("explicit-allow-before-inherited-deny", "An explicit allow comes before an inherited deny", explicit, source="anchors.md 1")
    allowed = place("Allowed Below A Deny", documented_set(acl, who.mdiAction), parent=denied)
    target = d.user("near-allow-far-deny", allowed)
    d.situation("near-allow-far-deny", "A nearer ancestor allows what a farther one denies", target, source=S)

    owned = place("Creator Owner", acl.ace("A", "GA", "CO", "CIIO"))
    mine = d.user("creator-owner-mine", owned)
    acl.set(mine, "", owner=who.mdiNothing)
    d.situation("creator-owner-inherited", "An inheritable CREATOR OWNER entry, on an object the account owns", mine, source="anchors.md 1")

    # What the auditor can see of the directory
    hidden = place("Unlisted", "")
    secret = [d.user("unlisted-one", hidden), d.user("unlisted-two", hidden)]
    acl.add(f"{hidden},{d.base}", acl.ace("D", "LC", who.auditor))
    d.situation("ou-not-listable", "The auditor cannot list this OU", f"{hidden},{d.base}", *secret, source="brief")
    silent = d.user("descriptor-unreadable", lab.ous.staff)
    acl.add(silent, acl.ace("D", "RC", who.auditor))
    d.situation("descriptor-not-readable", "The auditor cannot read this descriptor", silent, source="anchors.md 1")
    silent = d.computer("NODESC", lab.ous.devices)
    acl.add(silent, acl.ace("D", "RC", who.auditor))
    d.situation("descriptor-not-readable-computer", "The auditor cannot read this computer's descriptor", silent, source="anchors.md 1")
    mute = d.user("uac-unreadable", lab.ous.staff)
    acl.add(mute, acl.ace("D", "RP", who.auditor, "", UAC))
    d.situation("uac-not-readable", "The auditor cannot read userAccountControl", mute, source="anchors.md 1")
    mute = d.user("uac-unreadable-by-actor", lab.ous.staff, uac=0x10200)
    acl.add(mute, acl.ace("D", "RP", who.mdiAction, "", UAC))
    d.situation("uac-not-readable-by-actor", "The account may write userAccountControl and cannot read it", mute, source="lab.md")
    mute = d.user("nothing-readable", lab.ous.staff)
    acl.add(mute, acl.ace("D", "RPRC", who.auditor))
    d.situation("nothing-readable", "The auditor can read neither attributes nor descriptor", mute, source="anchors.md 1")
