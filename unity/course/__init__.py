"""What belongs to this course alone, chapter by chapter.

A folder `chapter_NN` holds what the lecture NN needs: `figures`, the `questions` of its exercises with their usual
mistakes, the answers that are `typed`, the `derivations` that they ask, the `equations` that are proved, or of which a
spoilt one means the same, and the props of its lesson. Where figures are about several things, they are a folder of
modules. What several chapters share stands beside them: the `style` of the figures, the formulas of pages that are only
`spoken`, and the `reasons` for it. A lesson that several chapters draw on is a module of its own, as `convolving` is,
and so is a kind of question for assignments that is neither the grader's nor the equations' alone, as `derived` is.
`released` holds the assignments as they are handed out, `results` what a long program measured and a page quotes.

The engines find all of it through `unity.registry`: a new chapter is a new folder.
"""

import importlib
import re
from pathlib import Path

__all__ = ["derivations", "equations", "kinds", "questions", "released", "results", "typed"]

HERE = Path(__file__).parent

released = HERE / "released"
results = HERE / "results"


def modules(part):
    """The module called `part` of each chapter that has one; where it is a package, the modules in it.

    >>> [module.__name__ for module in modules("equations")][:2]
    ['unity.course.chapter_00.equations', 'unity.course.chapter_01.equations']
    """
    found = [*HERE.glob(f"chapter_*/{part}.py"), *HERE.glob(f"chapter_*/{part}/[!_]*.py")]
    names = sorted(".".join(path.relative_to(HERE).with_suffix("").parts) for path in found)
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def questions():
    """The exercises of all chapters.

    >>> questions()[0].name
    '01-columns'
    """
    return tuple(exercise for module in modules("questions") for exercise in module.EXERCISES)


def typed():
    """What the exercises of all chapters ask to be typed: the page has a box for each."""
    return tuple(each for module in modules("typed") for each in module.TYPED)


def derivations():
    """What the exercises of all chapters ask to be derived."""
    return tuple(derivation for module in modules("derivations") for derivation in module.DERIVATIONS)


def kinds():
    """The course's own kind of question: a derivation."""
    from unity.course.derived import Derived

    return (Derived,)


def _lecture(module):
    """The glob of the lecture that a chapter's module is about."""
    return f"lectures/{re.search('chapter_([0-9]+)', module.__name__)[1]}-*"


def equations():
    """What this book says of formulas that are not simply run, and of mutants that mean the same."""
    from unity.course.spoken import SPOKEN
    from unity.equations import Book

    own = modules("equations")
    return Book(
        entries=[getattr(module, "ENTRIES", {}) for module in own],
        accepted=[getattr(module, "ACCEPTED", {}) for module in own],
        spoken=SPOKEN | {_lecture(module): module.SPOKEN for module in own if hasattr(module, "SPOKEN")},
        sources={
            "*Harmony in Complexity*": "chen",
            "*Logistic Regression & Neural Networks*": "saremi",
            "*Deep Learning: Logistic Regression Classifier*": "safayani",
        },
    )
