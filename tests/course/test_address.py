"""One setting holds the repository's address, and one command changes it everywhere."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path += [str(ROOT / "scripts"), str(ROOT / "book" / "sphinx")]

import address  # noqa: E402
import course  # noqa: E402

OLD = "https://github.com/grace/nets"  # not the address of this repository, which the command would change here, too
NEW = "https://github.com/ada/notes"
CONFIG = f"""title: A book

repository:
  url: {OLD} # the one setting
  branch: main
"""
README = f"""Badge: {OLD}/actions/workflows/test.yml/badge.svg. Clone `git clone {OLD}.git`, read
https://grace.github.io/nets/book/welcome.html, open
https://colab.research.google.com/github/grace/nets/blob/gh-pages/notebooks/02.ipynb or
https://mybinder.org/v2/gh/grace/nets/main. It is {OLD}.
"""
NEIGHBOURS = f"""{OLD}-two and {OLD}.wiki are others, and so is https://github.com/grace/other.
"""


@pytest.fixture
def repository(tmp_path):
    """A small git repository that writes the old address in every form."""
    files = {"_config.yml": CONFIG, "README.md": README, "deep/neighbours.txt": NEIGHBOURS}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff" + OLD.encode())
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    subprocess.run(["git", "-C", tmp_path, "add", "."], check=True)
    (tmp_path / "untracked.md").write_text(OLD)
    return tmp_path


def test_every_form_is_restamped(repository, capsys):
    assert address.main([NEW, "--root", str(repository)]) == 0
    readme = (repository / "README.md").read_text()
    assert "grace" not in readme
    assert f"{NEW}/actions" in readme
    assert f"git clone {NEW}.git`" in readme
    assert "https://ada.github.io/notes/book/welcome.html" in readme
    assert "https://colab.research.google.com/github/ada/notes/blob/gh-pages/notebooks/02.ipynb" in readme
    assert "https://mybinder.org/v2/gh/ada/notes/main" in readme
    assert readme.endswith(f"It is {NEW}.\n")
    assert course.address(repository) == course.Address("ada", "notes")
    assert (repository / "_config.yml").read_text() == CONFIG.replace(OLD, NEW)
    assert capsys.readouterr().out.splitlines() == [
        "README.md: 6 places", "_config.yml: 1 place", f"The repository's address is {NEW}",
    ]  # fmt: skip


def test_neighbours_untracked_files_and_pictures_stay(repository):
    assert address.main([NEW, "--root", str(repository)]) == 0
    assert (repository / "deep" / "neighbours.txt").read_text() == NEIGHBOURS
    assert (repository / "untracked.md").read_text() == OLD
    assert OLD.encode() in (repository / "picture.png").read_bytes()


def test_stamping_twice_changes_nothing(repository, capsys):
    for _ in range(2):
        assert address.main([f"{NEW}.git", "--root", str(repository)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"The repository's address is {NEW}, as it was"


def test_there_and_back(repository):
    for url in (NEW, OLD):
        assert address.main([url, "--root", str(repository)]) == 0
    assert (repository / "_config.yml").read_text() == CONFIG
    assert (repository / "README.md").read_text() == README


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "does not start with https://"),
        ("http://github.com/ada/notes", "does not start with https://"),
        ("git@github.com:ada/notes.git", "does not start with https://"),
        ("https://example.org/ada/notes", "is not on github.com"),
        ("https://github.com/ada", "does not name an owner and a repository"),
        ("https://github.com/ada/notes/tree/main", "does not name an owner and a repository"),
        ("https://github.com/-ada/notes", "does not name an owner and a repository"),
        ("https://github.com/ada/no tes", "does not name an owner and a repository"),
        ("https://github.com/ada/..", "does not name an owner and a repository"),
    ],
)
def test_what_is_no_address_is_refused(repository, capsys, url, complaint):
    assert address.main([url, "--root", str(repository)]) == 1
    said = capsys.readouterr().err
    assert complaint in said
    assert "expected https://github.com/OWNER/NAME" in said
    assert (repository / "_config.yml").read_text() == CONFIG


def test_outside_a_repository_nothing_is_written(tmp_path, capsys):
    (tmp_path / "_config.yml").write_text(CONFIG)
    assert address.main([NEW, "--root", str(tmp_path)]) == 1
    assert "no git repository" in capsys.readouterr().err
    assert (tmp_path / "_config.yml").read_text() == CONFIG


def test_addresses_that_follow():
    ada = course.Address.parse(" https://github.com/Ada/notes.git/ ".strip())
    assert ada.url == "https://github.com/Ada/notes"
    assert ada.site == "https://ada.github.io/notes"
    assert not ada.initial
    assert course.Address("Ada", "ada.github.io").site == "https://ada.github.io"
    assert ada.colab("02-x").endswith("/github/Ada/notes/blob/gh-pages/notebooks/02-x.ipynb")
    assert ada.binder("02-x").startswith(
        "https://mybinder.org/v2/gh/Ada/notes/main?urlpath=lab%2Ftree%2F_build%2Fnotebooks"
    )


def test_config_holds_an_address():
    assert course.address(ROOT).url.startswith("https://github.com/")
