"""Change the library by one operator, number or keyword at a time, see that a test fails, and write tests/mutants.md.

cosmic-ray says what can be changed. A change that no test notices needs a reason in tests/mutants.yml. And for each id
of book/derivations.yml, some change of each function that it names must make a test fail that is marked with the id.
Verdicts stay in tests/mutants.jsonl: later runs find anew only what rests on a file that has changed since.
"""

import argparse
import datetime
import inspect
import itertools
import pkgutil
import sys
from collections import Counter
from dataclasses import replace

import yaml
from tqdm import tqdm

from scripts import coverage
from scripts.changes import NEGATE, mutants, sample, shuffled
from scripts.kept import Kept
from scripts.trials import CONTRACT, FORK, ROOT, Trial, path_of, prepare

SEED, SHARE, FEWEST, LEAST_KILLED = 20261121, 0.04, 15, 0.9
ENOUGH = 10
"""Of so many mutants a share says something."""
REPORT = ROOT / "tests" / "mutants.md"
REASONS = ROOT / "tests" / "mutants.yml"
KEPT = ROOT / "tests" / "mutants.jsonl"
TIMED = ROOT / "_build" / "mutants-timed.jsonl"
"""What tests take with nothing changed, on this machine."""
ELSEWHERE = {"loops": ["logistic"], "network": ["fast_training", "streams"]}
"""The test files of a part that are not called after it."""


# Every floor


def floors():
    """The modules of each floor, as the plan of the house has them: of a package those behind its face."""
    from scripts.house import FLOORS

    return [[module for name in sorted(names) for module in modules_of(name)] for names in FLOORS]


def modules_of(name):
    """A module of unity by its full name, or those of a package that hold what its face hands on."""
    behind = sorted((ROOT / "unity" / name).glob("*.py"))
    return [f"unity.{name}.{path.stem}" for path in behind if path.stem != "__init__"] or [f"unity.{name}"]


def trial_of(module):
    """A module against its own test file, where that passes against its package's, where they pass against the contract."""
    stem = module.split(".")[1]
    mirror = [*ROOT.glob(f"tests/test_{stem}.py"), *sorted(ROOT.glob(f"tests/test_{stem}_*.py"))]
    mirror += [ROOT / "tests" / f"test_{name}.py" for name in ELSEWHERE.get(stem, ())]
    if not mirror:
        sys.exit(f"{module}: no tests, expected tests/test_{stem}.py")

    def wanted(item):
        parts = getattr(getattr(item, "callspec", None), "id", "").split("-")
        return item.path != CONTRACT or parts == [""] or any(part.split(".")[0] == stem for part in parts)

    own = [path for path in mirror if path.stem.endswith(f"_{module.split('.')[-1]}")]
    stages = [own, [path for path in mirror if path not in own], [CONTRACT]]
    return Trial(module, module, path_of(module).read_text, [stage for stage in stages if stage], wanted, stem)


def outcomes(chosen, kept, timed, workers):
    """[(mutant, verdict)] of each module; SystemExit where a module that cannot be imported passes its tests."""
    parts = {trial.among: trial for trial in map(trial_of, chosen)}
    seconds = {trial.among: trial.seconds for trial in timed.passing(list(parts.values()), workers)}
    known = {trial.module: replace(trial, seconds=seconds[trial.among]) for trial in map(trial_of, chosen)}
    broken = [replace(trial, source=lambda: "raise RuntimeError") for trial in known.values()]
    for trial, verdict in kept.verdicts(broken, workers):
        if verdict.outcome != "killed":
            sys.exit(f"{trial.module}: its tests pass although it cannot be imported")
    trials = [replace(known[m], about=mutant, source=mutant.source) for m, found in chosen.items() for mutant in found]
    found = {module: [] for module in chosen}
    for trial, verdict in tqdm(kept.verdicts(trials, workers), total=len(trials), unit="mutant", disable=None):
        if verdict.outcome != "no code":
            found[trial.module].append((trial.about, verdict))
    return found


# Every mark


def bodies(name):
    """(module, qualified name) of what computes under a name: a function, a class with its bases, an object's class."""
    named = inspect.unwrap(pkgutil.resolve_name(name))
    if inspect.isfunction(named):
        return [(named.__module__, named.__qualname__)]
    kinds = (named if inspect.isclass(named) else type(named)).__mro__
    return [(kind.__module__, kind.__qualname__) for kind in kinds if kind.__module__.startswith("unity.")]


def candidates(parts, listed, seed):
    """The mutants in the bodies of functions and methods, in seeded order, then the negations: [(module, mutant)]."""
    found = []
    for module, function in parts:
        if module not in listed:
            listed[module] = mutants(path_of(module)), mutants(path_of(module), NEGATE)
        for some in listed[module]:
            inside = [m for m in some if m.in_body and f"{m.function}.".startswith(f"{function}.")]
            found += [(module, mutant) for mutant in shuffled(inside, seed)]
    return found


def marked(name, tests):
    """The tests that are marked with an id, wherever they stand, with nothing changed."""
    module, paths = "unity.shapes.calls", sorted({ROOT / test.split("::")[0] for test in tests})

    def wanted(item):
        return any(name in mark.args for mark in item.iter_markers("derivation"))

    return Trial(name, module, path_of(module).read_text, [paths] if paths else [], wanted, name)


def guards(ids, kept, timed, workers):
    """{(id, function): (mutant, test) or None}: the first mutant of the function that a test marked with the id kills."""
    derivations, tests, listed = coverage.derivations(ROOT), coverage.tests(ROOT), {}
    pairs = [(name, function) for name in ids for function in derivations[name].get("functions", ())]
    unchanged = [marked(name, tests.get(name, ())) for name in ids]
    known = {trial.about: trial for trial in timed.passing(unchanged, workers)}
    with FORK.Pool(1) as pool:  # what imports unity must not be the parent of a trial
        parts = pool.map(bodies, [function for _, function in pairs])
    left = {pair: candidates(part, listed, SEED) for pair, part in zip(pairs, parts)}
    found = dict.fromkeys(pairs)
    while left := {pair: rest for pair, rest in left.items() if rest and not found[pair]}:
        trials = []
        for pair, rest in left.items():
            module, mutant = rest.pop(0)
            trials.append(replace(known[pair[0]], about=(pair, mutant), module=module, source=mutant.source))
        for trial, verdict in kept.verdicts(trials, workers):
            pair, mutant = trial.about
            if verdict.asserted:
                found[pair] = mutant, verdict.failed
    return found


# What is written down


def reasons():
    """Why a survivor stays, by (module, function, line, changed line)."""
    return {
        (module, entry["in"], entry["line"], becomes): entry["reason"]
        for module, entries in (yaml.safe_load(REASONS.read_text()) or {}).items()
        for entry in entries
        for becomes in entry["becomes"]
    }


def row(name, tried):
    """A row of the table, and the share that was killed."""
    outcome = Counter(verdict.outcome for _, verdict in tried)
    contract = sum(verdict.failed.startswith(f"tests/{CONTRACT.name}") for _, verdict in tried)
    share = 1 - outcome["survived"] / max(1, len(tried))
    cells = len(tried), outcome["killed"], contract, outcome["timed out"], outcome["survived"], f"{100 * share:.1f}"
    return f"| {name} | {' | '.join(map(str, cells))} |", share


def floors_page(found, told):
    """The table and the list of survivors, and what is wrong with them."""
    lines = [
        "| | mutants | killed | of these by the contract | timed out | survived | % |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    survivors, faults = ["", "## What no test notices, and why it stays", ""], []
    for number, modules in enumerate(floors()):
        counted = {f"`{module}`": found[module] for module in modules if module in found}
        if counted:
            counted[f"floor {number}"] = list(itertools.chain(*counted.values()))
        for name, tried in counted.items():
            line, share = row(name, tried)
            lines.append(line)
            if share < LEAST_KILLED and len(tried) >= ENOUGH:
                faults.append(f"{name}: {share:.1%} of the mutants are killed, expected at least {LEAST_KILLED:.0%}")
    lines.append(row("**all**", list(itertools.chain(*found.values())))[0])
    left = set(told)
    for module, tried in found.items():
        for mutant in sorted((m for m, v in tried if v.outcome == "survived"), key=lambda m: m.line):
            was, becomes = mutant.change()
            key = module, mutant.function, was, becomes
            left.discard(key)
            place = f"{'/'.join(module.split('.'))}.py:{mutant.line} in {mutant.function or 'the module'}: `{was}` becomes `{becomes}`"
            survivors.append(f"* {place}: {told.get(key, 'NO REASON')}")
            if key not in told:
                faults.append(f"no test fails: {place}; write one, or a reason into tests/{REASONS.name}")
    stale = [f"stale reason, of no survivor: {' | '.join(key)}" for key in sorted(left) if key[0] in found]
    return [*lines, *survivors], faults, stale


def marks_page(found):
    """A table of what guards each id, and the ids that nothing guards."""
    lines = ["| id | function | a change of it | a marked test that fails |", "|---|---|---|---|"]
    for (name, function), (mutant, test) in ((pair, guard) for pair, guard in found.items() if guard):
        was, becomes = (line.replace("|", "\\|") for line in mutant.change())
        lines.append(f"| {name} | `{function}` | line {mutant.line}: `{was}` becomes `{becomes}` | `{test}` |")
    unseen = [pair for pair, guard in found.items() if not guard]
    return lines, [f"{name}: no change of {f} makes a test fail that is marked with {name}" for name, f in unseen]


HEADER = """# Mutants

Written by `make mutants`. cosmic-ray changes one operator, number or keyword of the library at a time; the change is
killed where a test fails, or does not end. A module stands against the test files of its part of the library,
`tests/test_<part>*.py`, its own first, and where they pass against that part of `tests/test_contract.py`; JAX, CuPy and the
examples in docstrings are left out.
Annotations and docstrings are not changed.

Of each module {share:.0%} of the changes were tried, and {fewest} where these are fewer; nine of ten had to be killed in
every module of which {enough} were. {date}, seed {seed}: {tried} of {listed} changes.
"""
MARKS = """
## The marks are no decoration

For each id of `book/derivations.yml` and each function that it names: the first change of the function's body, in
seeded order, by which an assertion fails in a test that is marked with the id. No other test ran.
"""


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only these modules (unity.newton) or ids (D06), and no report")
    parser.add_argument("-j", dest="workers", type=int, default=2, help="children at a time")
    parser.add_argument("--anew", action="store_true", help="forget the verdicts of earlier runs that still hold")
    given = parser.parse_args(arguments)
    prepare()
    if given.anew:
        KEPT.unlink(missing_ok=True)
    kept, timed = Kept(KEPT), Kept(TIMED)
    ids = [name for name, entry in coverage.derivations(ROOT).items() if entry.get("functions")]
    modules = [module for floor in floors() for module in floor]
    if given.names:
        ids, modules = ([name for name in names if name in given.names] for names in (ids, modules))
    listed = {module: mutants(path_of(module)) for module in modules}
    marks, unguarded = marks_page(guards(ids, kept, timed, given.workers))
    chosen = {module: sample(found, SHARE, FEWEST, SEED) for module, found in listed.items()}
    found = outcomes(chosen, kept, timed, given.workers)
    table, faults, stale = floors_page(found, reasons())
    counts = {"tried": sum(map(len, found.values())), "listed": sum(map(len, listed.values()))}
    choice = {"seed": SEED, "share": SHARE, "fewest": FEWEST, "enough": ENOUGH}
    page = [HEADER.format(date=datetime.date.today(), **choice, **counts), *table, MARKS, *marks, ""]
    if not given.names:
        REPORT.write_text("\n".join(page))
        kept.forget()
    print(*(page if given.names else table), *stale, *unguarded, *faults, sep="\n")
    return 1 if faults or unguarded else 0


if __name__ == "__main__":
    sys.exit(main())
