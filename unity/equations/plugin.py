"""The pytest plugin: `pytest --equations` has an item for each labelled equation of the pages that it is given.

    pytest --equations chapters              pytest --equations chapters -k eq-loss
    pytest --equations chapters -n 2         pytest --equations chapters --lf

`addopts = ["--equations"]` in the project's configuration of pytest asks for it always. Each page has one more item,
`labels`, which is about what its labels are. Without the option nothing is loaded, and nothing happens.
"""

import re
from functools import cached_property
from pathlib import Path

import pytest

__all__ = ["pytest_addoption", "pytest_collect_file", "pytest_configure"]


def pytest_addoption(parser):
    group = parser.getgroup("equations", "displayed equations")
    group.addoption("--equations", action="store_true", help="run the displayed equations of the pages, one an item")


def pytest_configure(config):
    if not config.getoption("--equations"):
        return
    from unity.equations.configuration import configuration

    try:
        configuration(config.rootpath)
    except ValueError as error:
        raise pytest.UsageError(f"--equations: {error}") from error
    config.pluginmanager.register(Session(config.rootpath), "equations of this session")


def pytest_collect_file(file_path, parent):
    session = parent.config.pluginmanager.get_plugin("equations of this session")
    if session is not None and Path(file_path) in session.pages:
        return Page.from_parent(parent, path=file_path)
    return None


class Session:
    """What all pages of a session need once: the book, its pages, and what is wrong with its labels."""

    def __init__(self, root):
        self.root = root

    @cached_property
    def pages(self):
        """The path of each page, with its name in the book."""
        from unity.equations.labels import paths_of

        return dict(paths_of(self.root))

    @cached_property
    def readings(self):
        """The equations of each page, by the page's name."""
        from unity.equations.readings import readings

        found = {}
        for reading in readings(self.root):
            found.setdefault(reading.equation.page, []).append(reading)
        return found

    @cached_property
    def faults(self):
        """What is wrong with labels, one sentence each."""
        from unity.equations.verdicts import faults

        return list(faults(self.root))


class Page(pytest.File):
    """A page, with its equations."""

    def collect(self):
        session = self.config.pluginmanager.get_plugin("equations of this session")
        name = session.pages[self.path]
        yield Labels.from_parent(self, name="labels", faults=session.faults, page=name)
        for reading in session.readings.get(name, ()):
            yield Equation.from_parent(self, name=reading.equation.label, reading=reading)


class Wrong(Exception):
    """What is wrong, in words: no traceback of the engine belongs to it."""


class Item(pytest.Item):
    """One thing that is right or wrong."""

    def repr_failure(self, excinfo, style=None):
        return str(excinfo.value) if excinfo.errisinstance(Wrong) else super().repr_failure(excinfo, style)


class Labels(Item):
    """The labels of a page."""

    def __init__(self, faults, page, **others):
        super().__init__(**others)
        self.faults, self.page = faults, page

    def runtest(self):
        if found := [fault for fault in self.faults if fault.startswith(f"{self.page}, ")]:
            raise Wrong("\n".join(found))

    def reportinfo(self):
        return self.path, 0, f"labels of {self.page}"


class Equation(Item):
    """One equation."""

    def __init__(self, reading, **others):
        super().__init__(**others)
        self.reading = reading

    def runtest(self):
        from unity.equations.verdicts import told, verdict

        found = verdict(self.reading)
        if found.problem:
            raise Wrong(told(found))

    def reportinfo(self):
        line = re.search(r"line (\d+)", self.reading.equation.place)
        return self.path, int(line[1]) - 1 if line else None, self.name
