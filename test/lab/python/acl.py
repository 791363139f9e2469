"""Security descriptors for the fill: by names read from the schema, through the server's own inheritance, or raw."""

import re
import struct
import uuid

import ldb
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack

from domain import OWNER_GROUP_DACL

ADMINS = "(A;;GA;;;DA)(A;;GA;;;SY)"


class Guids:
    """schemaIDGUIDs, property sets and control access rights by their names, as the directory itself has them."""

    def __init__(self, domain):
        self._domain = domain
        self._known = {}

    def __getitem__(self, name):
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def _find(self, name):
        db = self._domain.db
        found = db.search(
            db.get_schema_basedn(), expression=f"(lDAPDisplayName={name})", attrs=["schemaIDGUID"]
        )
        if len(found) == 1:
            return str(uuid.UUID(bytes_le=bytes(found[0]["schemaIDGUID"][0])))
        right = db.search(
            f"CN=Extended-Rights,{self._domain.config}", expression=f"(cn={name})", attrs=["rightsGuid"]
        )
        if len(right) == 1:
            return str(right[0]["rightsGuid"][0]).lower()
        raise KeyError(f"no class, attribute or right named {name}")


class Acl:
    """Writes descriptors of one domain."""

    def __init__(self, domain):
        self.domain = domain
        self.guid = Guids(domain)

    def ace(self, kind, rights, trustee, flags="", obj=None, inherited=None):
        """SDDL of one ACE: kind A or D; obj and inherited are schema or right names."""
        if obj or inherited:
            what = self.guid[obj] if obj else ""
            whom = self.guid[inherited] if inherited else ""
            return f"(O{kind};{flags};{rights};{what};{whom};{trustee})"
        return f"({kind};{flags};{rights};;;{trustee})"

    def get(self, dn):
        """The descriptor (owner, group, DACL) of an object."""
        return ndr_unpack(security.descriptor, self.domain.read(dn, "nTSecurityDescriptor"))

    def put(self, dn, descriptor):
        """Writes a descriptor through the server's own logic, which adds what is inherited."""
        self.domain.write(
            dn, "nTSecurityDescriptor", ndr_pack(descriptor), controls=[OWNER_GROUP_DACL]
        )

    def explicit(self, dn):
        """Owner-and-group text and the explicit ACEs of an object, as SDDL, in stored order."""
        text = self.get(dn).as_sddl(self.domain.sid)
        head, _, dacl = text.partition("D:")
        return head, [a for a in re.findall(r"\([^)]*\)", dacl) if "ID" not in ace_flags(a)]

    def add(self, dn, aces, end=False):
        """Puts explicit ACEs before (or after) the explicit ones that are there, in exactly this order."""
        protected = "P" if self.get(dn).type & security.SEC_DESC_DACL_PROTECTED else ""
        head, own = self.explicit(dn)
        own = "".join(own)
        text = f"{head}D:{protected}{own + aces if end else aces + own}"
        self.put(dn, security.descriptor.from_sddl(text, self.domain.sid))

    def set(self, dn, aces, owner="DA", protected=False, admins=True):
        """Replaces the explicit part of a DACL; Domain Admins and SYSTEM keep full control unless told otherwise."""
        flags = "P" if protected else ""
        text = f"O:{owner}G:DAD:{flags}{aces}{ADMINS if admins else ''}"
        self.put(dn, security.descriptor.from_sddl(text, self.domain.sid))

    def copy(self, source, target):
        """Stamps one object's owner, group and DACL on another, as the AdminSDHolder task does."""
        value = self.domain.read(source, "nTSecurityDescriptor")
        self.domain.write(target, "nTSecurityDescriptor", value, controls=[OWNER_GROUP_DACL])
        if self.domain.read(target, "nTSecurityDescriptor") != value:
            raise RuntimeError(f"the descriptor of {target} is not the one of {source}")

    def protect(self, dn):
        """Switches inheritance off and drops what was inherited."""
        head, own = self.explicit(dn)
        self.put(dn, security.descriptor.from_sddl(f"{head}D:P{''.join(own)}", self.domain.sid))

    def put_owner(self, dn, sid):
        """Changes the owner and nothing else."""
        sd = self.get(dn)
        sd.owner_sid = security.dom_sid(sid)
        self.put(dn, sd)

    def raw(self, dn, change):
        """Rewrites the stored bytes behind the server's back: change(bytes) -> bytes. Only for what it would refuse."""
        partition = ldb.Ldb(self.domain.partition_file())
        found = partition.search(dn, scope=ldb.SCOPE_BASE, attrs=["nTSecurityDescriptor"])
        message = ldb.Message(found[0].dn)
        message["a"] = ldb.MessageElement(
            change(bytes(found[0]["nTSecurityDescriptor"][0])), ldb.FLAG_MOD_REPLACE, "nTSecurityDescriptor"
        )
        partition.modify(message)


def ace_flags(text):
    """The two-letter flags of an ACE in SDDL."""
    flags = text.split(";")[1]
    return [flags[i : i + 2] for i in range(0, len(flags), 2)]


def without_dacl_bytes(value, present):
    """The descriptor with no DACL: a NULL DACL where present, else the DACL-present bit is off."""
    control = struct.unpack_from("<H", value, 2)[0]
    control = control | 0x4 if present else control & ~0x4
    control &= ~0x400
    out = bytearray(value)
    struct.pack_into("<H", out, 2, control)
    struct.pack_into("<I", out, 16, 0)
    return bytes(out)


def insert_ace_bytes(value, ace, index=0):
    """The descriptor with the bytes of one more ACE at a place in its DACL, laid out anew."""
    revision, sbz, control = struct.unpack_from("<BBH", value, 0)
    offsets = struct.unpack_from("<IIII", value, 4)
    owner, group = (sid_bytes(value, offset) for offset in offsets[:2])
    sacl = acl_bytes(value, offsets[2])
    aces = split_aces(acl_bytes(value, offsets[3]))
    aces.insert(index, ace)
    body = b"".join(aces)
    dacl = struct.pack("<BBHHH", 4, 0, 8 + len(body), len(aces), 0) + body
    out, places = b"", []
    for part in (owner, group, sacl, dacl):
        places.append(20 + len(out) if part else 0)
        out += part
    return struct.pack("<BBH", revision, sbz, control) + struct.pack("<IIII", *places) + out


def split_aces(dacl):
    """Bytes of each ACE of an ACL."""
    count = struct.unpack_from("<H", dacl, 4)[0]
    out, at = [], 8
    for _ in range(count):
        size = struct.unpack_from("<H", dacl, at + 2)[0]
        out.append(dacl[at : at + size])
        at += size
    return out


def sid_bytes(value, at):
    return value[at : at + 8 + 4 * value[at + 1]] if at else b""


def acl_bytes(value, at):
    return value[at : at + struct.unpack_from("<H", value, at + 2)[0]] if at else b""


def ace_bytes(kind, flags, mask, sid, obj=None, trailing=b""):
    """Bytes of one ACE of any type; obj is a GUID for the object forms."""
    body = struct.pack("<I", mask)
    if obj is not None:
        body += struct.pack("<I", 1) + uuid.UUID(obj).bytes_le
    body += ndr_pack(security.dom_sid(sid)) + trailing
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<BBH", kind, flags, 4 + len(body)) + body
