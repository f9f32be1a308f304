"""Values that prose quotes, results that a long program left behind, and modules that not every reader has."""

import importlib.util
import json

from IPython.display import display

from unity.registry import courses

__all__ = ["available", "glue", "results"]


def glue(name, value):
    """Keep a value under a name, so that the prose of the same page can quote it: `` {glue:text}`name` ``.

    Floats are kept to four significant digits. The value is stored in the cell's output in the form that MyST-NB
    reads; nothing here needs MyST-NB, so the notebook runs anywhere.

    Raises TypeError where the value is neither a number, nor a string, nor an array with one entry.
    """
    if hasattr(value, "item"):
        if value.size != 1:
            raise TypeError(f"glue: {name} is an array of shape {tuple(value.shape)}, expected one number")
        value = value.item()
    if not isinstance(value, int | float | str):
        raise TypeError(f"glue: {name} is of type {type(value).__name__}, expected a number or a string")
    if isinstance(value, float):
        value = float(f"{value:.4g}")
    record = {"application/papermill.record/text/plain": repr(value)}
    scrapbook = {"name": name, "mime_prefix": "application/papermill.record/"}
    display(record, raw=True, metadata={"scrapbook": scrapbook})


def results(name):
    """What a long program measured and an installed course keeps: the dict of `name`.json in its folder of results.

    Raises FileNotFoundError, which names what there is, where nothing is kept under that name.

    >>> results("gradient")["inputs"]
    30
    """
    folders = [course.results for course in courses() if hasattr(course, "results")]
    kept = {path.stem: path for folder in folders for path in sorted(folder.glob("*.json"))}
    if name not in kept:
        raise FileNotFoundError(f"results: nothing is kept under {name!r}; there are {', '.join(kept) or 'none'}")
    return json.loads(kept[name].read_text(encoding="utf-8"))


def available(module, package):
    """Whether a module that not every reader has can be imported; where it cannot, say which package holds it.

    >>> available("numpy", "numpy")
    True
    >>> available("no_such_module", "no-such-package")
    Left out: no_such_module is not installed here (pip install no-such-package).
    False
    """
    if importlib.util.find_spec(module.partition(".")[0]) is not None:
        return True
    print(f"Left out: {module} is not installed here (pip install {package}).")
    return False
