"""A table as a program of spreadsheets or a gradebook writes it: read, and written in the same way."""

import codecs
import csv
import io
from dataclasses import dataclass

__all__ = ["Sheet", "read_sheet"]

SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Sheet:
    """The rows of a table, the first of which is its head, and how they are written."""

    rows: list[list[str]]
    separator: str
    line_end: str
    encoding: str

    def written(self, rows):
        """The bytes of a file with other rows, written in the way of this one."""
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.separator, lineterminator=self.line_end).writerows(rows)
        return text.getvalue().encode(self.encoding)

    def column(self, place):
        """The cells of a column below its head; empty where a row is shorter."""
        return [row[place].strip() if place < len(row) else "" for row in self.rows[1:]]


def read_sheet(content):
    """A table from the bytes of its file: in UTF-8, UTF-16 or what older Windows writes; with comma, semicolon or tab.

    Raises ValueError where there is none.

    >>> read_sheet(b"Name;Points\\r\\nAda;1,5\\r\\n").rows
    [['Name', 'Points'], ['Ada', '1,5']]
    """
    encoding = _encoding(content)
    text = content.decode(encoding)
    line_end = "\r\n" if "\r\n" in text else "\n"
    widths = {separator: _width(text, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=widths.get)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if not rows or not rows[0]:
        raise ValueError("the gradebook is empty")
    return Sheet(rows, separator, line_end, encoding)


def _width(text, separator):
    return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), ()))


def _encoding(content):
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "cp1252"
