import pytest
from sample import write_assignment

from unity.grading.grade import Bundle, Grader
from unity.grading.many import NoProcesses, probe_processes
from unity.grading.sandbox import Limits, NoSandbox, Sandbox

LIMITS = Limits(cell=2.0, call=1.5, total=30.0, patience=4.0)


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return write_assignment(tmp_path_factory.mktemp("assignment"))


@pytest.fixture(scope="session")
def bundle(folder):
    return Bundle.read(folder)


@pytest.fixture(scope="session")
def sandboxed():
    try:
        Sandbox().probe()
    except NoSandbox as error:
        pytest.skip(f"no sandbox here: {str(error).partition('. ')[0]} (unity-grade doctor says what to do)")


@pytest.fixture(scope="session")
def grader(bundle, sandboxed):
    return Grader(bundle, limits=LIMITS)


@pytest.fixture(scope="session")
def processes():
    """A system on which several processes can grade, or a skip."""
    try:
        probe_processes()
    except NoProcesses as error:
        pytest.skip(str(error).partition(". ")[0])
