"""Values that the prose of a notebook quotes."""

from IPython.display import display

__all__ = ["glue"]


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
