"""Write an array so that a reader takes it in: a few digits, a row a line; of what is too large, its shape and its norm."""

import numpy as np

__all__ = ["fits", "told"]

ROWS, COLUMNS = 5, 3  # that a reader compares at a glance
DIGITS = 3


def fits(value):
    """Whether an array can be shown number by number.

    >>> [fits(np.ones(shape)) for shape in ((), (3,), (5, 3), (2, 4), (1, 2, 2))]
    [True, True, True, False, False]
    """
    rows, columns = value.shape if value.ndim == 2 else (1, value.size)
    return value.ndim <= 2 and rows <= ROWS and columns <= COLUMNS


def told(value):
    """An array as lines of equal length, with three digits of its largest number; of a large one its shape and norm.

    >>> print(told(np.array([[1.0, -12.345], [0.5, 3.0]])))
      1.0  −12.3
      0.5    3.0
    >>> told(np.array(7.0)), told(np.array([[0.00000123]])), told(np.ones((3, 12)))
    ('7', '1.23e−6', '(3, 12), norm 6')
    """
    if not fits(value):
        return f"({', '.join(map(str, value.shape))}), norm {_written(np.linalg.norm(value.ravel()))}"
    rows = value.reshape(1, -1) if value.ndim < 2 else value
    write = _together(rows)
    cells = [[write(number) for number in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells)]
    width = max(widths) if rows.shape[1] > 1 or len(rows) > 1 else 0
    return "\n".join("  ".join(cell.rjust(width) for cell in row) for row in cells)


def _together(rows):
    """How the numbers of an array are written, all with as many digits behind the point."""
    largest = np.abs(rows).max(initial=0.0)
    if rows.size == 1 or not np.isfinite(rows).all() or not 1e-3 <= largest < 1e5:
        return _written
    if np.array_equal(rows, np.round(rows)):
        return lambda number: _sign(f"{number + 0.0:.0f}")
    behind = max(0, DIGITS - 1 - int(np.floor(np.log10(largest))))
    return lambda number: _sign(f"{round(number, behind) + 0.0:.{behind}f}")


def _written(number):
    """One number with three digits."""
    mantissa, _, exponent = f"{number:.{DIGITS}g}".partition("e")
    return _sign(f"{mantissa}e{int(exponent)}" if exponent else mantissa)


def _sign(text):
    return text.replace("-", "−")
