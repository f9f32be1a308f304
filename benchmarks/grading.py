"""How many submissions does a core grade in a minute: unity-grade, nbgrader and otter, on the same three exercises?

    .venv/bin/python -m benchmarks.grading                              prints a table
    .venv/bin/python -m benchmarks.grading --peers /path/to/python      beside nbgrader and otter, which that Python has
    .venv/bin/python -m benchmarks.grading --keep                       and keeps it in unity/course/results/grading.json

The peers live in an environment of their own: python -m venv peers && peers/bin/pip install nbgrader otter-grader numpy.
Every tool has one process. The submissions are right, and the time is that of the whole command, start included.
Ours are graded once more with matplotlib.pyplot imported in each.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

RESULTS = Path(__file__).parents[1] / "unity" / "course" / "results" / "grading.json"
TESTS = """
import numpy as np

from unity.grading import Assignment, Mistake, Question, Test


def column(rng):
    return (rng.normal(size=(4, 1)),)


def table(rng):
    return (rng.normal(size=(4, 6)),)


def question(name, reference, draw):
    wrong = (Mistake(lambda X, k=k: k + reference(X), f"{k} too much") for k in (1, 2, 3))
    tests = Test("drawn", draw), Test("held back", draw, hidden=True)
    return Question(name=name, answer=name, reference=reference, tests=tests, mistakes=tuple(wrong))


ASSIGNMENT = Assignment(
    name="three",
    title="Three",
    questions=(
        question("norm", lambda w: np.sqrt(np.sum(w**2)), column),
        question("centred", lambda X: X - X.mean(axis=1, keepdims=True), table),
        question("gram", lambda X: X @ X.T, table),
    ),
)
"""
ANSWERS = {
    "norm": "def norm(w):\n    return np.sqrt((w**2).sum())",
    "centred": "def centred(X):\n    return X - X.mean(axis=1, keepdims=True)",
    "gram": "def gram(X):\n    return X @ X.T",
}
ASSERTIONS = {
    "norm": "assert np.isclose(norm(np.array([[3.0], [4.0]])), 5)",
    "centred": "assert np.allclose(centred(np.array([[1.0, 3.0]])), [[-1, 1]])",
    "gram": "assert np.allclose(gram(np.array([[1.0, 2.0]])), [[5]])",
}


def timed(command, number, **options):
    """Submissions a minute of a command that grades so many."""
    start = time.perf_counter()
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    seconds = time.perf_counter() - start
    if ran.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{ran.stdout[-800:]}{ran.stderr[-800:]}")
    return 60 * number / seconds


def tools_beside(python):
    """An environment in which the peers find the programs that were installed with them."""
    return os.environ | {"PATH": f"{python.parent}:{os.environ['PATH']}"}


def ours(place, number, setup=""):
    folder, handed_in = place / "three", place / "handed in"
    folder.mkdir(parents=True)
    handed_in.mkdir()
    (folder / "tests.py").write_text(TESTS)
    imports = f"import numpy as np\nfrom unity import grading\n{setup}"
    cells = [new_code_cell(imports, metadata={"tags": ["setup"]})]
    for name, answer in ANSWERS.items():
        head, body = answer.split("\n")
        marked = f"{head}\n    # BEGIN SOLUTION\n{body}\n    # END SOLUTION"
        cells.append(new_code_cell(marked, metadata={"tags": [f"exercise:{name}"]}))
        cells.append(new_code_cell(f'grading.check("{name}", {name})', metadata={"tags": [f"check:{name}"]}))
    notebook = new_notebook(cells=cells)
    nbformat.write(notebook, folder / "three.ipynb")
    for i in range(number):
        nbformat.write(notebook, handed_in / f"s{i}.ipynb")
    out = place / "results.jsonl"
    rate = timed(
        [sys.executable, "-m", "unity.grading.cli", "grade", handed_in, "--assignment", folder, "--out", out], number
    )
    records = [json.loads(line) for line in out.read_text().splitlines()]
    assert [record["score"] for record in records] == [6.0] * number
    return rate


def nbgrader(place, number, python):
    course = place / "course"

    def cell(source, name, grade, solution):
        own = {
            "grade": grade,
            "solution": solution,
            "locked": grade,
            "schema_version": 3,
            "grade_id": name,
            "task": False,
        }
        return new_code_cell(source, metadata={"nbgrader": own | ({"points": 1} if grade else {})})

    cells = [new_code_cell("import numpy as np")]
    for name, answer in ANSWERS.items():
        cells += [cell(answer, name, False, True), cell(ASSERTIONS[name], f"test-{name}", True, False)]
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    for folder in (course / "source" / "three", *(course / "submitted" / f"s{i}" / "three" for i in range(number))):
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / "three.ipynb")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'course'\n")
    tool, beside = [python.parent / "nbgrader"], tools_beside(python)
    timed([*tool, "generate_assignment", "three"], 1, cwd=course, env=beside)
    return timed([*tool, "autograde", "three", "--create"], number, cwd=course, env=beside)


def otter(place, number, python):
    folder = place / "otter"
    (folder / "tests").mkdir(parents=True)
    cells = [new_code_cell("import numpy as np\nimport otter\ngrader = otter.Notebook()")]
    for name, answer in ANSWERS.items():
        cells += [new_code_cell(answer), new_code_cell(f'grader.check("{name}")')]
        code = ">>> import numpy as np\n" + f">>> {ASSERTIONS[name]}"
        cases = [{"code": code, "hidden": False, "locked": False}]
        suite = {
            "name": name,
            "points": 1,
            "suites": [{"cases": cases, "scored": True, "setup": "", "teardown": "", "type": "doctest"}],
        }
        (folder / "tests" / f"{name}.py").write_text(f"OK_FORMAT = True\n\ntest = {suite!r}\n")
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    for i in range(number):
        nbformat.write(notebook, folder / f"s{i}.ipynb")
    tool, beside = [python.parent / "otter"], tools_beside(python)
    timed([*tool, "generate", "-t", "tests", "-o", "autograder.zip"], 1, cwd=folder, env=beside)
    start = time.perf_counter()
    for i in range(number):
        timed([*tool, "run", f"s{i}.ipynb", "-a", "autograder.zip", "-o", "."], 1, cwd=folder, env=beside)
    return 60 * number / (time.perf_counter() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", type=Path, help="a Python that has nbgrader and otter")
    parser.add_argument(
        "--number", type=int, default=120, help="submissions for ours; the peers get a tenth, at least 2"
    )
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    rates = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rates["unity-grade"] = ours(folder / "plain", given.number)
        rates["unity-grade, with plots"] = ours(folder / "plots", given.number, "import matplotlib.pyplot as plt")
        for tool in (nbgrader, otter) if given.peers else ():
            # Not resolved: a virtual environment's Python is a link, and its tools lie beside the link.
            rates[tool.__name__] = tool(folder, max(2, given.number // 10), given.peers.absolute())
    print("| tool | submissions a minute |\n|---|--:|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:.0f} |")
    if given.keep:
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        RESULTS.write_text(
            json.dumps({"per_minute": {k: round(v, 1) for k, v in rates.items()}, **machine}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
