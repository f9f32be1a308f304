"""Forbidden is the idea, not one name: no function of the library that is left is by itself an answer to a question.

Every public function is tried, and every method of a layer, a product or a family, with every order of the arguments of
a question's first case; what it gives counts as a whole and part by part.
"""

import contextlib
import inspect
import pkgutil
import warnings

import numpy as np
import pytest
from answers import briefly, given, orders
from assignments import FOLDERS

import unity
from unity import families, layers, trilinear
from unity.grading import CALL
from unity.grading.exercise import called, prepare
from unity.grading.grade import Bundle
from unity.grading.judge import agrees

ASSIGNMENTS = {folder.name: Bundle.read(folder).assignment() for folder in FOLDERS}
QUESTIONS = [(a, q) for a in ASSIGNMENTS.values() for q in a.questions if q.kind == CALL]
LEFT_OUT = {
    "grading",
    "course",
    "notebook",
    "equations",
    "fast",
    "extras",
    "registry",
    "shapes",
    "saving",
    "datasets",
    "estimators",
    "newton",
}
WHOLE = {"fit", "train", "checked"}  # what runs long, or is no mathematics
MOST_ARGUMENTS = 5


def functions():
    """name -> a public function of the mathematics, or a method of an object of it."""
    found = {}
    for info in pkgutil.walk_packages(unity.__path__, "unity."):
        if info.name.split(".")[1] in LEFT_OUT or any(part.startswith("_") for part in info.name.split(".")):
            continue
        module = pkgutil.resolve_name(info.name)
        for name in getattr(module, "__all__", ()):
            thing = getattr(module, name)
            if inspect.isfunction(thing) and name not in WHOLE:
                found.setdefault(f"{inspect.unwrap(thing).__module__}.{name}", thing)
    for maker, thing in {
        "unity.trilinear.Dense()": trilinear.Dense(),
        "unity.trilinear.Convolution(2)": trilinear.Convolution(2),
        "unity.trilinear.Convolution(3)": trilinear.Convolution(3),
        "unity.layers.Flatten()": layers.Flatten(),
        "unity.layers.MaxPool(2)": layers.MaxPool(2),
        "unity.layers.MeanPool(2)": layers.MeanPool(2),
        "unity.layers.dense(2)": layers.dense(2),
        "unity.families.BERNOULLI": families.BERNOULLI,
        "unity.families.CATEGORICAL": families.CATEGORICAL,
        "unity.families.GAUSSIAN": families.GAUSSIAN,
    }.items():
        for name in dir(thing):
            if not name.startswith("_") and callable(getattr(thing, name)):
                found[f"{maker}.{name}"] = getattr(thing, name)
    return found


FUNCTIONS = functions()


def forbidden(name, forbids):
    """Whether a name, or the class whose method it is, is forbidden."""
    module, _, own = name.replace("()", "").replace("(2)", "").replace("(3)", "").rpartition(".")
    for other in forbids:
        member = inspect.unwrap(pkgutil.resolve_name(other))
        real = f"{member.__module__}.{member.__qualname__}"
        kind = real.split(".")[-2] if "." in real else ""
        if name == real or (
            real.endswith(f".{kind}.{own}")
            and module.split(".")[-1] in (kind, "Dense", "Convolution")
            and kind[:1].isupper()
        ):
            return True
    return False


def twins(question, forbids):
    """The functions that give what is expected on the first case."""
    test = next((t for t in question.tests if not t.hidden), question.tests[0])
    case = prepare(question, test)[0]
    if any(callable(a) or not isinstance(a, np.ndarray | float | int) for a in called(case.arguments)):
        return
    places = orders(len(case.arguments))
    if len(case.arguments) > MOST_ARGUMENTS:
        places = [tuple(range(len(case.arguments)))]
    for name, function in FUNCTIONS.items():
        if forbidden(name, forbids):
            continue
        for order in places:
            arguments = called(case.arguments)
            with contextlib.suppress(Exception), briefly():
                if any(
                    agrees(value, case.expected, question.tolerance)
                    for value in given(function(*(arguments[i] for i in order)))
                ):
                    yield f"{name}{order}"
                    break


@pytest.mark.parametrize(("assignment", "question"), QUESTIONS, ids=[q.name for _, q in QUESTIONS])
def test_no_function_is_an_answer_by_itself(assignment, question):
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        found = set(twins(question, assignment.forbids))
    assert not found, f"forbid them: {sorted(found)}"


def test_a_twin_would_be_found():
    head = next(q for _, q in QUESTIONS if q.name == "attention")
    assert any("kindred" in name for name in twins(head, ()))
