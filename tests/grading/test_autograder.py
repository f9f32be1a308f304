"""The zip for Gradescope, and what runs in its container: a tree laid out as there, as root, without bubblewrap."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
import pytest
import sample
from click.testing import CliRunner
from sample import author, scale, with_cells, written

from unity.grading.autograder.packing import packed
from unity.grading.cli import main
from unity.grading.grade import Bundle
from unity.grading.sandbox import NoSandbox
from unity.grading.sandbox.library import UNITY
from unity.grading.sandbox.other_user import USERS, OtherUser, _readable
from unity.grading.sandbox.seccomp import filter_of

ROOT = Path(__file__).parents[2]


# The zip


@pytest.fixture
def wheels(tmp_path):
    """Wheels by their names alone."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in ("harmony_in_complexity-1.0-py3-none-any.whl", "numpy-2.4-cp311-cp311-manylinux_2_28_x86_64.whl"):
        (folder / name).write_bytes(name.encode())
    return folder


def test_the_zip_holds_the_assignment_the_wheels_and_two_scripts(folder, wheels, tmp_path):
    secret, out = tmp_path / "secret.yml", tmp_path / "autograder.zip"
    secret.write_text("seed: 5\n")
    run = CliRunner().invoke(main, ["autograder", str(folder), "--wheels", str(wheels), "--out", str(out), "--secret", str(secret)])  # fmt: skip
    assert run.exit_code == 0, run.output
    assert "for Python 3.11" in run.output
    with zipfile.ZipFile(out) as archive:
        modes = {info.filename: stat.S_IMODE(info.external_attr >> 16) for info in archive.infolist()}
        assert archive.read("python-version") == b"3.11\n"
        assert archive.read("secret.yml") == b"seed: 5\n"
    assert modes == {
        "setup.sh": 0o755,
        "run_autograder": 0o755,
        "python-version": 0o600,
        "assignment/sample/tests.py": 0o600,
        "assignment/sample/sample.ipynb": 0o600,
        "secret.yml": 0o600,
        "wheels/harmony_in_complexity-1.0-py3-none-any.whl": 0o644,
        "wheels/numpy-2.4-cp311-cp311-manylinux_2_28_x86_64.whl": 0o644,
    }
    first = out.read_bytes()
    packed(Bundle.read(folder, secret), wheels, out)
    assert out.read_bytes() == first


def test_wheels_that_are_not_those_are_refused(bundle, wheels, tmp_path):
    with pytest.raises(ValueError, match="holds 0 wheels and none of harmony-in-complexity: make them with"):
        packed(bundle, tmp_path / "none", tmp_path / "x.zip")
    (wheels / "scipy-1.17-cp312-cp312-manylinux_2_28_x86_64.whl").touch()
    with pytest.raises(ValueError, match=r"wheels for Python 3.11, 3.12, expected one"):
        packed(bundle, wheels, tmp_path / "x.zip")
    for path in wheels.glob("*cp3*"):
        path.unlink()
    with pytest.raises(ValueError, match="for Python of no version"):
        packed(bundle, wheels, tmp_path / "x.zip")


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_a_script_is_one_of_bash(name):
    subprocess.run(["bash", "-n", str(UNITY / "grading" / "autograder" / name)], check=True)


# The container


@pytest.fixture(scope="module")
def container():
    """A tree as Gradescope has it, with a Python that everybody may run, or a skip."""
    python = shutil.which("python3", path="/usr/bin")
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    asked = [python or "false", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    if os.geteuid() != 0 or filter_of() is None:
        pytest.skip("only root can start code as another user")
    if python is None or subprocess.run(asked, capture_output=True, text=True).stdout.strip() != own:
        pytest.skip(f"no Python {own} that everybody may run lies in /usr/bin")
    packages = Path(nbformat.__file__).parents[1]
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    root.chmod(0o755)
    if _readable("/") and not _readable(packages):
        shutil.rmtree(root)
        pytest.skip("the packages of this Python are for its own user alone")
    subprocess.run([python, "-m", "venv", "--without-pip", root / "venv"], check=True)
    place = root / "venv" / "lib" / f"python{own}" / "site-packages"
    (place / "others.pth").write_text(f"{packages}\n")
    shutil.copytree(UNITY, place / "unity", ignore=shutil.ignore_patterns("__pycache__", "released"))
    for folder in ("source/assignment", "submission", "results"):
        (root / folder).mkdir(parents=True)
    sample.write_assignment(root / "source" / "assignment")
    (root / "submission_metadata.json").write_text('{"users": [{"name": "Ada"}]}')
    yield root
    shutil.rmtree(root)


def graded(root, **files):
    """(exit code, what was said, results.json or None) of the script, for the files that were handed in."""
    shutil.rmtree(root / "submission")
    (root / "submission").mkdir()
    (root / "results" / "results.json").unlink(missing_ok=True)
    for name, content in files.items():
        (root / "submission" / f"{name}.ipynb").write_bytes(content)
    script = UNITY / "grading" / "autograder" / "run_autograder"
    run = subprocess.run(
        ["bash", str(script)], env=os.environ | {"AUTOGRADER": str(root)}, capture_output=True, text=True
    )
    results = root / "results" / "results.json"
    return run.returncode, run.stderr, json.loads(results.read_text()) if results.exists() else None


def test_a_submission_is_graded_without_bubblewrap(container):
    code, said, found = graded(container, ada=written(author()))
    assert code == 0, said
    assert found["score"] == sample.FULL
    assert found["extra_data"]["sandbox"] == "another user"
    assert {test["visibility"] for test in found["tests"]} == {"visible", "hidden"}
    _, _, found = graded(container, ada=with_cells(**scale("return X")))
    assert found["score"] == sample.FULL - 3


PEEKS = """
import glob, os
seen = []
for place in {places}:
    try:
        seen += os.listdir(place) if os.path.isdir(place) else [open(place).read()]
    except OSError:
        pass
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/mem"):
    if f"/{{os.getpid()}}/" not in path:
        try:
            seen += [open(path, "rb").read(1)]
        except OSError:
            pass
"""


def test_a_students_code_can_read_no_answer_and_reach_nobody(container):
    """What it could see or do stands in the words of an error, which a visible test tells."""
    places = [str(container / name) for name in ("source", "results", "submission_metadata.json", "source/assignment")]
    places += [str(container / "venv" / "lib"), "/root"]  # of these the first can be read: the test would see it
    tries = {
        "who": "import os\nraise ValueError(f'{os.getuid()} {os.getgid()} {os.getgroups()}')",
        "peeks": PEEKS.format(places=places) + "raise ValueError(f'{seen}')",
        "calls": "import socket\nsocket.socket(socket.AF_INET)",
        "pairs": "import asyncio\nasync def f():\n    return 1\nraise ValueError(asyncio.run(f()))",
        "rises": "import os\nos.setuid(0)",
        "kills": "import os\nos.kill(os.getppid(), 9)",
    }
    said = {}
    for name, source in tries.items():
        _, _, found = graded(container, ada=with_cells(**scale(source)))
        said[name] = next(test for test in found["tests"] if test["name"] == "scale: drawn")["output"]
    user, group = re.search(r"ValueError: (\d+) (\d+) \[\]", said["who"]).groups()
    assert user == group
    assert int(user) in USERS
    assert "ValueError: ['python3." in said["peeks"]
    assert said["peeks"].count("'") == 2  # and nothing else
    assert "PermissionError" in said["calls"]
    assert "ValueError: 1" in said["pairs"]
    assert "PermissionError" in said["rises"]
    assert "PermissionError" in said["kills"]


def test_what_is_left_behind_is_ended(container):
    seconds = str(47_110_000 + os.getpid())  # by which this test knows it again, beside another run of the tests
    leaves = f"import subprocess\nsubprocess.Popen(['sleep', '{seconds}'], start_new_session=True)\nreturn 2 * X"
    _, _, found = graded(container, ada=with_cells(**scale(leaves)))
    assert found["score"] == sample.FULL
    assert not [path for path in Path("/proc").glob("[0-9]*/cmdline") if seconds.encode() in _read(path)]


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


REFUSED = {
    "nothing": ({}, "no notebook was handed in, expected one notebook"),
    "two": ({"a": b"{}", "b": b"{}"}, "a.ipynb, b.ipynb was handed in, expected one notebook, or one that is called sample.ipynb"),
    "no notebook": ({"a": b"no JSON"}, "a.ipynb is unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_graded_gets_no_zero(container, name):
    files, message = REFUSED[name]
    code, said, found = graded(container, **files)
    assert (code, found) == (1, None)
    assert f"not graded: {message}" in said


def test_the_notebook_with_the_assignments_name_is_taken(container):
    _, _, found = graded(container, sample=written(author()), scratch=b"{}")
    assert found["score"] == sample.FULL


def test_written_answers_are_left_to_a_person(container):
    folder = container / "source" / "assignment"
    kept = folder.rename(container / "source" / "kept")
    folder.mkdir()
    try:
        CliRunner().invoke(main, ["new", str(folder / "area")])
        _, _, found = graded(container, area=(folder / "area" / "area.ipynb").read_bytes())
    finally:
        shutil.rmtree(folder)
        kept.rename(folder)
    assert found["score"] == 3.0
    assert found["output"] == "A person marks area-why; the points here are of the rest."
    assert len(found["tests"]) == 2


def test_where_no_other_user_can_be_had_it_refuses(monkeypatch, tmp_path):
    (tmp_path / "answers").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(NoSandbox, match="only root can start a student's code as another user"):
        OtherUser().probe()
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("unity.grading.sandbox.other_user.UNITY", tmp_path / "answers")
    monkeypatch.setattr("unity.grading.sandbox.other_user._readable", lambda path: True)
    with pytest.raises(NoSandbox, match=r"answers can be read by everybody: let only root read it \(chmod 700\)"):
        OtherUser().probe()


def test_two_graders_of_a_machine_take_two_users(monkeypatch):
    """What one of them ends at the end is not the other's; a user whose processes run is nobody's either."""
    monkeypatch.setattr("unity.grading.sandbox.other_user._processes_of", lambda user: [])
    one, other = OtherUser(), OtherUser()
    assert one.user != other.user
    assert {one.user, other.user} <= {*USERS}
    taken = one.user
    del one
    assert OtherUser().user == taken
    monkeypatch.setattr("unity.grading.sandbox.other_user._processes_of", lambda user: [1] * (user == taken))
    assert OtherUser().user != taken
    monkeypatch.setattr("unity.grading.sandbox.other_user._processes_of", lambda user: [1])
    with pytest.raises(NoSandbox, match="no user from 61906 to 61937 is free"):
        _ = OtherUser().user


def test_whether_everybody_may_read_depends_on_every_folder(tmp_path):
    folder = Path(tempfile.mkdtemp())
    path = folder / "file"
    path.touch()
    path.chmod(0o644)
    folder.chmod(0o755)
    assert _readable(path)
    folder.chmod(0o700)
    assert not _readable(path)
    folder.chmod(0o711)
    assert _readable(path)
    assert not _readable(folder) or folder.stat().st_mode & 0o011
    path.chmod(0o600)
    assert not _readable(path)
    shutil.rmtree(folder)
