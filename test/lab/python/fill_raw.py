"""Descriptors that the server refuses to store: written into its file, last of all."""

from samba.dcerpc import security

from acl import ace_bytes, insert_ace_bytes, without_dacl_bytes

A1 = "anchors.md 1"
WP = 0x20
# MS-DTYP 2.4.4.17: the condition (Member_of {BA}), as bytes.
CONDITION = bytes.fromhex("61727478 50 12000000 51 10000000 0102000000000005 20000000 20020000 89".replace(" ", ""))


def fill(d, acl, lab):
    ou = d.ou("Raw Entries", lab.ous.other)
    group = lab.who.delegation

    def case(name, title, change, difference=None, aces="", **how):
        dn = d.user(name, ou)
        acl.set(dn, aces, **how)
        acl.raw(dn, change)
        d.situation(name, title, dn, source=A1, difference=difference)

    def insert(*parts, **more):
        return lambda value: insert_ace_bytes(value, ace_bytes(*parts, **more))

    allow = acl.ace("A", "WPCR", group)
    case("null-dacl", "A NULL DACL", lambda v: without_dacl_bytes(v, True))
    case("no-dacl", "The DACL-present bit is off", lambda v: without_dacl_bytes(v, False), "absent-dacl-denies")
    case("conditional-allow", "A conditional allow", insert(9, 0, WP, group, trailing=CONDITION), "conditional-ace-ignored")
    case("conditional-allow-then-allow", "A conditional allow before an allow: both outcomes agree", insert(9, 0, WP, group, trailing=CONDITION), aces=allow)
    case("conditional-deny", "A conditional deny before an allow", insert(10, 0, WP, group, trailing=CONDITION), "conditional-ace-ignored", allow)
    # A conditional object ACE is left out: the server reads it as if it had no GUID and gives back a damaged one.
    case("conditional-other-trustee", "A conditional deny for somebody else", insert(10, 0, WP, "S-1-5-32-546", trailing=CONDITION), aces=allow)
    case("unknown-ace-type", "An ACE of a type nobody knows", insert(0x2A, 0, WP, group), aces=allow)
    case("trailing-bytes", "Bytes after the SID of an ACE", insert(0, 0, WP, group, trailing=b"\x11" * 8))
    case("creator-owner-effective", "CREATOR OWNER as an effective entry: never matches, not even the owner", insert(0, 0, 0xF01FF, "S-1-3-0"), owner=lab.who.mdiAction)
    case("inherited-before-explicit", "Not canonical: an inherited deny before the explicit allow", insert(1, security.SEC_ACE_FLAG_INHERITED_ACE, WP, group), aces=allow)
