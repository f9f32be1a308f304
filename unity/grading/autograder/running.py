"""What runs in a Gradescope container, as root: it grades the one submission, whose code runs as another user."""

import functools
import json
import os
import sys
from pathlib import Path

from unity.grading.export import gradescope
from unity.grading.grade import Bundle, Grader
from unity.grading.sandbox import NoSandbox
from unity.grading.sandbox.library import UNITY
from unity.grading.sandbox.other_user import OtherUser

__all__ = ["main"]

BY_HAND = "A person marks {}; the points here are of the rest."


def main(root):
    """Write results/results.json, and say what stood in the way where there is none: then nobody gets a zero for it."""
    root = Path(root)
    try:
        closed = _close(root)
        (folder,) = (root / "source" / "assignment").iterdir()
        secret = root / "source" / "secret.yml"
        bundle = Bundle.read(folder, secret if secret.exists() else None)
        grader = Grader(bundle, kind=functools.partial(OtherUser, secret=tuple(map(str, closed))))
        grader.sandbox.probe()
        path = _submission(root / "submission", bundle.name)
    except (NoSandbox, OSError, ValueError) as error:
        print(f"not graded: {error}", file=sys.stderr)
        return 1
    record = grader.grade(path.name, path.read_bytes())
    if record["status"] != "graded":
        print(f"not graded: {path.name} is {record['status']}: {record['why']}", file=sys.stderr)
        return 1
    (root / "results").mkdir(exist_ok=True)
    (root / "results" / "results.json").write_text(json.dumps(_result(record), indent=1) + "\n", encoding="utf-8")
    return 0


def _close(root):
    """Take from everybody but root what the answers stand in, what is written, and what is told of the student."""
    closed = [root / "source", root / "results", UNITY]
    for folder in closed:
        if folder.exists():
            os.chmod(folder, 0o700)
    told = root / "submission_metadata.json"
    if told.exists():
        os.chmod(told, 0o600)
        closed.append(told)
    return [path for path in closed if path.exists()]


def _submission(folder, name):
    """The notebook that was handed in. Raises ValueError where there is none, or it is not clear which it is."""
    found = sorted(path for path in folder.rglob("*.ipynb") if path.is_file() and not path.is_symlink())
    found = [path for path in found if ".ipynb_checkpoints" not in path.parts]
    named = [path for path in found if path.stem == name]
    chosen = found if len(found) == 1 else named
    if len(chosen) != 1:
        names = ", ".join(str(path.relative_to(folder)) for path in found) or "no notebook"
        raise ValueError(f"{names} was handed in, expected one notebook, or one that is called {name}.ipynb")
    return chosen[0]


def _result(record):
    """Gradescope's results.json: what a person marks there is left to that person."""
    waiting = [exercise["name"] for exercise in record["exercises"] if exercise.get("awaits")]
    rest = [exercise for exercise in record["exercises"] if not exercise.get("awaits")]
    said = [BY_HAND.format(" and ".join(waiting))] if waiting else []
    return gradescope(record | {"exercises": rest, "notes": said})
