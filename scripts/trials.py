"""Try texts for a module of unity against chosen tests, each in a forked child that imports the text, not the file."""

import contextlib
import gc
import importlib
import importlib.machinery
import importlib.util
import itertools
import math
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

ROOT = Path(__file__).parents[1]
CONTRACT = ROOT / "tests" / "test_contract.py"
FORK = multiprocessing.get_context("fork")
MEMORY = 16 * 2**30
ASLEEP = 60  # times its limit: who has used so little of the processor waits for what will not come
# What tests import of others, loaded once for all children.
OTHERS = [
    *("array_api_strict", "dask.array", "distributed", "matplotlib.pyplot", "mpmath", "scipy.optimize", "scipy.signal"),
    *("scipy.stats", "sklearn.datasets", "sklearn.linear_model", "sympy", "torch"),
]


def path_of(module):
    """The file of a module of unity."""
    path = ROOT / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


class Override(importlib.machinery.SourceFileLoader):
    """Stands in sys.meta_path: imports one module from a text instead of its file, and JAX not at all."""

    def __init__(self, module, text):
        super().__init__(module, str(path_of(module)))
        self.text = text

    def find_spec(self, name, path=None, target=None):
        if name == "jax":
            raise ModuleNotFoundError("JAX starts threads, which do not survive a fork", name=name)
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def get_code(self, fullname):
        return compile(self.text, self.path, "exec")


class Selection:
    """A plugin of pytest: keeps the wanted tests, quickest first, and remembers what failed and how long each computed."""

    def __init__(self, wanted, seconds):
        self.wanted, self.known, self.seconds, self.failed = wanted, seconds, Counter(), ""
        self.asserted = False

    def pytest_collection_modifyitems(self, items):
        chosen = [item for item in items if self.wanted(item)]
        items[:] = sorted(chosen, key=lambda item: self.known.get(item.nodeid, 0))

    def pytest_collectreport(self, report):
        if report.failed:
            self.failed = self.failed or "import"

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        began = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] += time.process_time() - began

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_exception_interact(self, call):
        self.asserted = call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))


class Verdict(NamedTuple):
    """What became of a text, the test that failed, whether by an assertion, and, if unknown, each test's CPU seconds.

    The outcome is "killed", "timed out", "survived", "no test", or "no code" where Python cannot compile the text.
    """

    outcome: str
    failed: str = ""
    asserted: bool = False
    seconds: dict[str, float] | None = None


@dataclass(frozen=True, eq=False)
class Trial:
    """A text for a module, and the tests that it is tried against: the files of one stage, then those of the next.

    `among` names what is `wanted` of them: a part of the library, or an id.
    """

    about: object
    module: str
    source: Callable[[], str]
    stages: list[list[Path]]
    wanted: Callable[[pytest.Item], bool]
    among: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def limit(self):
        """Seconds of the processor's time: on a busy machine a slow run is not an endless one."""
        return 10 + 3 * sum(self.seconds.values()) if self.seconds else 600

    def run(self):
        try:
            text = self.source()
            compile(text, self.module, "exec")
        except SyntaxError:
            return Verdict("no code")
        sys.meta_path.insert(0, Override(self.module, text))
        selection = Selection(self.wanted, self.seconds)
        options = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        for paths in self.stages:
            code = pytest.main([*options, *map(str, paths)], plugins=[selection])
            if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
                return Verdict("killed", selection.failed, selection.asserted)
        first = None if self.seconds else dict(selection.seconds)
        return Verdict("survived" if selection.seconds else "no test", seconds=first)


def answer(connection, trial):
    """What a child does: it is silent, bounded, and sends its verdict."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(trial.limit), -1))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    connection.send(tuple(trial.run()))  # plain: a test may have put a module in place of this


def verdicts(trials, workers):
    """(trial, verdict) of each as it comes: so many forked children at a time, each ended at its limit."""
    trials, running = iter(trials), {}
    while True:
        for trial in itertools.islice(trials, workers - len(running)):
            receiver, sender = FORK.Pipe(duplex=False)
            process = FORK.Process(target=answer, args=(sender, trial))
            process.start()
            sender.close()
            running[receiver] = trial, process, time.monotonic() + ASLEEP * trial.limit
        if not running:
            return
        first = min(deadline for *_, deadline in running.values())
        ready = wait(running, max(0, first - time.monotonic()))
        for receiver in ready or [r for r, (*_, deadline) in running.items() if deadline <= time.monotonic()]:
            trial, process, _ = running.pop(receiver)
            verdict = Verdict("timed out")
            if receiver in ready:
                try:
                    verdict = Verdict(*receiver.recv())
                except EOFError:
                    process.join()
                    if process.exitcode != -signal.SIGXCPU:
                        verdict = Verdict("killed", "the process died")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # and what its tests have started and left behind
            process.join()
            yield trial, verdict


def prepare():
    """Make this process the parent of all trials: everything is loaded but unity, and Hypothesis repeats itself."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.chdir(ROOT)
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    # The library has a plugin of its own: pytest would import the package of a plugin by itself, from its files.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in OTHERS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # a failure is enough: no smaller one is sought
    quiet = {"deadline": None, "suppress_health_check": list(hypothesis.HealthCheck)}
    hypothesis.settings.register_profile("mutants", derandomize=True, database=None, phases=phases, **quiet)
    hypothesis.settings.load_profile("mutants")
    gc.freeze()  # no child looks for garbage in what it shares
