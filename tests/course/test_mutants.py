"""The mutation run itself: what it changes, in which order, that a child imports the change, and when it complains."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed: make oracles")

from scripts import kept as keeping
from scripts import mutants as runs
from scripts.changes import NEGATE, mutants, sample, shuffled
from scripts.mutants import floors_page, marks_page
from scripts.trials import Trial, Verdict

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


def test_of_a_module_a_share_is_tried_but_not_too_few(path, tmp_path):
    (tmp_path / "large.py").write_text("\n".join(f"x{i} = {i}" for i in range(1, 51)))
    small, large = mutants(path), mutants(tmp_path / "large.py")
    assert (len(small), len(large)) == (26, 100)
    assert len(sample(large, 0.3, 15, 0)) == 30
    assert len(sample(large, 0.1, 15, 0)) == 15
    assert len(sample(small, 0.3, 15, 0)) == 15
    assert len(sample(small, 0.3, 30, 0)) == 26
    assert sample(large, 0.3, 15, 0) == shuffled(large, 0)[:30]


CHILDREN = """
import sys
from pathlib import Path

from scripts import trials
from scripts.trials import Trial, verdicts

trials.prepare()
assert not [name for name in sys.modules if name.partition(".")[0] == "unity"]
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
    loaded = {name: value for name, value in os.environ.items() if name != "PYTEST_DISABLE_PLUGIN_AUTOLOAD"}
    run = subprocess.run(command, cwd=ROOT, env=loaded, capture_output=True, text=True, check=True)
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


SHARED = "tests/shared.py", "tests/further.py", "conftest.py", "requirements.lock", "scripts/trials.py"


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A library of one module with two test files, and what makes its kept verdicts: `tried` lists what was not known."""
    for name in (*SHARED, "unity/b.py", "tests/test_a.py", "tests/test_a_b.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n")
    (tmp_path / "tests" / "test_a.py").write_text("from shared import it\n")
    (tmp_path / "tests" / "shared.py").write_text("import further\n")
    monkeypatch.setattr(keeping, "ROOT", tmp_path)
    files = [[tmp_path / "tests" / "test_a.py", tmp_path / "tests" / "test_a_b.py"]]
    texts = {"killed": "tests/test_a.py::test_it", "died": "the process died", "survived": ""}

    def verdicts(trials, workers):
        for trial in trials:
            tried.append(trial.about)
            yield trial, Verdict("survived" if trial.about == "survived" else "killed", texts[trial.about])

    monkeypatch.setattr(keeping, "verdicts", verdicts)
    tried = []

    def again():
        """What a run has to try now; and that what it does not try has the verdict it had."""
        tried.clear()
        trials = [Trial(name, "unity.a", lambda name=name: name, files, bool, "a") for name in texts]
        found = {t.about: v for t, v in keeping.Kept(tmp_path / "_build" / "kept").verdicts(trials, 1)}
        assert {name: verdict.failed for name, verdict in found.items()} == texts
        return sorted(tried)

    assert again() == ["died", "killed", "survived"]
    return again


def test_what_is_known_is_not_tried_again(kept):
    assert kept() == []


@pytest.mark.parametrize("name", SHARED)
def test_on_what_tests_share_every_verdict_rests(kept, tmp_path, name):
    (tmp_path / name).write_text("changed")
    assert kept() == ["died", "killed", "survived"]
    assert kept() == []


def test_what_no_test_imports_is_no_matter(kept, tmp_path):
    (tmp_path / "tests" / "others.py").write_text("new")
    assert kept() == []


def test_what_was_killed_rests_on_the_file_of_its_test_alone(kept, tmp_path):
    (tmp_path / "unity" / "b.py").write_text("changed")
    assert kept() == ["died", "survived"]
    assert kept() == []
    (tmp_path / "tests" / "test_a_b.py").write_text("changed")
    assert kept() == ["died", "survived"]
    (tmp_path / "tests" / "test_a.py").write_text("changed")
    assert kept() == ["died", "killed", "survived"]


def test_a_run_during_which_something_changes_ends(kept, monkeypatch, tmp_path):
    def verdicts(trials, workers):
        for trial in trials:
            (tmp_path / "tests" / "test_a.py").write_text("changed while it ran")
            yield trial, Verdict("survived")

    (tmp_path / "tests" / "test_a.py").write_text("changed")
    monkeypatch.setattr(keeping, "verdicts", verdicts)
    with pytest.raises(SystemExit, match=r"unity\.a: the library or its tests changed while they were tried"):
        kept()


def test_what_no_run_asks_for_is_forgotten(kept, tmp_path):
    there = tmp_path / "_build" / "kept"
    lines = there.read_text().splitlines()
    there.write_text(
        "\n".join(['["ffff", "rests", ["killed", "tests/test_c.py", true, null]]', *reversed(lines)]) + "\n"
    )
    again = keeping.Kept(there)
    again.asked.update(set(again.found) - {"ffff"})
    again.forget()
    assert there.read_text().splitlines() == sorted(lines)
    assert kept() == []


@pytest.mark.parametrize("outcome", ["killed", "timed out", "no test"])
def test_with_nothing_changed_all_tests_have_to_pass(kept, monkeypatch, tmp_path, outcome):
    trials = [Trial(name, "unity.a", lambda name=name: name, [], bool) for name in "ab"]
    found = {"a": Verdict("survived", seconds={"test": 2.0}), "b": Verdict(outcome, "test_b")}
    monkeypatch.setattr(keeping, "verdicts", lambda trials, workers: [(t, found[t.about]) for t in trials])
    there = keeping.Kept(tmp_path / "_build" / "kept")
    assert [trial.seconds for trial in there.passing(trials[:1], 1)] == [{"test": 2.0}]
    with pytest.raises(SystemExit, match=f"b: with nothing changed, {outcome}: test_b"):
        there.passing(trials, 1)


def test_every_module_of_the_floors_is_tried_against_tests_that_are_there():
    modules = [module for floor in runs.floors() for module in floor]
    assert {"unity.estimators._door", "unity.fast.steps", "unity.network.quick", "unity.newton.search"} <= set(modules)
    for module in modules:
        assert runs.path_of(module).is_file()
        assert all(path.is_file() for stage in runs.trial_of(module).stages for path in stage)
    assert staged("unity.kindred.head") == [["test_kindred.py"], ["test_contract.py"]]
    first, *others = staged("unity.network.streams")
    assert first == ["test_streams.py"]
    assert {"test_network.py", "test_fast_training.py"} <= {*others[0]}
    assert {"test_network.py", "test_streams.py"} <= {*itertools.chain(*staged("unity.network.training")[:2])}
    assert staged("unity.geometry") == [["test_geometry.py"], ["test_geometry_additions.py"], ["test_contract.py"]]


def staged(module):
    return [[path.name for path in stage] for stage in runs.trial_of(module).stages]


def test_a_part_without_tests_is_said():
    with pytest.raises(SystemExit, match=r"unity\.nothing\.at_all: no tests, expected tests/test_nothing\.py"):
        runs.trial_of("unity.nothing.at_all")


@pytest.fixture
def survivor(path):
    return next(m for m in mutants(path) if m.change() == ("return x + by", "return x - by"))


@pytest.fixture
def run(monkeypatch, tmp_path, survivor):
    """main over one module of which one mutant of eleven survives, with the reasons of the test's choice."""
    tried = [*[(survivor, Verdict("killed", "tests/test_features.py::test_a"))] * 10, (survivor, Verdict("survived"))]
    monkeypatch.setattr(runs, "prepare", lambda: None)
    monkeypatch.setattr(runs, "outcomes", lambda chosen, *_: dict.fromkeys(chosen, tried))
    monkeypatch.setattr(runs, "REASONS", tmp_path / "mutants.yml")
    monkeypatch.setattr(runs, "KEPT", tmp_path / "kept")
    monkeypatch.setattr(runs, "TIMED", tmp_path / "timed")

    def main(*options, **entry):
        runs.REASONS.write_text(yaml.safe_dump({"unity.features": [entry]} if entry else {}))
        return runs.main(["unity.features", *options])

    return main


RIGHT = {"in": "shifted", "line": "return x + by", "becomes": ["return x * by", "return x - by"], "reason": "Alike."}


def test_a_survivor_needs_a_reason(run, capsys):
    assert run() == 1
    out = capsys.readouterr().out
    assert "no test fails: unity/features.py:12 in shifted: `return x + by` becomes `return x - by`" in out
    assert "| `unity.features` | 11 | 10 | 0 | 0 | 1 | 90.9 |" in out
    assert "floor 2" in out
    assert "floor 3" not in out


def test_a_reason_is_found_by_its_key(run, capsys):
    assert run(**RIGHT) == 0
    out = capsys.readouterr().out
    assert "`return x + by` becomes `return x - by`: Alike." in out
    assert "stale reason, of no survivor: unity.features | shifted | return x + by | return x * by" in out


def test_verdicts_are_kept_until_they_are_to_be_found_anew(run):
    runs.KEPT.write_text('["key", "rests", ["survived", "", false, {}]]\n')
    assert (run(**RIGHT), runs.KEPT.exists()) == (0, True)
    assert (run("--anew", **RIGHT), runs.KEPT.exists()) == (0, False)


@pytest.mark.parametrize("wrong", [{"in": "moved"}, {"line": "return by + x"}, {"becomes": ["return x / by"]}], ids=str)
def test_a_reason_for_something_else_does_not_count(run, wrong):
    assert run(**RIGHT | wrong) == 1


def test_every_reason_is_of_a_line_that_is_there():
    for module, function, line, becomes in runs.reasons():
        text = runs.path_of(module).read_text()
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]  # a line may become none
        assert line in lines, (module, function, line)
        assert becomes not in lines


KEY = ("unity.features", "shifted", "return x + by", "return x - by")


def test_a_module_and_a_floor_need_nine_tenths(survivor):
    killed, left = (survivor, Verdict("killed")), (survivor, Verdict("survived"))
    tried = [*[killed] * 8, (survivor, Verdict("timed out")), left]
    _, faults, _ = floors_page({"unity.features": tried}, {KEY: "Alike."})
    assert faults == []
    too_few = "82% of the mutants are killed, expected at least 90%".replace("82", "81.8")
    _, faults, _ = floors_page({"unity.features": [*tried, left]}, {KEY: "Alike."})
    assert faults == [f"`unity.features`: {too_few}", f"floor 2: {too_few}"]
    _, faults, _ = floors_page({"unity.features": [*tried, left], "unity.geometry": [killed] * 20}, {KEY: "Alike."})
    assert faults == [f"`unity.features`: {too_few}"]


def test_a_share_of_few_says_nothing_of_a_module(survivor):
    few = [(survivor, Verdict("killed")), (survivor, Verdict("survived"))]
    many = [(survivor, Verdict("killed"))] * 20
    assert floors_page({"unity.features": few, "unity.geometry": many}, {KEY: "Alike."})[1] == []


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
