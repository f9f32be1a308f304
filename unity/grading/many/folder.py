"""What was handed in: every notebook below a folder, and whose work it is."""

import errno
import os
import re
import stat
from pathlib import Path

from unity.grading.notebook import MOST_BYTES

__all__ = ["collect", "student_of"]


def student_of(path, pattern=None):
    """Whose work a file is: what `pattern` finds in its path, else the folder that it lies in, else its own name.

    >>> student_of("ada.ipynb"), student_of("ada/part-1.ipynb"), student_of("doe_4711_x.ipynb", r"_(\\d+)_")
    ('ada', 'ada', '4711')
    """
    path = Path(path)
    if pattern is not None:
        found = re.search(pattern, str(path))
        return (found and (found[1] if found.groups() else found[0])) or path.stem
    return path.parts[0] if len(path.parts) > 1 else path.stem


def collect(folder):
    """(path below the folder, bytes or None, why not) of every notebook in it: links and what cannot be read are said."""
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    for place, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".ipynb") and not name.startswith("."):
                path = Path(place) / name
                yield str(path.relative_to(folder)), *_content(path)
        for name in folders:
            if name.lower().endswith(".ipynb"):
                yield str((Path(place) / name).relative_to(folder)), None, "it is a folder"


def _content(path):
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())  # of what is open: the path may lead elsewhere by now
            if not stat.S_ISREG(status.st_mode):
                return None, "it is no regular file"
            if status.st_size > MOST_BYTES:
                return None, f"{status.st_size:,} bytes are too many, expected at most {MOST_BYTES:,}"
            return file.read(MOST_BYTES + 1), ""
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None, "it is a link"
        return None, f"it cannot be read: {error.strerror}"
