"""What the site gets, put together in a folder of its own: Python for the browser, and the chapters' pages with a button."""

import html
import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

from scripts.pyodide import core, wheels

__all__ = ["FOLDER", "LIBRARY", "assemble", "bar", "put_buttons", "with_button", "without_button"]

FOLDER, LIBRARY = "python", "harmony-in-complexity"
PAGE = Path(__file__).parent / "page"
END_OF_TITLE = "</h1>"


def assemble(folder, installed, info, packages, fetched):
    """Fill `folder` with all that a page loads: Pyodide's core, the packages, the library, and what runs the cells.

    `installed` is the core's folder; `info`, `packages` and `fetched` are what its lock says of Python, the packages that
    are needed, and their files. The lock that is written pins all of them, so that the browser compares them once more.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in [*(installed / name for name in core.FILES), *map(Path, fetched), *sorted(PAGE.iterdir())]:
        shutil.copyfile(path, folder / path.name)
    entries = {package.name: package.entry for package in packages}
    for name in wheels.REPACKED:
        entries[name] = entry(name, wheels.repacked(name, folder), [])
    entries[LIBRARY] = entry(LIBRARY, wheels.library(folder), sorted(entries))
    text = json.dumps({"info": info, "packages": entries}, indent=1)
    (folder / core.LOCK).write_text(text, encoding="utf-8")


def entry(name, wheel, depends):
    """What Pyodide's lock says of a package, for a wheel of ours."""
    return {
        "name": name, "version": wheel.name.split("-")[1], "file_name": wheel.name, "depends": depends, "imports": [],
        "sha256": sha256(wheel.read_bytes()).hexdigest(), "package_type": "package", "install_dir": "site",
        "unvendored_tests": False,
    }  # fmt: skip


def bar(megabytes, root="../"):
    """The button of a chapter, and a line that says what it does; `root` leads from the page to the site's first folder.

    >>> 'data-module="../python/cells.js"' in bar(41)
    True
    """
    module = html.escape(f"{root}{FOLDER}/cells.js")
    return (
        f'\n<div class="run-bar pst-js-only" data-module="{module}" data-megabytes="{megabytes:.0f}" role="group" aria-label="Run the code on this page">'
        '<button type="button">Run the code on this page</button>'
        f"<output>Python comes from this site, {megabytes:.0f} MB once, and runs in your browser. Nothing is sent.</output></div>"
    )


def without_button(page):
    """A page as it is without a button, whether it has one or not."""
    return re.sub(r'\n<div class="run-bar .*?</div>', "", page, flags=re.DOTALL)


def with_button(page, megabytes):
    """A chapter's page with the button under its title. Raises ValueError where the page has not got one title.

    >>> with_button("<h1>One</h1><p>", 41) == with_button(with_button("<h1>One</h1><p>", 25), 41)
    True
    """
    before, found, after = without_button(page).partition(END_OF_TITLE)
    if not found or END_OF_TITLE in after:
        raise ValueError(f"pyodide: a page with one title is expected: {page[:80]!r}")
    return f"{before}{END_OF_TITLE}{bar(megabytes)}{after}"


def put_buttons(site, failed, overlay):
    """Write the chapters' pages, as `site` has them, into `overlay`: with a button where nothing failed.

    `failed` is what failed, by the name of the page: "" where nothing did.
    """
    megabytes = sum(path.stat().st_size for path in (overlay / FOLDER).iterdir()) / 1e6
    for name, why in failed.items():
        page = Path(site, name).read_text(encoding="utf-8")
        path = overlay / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(without_button(page) if why else with_button(page, megabytes), encoding="utf-8")
