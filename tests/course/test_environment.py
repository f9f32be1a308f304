"""How the environment is filled: uv is told what pip is told, takes only what the lock allows, and pip stands in for it."""

import doctest
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts import environment

ROOT = Path(__file__).parents[2]
WHEEL = "a_package_of_nobody-1.0-py3-none-any.whl"
METADATA = {
    "a_package_of_nobody.py": "",
    "a_package_of_nobody-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: a-package-of-nobody\nVersion: 1.0\n",
    "a_package_of_nobody-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}


def test_examples():
    assert doctest.testmod(environment).failed == 0


def test_a_variable_counts_more_than_a_file_and_install_more_than_global():
    said = ":env:.find-links='/a'\nglobal.find-links='/b'\nglobal.timeout='5'\ninstall.timeout='9'\nlist.timeout='1'\n"
    assert environment.pip_settings(said) == {"find-links": "/a", "timeout": "9"}


def test_several_indexes_and_folders():
    told = {
        "index-url": "https://a/simple",
        "extra-index-url": "https://b/simple\nhttps://c/simple",
        "no-index": "false",
    }
    variables, options = environment.uv_settings(told)
    assert variables["UV_DEFAULT_INDEX"] == "https://a/simple"
    assert variables["UV_INDEX"] == "https://b/simple https://c/simple"
    assert options == []


def test_uv_is_pinned_and_hashed_in_the_lock():
    lines = environment.pinned("uv", environment.LOCK.read_text(encoding="utf-8")).splitlines()
    assert lines[0].startswith("uv==")
    assert len(lines) > 1
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])


def test_what_the_lock_does_not_pin_is_not_installed():
    with pytest.raises(ValueError, match="does not pin v"):
        environment.pinned("v", "uv==1.0 \\\n    --hash=sha256:0\n")


@pytest.fixture
def install(tmp_path):
    """Installs a package by uv from a folder that only pip's configuration names; returns uv's exit code."""
    if not environment.UV.exists():
        pytest.skip("uv is not installed: make serve installs it where it can be had")
    with zipfile.ZipFile(tmp_path / WHEEL, "w") as wheel:
        for name, text in METADATA.items():
            wheel.writestr(name, text)
        record = "a_package_of_nobody-1.0.dist-info/RECORD"
        wheel.writestr(record, "".join(f"{name},,\n" for name in [*METADATA, record]))
    (tmp_path / "pip.conf").write_text(f"[global]\nno-index = true\nfind-links = {tmp_path}\n")
    digest = hashlib.sha256((tmp_path / WHEEL).read_bytes()).hexdigest()

    def install(digest=digest):
        (tmp_path / "lock").write_text(f"a-package-of-nobody==1.0 --hash=sha256:{digest}\n")
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
        variables |= {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "UV_CACHE_DIR": str(tmp_path / "cache")}
        command = [sys.executable, "scripts/environment.py", "pip", "install", "--quiet", "--python", sys.executable]
        command += ["--target", str(tmp_path / "target"), "--require-hashes", "--requirement", str(tmp_path / "lock")]
        return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True).returncode

    install.target = tmp_path / "target"
    return install


def test_uv_takes_what_pip_is_told_and_the_lock_allows(install):
    assert install("0" * 64) != 0
    assert not (install.target / "a_package_of_nobody.py").exists()
    assert install() == 0
    assert (install.target / "a_package_of_nobody.py").exists()


def test_pip_stands_in_for_uv(monkeypatch, capsys):
    monkeypatch.setattr(environment, "get_uv", lambda: False)
    commands = []
    monkeypatch.setattr(environment.subprocess, "run", lambda command: commands.append(command) or Done())
    assert environment.main([]) == 0
    assert "pip installs the same" in capsys.readouterr().out
    assert ["--require-hashes" in command for command in commands] == [True, False]


class Done:
    """What a command that passes leaves."""

    returncode = 0


def test_a_cache_that_cannot_be_written(tmp_path):
    assert environment.can_write(tmp_path / "not" / "there")
    (tmp_path / "file").touch()
    assert not environment.can_write(tmp_path / "file")
    assert not environment.can_write(tmp_path / "file" / "below")


def test_files_that_are_only_newer_make_no_environment(tmp_path):
    """`make serve` after a change of branch and back installs nothing."""
    needed = [line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("$(VENV)/installed:")]
    files = needed[0].partition(":")[2].split()
    sum_of = subprocess.run(
        f"cat {' '.join(files)} | cksum", shell=True, cwd=ROOT, capture_output=True, text=True
    ).stdout
    installed = tmp_path / "installed"
    make = ["make", "--silent", f"VENV={tmp_path}", "PYTHON=false", str(installed)]
    for kept, passes in (("what it was", False), (sum_of, True)):
        installed.write_text(kept)
        os.utime(installed, (0, 0))
        assert (subprocess.run(make, cwd=ROOT, capture_output=True).returncode == 0) == passes
    assert installed.stat().st_mtime > 0
