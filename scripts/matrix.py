"""Run the tests where it could matter: other processors, a busy machine, other Pythons, other systems, another order.

Each setting is tried on what is committed, in a clean clone, and takes minutes. What came out is kept in tests/matrix.json, and
`--page` writes book/matrix.md from it. A setting that this machine cannot show is left out, with the reason.
"""

import argparse
import contextlib
import datetime
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from scripts.processors import KERNELS, can, environment, vector_extensions

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "tests" / "matrix.json"
PAGE = ROOT / "book" / "matrix.md"
NUMBERS = ("units", "grading", "course", "equations", "lectures")
ALL = (*NUMBERS, "book", "browser")
NOBODY = 65534
LOOP = "while :; do :; done &"
IN_ITS_OWN_MOUNTS = ["unshare", "--mount", "sh", "-c"]


def always():
    """A setting that every machine can show."""
    return ""


@dataclass(frozen=True)
class Setting:
    """What differs from a plain `make test`, in a reader's words, and how that is brought about."""

    about: str
    steps: tuple[str, ...] = NUMBERS
    variables: dict[str, str] = field(default_factory=dict)
    busy: int = 0  # endless loops beside
    without: tuple[str, ...] = ()  # programs that the path does not lead to
    wrap: tuple[str, ...] = ()  # a command that runs the one that follows it
    clone: str = ""  # the name of a clone of its own
    python: str = ""  # the version of another Python
    packages: tuple[str, ...] = ()  # in place of those that the lock pins
    impossible: Callable[[], str] = always  # why it cannot be shown here


def kernel(name):
    return Setting(
        f"OpenBLAS with its kernels for {name}",
        steps=ALL,
        variables=environment(name),
        impossible=lambda: "" if can(KERNELS[name]) else f"this processor cannot run them: it has no {KERNELS[name]}",
    )


def needs_root():
    return "" if os.geteuid() == 0 and shutil.which("unshare") else "only root can show it"


def lower_bounds(*names):
    """The oldest versions that pyproject.toml allows, as pip takes them."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    least = dict(requirement.split(">=") for requirement in declared)
    return tuple(f"{name}=={least[name]}.*" for name in names)


def pythons(version):
    """The path of a Python of that version, or nothing."""
    places = [shutil.which(f"python{version}"), *map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))]
    for place in filter(None, places):
        ask = [place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if subprocess.run(ask, capture_output=True, text=True).stdout.strip() == version:
            return place
    return None


def another_python(version):
    return Setting(
        f"Python {version}",
        steps=(*NUMBERS, "book"),
        clone=f"python-{version}",
        python=version,
        impossible=lambda: "" if pythons(version) else f"there is no python{version}",
    )


SETTINGS = {
    "haswell": kernel("Haswell"),
    "sandybridge": kernel("Sandybridge"),
    "prescott": kernel("Prescott"),
    "skylakex": kernel("SkylakeX"),
    "no-vector-extensions": Setting(
        "NumPy without its vector extensions",
        variables=environment(plain=True),
        impossible=lambda: "" if vector_extensions() else "this processor has none of them",
    ),
    "plainest": Setting("OpenBLAS for Prescott, NumPy without its vector extensions", steps=ALL, variables=environment("Prescott", plain=True)),
    "two-threads": Setting("two threads", steps=ALL, variables=environment(threads=2)),
    "busy": Setting("six busy processes beside", steps=ALL, busy=6),
    "python-3.12": another_python("3.12"),
    "python-3.13": another_python("3.13"),
    "oldest": Setting(
        "the oldest NumPy and scikit-learn that are allowed", clone="oldest", packages=lower_bounds("numpy", "scikit-learn")
    ),
    "newest": Setting("the newest NumPy and scikit-learn", clone="newest", packages=("--upgrade", "numpy", "scikit-learn")),
    "no-bubblewrap": Setting("without bubblewrap", steps=("grading", "course"), without=("bwrap",)),
    "no-chromium": Setting(
        "without Chromium", steps=("book", "browser"), without=("chromium", "chromium-browser", "google-chrome")
    ),
    "no-apt-get": Setting("without apt-get", steps=("grading", "course"), without=("apt-get", "apt", "dpkg")),
    "plain-user": Setting(
        "as a plain user",
        steps=ALL,
        clone="plain",
        python="3.11",
        wrap=("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        impossible=lambda: needs_root() or ("" if readable_python() else "there is no Python that a plain user may run"),
    ),
    "read-only-home": Setting(
        "with a home that cannot be written to",
        wrap=(*IN_ITS_OWN_MOUNTS, 'mount -t tmpfs none "$HOME" -o ro && exec "$@"', "sh"),
        variables={"HOME": "/mnt"},
        impossible=needs_root,
    ),
    "no-shared-memory": Setting(
        "without /dev/shm",
        steps=ALL,
        wrap=(*IN_ITS_OWN_MOUNTS, 'mount -t tmpfs none /dev/shm -o ro,mode=000 && exec "$@"', "sh"),
        impossible=needs_root,
    ),
    "odd-path": Setting("in a path with a space and an umlaut", steps=ALL, clone="mit Öl gemalt"),
    "plain-words": Setting(
        "with LANG=C", steps=(*NUMBERS, "book"), variables={"LANG": "C", "LC_ALL": "C"}
    ),
    "far-east": Setting("in a time zone far to the east", steps=("grading", "course", "lectures", "book"), variables={"TZ": "Pacific/Kiritimati"}),
    "shuffled": Setting(
        "with tests in another order", steps=("units", "grading", "course"), variables={"PYTEST_ADDOPTS": "--random-order --random-order-seed=7"}
    ),
    "other-draws": Setting("with other random draws", steps=("units", "course"), variables={"HYPOTHESIS_PROFILE": "fresh"}),
    "again": Setting("a second time in the same clone", steps=ALL),
}  # fmt: skip


# How a setting is brought about


def readable_python():
    """A Python that a plain user may run: one that lies in nobody's home."""
    found = next((place for place in ("/usr/bin/python3", "/usr/local/bin/python3") if os.access(place, os.X_OK)), None)
    new_enough = [found, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return found if found and subprocess.run(new_enough).returncode == 0 else None


def clone(folder, python="", packages=()):
    """A clean clone with an environment of its own."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    make = ["make", "--silent", ".venv/installed", *([f"PYTHON={python}"] if python else [])]
    copies = os.environ | {"UV_LINK_MODE": "copy"}  # a clone that changes hands must share no file with uv's cache
    subprocess.run(make, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=copies)
    if packages:
        pip = [".venv/bin/python", "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(pip, cwd=folder, check=True)


def path_without(names, folder):
    """A search path on which some programs are not found: links to all the others."""
    if not names:
        return os.environ["PATH"]
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            target = folder / program.name
            if program.name not in names and not target.is_symlink():
                target.symlink_to(program)
    return str(folder)


@contextlib.contextmanager
def busy(number):
    """So many endless loops, for as long as the context lasts: in a session of their own, as another's work would be."""
    loops = subprocess.Popen(["sh", "-c", " ".join([LOOP] * number) + " wait"], start_new_session=True)
    try:
        yield loops.pid
    finally:
        os.killpg(loops.pid, signal.SIGKILL)
        loops.wait()


def place_of(setting, folder):
    """The clone in which a setting is tried, made where it is not there yet."""
    place = folder / (setting.clone or "shared")
    if not place.exists():
        other = readable_python() if setting.clone == "plain" else pythons(setting.python) if setting.python else ""
        clone(place, other, setting.packages)
        if setting.clone == "plain":
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(place)], check=True)
    return place


def tried(name, setting, folder, steps):
    """What came out of a setting: a row of the table, as it is kept."""
    place = place_of(setting, folder)
    home = {"HOME": str(place / "_build")} if setting.clone == "plain" else {}
    variables = os.environ | {"CI": "true", "OMP_NUM_THREADS": "1"} | home | setting.variables
    variables["PATH"] = path_without(setting.without, folder / f"path-{name}")
    report = place / "_build" / "reports" / "summary.json"
    report.unlink(missing_ok=True)
    log = ROOT / "_build" / "matrix" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    command = [*setting.wrap, ".venv/bin/python", "scripts/test.py", *steps]
    with busy(setting.busy), log.open("w", encoding="utf-8") as file:
        subprocess.run(command, cwd=place, env=variables, stdout=file, stderr=subprocess.STDOUT)
    found = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
    return {
        "on": datetime.date.today().isoformat(),
        "machine": machine(),
        "steps": list(steps),
        "minutes": round((time.monotonic() - start) / 60, 1),
        "passed": sum(counts["passed"] for counts in found.values()),
        "failed": sum(counts["failed"] for counts in found.values()) if found else 1,
        "skipped": dict(sum((Counter(counts["reasons"]) for counts in found.values()), Counter())),
    }


def machine():
    """The processor and the system, in a few words."""
    names = re.findall(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    vectors = "with AVX-512" if can("AVX512F") else "without AVX-512"
    return f"{names[0] if names else platform.machine()} {vectors}, Python {platform.python_version()}"


# The page

HEADER = """# Where it was tried

`make test` is meant to say the same on every machine. These are the settings in which that was tried, by `make matrix`: what
differed from a plain `make test`, and what came out on that day, of the tests that there were. A test that needs what a
machine has not is skipped and says so.

| setting | what differs | on | passed | failed | skipped | minutes | steps |
|---|---|---|--:|--:|--:|--:|---|
"""
FOOTER = """
Why tests were skipped:

{reasons}

The machine: {machines}.
"""
# How other programs, and an older row, say why they skip, and how this page says it.
PLAINLY = {
    r"could not import 'jax'.*|jax is not installed: (.*)": "JAX is not installed: make oracles",
    r"could not import 'torch'.*|torch is not installed: (.*)": "PyTorch is not installed: make oracles",
    r"all tests skipped by \+SKIP option": "An example in a docstring is not to be run",
    "Skipped": "A cell of a lecture is not to be run",
}


def plainly(reason):
    """Why a test was skipped, in a reader's words, and one and the same for one cause."""
    found = next((words for pattern, words in PLAINLY.items() if re.fullmatch(pattern, reason)), reason)
    return re.sub(r"(make|pip install) (\S+)$", r"`\1 \2`", found)


def page(kept):
    """The page in Markdown."""
    rows, reasons, machines, untried = [], set(), set(), {}
    for name, setting in SETTINGS.items():
        row = kept.get(name)
        if row is None or "impossible" in row:
            why = f"Not tried, because {row['impossible']}" if row else "Not tried yet"
            untried.setdefault(why, []).append(f"`{name}`, {setting.about}")
        else:
            numbers = f"{row['passed']:,} | {row['failed']:,} | {sum(row['skipped'].values()):,} | {row['minutes']:g}"
            steps = "all" if row["steps"] == list(ALL) else ", ".join(row["steps"])
            day = row["on"].replace("-", "\N{NON-BREAKING HYPHEN}")
            rows.append(f"| `{name}` | {setting.about} | {day} | {numbers} | {steps} |")
            reasons |= set(map(plainly, row["skipped"]))
            machines.add(row["machine"])
    left = "".join(f"\n{why}: {'; '.join(names)}.\n" for why, names in untried.items())
    told = "\n".join(f"* {reason}" for reason in sorted(reasons)) or "* None was."
    return (
        HEADER
        + "\n".join(rows)
        + "\n"
        + left
        + FOOTER.format(reasons=told, machines="; ".join(sorted(machines)) or "none yet")
    )


def read():
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def keep(name, row):
    kept = read() | {name: row}
    ordered = {known: kept[known] for known in SETTINGS if known in kept}
    KEPT.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"default: all of {', '.join(SETTINGS)}")
    parser.add_argument("--steps", help="only these steps of scripts/test.py, with commas between; nothing is kept")
    parser.add_argument("--page", action="store_true", help="only write the page from what is kept")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in SETTINGS]:
        parser.error(f"there is no setting {unknown[0]!r}; there are {', '.join(SETTINGS)}")
    if given.page:
        PAGE.write_text(page(read()), encoding="utf-8")
        return 0
    failed = []
    with tempfile.TemporaryDirectory(prefix="matrix-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        for name in given.names or SETTINGS:
            setting = SETTINGS[name]
            if why := setting.impossible():
                row = {"impossible": why}
            else:
                print(f"{name}: {setting.about} ...", flush=True)
                row = tried(name, setting, Path(folder), given.steps.split(",") if given.steps else setting.steps)
            told = (
                row.get("impossible")
                or f"{row['passed']} passed, {row['failed']} failed, {sum(row['skipped'].values())} skipped, {row['minutes']} min"
            )
            print(f"{name}: {told}", flush=True)
            failed += [name] if row.get("failed") else []
            if not given.steps:
                keep(name, row)
    print(f"failed: {', '.join(failed)}; see _build/matrix" if failed else "none failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
