#!/bin/sh
# Make .venv with pip in it, on a system that may have no more than python3: a bare Debian lacks both pip and ensurepip.
set -eu
python=${PYTHON:-python3}
venv=${1:-.venv}
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

"$python" - <<'PY' || { echo "make: Python 3.11 or newer is needed; name one with  make PYTHON=python3.13 ..." >&2; exit 1; }
import sys
sys.exit(sys.version_info < (3, 11))
PY

rm -rf "$venv"
"$python" -m venv "$venv" >/dev/null 2>&1 && exit 0

rm -rf "$venv"
version=$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
if { root apt-get update -qq && root apt-get install -y -qq "$version-venv"; } >/dev/null 2>&1; then
    exec "$python" -m venv "$venv"
fi

# No root: fetch Debian's own pip wheel into a private folder, as any user may, and let it install pip into the environment.
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT
mkdir -p "$private/lists/partial" "$private/cache/archives/partial"
chmod 755 "$private"
if (
    cd "$private"
    set -- -qq -o Dir::State::Lists="$private/lists" -o Dir::Cache="$private/cache"
    apt-get "$@" update && apt-get "$@" download python3-pip-whl python3-setuptools-whl
    for deb in *.deb; do dpkg-deb -x "$deb" "$private"; done
) >/dev/null 2>&1; then
    "$python" -m venv --without-pip "$venv"
    wheels=$(ls "$private"/usr/share/python-wheels/pip-*.whl | head -n 1)
    PYTHONPATH=$wheels "$venv/bin/python" -m pip install --quiet --no-index --find-links "$private/usr/share/python-wheels" pip
    exit 0
fi
rm -rf "$venv"
echo "make: $python cannot create a virtual environment here. Ask an administrator for:  apt-get install $version-venv" >&2
exit 1
