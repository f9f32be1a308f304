"""An assignment that travels: its folder as bytes, and the same assignment made of them wherever they arrive."""

import contextlib
import hashlib
import importlib.util
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from unity.grading.exercise import Assignment
from unity.grading.notebook import release
from unity.grading.notebook.loading import nbformat

__all__ = ["Bundle"]

MOST_FILES = 64 * 2**20


@dataclass(frozen=True)
class Bundle:
    """An assignment as bytes, which travel to other processes and machines: its tests, its notebook, a class's secret.

    `files` (path, bytes) are those of its folder files: data and modules that tests and answers read, beside the notebook.
    """

    name: str
    tests: bytes
    notebook: bytes
    secret: bytes = b""
    files: tuple[tuple[str, bytes], ...] = ()

    @classmethod
    def read(cls, folder, secret=None):
        """From a folder with tests.py and one notebook. Raises FileNotFoundError and ValueError, saying what is missing."""
        folder = Path(folder).resolve()
        tests, notebooks = folder / "tests.py", sorted(folder.glob("*.ipynb"))
        if not tests.is_file():
            raise FileNotFoundError(
                f"{folder} has no tests.py: an assignment is a folder with tests.py and one notebook"
            )
        if len(notebooks) != 1:
            raise ValueError(f"{folder} has {len(notebooks)} notebooks, expected one")
        return cls(
            folder.name,
            tests.read_bytes(),
            notebooks[0].read_bytes(),
            Path(secret).read_bytes() if secret else b"",
            _files(folder / "files"),
        )

    @property
    def hash(self):
        """Twelve digits that change when anything that decides a mark changes."""
        total = hashlib.sha256()
        files = [part for name, content in self.files for part in (name.encode(), content)]
        for part in (self.name.encode(), self.tests, self.notebook, self.secret, *files):
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()[:12]

    def assignment(self):
        """The assignment that tests.py holds as ASSIGNMENT, with the class's secret. Raises ValueError where it holds none.

        While tests.py runs, the folder `files` lies beside it, and what it imports may be a module there.
        """
        with tempfile.TemporaryDirectory(prefix="unity-grade-") as folder:
            path = Path(folder) / "tests.py"
            path.write_bytes(self.tests)
            for name, content in self.files:
                place = Path(folder) / "files" / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            spec = importlib.util.spec_from_file_location(f"unity_grade_tests_{self.hash}", path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            with _importing(f"{folder}/files"), self._in_a_sentence(path):
                spec.loader.exec_module(module)
        assignment = getattr(module, "ASSIGNMENT", None)
        if not isinstance(assignment, Assignment):
            raise ValueError(f"{self.name}/tests.py holds no ASSIGNMENT of the type unity.grading.Assignment")
        if assignment.name != self.name:
            raise ValueError(f"{self.name}/tests.py calls its assignment {assignment.name!r}, expected {self.name!r}")
        if self.secret:
            import yaml

            try:
                secret = yaml.safe_load(self.secret)
            except yaml.YAMLError as error:
                raise ValueError(f"secret: it is no YAML: {error}") from error
            assignment = assignment.with_secret(secret)
        return assignment

    @contextlib.contextmanager
    def _in_a_sentence(self, path):
        """An error of tests.py becomes a ValueError that says its line, not ours."""
        try:
            yield
        except SyntaxError as error:
            raise ValueError(f"{self.name}/tests.py, line {error.lineno}: {error.msg}") from error
        except Exception as error:
            own = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
            kind = "" if type(error) is ValueError else f"{type(error).__name__}: "
            raise ValueError(f"{self.name}/tests.py, line {own[-1] if own else '?'}: {kind}{error}") from error

    def released(self):
        """(the learner's notebook, the visible checks). Raises Leak."""
        return release(nbformat().reads(self.notebook.decode("utf-8"), as_version=4), self.assignment())


def _files(folder):
    """What lies in a folder, in the order of the paths. Raises ValueError for more than a bundle should carry."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    if (total := sum(path.stat().st_size for path in paths)) > MOST_FILES:
        raise ValueError(f"{folder} holds {total:,} bytes, expected at most {MOST_FILES:,}")
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)


@contextlib.contextmanager
def _importing(folder):
    """Modules of a folder can be imported; none of them stays known by its name, which another folder may have, too."""
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            if str(getattr(sys.modules[name], "__file__", None) or "").startswith(folder):
                del sys.modules[name]
