"""The mutation run itself: what it changes, in which order, that a child imports the change, and when it complains."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed: make oracles")

from scripts import mutants as runs
from scripts.changes import NEGATE, mutants, sample, shuffled
from scripts.mutants import floors_page, marks_page
from scripts.trials import Verdict

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))  # the floors are those that tests/test_floors.py lists
# A trial forks. Where other tests of the same process have loaded JAX, that warns.
pytestmark = [pytest.mark.oracle, pytest.mark.filterwarnings("ignore:os.fork")]
MODULE = '''"""One and 1 + 1."""

LIMIT: int | None = 3


@checked
def shifted(x: Float[Array, "n 1"] | None, *, by: float = 2.0) -> int | float:
    """x and 1 + 1 more.

    >>> shifted(1 + 1)
    """
    return x + by


class Layer:
    def forward(self, X):
        if X is None and LIMIT < 4:
            return []
        return X @ X
'''


@pytest.fixture
def path(tmp_path):
    (tmp_path / "module.py").write_text(MODULE)
    return tmp_path / "module.py"


def of_line(found, start):
    number = next(i for i, line in enumerate(MODULE.splitlines(), 1) if line.strip().startswith(start))
    return [mutant for mutant in found if mutant.line == number]


def test_a_decorated_function_is_changed(path):
    inside = of_line(mutants(path), "return x + by")
    assert {mutant.function for mutant in inside} == {"shifted"}
    assert all(mutant.in_body for mutant in inside)
    assert ("return x + by", "return x - by") in {mutant.change() for mutant in inside}
    (decorator,) = of_line(mutants(path), "@checked")
    assert decorator.change() == ("@checked", "")
    assert not decorator.in_body
    assert "@checked" not in decorator.source()


def test_a_method_is_changed(path):
    inside = of_line(mutants(path), "if X is None")
    assert {mutant.function for mutant in inside} == {"Layer.forward"}
    assert {operator.split("/")[1] for operator in (mutant.operator for mutant in inside)} >= {
        "ReplaceAndWithOr",
        "NumberReplacer",
        "ReplaceComparisonOperator_Is_IsNot",
    }


def test_annotations_docstrings_and_bare_stars_are_left_alone(path):
    found = mutants(path)
    assert {mutant.change()[1] for mutant in of_line(found, "LIMIT")} == {
        "LIMIT: int | None = 4",
        "LIMIT: int | None = 2",
    }
    signature = of_line(found, "def shifted")
    assert {mutant.change()[1].partition("by: ")[2] for mutant in signature} == {
        "float = 3.0) -> int | float:",
        "float = 1.0) -> int | float:",
    }
    assert not any(mutant.in_body for mutant in signature)
    assert not of_line(found, ">>>")
    assert {mutant.line for mutant in found} <= {3, 6, 7, 12, 17}
    for mutant in found:
        compile(mutant.source(), "module.py", "exec")


def test_a_function_without_operators_is_negated(path):
    returned = [mutant for mutant in mutants(path, NEGATE) if mutant.line == 19]
    assert {mutant.change()[1] for mutant in returned} == {
        "return -(X @ X)",
        "return -(X) @ X",
        "return X @ -(X)",
    }
    assert all(mutant.in_body and mutant.function == "Layer.forward" for mutant in returned)


def test_the_order_is_the_seeds(path):
    found = mutants(path)
    order = shuffled(found, 0)
    assert sorted(order, key=repr) == sorted(found, key=repr)
    assert order == shuffled(found, 0)
    assert order != shuffled(found, 1)
    assert order != found


def test_an_edit_elsewhere_leaves_the_order_alone(path):
    before = [(mutant.function, mutant.change()) for mutant in shuffled(mutants(path), 0)]
    path.write_text(MODULE.replace("class Layer", "START = 7 - 2\n\n\nclass Layer"))
    after = [(mutant.function, mutant.change()) for mutant in shuffled(mutants(path), 0)]
    assert len(after) > len(before)
    assert [one for one in after if "START" not in one[1][0]] == before


def test_modules_share_the_sample_in_proportion(path, tmp_path):
    (tmp_path / "large.py").write_text("\n".join(f"x{i} = {i}" for i in range(1, 51)))
    listed = {"small": mutants(path), "large": mutants(tmp_path / "large.py")}
    few = sample(listed, 60, 0)
    assert len(listed["large"]) == 100
    assert len(few["large"]) == int(100 * 60 / (100 + len(listed["small"])))
    assert sum(map(len, few.values())) <= 60
    assert few == sample(listed, 60, 0)
    assert {name: len(found) for name, found in sample(listed, 10**6, 0).items()} == {
        "small": len(listed["small"]),
        "large": 100,
    }


CHILDREN = """
import sys
from pathlib import Path

from scripts import trials
from scripts.trials import Trial, verdicts

assert not [name for name in sys.modules if name.startswith("unity")]
Trial.limit = 60
texts = {
    "as it is": "ANSWER = 42",
    "changed": "ANSWER = 43",
    "raising": "raise RuntimeError",
    "crashing": "import os; os._exit(1)",
    "no Python": "ANSWER =",
    "another module's test": "ANSWER = 43",
}
for name, text in texts.items():
    wanted = lambda item, name=name: name != "another module's test"
    trial = Trial(name, "unity.features", lambda text=text: text, [[Path(sys.argv[1])]], wanted)
    for trial, verdict in verdicts([trial], 1):
        print(trial.about, verdict.outcome, verdict.failed.rpartition("::")[2], verdict.asserted, sep=": ")
Trial.limit, trials.ASLEEP = 1, 2
for name, text in {"endless": "while True: pass", "asleep": "import time; time.sleep(999)"}.items():
    trial = Trial(name, "unity.features", lambda text=text: text, [[Path(sys.argv[1])]], wanted)
    for trial, verdict in verdicts([trial], 1):
        print(trial.about, verdict.outcome, sep=": ")
"""


def test_a_child_imports_the_change(tmp_path):
    """The true unity.features has no ANSWER: the test passes only on a text that gives the right one."""
    test = tmp_path / "test_answer.py"
    test.write_text("from unity.features import ANSWER\ndef test_answer(): assert ANSWER == 42\n")
    command = [sys.executable, "-c", CHILDREN, str(test)]
    quick = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(command, cwd=ROOT, env=quick, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "as it is: survived: : False",
        "changed: killed: test_answer: True",
        "raising: killed: import: False",
        "crashing: killed: the process died: False",
        "no Python: no code: : False",
        "another module's test: no test: : False",
        "endless: timed out",
        "asleep: timed out",
    ]


@pytest.fixture
def survivor(path):
    return next(m for m in mutants(path) if m.change() == ("return x + by", "return x - by"))


@pytest.fixture
def run(monkeypatch, tmp_path, survivor):
    """main over one module of which one mutant of eleven survives, with the reasons of the test's choice."""
    tried = [*[(survivor, Verdict("killed", "tests/test_features.py::test_a"))] * 10, (survivor, Verdict("survived"))]
    monkeypatch.setattr(runs, "prepare", lambda: None)
    monkeypatch.setattr(runs, "outcomes", lambda chosen, workers: dict.fromkeys(chosen, tried))
    monkeypatch.setattr(runs, "REASONS", tmp_path / "mutants.yml")

    def main(**entry):
        runs.REASONS.write_text(yaml.safe_dump({"unity.features": [entry]} if entry else {}))
        return runs.main(["unity.features"])

    return main


RIGHT = {"in": "shifted", "line": "return x + by", "becomes": ["return x * by", "return x - by"], "reason": "Alike."}


def test_a_survivor_needs_a_reason(run, capsys):
    assert run() == 1
    out = capsys.readouterr().out
    assert "no test fails: unity/features.py:12 in shifted: `return x + by` becomes `return x - by`" in out
    assert "| `unity.features` | 11 | 10 | 0 | 0 | 1 | 90.9 |" in out


def test_a_reason_is_found_by_its_key(run, capsys):
    assert run(**RIGHT) == 0
    out = capsys.readouterr().out
    assert "`return x + by` becomes `return x - by`: Alike." in out
    assert "stale reason, of no survivor: unity.features | shifted | return x + by | return x * by" in out


@pytest.mark.parametrize("wrong", [{"in": "moved"}, {"line": "return by + x"}, {"becomes": ["return x / by"]}], ids=str)
def test_a_reason_for_something_else_does_not_count(run, wrong):
    assert run(**RIGHT | wrong) == 1


def test_a_floor_needs_nine_tenths(survivor):
    key = ("unity.features", *("shifted", "return x + by", "return x - by"))
    tried = [(survivor, Verdict(outcome)) for outcome in ["killed"] * 8 + ["timed out", "survived"]]
    _, faults, _ = floors_page({"unity.features": tried}, {key: "Alike."})
    assert faults == []
    _, faults, _ = floors_page({"unity.features": tried[1:]}, {key: "Alike."})
    assert faults == ["floor 2: 88.9% of the mutants are killed, expected at least 90%"]


def test_a_mark_that_guards_nothing_is_said(survivor):
    lines, faults = marks_page({("D01", "unity.features.f"): None, ("D02", "unity.features.g"): (survivor, "tests::b")})
    assert faults == ["D01: no change of unity.features.f makes a test fail that is marked with D01"]
    assert lines[2:] == ["| D02 | `unity.features.g` | line 12: `return x + by` becomes `return x - by` | `tests::b` |"]


def test_what_a_name_computes_with():
    assert runs.bodies("unity.geometry.norm") == [("unity.geometry", "norm")]
    assert runs.bodies("unity.families.BERNOULLI") == [("unity.families", "Family")]
    assert ("unity.trilinear.product", "Product") in runs.bodies("unity.trilinear.Dense")


def test_candidates_lie_in_the_body(path, monkeypatch):
    monkeypatch.setattr(runs, "path_of", lambda module: path)
    found = [mutant for _, mutant in runs.candidates([("module", "Layer")], {}, 0)]
    assert {mutant.function for mutant in found} == {"Layer.forward"}
    negated = [mutant.operator == "negate" for mutant in found]
    assert negated == sorted(negated)
    assert {mutant.line for _, mutant in runs.candidates([("module", "shifted")], {}, 0)} == {12}
