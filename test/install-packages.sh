#!/bin/sh
# Installs Debian packages for tests: install-packages.sh LABEL PACKAGE...
# Does nothing where they are there already. Needs root and a Debian or Ubuntu system.
set -eu

label=$1
shift

missing=""
for package in "$@"; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $package"
done
if [ -z "$missing" ]; then
  echo "$label: all packages are installed"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "$label: these packages are missing:$missing; run this script as root to install them" >&2
  exit 2
fi

# A package's own service must not start: tests start what they need by themselves, on a loopback address.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
install_missing() { apt-get install -y -q --no-install-recommends $missing; }

# The package lists are fetched only where the packages cannot be had from those at hand.
if ! install_missing; then
  apt-get update -q
  install_missing
fi
echo "$label: installed$missing"
