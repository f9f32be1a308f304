"""What the site gets, put together in a folder of its own: Python for the browser, and the chapters' pages with a button."""

import html
import json
import shutil
from hashlib import sha256
from pathlib import Path

from scripts.pyodide import core, wheels

__all__ = ["FOLDER", "LIBRARY", "assemble", "bar", "put_buttons", "with_button"]

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
        f'\n<div class="run-bar pst-js-only" data-module="{module}" role="group" aria-label="Run the code on this page">'
        '<button type="button">Run the code on this page</button>'
        f"<output>Python comes from this site, {megabytes:.0f} MB once, and runs in your browser. Nothing is sent.</output></div>"
    )


def with_button(page, megabytes):
    """A chapter's page with the button under its title. Raises ValueError where the page has no title, or a button already."""
    if page.count(END_OF_TITLE) != 1 or 'class="run-bar' in page:
        raise ValueError(f"pyodide: a page with one title and no button is expected: {page[:80]!r}")
    before, after = page.split(END_OF_TITLE)
    return f"{before}{END_OF_TITLE}{bar(megabytes)}{after}"


def put_buttons(site, chapters, overlay):
    """Write the pages of `chapters`, as `site` has them, with a button into `overlay`."""
    megabytes = sum(path.stat().st_size for path in (overlay / FOLDER).iterdir()) / 1e6
    for name in chapters:
        page = Path(site, name).read_text(encoding="utf-8")
        path = overlay / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(with_button(page, megabytes), encoding="utf-8")
