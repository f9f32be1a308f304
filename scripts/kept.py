"""Verdicts of earlier runs, each for as long as what it rests on stays as it was: a run that was broken off goes on."""

import hashlib
import json
import re
import sys
from dataclasses import replace
from functools import cached_property

from scripts.trials import ROOT, Verdict, verdicts

IMPORTED = re.compile(r"^ *(?:from|import) (\w+)", re.MULTILINE)


def digest(*told):
    """Sixteen letters for texts and what is in files."""
    one = hashlib.blake2b(digest_size=8)
    for part in told:
        one.update(
            part.encode() if isinstance(part, str) else f"{part.relative_to(ROOT)}\0".encode() + part.read_bytes()
        )
    return one.hexdigest()


def helpers(tests):
    """The files beside some tests that they import, and what these import of each other."""
    there = {path.stem: path for path in (ROOT / "tests").glob("*.py") if not path.name.startswith("test_")}
    found, left = {there["conftest"]} if "conftest" in there else set(), [*tests]
    while left:
        imported = IMPORTED.findall(left.pop().read_text(encoding="utf-8"))
        new = {there[name] for name in imported if name in there} - found
        found |= new
        left += new
    return found


class Kept:
    """The verdicts that a file holds, one a line; it grows with each that is found.

    All rest on the text, on what its tests import of tests/ and on how it is tried. What was killed rests on the file of the test that
    failed, too; what was not, on the files of all tests and on the whole library. So a test that is added, or a change in
    another module, leaves most of the killed alone.
    """

    def __init__(self, path):
        self.path, self.found, self.asked = path, {}, set()
        if path.exists():
            for line in path.read_text().splitlines():
                key, rests, verdict = json.loads(line)
                self.found[key] = rests, Verdict(*verdict)

    @cached_property
    def library(self):
        """The whole library as it is now."""
        return digest(*sorted((ROOT / "unity").rglob("*.py")))

    def key(self, trial):
        shared = [ROOT / name for name in ("conftest.py", "requirements.lock", "scripts/trials.py")]
        told = repr((trial.module, trial.among, trial.source()))
        return digest(*shared, *sorted(helpers(path for paths in trial.stages for path in paths)), told)

    def rests(self, trial, verdict):
        failed = ROOT / verdict.failed.partition("::")[0]
        every = sorted({path for paths in trial.stages for path in paths})
        return digest(failed) if failed in every else digest(*every, self.library)

    def verdicts(self, trials, workers):
        """`trials.verdicts`, but those that are known come first, and at once."""
        unknown = {}
        for trial in trials:
            key = self.key(trial)
            self.asked.add(key)
            rests, verdict = self.found.get(key, ("", None))
            if verdict and rests == self.rests(trial, verdict):
                yield trial, verdict
            else:
                unknown[trial] = key, self.rests(trial, Verdict(""))
        for trial, verdict in verdicts(unknown, workers):
            del self.library
            if unknown[trial] != (self.key(trial), self.rests(trial, Verdict(""))):
                sys.exit(f"{trial.module}: the library or its tests changed while they were tried")
            self.keep(unknown[trial][0], self.rests(trial, verdict), verdict)
            yield trial, verdict

    def keep(self, key, rests, verdict):
        self.found[key] = rests, verdict
        self.path.parent.mkdir(exist_ok=True)
        with self.path.open("a") as file:
            file.write(self.line(key))

    def line(self, key):
        return json.dumps((key, *self.found[key])) + "\n"

    def forget(self):
        """Only what was asked for since stays, in an order that does not depend on the run."""
        self.found = {key: self.found[key] for key in sorted(self.asked)}
        self.path.write_text("".join(map(self.line, self.found)))

    def passing(self, trials, workers):
        """The trials with nothing changed, each with its tests' seconds; SystemExit where a test fails."""
        known = {}
        for trial, verdict in self.verdicts(trials, workers):
            if verdict.outcome != "survived":
                sys.exit(f"{trial.about}: with nothing changed, {verdict.outcome}: {verdict.failed}")
            known[trial] = replace(trial, seconds=verdict.seconds)
        return [known[trial] for trial in trials]
