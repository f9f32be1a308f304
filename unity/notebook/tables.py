"""Tables of computed values: HTML on a page, columns of text elsewhere."""

import html

__all__ = ["Table", "table"]


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

    Numbers are shown with four significant digits, True and False as yes and no.

    Raises ValueError where a heading is empty, which a screen reader reads as nothing, or a row has another length.

    >>> table(["layer", "form"], [["dense", -0.5], ["convolution", 1 / 3]])
    layer        form
    dense        -0.5
    convolution  0.3333
    """
    header, rows = list(header), [list(row) for row in rows]
    if not all(header):
        raise ValueError(f"table: the header {header} has an empty heading")
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"table: the row {row} has {len(row)} cells, the header has {len(header)}")
    return Table([_cell(cell) for cell in header], [[_cell(cell) for cell in row] for row in rows])


def _cell(value):
    """A value as it stands in a table."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
