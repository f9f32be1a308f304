"""The commands behind make: the runner counts truly, execution keeps text and drops pictures, coverage finds its ids."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml

ROOT = Path(__file__).parents[2]


def script(name):
    """A file of scripts/ as a module."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def runner(monkeypatch, tmp_path):
    """scripts/test.py with steps of the test's choice, its reports elsewhere."""
    module = script("test")
    monkeypatch.setattr(module, "REPORTS", tmp_path)
    monkeypatch.setattr(module, "HOME", tmp_path / "home")

    def run(**steps):
        monkeypatch.setattr(module, "STEPS", steps)
        return module.main([])

    return run


def test_the_tests_have_a_home_of_their_own(runner, tmp_path, monkeypatch, capfd):
    """A user's own settings of IPython, Matplotlib and Jupyter are not read."""
    for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_CONFIG_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, "/elsewhere")
    assert runner(style=["sh", "-c", "env"]) == 0
    told = capfd.readouterr().out
    assert f"HOME={tmp_path / 'home'}\n" in told
    assert "/elsewhere" not in told


def pytest_step(tmp_path, name, text):
    (tmp_path / f"test_{name}.py").write_text(text)
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / f"test_{name}.py")]


def test_the_runner_counts(runner, tmp_path, capfd):
    text = "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('CuPy is missing: install it')\ndef test_c(): pytest.skip('CuPy is missing: install it')"
    assert runner(units=pytest_step(tmp_path, "good", text), style=["true"]) == 0
    out = capfd.readouterr().out
    assert out.endswith(
        "GREEN: 2 passed, 0 failed, 2 skipped (2: CuPy is missing: install it). There is nothing to do; what was skipped needs what this machine has not.\n"
    )
    kept = json.loads((tmp_path / "summary.json").read_text())
    assert kept["units"] == {"passed": 1, "failed": 0, "skipped": 2, "reasons": {"CuPy is missing: install it": 2}}


FAILING = {
    "a test": "def test_a(): assert False",
    "a file that does not import": "import nothing_of_this_name",
    "no tests at all": "",
    "a crash": "import os\ndef test_a(): os._exit(3)",
}


@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING)
def test_the_runner_fails(runner, tmp_path, capfd, text):
    """One failing step fails the run, the steps after it still run, and the last line says what to do."""
    assert runner(units=pytest_step(tmp_path, "bad", text), style=["true"]) == 1
    last = capfd.readouterr().out.splitlines()[-1]
    assert last.startswith("NOT GREEN: 1 passed, 1 failed, 0 skipped. What failed is told above, in units; to try only")
    assert last.endswith("python scripts/test.py units")


def test_a_failing_command_fails(runner, capfd):
    assert runner(style=["false"], book=["true"]) == 1
    assert "NOT GREEN: 1 passed, 1 failed, 0 skipped" in capfd.readouterr().out.splitlines()[-1]


NEURON = """
def fires(z):
    return z > 0

def act(z):
    if fires(z):
        z = 1
    return z
"""
COVERING = {  # the tests of NEURON: what they leave out, its share of what can be covered, and the end of the summary
    "all": ("assert (act(2), act(-2)) == (1, -2)", [], "100.0%", "GREEN: 2 passed, 0 failed, 0 skipped"),
    "not each branch": ("assert act(2) == 1", ["6->8"], "87.5%", "NOT GREEN: 1 passed, 1 failed, 0 skipped"),
    "not each line": ("assert act(-2) == -2", ["7"], "75.0%", "NOT GREEN: 1 passed, 1 failed, 0 skipped"),
}


@pytest.mark.parametrize(("test", "left_out", "total", "end"), COVERING.values(), ids=COVERING)
def test_the_runner_asks_for_coverage(runner, monkeypatch, tmp_path, capfd, test, left_out, total, end):
    """Of lines and branches, with this project's own settings."""
    step = measuring(monkeypatch, tmp_path, f"from neuron import act\ndef test_act(): {test}")
    assert runner(units=step) == ("1 failed" in end)
    summary = capfd.readouterr().out.partition("=== summary ===")[2]
    assert summary.splitlines()[-1].startswith(end)
    rows = [line.split() for line in summary.splitlines() if line.startswith(("neuron.py", "TOTAL"))]
    assert [row[-1] for row in rows if row[0] == "neuron.py"] == left_out
    assert [row[5] for row in rows if row[0] == "TOTAL"] == [total]


def measuring(monkeypatch, tmp_path, text):
    """A step that measures the coverage of NEURON, with this project's own settings."""
    settings = (ROOT / "pyproject.toml").read_text().partition("[tool.coverage.run]")[2].partition("[tool.pytest")[0]
    assert settings.count('source = ["unity"]') == 1
    settings = settings.replace('source = ["unity"]', 'source = ["neuron"]')
    (tmp_path / "pyproject.toml").write_text(f"[tool.coverage.run]{settings}")
    (tmp_path / "neuron.py").write_text(NEURON)
    monkeypatch.chdir(tmp_path)
    return [*pytest_step(tmp_path, "neuron", text), "--cov", "--cov-fail-under=0"]


def test_coverage_is_not_asked_of_a_machine_that_must_skip(runner, monkeypatch, tmp_path, capfd):
    """Where the sandbox is missing, or a step that adds to it was not asked for, what is left out is no fault."""
    text = "import neuron, pytest\ndef test_act(): pytest.skip('no sandbox here')"
    step = measuring(monkeypatch, tmp_path, text)
    assert runner(units=step) == 0
    assert "1: coverage counts where" in capfd.readouterr().out.splitlines()[-1]


def test_only_a_gpu_excuses_a_line_from_being_covered():
    found = [line for path in sorted((ROOT / "unity").rglob("*.py")) for line in path.read_text().splitlines()]
    excused = [line for line in found if "pragma" in line]
    assert excused
    assert all(line.endswith("# pragma: no cover (needs a GPU)") for line in excused)


def test_execution_keeps_text_and_drops_pictures(tmp_path):
    path = tmp_path / "lecture.ipynb"
    sources = [
        "import matplotlib.pyplot as plt\nfrom unity import notebook\nfrom unity.course.style import canvas",
        "canvas().plot([0, 1]);",
        "notebook.explore(lambda a: canvas(), 'An empty figure.', a=[1, 2])",
        "notebook.drag('update()', 'An empty figure.', canvas(), a=1)",
        "notebook.glue('kept', 0.5)",
        "1 + 1",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"harmony": {"minutes": 60}, "widgets": {}, "other": 1})
    nbformat.write(notebook, path)
    script("execute").execute(path)
    notebook = nbformat.read(path, as_version=4)
    outputs = [[sorted(output.get("data", ())) for output in cell.outputs] for cell in notebook.cells]
    assert outputs == [
        [],
        [["text/plain"]],
        [["text/plain"]],
        [["text/plain"]],
        [["application/papermill.record/text/plain"]],
        [["text/plain"]],
    ]
    assert [cell.execution_count for cell in notebook.cells] == [1, 2, 3, 4, 5, 6]
    assert set(notebook.metadata) == {"harmony", "kernelspec", "language_info"}
    before = path.read_bytes()
    script("execute").execute(path)
    assert path.read_bytes() == before, "executing twice changes nothing"


def test_coverage_lists_every_id():
    coverage = script("coverage")
    assert list(coverage.faults(ROOT)) == []
    page = coverage.page(ROOT)
    for name in coverage.derivations(ROOT):
        assert f"\n| {name} " in page
    assert "planned" not in page, "every chapter is there"


def test_coverage_sets_formulas_and_leaves_names_alone():
    """What stands between dollars is set as a formula; outside of them nothing is written as mathematics is typed."""
    coverage = script("coverage")
    assert coverage.plain(r"a_k and $a_k$, `a_k`, 2^2") == r"a\_k and $a_k$, `a_k`, 2\^2"
    for name, entry in coverage.derivations(ROOT).items():
        said = " ".join(filter(None, map(entry.get, ("says", "printed", "holds"))))
        words = re.sub(r"\$[^$]+\$|`[^`]+`", "", said)
        assert not re.search(r"[_^=<>*]|\b(?:alpha|theta|sigma|epsilon|yhat|sqrt)\b", words), f"{name}: {words}"


def test_entries_are_whole():
    """Every entry has its chapter, its source, and says what is derived, or what is printed and what holds."""
    chapters = {int(path.name[:2]) for path in ROOT.glob("lectures/*.ipynb")}
    for name, entry in script("coverage").derivations(ROOT).items():
        assert set(entry["source"]) <= {"H", "S", "C", "beyond"}
        numbers = entry["chapter"] if isinstance(entry["chapter"], list) else [entry["chapter"]]
        assert set(numbers) <= chapters
        assert ({"says"} if name.startswith("D") else {"printed", "holds"}) <= entry.keys()


def test_what_a_chapter_tells_is_computed_and_tested():
    """An id that a lecture carries has a function and a marked test; text with sources and slips of notation owe neither."""
    coverage = script("coverage")
    listed, tests = coverage.derivations(ROOT), coverage.tests(ROOT)
    text_only = {"D51", "D52"}  # a table of applications, a piece of history
    for name in coverage.chapters(ROOT):
        if not listed[name].get("slip") and name not in text_only:
            assert tests.get(name), f"{name} stands in a lecture, and no test is marked with it"
            assert listed[name].get("functions"), f"{name} stands in a lecture, and names no function"


def test_coverage_notices_unknown_ids_and_functions(tmp_path):
    coverage = script("coverage")
    (tmp_path / "book").mkdir()
    (tmp_path / "lectures").mkdir()
    (tmp_path / "tests").mkdir()
    entry = {"chapter": 1, "source": ["H"], "says": "x", "functions": ["unity.geometry.nothing"]}
    (tmp_path / "book" / "derivations.yml").write_text(yaml.safe_dump({"D01": entry}))
    (tmp_path / "tests" / "test_x.py").write_text('@pytest.mark.derivation("D99")\ndef test_a(): pass')
    notebook = nbformat.v4.new_notebook(metadata={"harmony": {"derivations": ["D98"]}})
    nbformat.write(notebook, tmp_path / "lectures" / "01.ipynb")
    found = list(coverage.faults(tmp_path))
    assert len(found) == 3
    assert "a lecture names D98" in found[0]
    assert "a test names D99" in found[1]
    assert "D01 names unity.geometry.nothing" in found[2]
    assert coverage.main(["--root", str(tmp_path)]) == 1


def test_the_lock_file_holds_what_is_declared():
    """Pinned with hashes, without an address, and every declared dependency is in it."""
    import tomllib

    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    lock = (ROOT / "requirements.lock").read_text()
    assert "://" not in lock
    assert "--index-url" not in lock
    entries = [line for line in lock.splitlines() if "==" in line]
    assert lock.count("--hash=sha256:") >= len(entries)
    pinned = {canonicalize_name(Requirement(line.split(";")[0].rstrip(" \\")).name) for line in entries}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert set(extras) == {
        "book",
        "widgets",
        "gpu-cuda12",
        "gpu-cuda13",
        "cluster",
        "equations",
        "grading",
        "test",
        "bench",
    }
    locked = [r for name, requirements in extras.items() if not name.startswith("gpu-") for r in requirements]
    declared = {canonicalize_name(Requirement(r).name) for r in [*project["dependencies"], *locked]}
    assert declared - {"harmony-in-complexity"} <= pinned


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_of_a_page_exist(page):
    """Every `make` target and every script that the page names is there."""
    text = (ROOT / page).read_text()
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {*re.findall(r"`make ([a-z]+)", text), *re.findall(r"^make ([a-z]+)", text, re.MULTILINE)} <= targets
    named = set(re.findall(r"\b(?:scripts|tests|book|unity)/[\w/]+\.\w+", text))
    assert [path for path in sorted(named) if "NN" not in path and not (ROOT / path).exists()] == []


def test_continuous_integration_runs_what_the_readme_says():
    """The README's command, in a clone without oracles; only then what needs them."""
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("make")]
    assert lines == ["make test", "make test-oracles"]
    assert re.search(r"^make test ", (ROOT / "README.md").read_text(), re.MULTILINE)
    (needs,) = re.findall(r"^test: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert "oracles" not in needs


HIDDEN = """
import importlib.abc, sys

class Hide(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"torch", "jax", "cosmic_ray", "cupy"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hide())
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


def test_without_oracles_nothing_is_an_error_at_collection():
    """What needs PyTorch, JAX or cosmic-ray is a skip with a reason that says how to get it."""
    options = ["-q", "-p", "no:cacheprovider", "--collect-only", "-m", "oracle", "--ignore=tests/browser", "tests"]
    run = subprocess.run([sys.executable, "-c", HIDDEN, *options], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout[-2000:]
    assert "error" not in run.stdout.splitlines()[-1]
    options = [
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "-m",
        "oracle",
        "tests/test_activations.py",
        "tests/course/test_mutants.py",
    ]
    run = subprocess.run([sys.executable, "-c", HIDDEN, *options], cwd=ROOT, capture_output=True, text=True)
    reasons = set(re.findall(r"^SKIPPED \[\d+\] \S+: (.*)$", run.stdout, re.MULTILINE))
    assert {reason.partition(" ")[0] for reason in reasons} == {"PyTorch", "JAX", "cosmic-ray"}
    assert all(reason.endswith("is not installed: make oracles") for reason in reasons)
    assert " passed" not in run.stdout.splitlines()[-1]


def test_the_readme_example_runs():
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    names = {}
    exec(block, names)
    assert float(((names["fit"].w.T @ names["X"] + names["fit"].b > 0) == names["tumours"].Y).mean()) > 0.95


def test_a_reason_is_of_a_line_that_is_there():
    """The mutation run asks only for the modules that there are: a reason of a module that moved would never be missed."""
    for module, entries in yaml.safe_load((ROOT / "tests" / "mutants.yml").read_text(encoding="utf-8")).items():
        path = ROOT / f"{module.replace('.', '/')}.py"
        assert path.is_file(), f"tests/mutants.yml gives a reason in {module}, which is no module"
        lines = {" ".join(line.split()) for line in path.read_text(encoding="utf-8").splitlines()}
        for entry in entries:
            assert entry["line"] in lines, f"tests/mutants.yml: {module} has no line `{entry['line']}`"
