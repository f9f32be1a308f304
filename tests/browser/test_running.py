"""Cells that run on their page, in Chromium: with Pyodide's core, pure packages, and the library's own wheel.

NumPy for WebAssembly is on no package index, so an empty module stands for it here: what is computed with it is tried by the
site's own trial, where it is published. All else is: the pins, the worker, the shell, fields, outputs, stopping.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pyodide_release
import pytest

from scripts.pyodide import core, overlay
from scripts.pyodide.trial import MINUTES

from .shared import SITE, Handler, found_browser, served
from .visit import NARROW_DARK, WIDE_LIGHT, Notes, ask_axe, look, open_page, turn

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
INSTALLED = ROOT / "_build" / "pyodide" / "npm" / "node_modules" / "pyodide"
CHAPTER = "lectures/06-the-gradient-of-one-neuron.html"
OTHER = "lectures/07-all-examples-at-once.html"
# The command, on another site, core and release; its trial looks for what there is.
LAY = """
import json, sys
from pathlib import Path
from scripts.pyodide import __main__ as command, trial
address, site, work, installed, check, imports = sys.argv[1:]
command.core.installed = lambda folder: Path(installed)
command.SITE, command.WORK, command.keep_site = Path(site), Path(work), lambda: None
if check:
    trial.tried.__defaults__ = (check,)
    trial.imports = lambda path: json.loads(imports).get(path.stem[:2], "import unity")
sys.exit(command.main(["--packages", address]))
"""


def lay(site, address, work, installed, check="", **imports):
    """Run the command; `check` and `imports` stand for what it tries and for what chapters import."""
    return subprocess.run(
        [sys.executable, "-c", LAY, address, site, work, installed, check, json.dumps(imports)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip


def plain_site(folder):
    """A copy of two chapters of the built site, and of what they load."""
    for name in (CHAPTER, OTHER):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SITE / name, folder / name)
    shutil.copytree(SITE / "_static", folder / "_static")
    (folder / "_images").symlink_to(SITE / "_images")
    (folder / "frames").symlink_to(SITE / "frames")
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release of our own that is served: its address, and the core whose lock pins it."""
    if not (SITE / CHAPTER).exists():
        pytest.skip("the site is not built: make book")
    if not (INSTALLED / core.LOCK).exists():
        pytest.skip("Pyodide's core is not installed: make pyodide-core")
    if found_browser() is None:
        pytest.skip("no browser is installed")
    files, installed = tmp_path_factory.mktemp("release"), tmp_path_factory.mktemp("core")
    for name in core.FILES:
        (installed / name).symlink_to(INSTALLED / name)
    (installed / core.LOCK).write_text(pyodide_release.make(INSTALLED / core.LOCK, files), encoding="utf-8")
    with served(files) as address:
        yield address, installed


@pytest.fixture(scope="module")
def running(release, tmp_path_factory):
    """A site whose first chapter runs; the second one imports what is not there."""
    site = plain_site(tmp_path_factory.mktemp("running") / "site")
    address, installed = release
    done = lay(site, address, site.parent / "work", installed, "import numpy, unity", **{"07": "import torch"})
    assert done.returncode == 0, done.stderr
    assert f"{OTHER} has no button, since its imports failed" in done.stderr
    assert "No module named 'torch'" in done.stderr
    return site


def test_a_site_whose_trial_fails_is_as_it_was(release, tmp_path):
    """The module that stands for NumPy is empty, so `import numpy, unity.logistic` fails as it would with a broken NumPy."""
    site = plain_site(tmp_path / "site")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    address, installed = release
    done = lay(site, address, tmp_path / "work", installed)
    assert done.returncode == 1
    assert "'import numpy, unity.logistic' failed in Chromium" in done.stderr
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


# A reader -----------------------------------------------------------------------------------------------------------


class Isolating(Handler):
    """Serves with the two headers that let a page share memory with its worker."""

    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


class Reader:
    """A reader of a page whose cells run."""

    def __init__(self, page):
        self.page = page
        self.state = page.locator(".run-bar output")
        self.fields = page.locator(".run-code textarea")

    def wait(self, words):
        """Wait until the line of state says something of these words; what it says."""
        self.page.wait_for_function(
            "words => words.some(word => document.querySelector('.run-bar output').innerText.includes(word))", arg=words
        )
        return self.state.inner_text()

    def start(self):
        self.page.click(".run-bar button")
        return self.wait(["ready", "does not run"])

    def run(self, code, at=0):
        """Type code into a field and run it by the keyboard; what the line of state says then, and what stands below."""
        field = self.fields.nth(at)
        field.fill(code)
        field.press("Shift+Enter")
        self.page.wait_for_function("() => !document.querySelector('.run-works')")
        return self.state.inner_text(), self.output(at).inner_text().strip()

    def output(self, at=0):
        return self.fields.nth(at).locator("xpath=ancestor::div[contains(@class, 'cell ')][1]").locator(".cell_output")


@contextmanager
def reading(browser, site, handler=Handler):
    """A reader of the chapter, what was asked of any host, and what the console says."""
    window = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    window.set_default_timeout(MINUTES)  # Python starts in a minute where much else runs
    asked, complaints = [], []
    try:
        with served(site, handler) as address:
            window.on("request", lambda request: asked.append(request.url))
            window.on(
                "console", lambda message: message.type in ("error", "warning") and complaints.append(message.text)
            )
            page = open_page(window, f"{address}/{CHAPTER}", WIDE_LIGHT)
            yield Reader(page), address, asked, complaints
    finally:
        window.close()


def test_a_reader_runs_and_changes_cells(browser, running):
    with reading(browser, running) as (reader, address, asked, complaints):
        assert not [url for url in asked if f"/{overlay.FOLDER}/" in url]
        assert reader.page.locator(".run-code").count() == 0
        assert "MB once" in reader.state.inner_text()
        assert reader.start() == "Python is ready. What you change stays on this page until you leave it."
        assert reader.page.evaluate("() => document.activeElement.textContent") == "Run all cells"

        said, shown = reader.run("print('one')\n1 + 1")
        assert (said, shown.split()) == ("Cell 1 has run.", ["one", "2"])
        assert reader.run("import unity\nunity.__version__")[1] == f"'{version()}'"

        # An error says where, and what stood there before is gone.
        said, shown = reader.run("def f(x):\n    return 1 / x\n\n\nf(0)")
        assert said == "An error in cell 1: its output says which."
        assert "line 2 in f" in shown
        assert "ZeroDivisionError" in shown
        assert version() not in shown

        # Pictures, and HTML whose script runs.
        reader.run(
            f"from IPython.display import HTML, SVG, Image, display\ndisplay(SVG({DRAWING!r}))\ndisplay(HTML({SCRIPT!r}))"
        )
        picture = reader.output().locator("img")
        assert picture.get_attribute("alt") == "A figure that cell 1 has drawn."
        assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 90
        assert reader.output().locator("b").inner_text() == "script"

        # A cell's field follows a line's indent, and gives back what stood there; what it needs runs first.
        field = reader.fields.first
        field.fill("if True:")
        field.press("End")
        field.press("Enter")
        field.press_sequentially("kept = 41")
        assert field.input_value() == "if True:\n    kept = 41"
        said, shown = reader.run("kept + 1", at=1)
        assert said == "2 cells have run, cell 5 last."
        assert shown == "42"
        solve_an_exercise(reader)
        reader.page.get_by_role("button", name="Undo the changes of cell 1", exact=True).click()
        assert field.input_value().startswith("import numpy as np")
        assert reader.page.locator(".run-code pre").first.locator("span.k").count()

        look_at(reader.page)
        stop_what_never_ends(reader)
        assert {url.split("/")[2] for url in asked if url.startswith("http")} == {address.removeprefix("http://")}
        assert complaints == []


def solve_an_exercise(reader):
    """What a check finds right is done. The check is the page's word for it here: the library's own needs NumPy."""
    reader.fields.evaluate_all(
        "fields => { for (const field of fields) { field.value = 'pass'; field.dispatchEvent(new Event('input')) } }"
    )
    at = reader.fields.evaluate_all("fields => fields.findIndex(field => field.closest('.tag_starter'))")
    done = reader.page.locator(".exercise-place input").first
    answer = "class Verdict:\n    def __repr__(self): return '06-error: {}'\n\n\nVerdict()"
    reader.run(answer.format("not yet. The sign is the wrong way round."), at)
    assert not done.is_checked()
    said, _ = reader.run(answer.format("right. 5 of 5 cases agree."), at)
    assert said.endswith("has run.")
    assert done.is_checked()


DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><circle cx="20" cy="20" r="15"/></svg>'
SCRIPT = "<b></b><script>document.currentScript.previousElementSibling.textContent = 'script'</script>"


def version():
    import unity

    return unity.__version__


def look_at(page):
    """Nothing that axe-core finds, nothing that scrolls sideways, wide and narrow; every field has a name."""
    for view in (WIDE_LIGHT, NARROW_DARK):
        notes = Notes()
        turn(page, view)
        notes.view = view
        look(page, notes)
        ask_axe(page, notes, True)
        assert not {kind: found for kind, found in notes.faults.items() if found and kind in ("axe", "sideways", "alt")}
        names = page.locator(".run-code textarea").evaluate_all("fields => fields.map(field => field.ariaLabel)")
        assert len(set(names)) == len(names) > 30
    turn(page, WIDE_LIGHT)


def stop_what_never_ends(reader):
    """Without shared memory, stopping is a new start, and the page says so."""
    field = reader.fields.first
    field.fill("while True:\n    pass")
    field.press("Shift+Enter")
    reader.wait(["Running cell 1"])
    reader.page.get_by_role("button", name="Stop", exact=True).click()
    assert reader.wait(["Stopped."]) == "Stopped. Python had to start anew: run the cells again."
    assert "NameError" in reader.run("kept")[1]


def test_a_cell_is_interrupted_where_memory_is_shared(browser, running):
    """What was computed before stays."""
    with reading(browser, running, Isolating) as (reader, *_):
        reader.start()
        reader.run("kept = 41")
        reader.fields.nth(1).fill("while True:\n    pass")
        reader.fields.nth(1).press("Shift+Enter")
        reader.wait(["Running cell 5"])
        reader.page.get_by_role("button", name="Stop cell 5").click()
        assert reader.wait(["An error"]) == "An error in cell 5: its output says which."
        assert "KeyboardInterrupt" in reader.output(1).inner_text()
        assert reader.run("kept + 1")[1] == "42"


def test_a_browser_in_which_python_does_not_start_is_told(browser, running, tmp_path):
    """A file that is not the pinned one is refused by the browser, too; the page leads to Colab."""
    site = tmp_path / "site"
    shutil.copytree(running, site, symlinks=True)
    wheel = next((site / overlay.FOLDER).glob("lark-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1] + b"?")
    with reading(browser, site) as (reader, *_):
        said = reader.start()
        assert said.startswith("Python does not run here: lark did not load.")
        assert reader.state.locator("a").get_attribute("href").startswith("https://colab.research.google.com/")


def test_a_chapter_that_was_not_tried_has_no_button(running):
    assert 'class="run-bar' in (running / CHAPTER).read_text(encoding="utf-8")
    assert (running / OTHER).read_bytes() == (SITE / OTHER).read_bytes()
    assert os.path.getsize(running / CHAPTER) - os.path.getsize(SITE / CHAPTER) < 600
