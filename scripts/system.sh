#!/bin/sh
# Install what some tests need from the system, where that is possible; where it is not, those tests skip and say why.
# Chromium opens the built site, driven through libatomic1; bubblewrap is the sandbox in which submitted notebooks run.
found() { for name; do command -v "$name" >/dev/null 2>&1 && return 0; done; return 1; }
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

missing=
[ -n "${CHROMIUM:-}" ] || found chromium chromium-browser google-chrome || missing="$missing chromium"
found bwrap || missing="$missing bubblewrap"
dpkg -s libatomic1 >/dev/null 2>&1 || missing="$missing libatomic1"
[ -n "$missing" ] || exit 0

echo "installing with apt-get:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of packages
if ! { root apt-get update -qq && root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1; then
    echo "not installed (no apt-get, no root, or no network):$missing. The tests that need them will be skipped."
fi
exit 0
