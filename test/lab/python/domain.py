"""The lab's domain, opened through Samba's local database as SYSTEM: what the fill is written in.

Every object made here gets an objectGUID derived from its name, so that two recordings differ as little as possible.
"""

import os
import uuid

import ldb
from samba.auth import system_session
from samba.dcerpc import misc, security
from samba.ndr import ndr_pack, ndr_unpack
from samba.param import LoadParm
from samba.samdb import SamDB

GUID_SPACE = uuid.UUID("6f3f6f2e-5d8c-4f57-9d55-7c1b3b1f6a01")
RELAX = "relax:0"
# DSDB_CONTROL_PERMIT_INTERDOMAIN_TRUST_UAC_OID: lets SYSTEM make the account of a trust.
TRUST_ACCOUNT = "local_oid:1.3.6.1.4.1.7165.4.3.23:0"
OWNER_GROUP_DACL = "sd_flags:1:7"
# DSDB_CONTROL_PASSWORD_BYPASS_LAST_SET_OID: lets SYSTEM store any pwdLastSet.
ANY_PWD_LAST_SET = "local_oid:1.3.6.1.4.1.7165.4.3.20:0"


def open_database(conf_file, options=None):
    """The SAM database behind smb.conf, as SYSTEM. No access check applies to what is done through it."""
    lp = LoadParm()
    lp.load(conf_file)
    return SamDB(url=lp.private_path("sam.ldb"), session_info=system_session(), lp=lp, options=options or [])


class Domain:
    """One domain being filled, and the notes taken on the way (which object shows which situation)."""

    def __init__(self, conf_file, options=None):
        self.conf_file = conf_file
        self.db = open_database(conf_file, options)
        self.base = self.db.domain_dn()
        self.config = str(self.db.get_config_basedn())
        self.sid_text = self.db.get_domain_sid()
        self.sid = security.dom_sid(self.sid_text)
        self.dns_name = self.base[3:].replace(",DC=", ".").lower()
        self.situations = []
        self.audited = []
        self.logins = {}

    # -- objects -----------------------------------------------------------------------------------------------

    def dn(self, rdn, parent=None):
        """DN of a child; parent is relative to the domain ('' or None: the domain itself)."""
        where = f"{parent},{self.base}" if parent else self.base
        return f"{rdn},{where}"

    def add(self, dn, **attributes):
        """Adds an entry; an underscore in a keyword stands for '-' in the attribute's name. Returns the DN."""
        guid = uuid.uuid5(GUID_SPACE, dn.lower())
        message = {"dn": dn, "objectGUID": ndr_pack(misc.GUID(str(guid)))}
        for name, value in attributes.items():
            if value is not None:
                message[name.replace("_", "-")] = value if isinstance(value, (list, bytes)) else str(value)
        self.db.add(message, controls=[RELAX, TRUST_ACCOUNT])
        return dn

    def ou(self, name, parent=None):
        """Makes an organisational unit; returns its path relative to the domain."""
        path = f"OU={name},{parent}" if parent else f"OU={name}"
        self.add(f"{path},{self.base}", objectClass="organizationalUnit")
        return path

    def user(self, name, parent, uac=512, cls="user", cn=None, upn=True, **more):
        """Makes a user (or inetOrgPerson) without a password; returns its DN."""
        if cls == "inetOrgPerson":
            more.setdefault("sn", name)
        return self.add(
            self.dn(f"CN={escape(cn or name)}", parent),
            objectClass=cls,
            sAMAccountName=name,
            userAccountControl=uac,
            userPrincipalName=f"{name}@{self.dns_name}" if upn is True else upn or None,
            **more,
        )

    def computer(self, name, parent, uac=0x1000, cls="computer", **more):
        """Makes a computer (or a class derived from it); returns its DN."""
        return self.add(
            self.dn(f"CN={escape(name)}", parent),
            objectClass=cls,
            sAMAccountName=f"{name}$",
            userAccountControl=uac,
            **more,
        )

    def gmsa(self, name, parent, retrievers=(), interval=30, enctypes=24, **more):
        """Makes a gMSA whose password the given SIDs may retrieve; returns its DN."""
        aces = "".join(f"(A;;0xf01ff;;;{sid})" for sid in retrievers)
        membership = ndr_pack(security.descriptor.from_sddl(f"O:SYD:{aces}", self.sid))
        return self.computer(
            name,
            parent,
            cls="msDS-GroupManagedServiceAccount",
            dNSHostName=f"{name.lower()}.{self.dns_name}",
            msDS_ManagedPasswordInterval=interval,
            msDS_SupportedEncryptionTypes=enctypes,
            msDS_GroupMSAMembership=membership if retrievers else None,
            **more,
        )

    def group(self, name, parent, kind="global", security_enabled=True, members=(), **more):
        """Makes a group; returns its DN."""
        bits = {"global": 0x2, "local": 0x4, "universal": 0x8}[kind]
        value = bits - 0x80000000 if security_enabled else bits
        dn = self.add(
            self.dn(f"CN={escape(name)}", parent), objectClass="group", sAMAccountName=name, groupType=value, **more
        )
        for member in members:
            self.join(dn, member)
        return dn

    def join(self, group_dn, member):
        """Puts a DN (or '<SID=...>') into a group."""
        self.write(group_dn, "member", member, ldb.FLAG_MOD_ADD)

    def write(self, dn, attribute, value, how=ldb.FLAG_MOD_REPLACE, controls=()):
        """Writes one attribute; value is text, bytes, a list, or None to remove it."""
        message = ldb.Message(ldb.Dn(self.db, dn))
        values = [] if value is None else value if isinstance(value, (list, bytes)) else str(value)
        message["a"] = ldb.MessageElement(values, how, attribute)
        self.db.modify(message, controls=list(controls))

    def read(self, dn, attribute):
        """First value of an attribute as bytes, or None."""
        result = self.db.search(dn, scope=ldb.SCOPE_BASE, attrs=[attribute], controls=[OWNER_GROUP_DACL])
        return bytes(result[0][attribute][0]) if attribute in result[0] else None

    def sid_of(self, dn):
        """SID of an object, as text."""
        return str(ndr_unpack(security.dom_sid, self.read(dn, "objectSid")))

    def find(self, name):
        """DN of the object with that sAMAccountName."""
        result = self.db.search(self.base, expression=f"(sAMAccountName={ldb.binary_encode(name)})", attrs=[])
        return str(result[0].dn)

    def rid(self, number):
        """SID of a RID in this domain, as text."""
        return f"{self.sid_text}-{number}"

    def partition_file(self):
        """The domain's own database file, below all of the directory's modules."""
        lp = LoadParm()
        lp.load(self.conf_file)
        return os.path.join(lp.private_path("sam.ldb.d"), f"{self.base.upper()}.ldb")

    # -- notes -------------------------------------------------------------------------------------------------

    def situation(self, identifier, title, *objects, source, difference=None):
        """Notes which objects show a situation, and where the server is known not to be Windows there."""
        entry = {"id": identifier, "title": title, "source": source, "objects": list(objects)}
        if difference:
            entry["difference"] = difference
        self.situations.append(entry)

    def noted_situations(self):
        """The notes, with each DN as the server spells it."""
        for entry in self.situations:
            entry["objects"] = [self.spelled(dn) for dn in entry["objects"]]
        return self.situations

    def spelled(self, dn):
        found = self.db.search(dn, scope=ldb.SCOPE_BASE, attrs=["objectGUID"])
        return str(found[0].dn)

    def audit(self, name, dn, title, role="audited"):
        """Notes an account that can log on; its password is set when the lab is made."""
        self.audited.append({"role": role, "name": name, "dn": dn, "sid": self.sid_of(dn), "title": title})


def escape(value):
    """An RDN value as RFC 4514 wants it."""
    out = "".join("\\" + c if c in ',+"\\<>;=' else f"\\{ord(c):02X}" if ord(c) < 0x20 else c for c in value)
    if out.startswith(("#", " ")):
        out = "\\" + out
    if out.endswith(" ") and len(out) > 1:
        out = out[:-1] + "\\ "
    return out
