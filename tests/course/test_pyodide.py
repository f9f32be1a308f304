"""Python beside the site: what is fetched is what is pinned, what fails leaves the site as it was, and cells run as in a notebook."""

import base64
import contextlib
import doctest
import hashlib
import http.server
import json
import re
import subprocess
import sys
import threading
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from scripts.pyodide import __main__ as command
from scripts.pyodide import core, overlay, pins, trial, wheels
from scripts.pyodide.fetch import fetch

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "scripts" / "pyodide" / "page"
CHAPTERS = ("lectures/01-examples-as-columns.html", "lectures/02-the-sum-of-vectors.html")


@pytest.mark.parametrize("module", [pins, overlay])
def test_examples(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted


# A release on this machine ------------------------------------------------------------------------------------------

PEN, INK = b"a pen" * 1000, b"some ink" * 1000


def package(name, content, depends=()):
    """What a lock says of a package whose file is `content`."""
    return {
        "name": name, "version": "1", "file_name": f"{name}-1.whl", "depends": list(depends), "imports": [name],
        "sha256": hashlib.sha256(content).hexdigest(), "package_type": "package", "install_dir": "site",
    }  # fmt: skip


@contextlib.contextmanager
def release(files):
    """The address of a server of files: a number beside the content is how many bytes of it are sent before the line breaks."""
    asked = []

    class Release(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            content, sent = files.get(self.path.removeprefix("/full/"), (None, None))
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:sent])

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Release) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/full", asked
        finally:
            server.shutdown()


WHOLE = {"pen-1.whl": (PEN, None), "ink-1.whl": (INK, None)}
FAULTY = {
    "missing": ({"ink-1.whl": (INK, None)}, "pen-1.whl from .*: the server has it not: 404 Not Found"),
    "wrong": (
        WHOLE | {"pen-1.whl": (PEN[::-1], None)},
        "pen-1.whl from .*: SHA256 hash of downloaded file .* does not match",
    ),
    "truncated": (
        WHOLE | {"pen-1.whl": (PEN, 1000)},
        r"pen-1.whl from .*: it ended early: .*1000 bytes read, 4000 more expected",
    ),
}
LOCK = {"ink": package("ink", INK), "pen": package("pen", PEN, ["ink"])}


def test_what_is_fetched_is_kept_and_asked_for_once(tmp_path):
    needed = pins.pinned(LOCK, ["pen"])
    with release(WHOLE) as (address, asked):
        found = fetch(address, needed, tmp_path)
        assert [Path(path).read_bytes() for path in found] == [INK, PEN]
        assert fetch(address + "/", needed, tmp_path) == found
    assert asked == ["/full/ink-1.whl", "/full/pen-1.whl"]


@pytest.mark.parametrize("fault", FAULTY)
def test_what_is_not_as_it_is_pinned_is_said_and_not_kept(fault, tmp_path):
    files, says = FAULTY[fault]
    with release(files) as (address, _), pytest.raises(OSError, match=says):
        fetch(address, pins.pinned(LOCK, ["pen"]), tmp_path, again=0)
    assert {path.name for path in tmp_path.iterdir()} == {"ink-1.whl"}


def test_nobody_answers(tmp_path):
    with release(WHOLE) as (address, _):
        pass
    with pytest.raises(OSError, match=r"ink-1.whl from .*: nobody answers"):
        fetch(address, pins.pinned(LOCK, ["pen"]), tmp_path, again=0)


def test_what_a_lock_lacks_is_named():
    with pytest.raises(ValueError, match="its lock has no package paper"):
        pins.pinned(LOCK | {"pen": package("pen", PEN, ["paper"])}, ["pen"])
    with pytest.raises(ValueError, match=r"its lock has no SHA-256 of pen-1\.whl"):
        pins.pinned({"pen": package("pen", PEN) | {"sha256": ""}}, ["pen"])


# The site -----------------------------------------------------------------------------------------------------------


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A built site of two chapters, and a core whose lock pins the release above; its trial passes."""
    site, installed = tmp_path / "site", tmp_path / "core"
    for name in CHAPTERS:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"<title>{name}</title><h1>{name}</h1><p>Text.</p>", encoding="utf-8")
    installed.mkdir()
    for name in core.FILES:
        (installed / name).write_bytes(name.encode())
    (installed / core.LOCK).write_text(json.dumps({"info": {"python": "3.14.2"}, "packages": LOCK}), encoding="utf-8")
    monkeypatch.setattr(command.core, "installed", lambda folder: installed)
    monkeypatch.setattr(command.pins.pinned, "__defaults__", (["pen"],))
    monkeypatch.setattr(command, "fetch", lambda *given: fetch(*given, again=0))
    monkeypatch.setattr(command.trial, "tried", lambda folder, chapters: dict.fromkeys(chapters, ""))
    monkeypatch.setattr(command, "SITE", site)
    monkeypatch.setattr(command, "WORK", tmp_path / "work")
    monkeypatch.setattr(command, "keep_site", lambda: None)
    return site


def test_a_good_release_is_laid_beside_the_site(site, capsys):
    before = contents(site)
    with release(WHOLE) as (address, _):
        assert command.main(["--packages", address]) == 0
    after = contents(site)
    for name in CHAPTERS:
        assert after[name].decode() == overlay.with_button(before[name].decode(), size(site))
        assert b'</h1>\n<div class="run-bar' in after[name]
    lock = json.loads(after["python/pyodide-lock.json"])
    assert lock["info"] == {"python": "3.14.2"}
    for name, entry in lock["packages"].items():
        assert entry["sha256"] == hashlib.sha256(after[f"python/{entry['file_name']}"]).hexdigest(), name
    assert lock["packages"][overlay.LIBRARY]["depends"] == sorted({"ink", "pen", *wheels.REPACKED})
    assert {f"python/{name}" for name in (*core.FILES, *(path.name for path in PAGE.iterdir()))} <= set(after)
    assert capsys.readouterr().out.endswith("chapters run on their pages, all but 0.\n")


def size(site):
    return sum(path.stat().st_size for path in (site / "python").iterdir()) / 1e6


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_release_leaves_the_site_as_it_was(fault, site, capsys):
    before = contents(site)
    files, says = FAULTY[fault]
    with release(files) as (address, _):
        assert command.main(["--packages", address]) == 1
    assert contents(site) == before
    said = capsys.readouterr().err
    assert re.search(says, said)
    assert said.endswith("The site is as it was: no chapter has a button that runs its code.\n")


def test_a_failed_trial_leaves_the_site_as_it_was(site, capsys, monkeypatch):
    def fail(folder, chapters):
        raise OSError(f"pyodide: {trial.CHECK!r} failed in Chromium:\nModuleNotFoundError")

    monkeypatch.setattr(command.trial, "tried", fail)
    before = contents(site)
    with release(WHOLE) as (address, _):
        assert command.main(["--packages", address]) == 1
    assert contents(site) == before
    assert "'import numpy, unity.logistic' failed in Chromium" in capsys.readouterr().err


def test_a_chapter_whose_imports_fail_has_no_button_even_if_it_had_one(site, capsys, monkeypatch):
    first, second = CHAPTERS
    before = contents(site)
    with release(WHOLE) as (address, _):
        assert command.main(["--packages", address]) == 0
        monkeypatch.setattr(
            command.trial, "tried", lambda folder, chapters: {first: "", second: "No module named 'torch'"}
        )
        assert command.main(["--packages", address]) == 0
    after = contents(site)
    assert after[second] == before[second]
    assert after[first].count(b'class="run-bar') == 1
    assert f"{second} has no button, since its imports failed: No module named 'torch'" in capsys.readouterr().err


def test_what_is_missing_is_said(site, capsys, monkeypatch):
    monkeypatch.delenv("PYODIDE_PACKAGES", raising=False)
    assert command.main([]) == 1
    assert "no address of its packages" in capsys.readouterr().err
    for name in CHAPTERS:
        (site / name).unlink()
    with release(WHOLE) as (address, _):
        assert command.main(["--packages", address]) == 1
    assert "the site is not built: make book" in capsys.readouterr().err


def test_what_is_not_tried_is_not_published(tmp_path, monkeypatch):
    monkeypatch.setattr(trial, "browser", lambda: None)
    (tmp_path / overlay.FOLDER).mkdir()
    with pytest.raises(FileNotFoundError, match="no Chromium is installed"):
        trial.tried(tmp_path, {})


def test_a_core_without_npm_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(core.shutil, "which", lambda name: None)
    with pytest.raises(FileNotFoundError, match="there is no npm"):
        core.installed(tmp_path / "npm")


def test_npm_compares_the_core_with_a_hash():
    """The lock has a hash of every package, and no address of a registry."""
    lock = json.loads((ROOT / "scripts" / "pyodide" / "package-lock.json").read_text(encoding="utf-8"))
    found = {name: entry for name, entry in lock["packages"].items() if name}
    assert "node_modules/pyodide" in found
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in found.values())


def test_the_publishing_workflow_asks_for_the_packages_of_this_core_and_tries_before_it_pushes():
    """A core of one version does not load the packages of another, whose files have other names and hashes."""
    lock = json.loads((ROOT / "scripts" / "pyodide" / "package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/pyodide"]["version"]
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    runs = [step.get("run", "") for step in steps]
    at = runs.index("make pyodide")
    assert f"/v{version}/full'" in steps[at]["env"]["PYODIDE_PACKAGES"]
    assert steps[at]["continue-on-error"]
    assert runs.index("make pyodide-core") < runs.index("make test book") < at < len(runs) - 1
    assert "git push" in runs[-1]


# Wheels -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [wheels.library, lambda folder: wheels.repacked("lark", folder)])
def test_a_wheel_says_truly_what_it_holds(make, tmp_path):
    with zipfile.ZipFile(make(tmp_path)) as wheel:
        record = next(name for name in wheel.namelist() if name.endswith(".dist-info/RECORD"))
        lines = [line.rsplit(",", 2) for line in wheel.read(record).decode().splitlines()]
        assert {name for name, *_ in lines} == set(wheel.namelist())
        for name, digest, size in lines:
            if name != record:
                found = base64.urlsafe_b64encode(hashlib.sha256(wheel.read(name)).digest()).rstrip(b"=").decode()
                assert (digest, int(size)) == (f"sha256={found}", len(wheel.read(name)))


def test_the_library_is_whole(tmp_path):
    with zipfile.ZipFile(wheels.library(tmp_path)) as wheel:
        names = set(wheel.namelist())
    tracked = {path.relative_to(ROOT).as_posix() for path in (ROOT / "unity").rglob("*.py")}
    assert tracked <= names
    assert any(name.endswith("/entry_points.txt") for name in names)  # by which engines find the course


def test_only_pure_python_is_packed(tmp_path):
    with pytest.raises(ValueError, match="numpy is not pure Python"):
        wheels.repacked("numpy", tmp_path)


# Cells --------------------------------------------------------------------------------------------------------------

RUN = """
import json, sys
sys.path.insert(0, sys.argv[1])
import kernel
told = []
run = kernel.start(lambda text: told.append(json.loads(text)))
answers = []
for source in json.load(sys.stdin):
    told.clear()
    answers.append([run(source), list(told)])
print(json.dumps(answers), file=sys.__stdout__)
"""


def ran(*sources):
    """What becomes of cells that a page runs one after the other: for each whether it passed, and its outputs."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, PAGE],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_cell_puts_out_what_a_notebook_would():
    value, quiet, printed, figure, table, cleared, glued, named = ran(
        "1 + 1",
        "1 + 1;",
        "import sys\nprint('a', 'b')\nprint('c', file=sys.stderr)\n'last'",
        "import matplotlib.pyplot as plt\nfrom unity.course import style\nax = style.canvas()\nax.plot([1, 2])\nNone",
        "class Table:\n    def _repr_html_(self): return '<table></table>'\nTable()",
        "from IPython.display import clear_output, display\nclear_output()\ndisplay(1, 2)",
        "from unity import notebook\nnotebook.glue('a', 1)",
        "_ + len(In) * 0",
    )
    assert value == [True, [{"mime": "text/plain", "text": "2"}]]
    assert quiet == [True, []]
    assert printed[0]
    streams = [(each.get("stream"), each["text"]) for each in printed[1]]
    assert "".join(text for name, text in streams if name == "stdout") == "a b\n"
    assert "".join(text for name, text in streams if name == "stderr") == "c\n"
    assert streams[-1] == (None, "'last'")
    assert [output["mime"] for output in figure[1]] == ["image/svg+xml"]
    assert "<svg" in figure[1][0]["text"]
    assert table == [True, [{"mime": "text/html", "text": "<table></table>"}]]
    assert [output.get("clear", output.get("text")) for output in cleared[1]] == [True, "1", "2"]
    assert glued == [True, []]
    assert not named[0]  # the last value was a table, to which no number is added


def test_a_cell_that_fails_says_where():
    broken, raised, stopped, asked, after = ran(
        "x =", "def f(x):\n    return 1 / x\n\n\nf(0)", "raise KeyboardInterrupt", "input()", "2"
    )
    assert not any(passed for passed, _ in (broken, raised, stopped, asked))
    assert [outputs[-1]["kind"] for _, outputs in (broken, raised, stopped, asked)] == [
        "SyntaxError", "ZeroDivisionError", "KeyboardInterrupt", "RuntimeError",
    ]  # fmt: skip
    assert "line 2 in f" in raised[1][0]["error"]
    assert "\x1b" not in raised[1][0]["error"]
    assert "give the value in the code" in asked[1][0]["error"]
    assert after == [True, [{"mime": "text/plain", "text": "2"}]]


def test_a_chapter_runs_on_its_page_as_in_its_notebook():
    """The cells of chapter 6, solutions and starters too: what they print and give is what is stored, and each figure is drawn."""
    cells = json.loads((ROOT / "lectures" / "06-the-gradient-of-one-neuron.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in cells if cell["cell_type"] == "code" and "explore(" not in "".join(cell["source"])]
    for cell, (passed, outputs) in zip(cells, ran(*("".join(cell["source"]) for cell in cells)), strict=True):
        source = "".join(cell["source"])
        assert passed, (source, outputs)
        assert printed_of(outputs) == stored(cell, "stream"), source
        if not stored(cell, "html"):
            assert [each["text"] for each in outputs if each.get("mime") == "text/plain"] == stored(cell, "value"), (
                source
            )
        if "figures.canvas" in source:
            assert [each["mime"] for each in outputs if each.get("mime", "").startswith("image/")] == [
                "image/svg+xml"
            ], source


def printed_of(outputs):
    return "".join(each["text"] for each in outputs if each.get("stream") == "stdout")


def stored(cell, kind):
    """What a notebook has stored of a cell: what was printed, the values in plain text, or its HTML."""
    if kind == "stream":
        return "".join("".join(each["text"]) for each in cell["outputs"] if each["output_type"] == "stream")
    mime = {"value": "text/plain", "html": "text/html"}[kind]
    data = [each["data"] for each in cell["outputs"] if "data" in each]
    return [
        "".join(each[mime]) for each in data if mime in each and "image/svg+xml" not in each and not is_figure(each)
    ]


def is_figure(data):
    return "".join(data.get("text/plain", "")).startswith("<Figure size")


BLOCKED = """
import json, sys
from importlib.abc import MetaPathFinder
allowed = set(json.loads(sys.argv[1])) | sys.stdlib_module_names
class Only(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        # A module whose name begins with _ is part of another one.
        if path is None and name.split(".")[0] not in allowed and not name.startswith("_"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Only())
missing = {}
for name, code in json.load(sys.stdin).items():
    try:
        exec(code, {})
    except ImportError as error:
        missing[name] = str(error)
print(json.dumps(missing))
"""


def test_what_chapters_import_is_what_a_page_has():
    """Each lecture's first cell, where nothing else can be imported than what is packed, pinned, or Python's own."""
    lock = ROOT / "_build" / "pyodide" / "npm" / "node_modules" / "pyodide" / core.LOCK
    if not lock.exists():
        pytest.skip("Pyodide's core is not installed: make pyodide-core")
    _, packages = pins.read(lock)
    pinned = {name.split(".")[0] for package in pins.pinned(packages) for name in package.entry["imports"]}
    packed = {
        module
        for module, homes in packages_distributions().items()
        if {pins.normal(home) for home in homes} & set(wheels.REPACKED)
    }
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, json.dumps(sorted({"unity"} | pinned | packed))],
        input=json.dumps({path.stem: trial.imports(path) for path in sorted(ROOT.glob("lectures/*.ipynb"))}),
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}
