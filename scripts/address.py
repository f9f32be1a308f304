"""Set the repository's address: in _config.yml, and wherever a tracked text file writes the old one.

Launch buttons, the Colab cell of the notebooks and the links of the README follow from it.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
if (shared := str(ROOT / "book" / "sphinx")) not in sys.path:
    sys.path.append(shared)

import course  # noqa: E402

FORMS = (
    "{0.url}",
    "git@github.com:{0.repository}",
    "{0.site}",
    "https://raw.githubusercontent.com/{0.repository}",
    "https://colab.research.google.com/github/{0.repository}",
    "https://mybinder.org/v2/gh/{0.repository}",
)


def restamped(text, old, new):
    """The text with the new address in every place of the old one, and how many places those were."""
    places = 0
    for form in FORMS:
        written = re.compile(re.escape(form.format(old)) + r"(?![\w-]|\.(?!git\b)\w)", re.IGNORECASE)
        text, found = written.subn(form.format(new).replace("\\", r"\\"), text)
        places += found
    return text, places


def tracked(root):
    """The files that git knows, and _config.yml, where the address stands."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z"], capture_output=True, text=True)
    if listed.returncode:
        raise ValueError(f"address: {root} is no git repository: {listed.stderr.strip()}")
    return sorted({root / name for name in listed.stdout.split("\0") if name} | {root / "_config.yml"})


def restamp(root, new):
    """Write the new address into every tracked text file; yield (path, number of places) for those that changed."""
    old = course.address(root)
    for path in tracked(root):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue
        changed, places = restamped(text, old, new)
        if changed != text:
            path.write_bytes(changed.encode("utf-8"))
            yield path, places


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", metavar="URL", help="https://github.com/OWNER/NAME")
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        new = course.Address.parse(options.url)
        changed = list(restamp(options.root, new))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for path, places in changed:
        print(f"{path.relative_to(options.root)}: {places} place{'s' if places > 1 else ''}")
    print(f"The repository's address is {new.url}" + ("" if changed else ", as it was"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
