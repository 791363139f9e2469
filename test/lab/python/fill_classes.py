"""Targets that are not of class user, and ACEs scoped to classes."""

import ldb

from fill_accounts import documented_set, sid_value

S16 = "domain.md 1.6"


def fill(d, acl, lab):
    devices, managed = lab.ous.devices, f"{lab.ous.managed},{d.base}"
    people = d.ou("Directory People", lab.ous.managed)

    plain = [d.user(f"inet-{n}", people, cls="inetOrgPerson") for n in ("one", "two", "three")]
    d.situation("inetorgperson", "inetOrgPerson: an ACE for descendant users does not reach it", *plain, source=S16)
    scoped = d.ou("Both Classes", people)
    acl.add(f"{scoped},{d.base}", documented_set(acl, lab.who.delegation, "inetOrgPerson"))
    both = [d.user("inet-scoped", scoped, cls="inetOrgPerson"), d.user("user-in-inet-scope", scoped)]
    d.situation("inetorgperson-scoped-ace", "An ACE for descendant inetOrgPersons: reaches those, not users twice", *both, source=S16)

    computers = [d.computer("WS01", devices), d.computer("WS02-OFF", devices, uac=0x1002)]
    d.situation("computer", "Computers: an ACE for descendant users does not reach them", *computers, source=S16)
    member_gmsa = d.gmsa("svcWeb", devices, retrievers=[lab.hosts])
    d.situation("gmsa-target", "A gMSA as target: its class denies Everyone Reset Password", member_gmsa, source=S16)
    smsa = d.computer("svcOld", devices, cls="msDS-ManagedServiceAccount")
    d.situation("smsa-target", "A standalone managed service account as target", smsa, source=S16)
    rodc = d.computer("RODC9", devices, uac=0x5001000)
    d.situation("rodc-target", "A read-only domain controller's account", rodc, source=S16)
    controller = d.computer("DC9", "OU=Domain Controllers", uac=0x82000)
    d.situation("dc-target", "A domain controller's account", controller, source=S16)

    scoped = d.ou("Scoped To Computers", devices)
    acl.add(f"{scoped},{d.base}", documented_set(acl, lab.who.mdiLocal, "computer"))
    inside = [d.computer("WS11", scoped), d.user("user-among-computers", scoped), d.gmsa("svcScoped", scoped)]
    d.situation("ace-for-another-class", "An ACE for descendant computers: reaches no user and no gMSA", *inside, source="anchors.md 1")

    trust = d.add(
        d.dn("CN=partner.example", "CN=System"),
        objectClass="trustedDomain",
        trustType=2,
        trustAttributes=8,
        trustDirection=3,
        flatName="PARTNER",
        trustPartner="partner.example",
        securityIdentifier=sid_value(lab.partner),
    )
    account = d.user("PARTNER$", "CN=Users", uac=0x820, upn=False)
    d.situation("trust-account", "The account of a trust: its password does not expire by itself", trust, account, source=S16)
    d.add(d.dn("CN=A Contact", lab.ous.staff), objectClass="contact")

    network = d.ou("Scoped To Auxiliary", people)
    acl.add(f"{network},{d.base}", documented_set(acl, lab.who.mdiNothing, "ieee802Device"))
    auxiliary = d.user("auxiliary-class", network)
    d.write(auxiliary, "objectClass", "ieee802Device", how=ldb.FLAG_MOD_ADD)
    d.situation("dynamic-auxiliary-class", "A user with an auxiliary class of its own, and an ACE for that class", auxiliary, source="domain.md 4")
    d.situation(
        "dmsa-target", "Delegated managed service account: the server's schema has no such class", source=S16,
        difference="no-dmsa-class",
    )
    root_key(d)
    return managed


def root_key(d):
    """A KDS root key without a real key, so that its age can be read."""
    services = f"CN=Group Key Distribution Service,CN=Services,{d.config}"
    d.add(services, objectClass="container")
    d.add(f"CN=Master Root Keys,{services}", objectClass="container")
    d.add(
        f"CN=7c2a86b1-7d0c-4c1f-9a59-0d6d3a4e5c11,CN=Master Root Keys,{services}",
        objectClass="msKds-ProvRootKey",
        msKds_Version=1,
        msKds_KDFAlgorithmID="SP800_108_CTR_HMAC",
        msKds_SecretAgreementAlgorithmID="DH",
        msKds_PublicKeyLength=2048,
        msKds_PrivateKeyLength=512,
        msKds_RootKeyData=b"not a key: the lab's own",
        msKds_DomainID=f"CN=DC1,OU=Domain Controllers,{d.base}",
        msKds_UseStartTime=131592960000000000,
        msKds_CreateTime=131592960000000000,
    )
