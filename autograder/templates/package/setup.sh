#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image: Python, the workbook, nothing else.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
pip() { "$here/venv/bin/python" -m pip --disable-pip-version-check install --no-cache-dir "$@"; }

find_python() { # the first that is new enough and can make environments
  for name in ${WORKBOOK_PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then echo "$name" && return; fi
  done
  return 1
}

if ! python="$(find_python)"; then
  apt-get update
  apt-get install --yes --no-install-recommends python3 python3-venv
  # Ubuntu 22.04 calls its newer one by number
  find_python || apt-get install --yes --no-install-recommends python3.11 python3.11-venv
  python="$(find_python)" || { echo "Python 3.11 or newer is needed: choose a newer image" >&2; exit 1; }
fi
"$python" -m venv "$here/venv"
# such containers have no GPU, and torch's build for CPUs is a tenth of the other one's size
torch="$(grep '^torch==' "$here/requirements.lock")"
pip --retries 1 --index-url https://download.pytorch.org/whl/cpu "$torch" || pip "$torch"
pip --requirement "$here/requirements.lock"
pip --no-deps --no-build-isolation "$here/workbook"
