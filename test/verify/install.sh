#!/bin/sh
# Installs the reader of event logs that ours is held against in tests.
set -eu
exec sh "$(dirname "$0")/../install-packages.sh" verify python3-evtx
