"""Tables of computed values: HTML on a page, columns of text elsewhere."""

import html
import math

__all__ = ["Table", "table"]

MINUS = "\N{MINUS SIGN}"


class Table:
    """A table that a notebook shows: HTML on a page, columns of text elsewhere."""

    def __init__(self, header, rows):
        self.header, self.rows = header, rows

    def __repr__(self):
        lines = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)

    def _repr_html_(self):
        def line(cells, kind):
            first, *others = (html.escape(cell, quote=False) for cell in cells)
            return f"<tr><th>{first}</th>{''.join(f'<{kind}>{cell}</{kind}>' for cell in others)}</tr>"

        body = "".join(line(row, "td") for row in self.rows)
        return f'<table class="dataframe"><thead>{line(self.header, "th")}</thead><tbody>{body}</tbody></table>'


def table(header, rows):
    """A table of computed values: a row of headings, then rows that each begin with their name.

    The largest number of a column is shown with four significant digits at most, and the others with as many decimals;
    True and False are yes and no.

    Raises ValueError where a heading is empty, which a screen reader reads as nothing, or a row has another length.

    >>> table(["layer", "form"], [["dense", 0.5], ["convolution", 1 / 3]])
    layer        form
    dense        0.5000
    convolution  0.3333
    """
    header, rows = list(header), [list(row) for row in rows]
    if not all(header):
        raise ValueError(f"table: the header {header} has an empty heading")
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"table: the row {row} has {len(row)} cells, the header has {len(header)}")
    columns = [_column([cell.item() if hasattr(cell, "item") else cell for cell in column]) for column in zip(*rows)]
    return Table([str(cell) for cell in header], [list(row) for row in zip(*columns)])


def _column(values):
    """The values of a column as they stand in a table."""
    numbers = [value for value in values if isinstance(value, float) and math.isfinite(value)]
    most = max(map(abs, numbers), default=0)
    decimals = max(0, 3 - math.floor(math.log10(most))) if most else 0
    shown = [f"{number:.{decimals}f}".rstrip("0") for number in numbers if decimals]
    decimals = max((len(text.partition(".")[2]) for text in shown), default=0)
    return [_cell(value, decimals) for value in values]


def _cell(value, decimals):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", MINUS)
    return str(value).replace("-", MINUS) if isinstance(value, int) else str(value)
