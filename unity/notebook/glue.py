"""Values that the prose of a notebook quotes."""

from IPython.display import display

__all__ = ["glue"]

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
GROUPED = 10_000  # from here on thousands are set apart


def glue(name, value):
    """Keep a value under a name, so that the prose of the same page can quote it: `` {glue:text}`name` ``.

    Floats are kept to four significant digits, and a number is written as prose has it: −2.6, 34,140, 6.168 · 10⁻⁵. The
    value is stored in the cell's output in the form that MyST-NB reads; nothing here needs MyST-NB, so the notebook runs
    anywhere.

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
    record = {"application/papermill.record/text/plain": _written(value)}
    scrapbook = {"name": name, "mime_prefix": "application/papermill.record/"}
    display(record, raw=True, metadata={"scrapbook": scrapbook})


def _written(value):
    """A value as Python writes it where prose would write it so, too, and else as the string that prose has."""
    if isinstance(value, str):
        return repr(value)
    digits, _, power = repr(value).partition("e")
    if isinstance(value, int) and abs(value) >= GROUPED:
        digits = f"{value:,}"
    text = digits.replace("-", "\N{MINUS SIGN}") + (f" · 10{str(int(power)).translate(RAISED)}" if power else "")
    return repr(value) if text == repr(value) else repr(text)
