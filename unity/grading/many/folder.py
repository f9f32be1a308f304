"""What was handed in: every file below a folder, whose work it is, and of what is no notebook why it is left out."""

import datetime
import errno
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from unity.grading.notebook import MOST_BYTES

__all__ = ["HandedIn", "collect", "content_of", "hash_of", "name_of", "student_of"]

NOTEBOOK = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)  # browsers save some as the text that they are
MOODLE = re.compile(r"^(?P<name>.*)_(?P<student>\d+)_assignsubmission_[a-z]+$")
CANVAS = re.compile(r"^(?P<name>.*?)(?:_LATE)?_(?P<student>\d+)_\d+_")
ENDINGS = {".zip": "it is an archive: unpack it", ".py": "it is a program, and no notebook"}


@dataclass(frozen=True)
class HandedIn:
    """A file that was handed in: its path below the folder, when it was written, and where it is left out, why."""

    file: str
    path: Path
    left_out: str = ""
    submitted: str | None = None


def student_of(path, pattern=None):
    """Whose work a file is: what `pattern` finds in its path, else the folder that it lies in, else its own name.

    A folder as Moodle names it, `Ada Lovelace_4711_assignsubmission_file`, gives the number of the participant. The pattern
    `"canvas"` takes the student's number from a file's name as Canvas gives it: name, LATE perhaps, two numbers, and the name.

    >>> student_of("ada.ipynb"), student_of("ada/part-1.ipynb"), student_of("doe_4711_x.ipynb", r"_(\\d+)_")
    ('ada', 'ada', '4711')
    >>> student_of("Ada Lovelace_4711_assignsubmission_file/area.ipynb"), student_of("smith-2_LATE_12_98_a.ipynb", "canvas")
    ('4711', '12')
    """
    path = Path(path)
    own = NOTEBOOK.sub("", path.name) if NOTEBOOK.search(path.name) else path.stem
    if pattern == "canvas":
        found = CANVAS.search(path.name)
        return found["student"] if found else own
    if pattern is not None:
        found = re.search(pattern, str(path))
        return (found and (found[1] if found.groups() else found[0])) or own
    first = path.parts[0] if len(path.parts) > 1 else own
    found = MOODLE.match(first)
    return found["student"] if found else first


def name_of(path):
    """The name of the student in the path of a file, where a folder of Moodle's gives it; else an empty one.

    >>> name_of("Ada Lovelace_4711_assignsubmission_file/area.ipynb"), name_of("ada.ipynb")
    ('Ada Lovelace', '')
    """
    found = MOODLE.match(Path(path).parts[0])
    return found["name"] if found else ""


def collect(folder):
    """Every file below a folder: notebooks, which are read when their turn comes, and what is left out, with the reason.

    A hidden folder and one that is a link are one entry each; nobody looks into them.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    closed = []
    for place, folders, files in os.walk(folder, onerror=closed.append, followlinks=False):
        folders.sort()
        within = []
        for name in folders:
            path = Path(place) / name
            if why := _left_out_folder(path):
                yield HandedIn(str(path.relative_to(folder)), path, why)
            else:
                within.append(name)
        folders[:] = within
        for name in sorted(files):
            path = Path(place) / name
            yield HandedIn(str(path.relative_to(folder)), path, _left_out(path), _written(path))
    for error in closed:
        path = Path(error.filename)
        yield HandedIn(str(path.relative_to(folder)), path, f"it is a folder that cannot be opened: {error.strerror}")


def _left_out_folder(path):
    if path.name.startswith("."):
        number = sum(len(files) for _, _, files in os.walk(path))
        return f"it is a hidden folder, with {number} {'file' if number == 1 else 'files'}"
    if path.is_symlink():
        return "it is a link to a folder"
    return "it is a folder, and no notebook" if NOTEBOOK.search(path.name) and not any(path.iterdir()) else ""


def _left_out(path):
    if path.name.startswith("."):
        return "its name is hidden: it begins with a dot"
    if NOTEBOOK.search(path.name):
        return ""
    return ENDINGS.get(path.suffix.lower(), "it is no notebook (.ipynb)")


def _written(path):
    try:
        seconds = path.lstat().st_mtime
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
    except (OSError, OverflowError, ValueError):
        return None


def content_of(path):
    """(the bytes of a file, None) or (None, why it cannot be read): links are not followed, and nothing is waited for."""
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


def hash_of(path):
    """The hash by which a file's record calls it; that of no bytes where it cannot be read."""
    return hashlib.sha256(content_of(path)[0] or b"").hexdigest()
