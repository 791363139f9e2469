#!/bin/sh
# Installs the directory server of the lab (Samba's AD domain controller) from Debian's packages.
set -eu

packages="samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind \
ldb-tools ldap-utils python3-samba openssl"

# shellcheck disable=SC2086
exec sh "$(dirname "$0")/../install-packages.sh" lab $packages
