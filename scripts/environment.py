"""Fill the environment whose Python runs this with what requirements.lock pins, and with the course itself.

uv does it in seconds. The lock pins and hashes it like all else, and pip fetches it from there. uv reads none of pip's
settings: the index, folders of wheels, certificates and proxy that this machine's pip is told are asked of pip, and told
to uv as variables of its own. Where uv cannot be had, or does not get through, pip installs the same lock.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
UV = Path(sys.prefix, "bin", "uv")
PIP = [sys.executable, "-m", "pip"]

# What pip calls a setting -> what uv calls it, and what uv puts between several values.
SETTINGS = {
    "index-url": ("UV_DEFAULT_INDEX", None),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", None),
    "client-cert": ("SSL_CLIENT_CERT", None),
    "proxy": ("ALL_PROXY", None),
    "timeout": ("UV_HTTP_TIMEOUT", None),
    "default-timeout": ("UV_HTTP_TIMEOUT", None),
}


def pip_settings(said):
    """{name: value} as `pip install` has it, from what `pip config list` says: a variable counts more than a file.

    >>> pip_settings("global.cert='/a.pem'\\n:env:.index-url='https://b/simple'\\nglobal.index-url='https://a/simple'\\n")
    {'cert': '/a.pem', 'index-url': 'https://b/simple'}
    """
    found = {"global": {}, "install": {}, ":env:": {}}
    for section, name, value in re.findall(r"^(global|install|:env:)\.([\w-]+)=(.*)$", said, re.MULTILINE):
        found[section][name] = ast.literal_eval(value)
    return found["global"] | found["install"] | found[":env:"]


def uv_settings(settings):
    """(variables, options) that tell uv what pip is told.

    >>> uv_settings({"find-links": "/wheels /more", "no-index": "1"})
    ({'UV_INDEX_STRATEGY': 'unsafe-best-match', 'UV_FIND_LINKS': '/wheels,/more'}, ['--no-index'])
    """
    variables = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # pip's own: what the hashes allow, from whichever index
    for name, (variable, between) in SETTINGS.items():
        if value := settings.get(name):
            variables[variable] = between.join(value.split()) if between else value
    no_index = str(settings.get("no-index", "")).lower() in {"1", "true", "yes", "on"}
    return variables, ["--no-index"] if no_index else []


def told():
    """(variables, options) for uv on this machine: what uv is told itself counts more than what pip is told."""
    said = subprocess.run([*PIP, "config", "list"], capture_output=True, text=True).stdout
    variables, options = uv_settings(pip_settings(said))
    return variables | os.environ, options


def pinned(name, lock):
    """The lines of a lock file that pin one package, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n    .*)*\n", lock, re.MULTILINE)
    if found is None:
        raise ValueError(f"the lock file does not pin {name}: make lock")
    return found[0]


def can_write(folder):
    """Whether something can be written into a folder, which is made where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def get_uv():
    """Whether uv is here: it is fetched as the lock pins it."""
    with tempfile.TemporaryDirectory() as folder:
        only = Path(folder, "uv.lock")
        only.write_text(pinned("uv", LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        return subprocess.run([*PIP, "install", "--quiet", "--require-hashes", "--requirement", only]).returncode == 0


def by_uv():
    """Whether uv has installed everything. It shows its progress where someone looks on."""
    if not get_uv():
        return False
    variables, options = told()
    private = Path(sys.prefix, "cache")
    asked = subprocess.run([UV, "cache", "dir"], capture_output=True, text=True, env=variables)
    if asked.returncode or not can_write(Path(asked.stdout.strip())):
        variables["UV_CACHE_DIR"] = str(private)
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    install = [UV, "pip", "install", *quiet, *options, "--python", sys.executable]
    # Compiled once here, modules need not be compiled in each kernel of a machine that writes no bytecode by itself,
    # nor in each sandbox, which cannot write any.
    everything = [*install, "--compile-bytecode", "--require-hashes", "--requirement", LOCK]
    course = [*install, "--no-deps", "--no-build-isolation", "--editable", ROOT]
    passed = all(subprocess.run(command, env=variables).returncode == 0 for command in (everything, course))
    shutil.rmtree(private, ignore_errors=True)
    return passed


def by_pip():
    """Whether pip has installed everything."""
    install = [*PIP, "install", "--quiet"]
    everything = [*install, "--require-hashes", "--requirement", LOCK]
    course = [*install, "--no-deps", "--no-build-isolation", "--editable", ROOT]
    return all(subprocess.run(command).returncode == 0 for command in (everything, course))


def main(arguments=None):
    """With arguments, run uv with them as this machine's pip would be run."""
    if arguments := sys.argv[1:] if arguments is None else arguments:
        variables, options = told()
        return subprocess.run([UV, *arguments, *options], env=variables).returncode
    if by_uv():
        return 0
    print("uv could not be had, or did not get through: pip installs the same, in some minutes.", flush=True)
    return 0 if by_pip() else 1


if __name__ == "__main__":
    sys.exit(main())
