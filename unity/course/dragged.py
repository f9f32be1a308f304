"""The scenes of the figures that are dragged: scripts, each beside the modules of its chapter."""

from importlib.resources import files

__all__ = ["scene"]


def scene(name):
    """The script of a scene. Raises FileNotFoundError where there is none of this name.

    >>> scene("chapter_02/boundary").splitlines()[0]
    '// A boundary, its normal w and a point x, for chapter 2: which side, and how far?'
    """
    return files("unity.course").joinpath(f"{name}.js").read_text(encoding="utf-8")
