#!/bin/sh
# Installs what opens reports in tests: a spreadsheet (xlsx) and a browser (html, pdf).
set -eu
exec sh "$(dirname "$0")/../install-packages.sh" report libreoffice-calc-nogui chromium poppler-utils
