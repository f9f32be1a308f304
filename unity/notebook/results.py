"""Results that a long program left behind, for a notebook that quotes them."""

import json

from unity.registry import courses

__all__ = ["results"]


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
