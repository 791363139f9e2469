#!/usr/bin/python3
"""Makes a fresh Active Directory domain in a private directory.

Usage: provision.py CONFIG.json   (see lab.mjs for its fields: dir, address, realm, domain, domainSid, hostName,
adminPassword, tls files). Needs root: Samba sets owners on the files it makes.
"""

import json
import logging
import os
import sys

from samba.auth import system_session
from samba.dcerpc import security
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision

SMB_CONF = """[global]
  workgroup = {domain}
  realm = {realm}
  netbios name = {netbios}
  server role = active directory domain controller
  interfaces = {address}/8
  bind interfaces only = yes
  server services = ldap
  dcerpc endpoint servers = none
  dns forwarder =
  private dir = {dir}/private
  state directory = {dir}/state
  cache directory = {dir}/cache
  lock directory = {dir}/lock
  pid directory = {dir}/run
  ncalrpc dir = {dir}/ncalrpc
  binddns dir = {dir}/bind-dns
  usershare path = {dir}/usershare
  log file = {dir}/log/samba.log
  max log size = 0
  log level = 0
  tls enabled = yes
  tls keyfile = {tls}/server.key
  tls certfile = {tls}/server.pem
  tls cafile = {tls}/ca.pem
  # Speed only: the lab's database need not survive a power cut.
  ldb:nosync = true
  tdb:nosync = true
# Provisioning asks for these two shares; no file server runs.
[sysvol]
  path = {dir}/state/sysvol
[netlogon]
  path = {dir}/state/sysvol/{realm}/scripts
"""


def main(config_file):
    with open(config_file, encoding="utf-8") as stream:
        config = json.load(stream)
    directory = config["dir"]
    for name in ("private", "state", "cache", "lock", "run", "ncalrpc", "bind-dns", "log"):
        os.makedirs(os.path.join(directory, name), mode=0o750, exist_ok=True)
    os.chmod(os.path.join(directory, "ncalrpc"), 0o755)
    conf = os.path.join(directory, "smb.conf")
    with open(conf, "w", encoding="utf-8") as stream:
        stream.write(
            SMB_CONF.format(
                domain=config["domain"],
                realm=config["realm"],
                netbios=config["hostName"].upper(),
                address=config["address"],
                dir=directory,
                tls=os.path.join(directory, "tls"),
            )
        )
    logger = logging.getLogger("provision")
    logger.addHandler(logging.FileHandler(os.path.join(directory, "log", "provision.log")))
    logger.setLevel(logging.INFO)
    lp = LoadParm()
    lp.load(conf)
    provision(
        logger,
        system_session(),
        smbconf=conf,
        realm=config["realm"],
        domain=config["domain"],
        hostname=config["hostName"],
        hostip=config["address"],
        domainsid=security.dom_sid(config["domainSid"]),
        adminpass=config["adminPassword"],
        serverrole="active directory domain controller",
        dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
        dns_backend="NONE",
        backend_store="tdb",
        base_schema="2012_R2",
        use_ntvfs=False,
        skip_sysvolacl=True,
        lp=lp,
    )


if __name__ == "__main__":
    main(sys.argv[1])
