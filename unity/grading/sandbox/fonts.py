"""The list of fonts that Matplotlib makes where it finds none: once for a process, in a sandbox in which nobody's code runs."""

import contextlib
import re

from unity.grading.session import Killed, Session

__all__ = ["fonts"]

MAKE = """
import pathlib, matplotlib, matplotlib.font_manager, numpy
path, = pathlib.Path(matplotlib.get_cachedir()).glob("fontlist-*.json")
made = path.name, numpy.frombuffer(path.read_bytes(), numpy.uint8)
"""
MADE = []


def fonts(sandbox):
    """(the name of Matplotlib's file, its bytes); `("", b"")` where it makes none."""
    if not MADE:
        MADE.append(_made(sandbox))
    return MADE[0]


def _made(sandbox):
    with contextlib.closing(Session(sandbox)) as session, contextlib.suppress(Killed, KeyError, TypeError, ValueError):
        session.request({"do": "cell", "source": MAKE, "name": "fonts"}, sandbox.limits.start)
        answer = session.request(
            {"do": "look", "target": "made", "attribute": "", "keeps": False}, sandbox.limits.start
        )
        name, found = answer["value"]
        if re.fullmatch(r"fontlist-[\w.]+\.json", name):
            return name, found.tobytes()
    return "", b""
