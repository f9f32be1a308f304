"""Runs the cells of a page: IPython's shell, whose outputs go to the page as they come.

The browser's worker loads it into Pyodide (worker.js). It asks for nothing that is Pyodide's own, so tests run it as well.
"""

import base64
import builtins
import contextlib
import io
import json
import os

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

# A cell's figures are shown when it has run, by matplotlib-inline.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
# What a page can show, best first.
SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/plain")
CONFIG = {
    "InteractiveShell": {"colors": "nocolor", "xmode": "Plain", "separate_in": ""},
    "HistoryManager": {"enabled": False},
}


def best(data):
    """What of a bundle the page is to show: {"mime": ..., "text": ...}; None where nothing of it is to be seen."""
    for mime in SHOWN:
        if mime in data:
            content = data[mime]
            return {"mime": mime, "text": base64.b64encode(content).decode() if isinstance(content, bytes) else content}
    return None


class Stream(io.TextIOBase):
    """What a cell prints, handed on as it is written."""

    def __init__(self, name, tell):
        self.name, self.tell = name, tell

    def writable(self):
        return True

    def write(self, text):
        if text:
            self.tell({"stream": self.name, "text": text})
        return len(text)


class Publisher(DisplayPublisher):
    """What a cell displays."""

    def publish(self, data, metadata=None, **_):
        if shown := best(data):
            self.shell.tell(shown)

    def clear_output(self, wait=False):
        self.shell.tell({"clear": True})


class Value(DisplayHook):
    """The value with which a cell ends."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        if shown := best(format_dict):
            self.shell.tell(shown)

    def finish_displayhook(self):
        pass


class Shell(InteractiveShell):
    """IPython's shell, for a page; `tell` takes what is to be shown."""

    def __init__(self, tell):
        self.tell = tell
        super().__init__(config=Config(CONFIG), display_pub_class=Publisher, displayhook_class=Value)
        InteractiveShell._instance = Shell._instance = self  # so that `display` finds it

    def _showtraceback(self, etype, evalue, stb):
        self.tell({"error": "\n".join(stb), "kind": etype.__name__})

    def enable_gui(self, gui=None):
        pass


def refuse(prompt=""):
    raise RuntimeError("a page cannot ask: give the value in the code")


def start(tell):
    """A function that runs a cell's text, and returns whether it passed. `tell` takes each output, as JSON."""
    told = lambda output: tell(json.dumps(output))
    shell = Shell(told)
    builtins.input = refuse
    streams = Stream("stdout", told), Stream("stderr", told)

    def run(source):
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            return shell.run_cell(source, store_history=True).success

    return run
