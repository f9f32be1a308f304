"""An assignment that travels: its folder as bytes, and the same assignment made of them wherever they arrive."""

import hashlib
import importlib.util
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
import yaml

from unity.grading.exercise import Assignment
from unity.grading.notebook import release

__all__ = ["Bundle"]


@dataclass(frozen=True)
class Bundle:
    """An assignment as bytes, which travel to other processes and machines: its tests, its notebook, a class's secret."""

    name: str
    tests: bytes
    notebook: bytes
    secret: bytes = b""

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
        )

    @property
    def hash(self):
        """Twelve digits that change when anything that decides a mark changes."""
        total = hashlib.sha256()
        for part in (self.name.encode(), self.tests, self.notebook, self.secret):
            total.update(len(part).to_bytes(8, "big") + part)
        return total.hexdigest()[:12]

    def assignment(self):
        """The assignment that tests.py holds as ASSIGNMENT, with the class's secret. Raises ValueError where it holds none."""
        with tempfile.TemporaryDirectory(prefix="unity-grade-") as folder:
            path = Path(folder) / "tests.py"
            path.write_bytes(self.tests)
            spec = importlib.util.spec_from_file_location(f"unity_grade_tests_{self.hash}", path)
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module
            spec.loader.exec_module(module)
        assignment = getattr(module, "ASSIGNMENT", None)
        if not isinstance(assignment, Assignment):
            raise ValueError(f"{self.name}/tests.py holds no ASSIGNMENT of the type unity.grading.Assignment")
        if assignment.name != self.name:
            raise ValueError(f"{self.name}/tests.py calls its assignment {assignment.name!r}, expected {self.name!r}")
        if self.secret:
            try:
                secret = yaml.safe_load(self.secret)
            except yaml.YAMLError as error:
                raise ValueError(f"secret: it is no YAML: {error}") from error
            assignment = assignment.with_secret(secret)
        return assignment

    def released(self):
        """(the learner's notebook, the visible checks). Raises Leak."""
        return release(nbformat.reads(self.notebook.decode("utf-8"), as_version=4), self.assignment())
