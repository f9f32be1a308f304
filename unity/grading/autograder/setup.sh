#!/usr/bin/env bash
# Gradescope runs this as root when it builds the image: a Python, and in it nothing but the wheels of the zip.
set -euo pipefail
root=${AUTOGRADER:-/autograder}
version=$(cat "$root/source/python-version")
python=$(command -v "python$version" || true)
if [ -z "$python" ] || ! "$python" -c "import venv, ensurepip" 2>/dev/null; then
    apt-get update
    apt-get install --yes --no-install-recommends "python$version" "python$version-venv"
    python=$(command -v "python$version")
fi
"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --quiet --no-index --find-links "$root/source/wheels" "harmony-in-complexity[grading]"
