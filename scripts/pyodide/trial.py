"""Tries in Chromium what the site is to get, before the site has it: what a reader's button starts, on the site's own files."""

import ast
import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from scripts.published import browser, served
from scripts.pyodide.overlay import FOLDER

__all__ = ["CHECK", "imports", "tried"]

ROOT = Path(__file__).parents[2]
CHECK = "import numpy, unity.logistic"
MINUTES = 10 * 60_000  # milliseconds: as long as a start may take on a busy machine
START = f"""async () => {{
  const {{ Engine }} = await import(new URL("/{FOLDER}/engine.js", location));
  globalThis.engine = new Engine(() => {{}}, 0);
  await engine.start();
}}"""
# Whether code ran, and what it wrote to be read.
RUN = """async code => {
  const said = [];
  const passed = await engine.run(code, output => said.push(output.text ?? output.error ?? ""));
  return [passed, said.join("")];
}"""


def imports(lecture):
    """What the first cell of code of a lecture imports, as code."""
    cells = json.loads(Path(lecture).read_text(encoding="utf-8"))["cells"]
    first = next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return "\n".join(
        ast.unparse(each) for each in ast.parse(first).body if isinstance(each, ast.Import | ast.ImportFrom)
    )


@contextmanager
def opened(folder):
    """A page of the site in Chromium that may ask this site alone, and the list of what it asked elsewhere.

    Raises FileNotFoundError where there is no Chromium.
    """
    if not browser():
        raise FileNotFoundError(
            "pyodide: no Chromium is installed, and CHROMIUM names none: what is not tried is not published"
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with served(folder) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=sandbox)
        try:
            page = chromium.new_page()
            page.set_default_timeout(MINUTES)
            elsewhere = []
            page.on(
                "request",
                lambda request: request.url.startswith((address, "blob:", "data:")) or elsewhere.append(request.url),
            )
            page.goto(f"{address}/index.html")
            yield page, elsewhere
        finally:
            chromium.close()


def tried(folder, chapters, check=CHECK):
    """Start Python as a page does, run `check`, and then what each chapter imports: chapter -> what failed, "" where nothing did.

    `chapters` has the code by the chapter's name; `folder` holds what the site gets. Raises OSError where Python does not
    start, the check fails, or anything was asked of another host.
    """
    with tempfile.TemporaryDirectory() as empty:
        site = Path(empty)
        (site / "index.html").write_text("<!doctype html><title>A trial</title>", encoding="utf-8")
        (site / FOLDER).symlink_to((folder / FOLDER).resolve())
        with opened(site) as (page, elsewhere):
            try:
                page.evaluate(START)
                passed, said = page.evaluate(RUN, check)
                if not passed:
                    raise OSError(f"pyodide: {check!r} failed in Chromium:\n{said}")
                found = {name: page.evaluate(RUN, code) for name, code in chapters.items()}
            except Error as error:
                raise OSError(f"pyodide: Python did not start in Chromium: {error.message}") from error
            if elsewhere:
                raise OSError(f"pyodide: other hosts were asked: {', '.join(sorted(set(elsewhere)))}")
    return {name: "" if passed else said.strip() for name, (passed, said) in found.items()}
