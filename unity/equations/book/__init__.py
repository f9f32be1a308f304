"""What the symbols of the book stand for: one table for all chapters, and an entry for each label that needs more.

`SYMBOLS` maps a symbol's key (`alpha` for \\alpha, `w_t`, `hat_y`, `p(k|x)`) to the function that computes it from other
symbols, to LaTeX, or to a number. `SHAPES` gives the axes of symbols that are drawn and that no parameter annotates.
`FUNCTIONS` are names that are calls where a bracket follows. A chapter's module holds its `ENTRIES` and, where mutants of
its equations mean the same, `ACCEPTED`: (label, the mutant's LaTeX) -> the reason.
"""

import importlib
import pkgutil

from unity.equations.book.symbols import FUNCTIONS, SHAPES, SYMBOLS

__all__ = ["ACCEPTED", "ENTRIES", "FUNCTIONS", "SHAPES", "SYMBOLS"]

ENTRIES = {}
ACCEPTED = {}
for _chapter in pkgutil.iter_modules(__path__):
    if _chapter.name.startswith("chapter_") or _chapter.name == "errata":
        _module = importlib.import_module(f"{__name__}.{_chapter.name}")
        _entries = _module.ENTRIES
        ACCEPTED.update(getattr(_module, "ACCEPTED", {}))
        if _twice := ENTRIES.keys() & _entries.keys():
            raise ValueError(f"{_chapter.name}: {sorted(_twice)} have an entry in another chapter")
        ENTRIES.update(_entries)
