#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: Python, the workbook, nothing else.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
python="${WORKBOOK_PYTHON:-python3}"
if ! "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  apt-get update
  apt-get install --yes --no-install-recommends python3 python3-venv
fi
"$python" -m venv "$here/venv"
"$here/venv/bin/python" -m pip install --no-cache-dir "$(grep '^torch==' "$here/requirements.lock")"
"$here/venv/bin/python" -m pip install --no-cache-dir --requirement "$here/requirements.lock"
"$here/venv/bin/python" -m pip install --no-cache-dir --no-deps --no-build-isolation "$here/workbook"
