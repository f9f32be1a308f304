"""A small assignment, and notebooks that answer it: well, badly, oddly, and with bad intent."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

NAME = "sample"

TESTS = '''
"""Three questions: a function, a class, a value; and a test that learners write."""

import numpy as np

from unity.grading import LOOK, Assignment, Function, Mistake, Question, Step, Steps, Test


def image(rng, rows=3):
    return (rng.normal(size=(rows, 4)),)


def two(rng):
    return 3, rng.normal(size=(3, 2))


class Layer:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, X):
        return self.factor * X


class Halved(Layer):
    def forward(self, X):
        return self.factor * X / 2


class Plain(Layer):
    def forward(self, X):
        return X


class Negated(Layer):
    def forward(self, X):
        return -self.factor * X


LAYER = Steps(Step("layer", "answer", (0,)), Step("Z", "layer.forward", (1,)), Step("factor", "layer.factor", None))

ASSIGNMENT = Assignment(
    name="sample",
    title="A sample",
    questions=(
        Question(
            name="scale",
            answer="scale",
            reference=lambda X: 2 * X,
            tests=(Test("drawn", image), Test("held back", image, hidden=True, points=2.0)),
            mistakes=(
                Mistake(lambda X: X, "This is X itself: double it."),
                Mistake(lambda X: X**2, "This is the square: double X."),
                Mistake(lambda X: 2 * X.sum(), "This is a sum: keep the shape."),
            ),
            forbids=("unity.kindred.recurrent.stack",),
        ),
        Question(
            name="layer",
            answer="Layer",
            reference=Layer,
            tests=(Test("drawn", two), Test("held back", two, hidden=True)),
            mistakes=(
                Mistake(Halved, "Half of it."),
                Mistake(Plain, "The factor is not used."),
                Mistake(Negated, "The sign is lost."),
            ),
            kind=LAYER,
        ),
        Question(
            name="largest",
            answer="largest",
            reference=0.25,
            tests=(Test("given", hidden=True),),
            mistakes=(
                Mistake(0.5, "That is the slope of tanh."),
                Mistake(4.0, "Its inverse."),
                Mistake(-0.25, "A slope of the sigmoid is positive."),
            ),
            kind=LOOK,
        ),
        Question(
            name="catch",
            answer="catches",
            reference=lambda f: abs(float(f(np.full((1, 1), 2.0))[0, 0]) - 0.8808) < 1e-3,
            tests=(
                Test("the right one passes", arguments=(Function("unity.activations.sigmoid"),)),
                Test("another does not", arguments=(lambda z: z,), expected=False, hidden=True),
            ),
            mistakes=(
                Mistake(lambda f: True, "It lets everything pass."),
                Mistake(lambda f: False, "It lets nothing pass."),
                Mistake(lambda f: 1.0, "It returns a number: return a truth value."),
            ),
        ),
    ),
)
'''

SETUP = "import numpy as np\nfrom unity import grading"
SCALE = "def scale(X):\n    # BEGIN SOLUTION\n    return np.multiply(X, 2.0)\n    # END SOLUTION"
LAYER = (
    "class Layer:\n    def __init__(self, factor):\n        self.factor = factor\n\n    def forward(self, X):\n"
    "        # BEGIN SOLUTION\n        return X * self.factor\n        # END SOLUTION"
)
LARGEST = "# BEGIN SOLUTION\n# > largest = ...\nlargest = 1 / 4\n# END SOLUTION"
CATCH = (
    "def catches(f):\n    # BEGIN SOLUTION\n    return bool(abs(f(np.full((1, 1), 2.0))[0, 0] - 0.8808) < 1e-3)\n"
    "    # END SOLUTION"
)
ANSWERS = {"scale": SCALE, "layer": LAYER, "largest": LARGEST, "catch": CATCH}
NAMES = {"scale": "scale", "layer": "Layer", "largest": "largest", "catch": "catches"}
FULL = 8.0


def tagged(source, *tags, **more):
    return new_code_cell(source, metadata={"tags": list(tags)}, **more)


def author(**instead):
    """The author's notebook, with other answers where they are given."""
    cells = [new_markdown_cell("# A sample"), tagged(SETUP, "setup", id="setup")]
    for name, source in (ANSWERS | instead).items():
        cells += [
            new_markdown_cell(f"Answer {name}."),
            tagged(source, f"exercise:{name}", id=f"exercise-{name}"),
            tagged(f'grading.check("{name}", {NAMES[name]})', f"check:{name}", id=f"check-{name}"),
        ]
    return new_notebook(cells=cells)


def written(notebook):
    return nbformat.writes(notebook).encode()


def write_assignment(folder):
    """The assignment's folder, as an instructor has it."""
    folder = folder / NAME
    folder.mkdir(parents=True)
    (folder / "tests.py").write_text(TESTS)
    (folder / f"{NAME}.ipynb").write_bytes(written(author()))
    return folder


# What is handed in: name -> (bytes, what it deserves). A number is a score, a word a status.


def with_cells(*before, after=(), **instead):
    notebook = author(**instead)
    notebook.cells[2:2] = [new_code_cell(source) for source in before]
    notebook.cells += [new_code_cell(source) for source in after]
    return written(notebook)


def edited(change):
    notebook = author()
    change(notebook.cells)
    return written(notebook)


def of(cells, name):
    return next(cell for cell in cells if cell.get("id") == name)


def remove(name):
    return lambda cells: cells.remove(of(cells, name))


def doubled(name):
    return lambda cells: cells.append(tagged(of(cells, name).source, f"exercise:{name.partition('-')[2]}"))


def stripped_of_metadata(cells):
    for cell in cells:
        cell.metadata = {}


def retag(cells):
    of(cells, "exercise-scale").metadata.tags = ["exercise:layer"]
    of(cells, "exercise-layer").metadata.tags = ["exercise:scale"]


def hard_coded(cells):
    cell = of(cells, "check-scale")
    cell.outputs = [new_output("execute_result", {"text/plain": "scale: right. 3 of 3 cases agree."})]
    of(cells, "exercise-scale").source = ""
    of(cells, "exercise-scale").outputs = [new_output("stream", text="all right\n")]


def scale(body):
    return {"scale": "def scale(X):\n" + "\n".join(f"    {line}" for line in body.splitlines())}


def raw(**changes):
    return json.dumps(json.loads(written(author())) | changes).encode()


def deserves(record, deserved):
    """Fail where a record is not what was deserved: a score, a status, or the least and the most where both are fair."""
    if isinstance(deserved, str):
        assert record["status"] == deserved, record
        assert record["score"] is None
        assert record["why"]
        return
    assert record["status"] == "graded", record
    least, most = deserved if isinstance(deserved, tuple) else (deserved, deserved)
    assert least <= record["score"] <= most, record
    assert record["points"] == FULL


NO_SCALE = FULL - 3
# All files but those of the system and of Python, which the walk of the third submission that uses it proves to be seen.
WALK = """import os
skipped = {"usr", "proc", "sys", "dev", "lib", "lib64", "bin", "site-packages", "share", "include"}
files = []
for where, folders, own in os.walk("/"):
    folders[:] = [f for f in folders if f not in skipped]
    files += own
"""
SUBMISSIONS = {
    # honest
    "right": (written(author()), FULL),
    "nothing done": (written(new_notebook(cells=[new_code_cell("")])), 0),
    "no setup, numpy missing": (edited(remove("setup")), 3.0),
    "known mistake": (with_cells(**scale("return X")), NO_SCALE),
    "visible right, hidden wrong": (with_cells(**scale("return 2 * X if abs(X[0, 0]) < 0.9 else X")), (NO_SCALE, FULL)),
    "a list for an array": (with_cells(**scale("return (2 * X).tolist()")), FULL),
    "a tuple for an array": (with_cells(**scale("return (2 * X,)")), FULL),
    "NaN": (with_cells(**scale("return X * np.nan")), NO_SCALE),
    "infinity": (with_cells(**scale("return X * np.inf")), NO_SCALE),
    "complex": (with_cells(**scale("return 2 * X + 0j")), NO_SCALE),
    "text": (with_cells(**scale("return str(2 * X)")), NO_SCALE),
    "None": (with_cells(**scale("2 * X")), NO_SCALE),
    "float32": (with_cells(**scale("return (2 * X).astype(np.float32)")), NO_SCALE),
    "changes its input": (with_cells(**scale("X *= 2\nreturn X")), FULL),
    "raises": (with_cells(**scale("raise RuntimeError('no idea')")), NO_SCALE),
    "syntax error": (with_cells(**{"scale": "def scale(X:\n    return 2 * X"}), NO_SCALE),
    "indented by tabs": (with_cells(**{"scale": "def scale(X):\n\treturn 2 * X"}), FULL),
    "magics": (with_cells("%matplotlib inline\n!pip install torch\nx = !ls\n%timeit 1 + 1\n?print\nnp.sum?"), FULL),
    "cell magic": (with_cells("%%bash\nrm -rf /", "%%time\ny = 1"), FULL),
    "top-level await": (with_cells("import asyncio\nawait asyncio.sleep(0)"), FULL),
    "display": (with_cells("display(1)\nget_ipython().run_line_magic('pylab', '')"), FULL),
    "plots": (with_cells("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"), FULL),
    "wrong name": (with_cells(**{"scale": "def Scale(X):\n    return 2 * X"}), NO_SCALE),
    "a value for a function": (with_cells(**{"scale": "scale = 2"}), NO_SCALE),
    "a class without forward": (with_cells(layer="class Layer:\n    def __init__(self, factor):\n        pass"), FULL - 2),
    "a function for a class": (with_cells(layer="def Layer(factor):\n    return 3.0"), FULL - 2),
    "unused object": (with_cells(layer="class Layer:\n    factor = 3\n    def __init__(self, f):\n        self.forward = lambda X: 3 * X"), FULL),
    "forbidden function": (with_cells("from unity import kindred", **scale("return kindred.stack(X, X)[:3]")), NO_SCALE),
    "uses the library": (with_cells("from unity import activations, trilinear, network"), FULL),
    "a bad test": (with_cells(catch="def catches(f):\n    return True"), FULL - 1),
    "a test that calls for ever": (with_cells(catch="def catches(f):\n    while True:\n        f(np.ones((1, 1)))"), FULL - 2),
    "a test with huge arguments": (with_cells(catch="def catches(f):\n    return bool(f(np.ones((4000, 4000))).sum())"), FULL - 2),
    "non-determinism": (with_cells(**scale("return 2 * X + np.random.default_rng().integers(1, 9)")), NO_SCALE),
    "a long double": (with_cells(**scale("return (2 * X).astype(np.longdouble)")), FULL),
    "a matrix": (with_cells(**scale("return np.asmatrix(2 * X)")), FULL),
    "a named tuple": (with_cells(**scale("from collections import namedtuple\nreturn namedtuple('Answer', 'Z')(2 * X)")), FULL),
    "a named tuple as an object": (
        with_cells(layer="from typing import NamedTuple\nclass Layer(NamedTuple):\n    factor: float\n    def forward(self, X):\n        return X * self.factor"),
        FULL,
    ),
    "float16": (with_cells(**scale("return (2 * X).astype(np.float16)")), NO_SCALE),
    "an array of objects": (with_cells(**scale("return (2 * X).astype(object)")), FULL),
    "an array with fields": (with_cells(**scale("return np.zeros(3, [('a', 'f8'), ('b', 'f8')])")), NO_SCALE),
    "an array without dimensions": (with_cells(**scale("return np.array(2.0)")), NO_SCALE),
    "an array of 60 dimensions": (with_cells(**scale("return X.reshape([*X.shape] + [1] * 58)")), NO_SCALE),
    "a generator": (with_cells(**scale("return (2 * x for x in X)")), NO_SCALE),
    "a generator function": (with_cells(**scale("yield 2 * X")), NO_SCALE),
    "a coroutine": (with_cells(**{"scale": "async def scale(X):\n    return 2 * X"}), NO_SCALE),
    "a huge integer": (with_cells(**scale("return 10 ** 5000")), NO_SCALE),
    "a list that holds itself": (with_cells(**scale("y = [X]\ny.append(y)\nreturn y")), NO_SCALE),
    "words among numbers": (with_cells(**scale("return [['x' * 100_000] + [''] * 19_000]")), NO_SCALE),
    "a signature that takes all": (with_cells(**{"scale": "scale = lambda *a, k=2.0, **more: np.multiply(*a, k)"}), FULL),
    "a partial function": (with_cells(**{"scale": "import functools\nscale = functools.partial(np.multiply, 2.0)"}), FULL),
    "a cell that is timed": (with_cells(largest="%time largest = 1 / 4", **{"scale": "\n%%time\ndef scale(X):\n    return 2 * X"}), FULL),
    "a cell whose output is caught": (with_cells(**{"scale": "%%capture out\n%matplotlib inline\ndef scale(X):\n    return 2 * X"}), FULL),
    "a question mark in a text": (with_cells(**{"scale": "def scale(X):\n    'Why? 100 %!'\n    return 2 * X % 1e9 if (X > 0).all() else 2 * X"}), FULL),
    "asks for input": (with_cells("name = input('? ')", "import sys\nsys.stdin.read()\nsys.stdin.close()"), FULL),
    "standard output replaced": (with_cells("import sys, io\nsys.stdout = sys.stderr = None\nsys.__stdout__ = io.StringIO()\nprint(1)"), FULL),
    "a multiprocessing lock": (with_cells("import multiprocessing\nlock = multiprocessing.Lock()", **scale("with lock:\n    return 2 * X")), FULL),
    "Windows' line ends": (edited(lambda cells: [cell.update(source=cell.source.replace("\n", "\r\n")) for cell in cells]), FULL),
    "a cell of 150,000 characters": (with_cells(**{"scale": "text = '" + "x" * 150_000 + "'\ndef scale(X):\n    return 2 * X"}), FULL),
    # loops and ends
    "infinite loop in a cell": (with_cells("while True: pass"), FULL),
    "infinite loop in an answer": (with_cells(**scale("while True: pass")), NO_SCALE),
    "a loop that ignores interrupts": (
        with_cells("import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass"),
        FULL,
    ),
    "sleeping": (with_cells("import time\ntime.sleep(1000)"), FULL),
    "sleeping answer": (with_cells(**scale("import time\ntime.sleep(1000)")), NO_SCALE),
    "os._exit in a cell": (with_cells("import os\nos._exit(0)"), FULL),
    "os._exit in an answer": (with_cells(**scale("import os\nos._exit(0)")), NO_SCALE),
    "sys.exit": (with_cells("import sys\nsys.exit(1)"), FULL),
    "killed interpreter": (with_cells("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"), FULL),
    "kills everybody": (with_cells("import os, signal\nos.kill(-1, signal.SIGKILL)"), FULL),
    "segmentation fault": (with_cells("import ctypes\nctypes.string_at(0)"), FULL),
    "endless recursion": (with_cells("def f(): return f()\nf()"), FULL),
    "recursion without limit": (with_cells("import sys\nsys.setrecursionlimit(10**9)\ndef f(): return f()\nf()"), FULL),
    "a loop when Python ends": (with_cells("import atexit, time\natexit.register(time.sleep, 1000)"), FULL),
    "an alarm": (with_cells("import signal, time\nsignal.alarm(1)\ntime.sleep(1.5)"), FULL),
    "an error that cannot be looked at": (
        with_cells("class Odd(Exception):\n    __traceback__ = property(lambda self: 1 / 0)\n    def __str__(self): raise SystemExit\nraise Odd"),
        FULL,
    ),
    "an error whose words never end": (with_cells("class Odd(Exception):\n    def __str__(self):\n        while True: pass\nraise Odd"), FULL),
    "magics without end": (with_cells("!x\n" * 60_000), FULL),
    # too much
    "many tiny cells": (with_cells(*["x = 1"] * 900), FULL),
    "many lines": (raw(cells=[{"cell_type": "code", "source": ["largest = 0.25\n"] * 10_000}]), 1.0),
    "much in shared memory": (
        with_cells(
            "import os\nfilled = 0\nfor i in range(8):\n    try:\n        with open(f'/dev/shm/{i}', 'wb') as f:\n            filled += f.write(bytes(2**25))\n    except OSError: break",
            **scale("return 2 * X if filled <= 2**27 else X"),
        ),
        FULL,
    ),
    "fork storm": (with_cells("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"), FULL),
    "many threads": (with_cells("import threading, time\nfor _ in range(10000):\n    threading.Thread(target=time.sleep, args=(1000,)).start()"), FULL),
    "memory": (with_cells("x = bytearray(2**40)", "y = []\nwhile True: y.append(bytearray(2**24))"), FULL),
    "memory in an answer": (with_cells(**scale("y = [X]\nwhile True: y.append(np.ones(2**24))")), NO_SCALE),
    "50 MB of output": (with_cells("for _ in range(50):\n    print('x' * 2**20)"), FULL),
    "output on stderr": (with_cells("import sys\nfor _ in range(50):\n    sys.stderr.write('x' * 2**20)"), FULL),
    "huge return": (with_cells(**scale("return np.zeros((5000, 5000))")), NO_SCALE),
    "deep return": (with_cells(**scale("y = X\nfor _ in range(100000): y = [y]\nreturn y")), NO_SCALE),
    "long return": (with_cells(**scale("return [1.0] * 10**7")), NO_SCALE),
    "endless file": (with_cells("with open('x', 'wb') as f:\n    while True: f.write(bytes(2**20))"), FULL),
    "many files": (with_cells("f = [open(f'{i}', 'w') for i in range(10**5)]"), FULL),
    "a name without end": (with_cells(**scale("return type('x' * 10**7, (), {})()")), NO_SCALE),
    "a key without end": (with_cells(**scale("return {'x' * 10**7: X}")), NO_SCALE),
    # callbacks
    "calls itself with itself": (with_cells(catch="def catches(f):\n    return f(f)"), FULL - 2),
    "calls with what is no number": (
        with_cells(catch="def catches(f):\n    for a in (np.nan, 2**62, 'x', None, {}, [[]], object(), 1j):\n        try: f(a)\n        except Exception: pass\n" + CATCH.partition("\n")[2]),
        FULL,
    ),
    "calls with much in a list": (with_cells(catch="def catches(f):\n    return bool(np.sum(f([[np.ones((2000, 2000))]])))"), FULL - 2),
    "calls from a thread": (
        with_cells(catch="import threading\ndef catches(f):\n    found = []\n    t = threading.Thread(target=lambda: found.append(f(np.full((1, 1), 2.0))[0, 0]))\n    t.start()\n    t.join()\n    return bool(abs(found[0] - 0.8808) < 1e-3)"),
        FULL,
    ),
    # cheating
    "patched reading": (with_cells("import os\nos.read = lambda *a: b''"), FULL),
    "patched writing": (with_cells("import os\nos.write = lambda *a: 1 / 0"), FULL),
    "patched JSON": (with_cells("import json\njson.loads = None"), FULL),
    "closes the reading end": (
        with_cells("import gc, os\nfor thing in gc.get_objects():\n    if type(thing).__name__ == 'Channel': os.close(thing.read_end)"),
        FULL,
    ),
    "a class that lies": (
        with_cells(**scale("class Liar:\n    __class__ = property(lambda self: np.ndarray)\n    def __getattr__(self, name): return lambda *a: 2 * X\nreturn Liar()")),
        NO_SCALE,
    ),
    "attributes that lie": (with_cells(layer="class Layer:\n    def __init__(self, f): pass\n    def __getattr__(self, name): return 7"), FULL - 2),
    "attributes without end": (with_cells(layer="class Layer:\n    def __init__(self, f): self.factor = f\n    @property\n    def forward(self):\n        while True: pass"), FULL - 2),
    "a callable that is none": (with_cells(**{"scale": "class Scale:\n    def __call__(self): return 2\nscale = Scale()"}), NO_SCALE),
    "words that no file can hold": (
        with_cells(
            **scale(
                "import gc, json, os\nfor thing in gc.get_objects():\n    if type(thing).__name__ == 'Child':\n"
                "        head = json.dumps([['d', [['ticket', thing.ticket], ['error', chr(0xd800)]]], []]).encode()\n"
                "        whole = b'%d\\n' % len(head) + head\n        os.write(thing.channel.write_end, b'%012d' % len(whole) + whole)"
            )
        ),
        (NO_SCALE - 2, NO_SCALE),
    ),
    "junk on every descriptor": (with_cells("import os\nfor fd in range(3, 256):\n    try: os.write(fd, b'junk' * 100)\n    except OSError: pass"), FULL),
    "junk in an answer": (
        with_cells(**scale("import os\nfor fd in range(256):\n    try: os.write(fd, b'9' * 50)\n    except OSError: pass\nreturn 2 * X")),
        NO_SCALE,
    ),
    "closes every descriptor": (with_cells("import os\nos.closerange(0, 256)"), FULL),
    "patched numpy.testing": (
        with_cells("np.testing.assert_allclose = lambda *a, **k: None\nnp.allclose = lambda *a, **k: True", **scale("return X")),
        NO_SCALE,
    ),
    "patched checker": (
        with_cells("import unity.grading as g\ng.check = lambda *a: True\nimport unity.grading.values as v\nv.pack.__code__ = (lambda *a: b'').__code__"),
        FULL,
    ),
    "patched judge": (
        with_cells("try:\n    import unity.grading.judge as j\n    j.judge = lambda *a, **k: True\nexcept ImportError: pass", **scale("return X")),
        NO_SCALE,
    ),
    "searches frames and memory": (
        with_cells(
            **scale(
                "import gc, sys\nframe = sys._getframe()\nseen = []\nwhile frame:\n    seen += list(frame.f_locals.values())\n    frame = frame.f_back\n"
                "for thing in [*gc.get_objects(), *seen]:\n    if type(thing) is dict and 'expected' in thing:\n        return thing['expected']\n"
                "    if type(thing) is np.ndarray and thing.shape == X.shape and thing is not X:\n        return thing\nreturn X"
            )
        ),
        NO_SCALE,
    ),
    "__eq__ overridden": (
        with_cells(**scale("class Equal(np.ndarray):\n    def __eq__(self, other): return np.ones(self.shape, bool)\n    def __sub__(self, other): return np.zeros(self.shape)\nreturn X.view(Equal)")),
        NO_SCALE,
    ),
    "__array__ overridden": (
        with_cells(**scale("class Any:\n    shape = X.shape\n    def __array__(self, *a, **k): return 2 * X\n    def __eq__(self, other): return True\nreturn Any()")),
        FULL,
    ),
    "forges an answer": (
        with_cells(
            "import os, json\nhead = json.dumps([['d', [['ticket', 'x'], ['value', 1.0]]], []]).encode()\n"
            "whole = b'%d\\n' % len(head) + head\nfor fd in range(3, 64):\n    try: os.write(fd, b'%012d' % len(whole) + whole)\n    except OSError: pass"
        ),
        FULL,
    ),
    "a daemon that survives": (
        with_cells("import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: time.sleep(1)\n    os._exit(0)"),
        FULL,
    ),
    "a thread that writes later": (
        with_cells("import threading, os, time\ndef later():\n    time.sleep(0.05)\n    for fd in range(3, 64):\n        try: os.write(fd, b'junk')\n        except OSError: pass\nthreading.Thread(target=later, daemon=True).start()\ntime.sleep(0.2)"),
        FULL,
    ),
    "writes outside": (
        with_cells("for place in ('/usr/lib/x', '/etc/x', '/x', '/library/x', '/root/x', '/srv/x', '/home/x'):\n    try: open(place, 'w').write('x')\n    except OSError: pass\n    else: raise SystemExit(place)\nwritten = True"),
        FULL,
    ),
    "reads the disk": (
        with_cells(
            "import os, pathlib\nfound = [p for p in ('/etc/passwd', '/etc/shadow', '/root/.bashrc', '/home', '/proc/1/environ', '/var') if os.path.exists(p) and os.access(p, os.R_OK)]",
            **scale("return 2 * X if set(found) <= {'/proc/1/environ'} else X"),
        ),
        FULL,
    ),
    "reads the tests": (with_cells(WALK + "found = [f for f in files if f in ('tests.py', 'conversation.py', 'judge.py')]", **scale("return X if found else 2 * X")), FULL),
    "reads its peers": (with_cells(WALK + "found = [f for f in files if f.endswith('.ipynb')]", **scale("return X if found else 2 * X")), FULL),
    "walks the disk": (with_cells(WALK + "found = 'child.py' in files and 'toeplitz.py' in files", **scale("return 2 * X if found else X")), FULL),
    "network": (
        with_cells(
            "import socket\nreached = []\nfor place in (('127.0.0.1', 22), ('10.0.0.1', 80), ('169.254.169.254', 80)):\n    try: socket.create_connection(place, 0.2); reached.append(place)\n    except OSError: pass",
            **scale("return 2 * X if not reached else X"),
        ),
        FULL,
    ),
    "sees no other process": (
        with_cells("import os\npids = [p for p in os.listdir('/proc') if p.isdigit()]", **scale("return 2 * X if len(pids) < 6 else X")),
        FULL,
    ),
    "is no root": (with_cells("import os\nuid = os.getuid()", **scale("return 2 * X if uid else X")), FULL),
    "sets its own limits": (
        with_cells("import resource\ntry:\n    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)\n    raised = True\nexcept (OSError, ValueError):\n    raised = False", **scale("return 2 * X if not raised else X")),
        FULL,
    ),
    "a module called numpy": (
        with_cells("open('numpy.py', 'w').write('ones = None')\nopen('random.py', 'w').write('x = 1')\nimport sys\nsys.modules.pop('random', None)\nimport random\nassert hasattr(random, 'random')"),
        FULL,
    ),
    "shadowed imports": (with_cells("import sys, types\nsys.modules['numpy'] = types.ModuleType('numpy')", "import json\njson.dumps = None"), (0, FULL)),
    "spoils builtins": (with_cells("import builtins\nbuiltins.len = lambda x: 0\nbuiltins.isinstance = lambda *a: True"), (0, FULL)),
    "hard-coded outputs": (edited(hard_coded), NO_SCALE),
    # notebooks that were changed
    "edited check": (edited(lambda cells: of(cells, "check-scale").update(source="print('right')")), FULL),
    "deleted check": (edited(remove("check-scale")), FULL),
    "deleted exercise": (edited(remove("exercise-scale")), NO_SCALE),
    "duplicated exercise": (edited(doubled("exercise-scale")), FULL),
    "retagged": (edited(retag), FULL),
    "stripped metadata": (edited(stripped_of_metadata), FULL),
    "cells in another order": (edited(lambda cells: cells.insert(2, cells.pop())), FULL),
    # files in other ways
    "a byte order mark": (b"\xef\xbb\xbf" + written(author()), FULL),
    "UTF-16": (written(author()).decode().encode("utf-16"), FULL),
    "keys twice": (written(author()).replace(b"{", b'{"nbformat": 7, "cells": 8, ', 1), FULL),
    "NaN in JSON": (raw(metadata={"x": float("nan")}), FULL),
    "a number without end": (b'{"nbformat": ' + b"4" * 5000 + b', "cells": []}', "unreadable"),
    # files that are no notebooks
    "empty": (b"", "unreadable"),
    "truncated": (written(author())[:-200], "unreadable"),
    "no JSON": (b"\x00\xff\xfe PK\x03\x04", "unreadable"),
    "a list": (b"[]", "unreadable"),
    "a number": (b"17", "unreadable"),
    "wrong version": (raw(nbformat=5), "unreadable"),
    "version is text": (raw(nbformat="4"), "unreadable"),
    "cells are text": (raw(cells="none"), "unreadable"),
    "odd cells": (raw(cells=[1, None, [], {"cell_type": "code", "source": 17}, {"cell_type": "code", "source": [1, "x = 1"]}]), 0),
    "deeply nested": (b"[" * 100_000, "unreadable"),
    "deeply nested metadata": (written(author())[:-2].rstrip() + b', "deep": ' + b"[" * 900 + b"]" * 900 + b"}", FULL),
    "huge": (b'{"nbformat": 4, "cells": [], "x": "' + b"x" * (257 * 2**20) + b'"}', "unreadable"),
    "much that is stored beside": (raw(metadata={"x": "x" * (66 * 2**20)}), FULL),
    "millions of brackets": (b'{"nbformat": 4, "cells": [' + b"[]," * (4 * 2**20) + b"[]]}", "unreadable"),
    "tags without end": (raw(cells=[{"cell_type": "code", "source": "largest = 0.25", "metadata": {"tags": ["x" * 50] * 100_000}}]), 1.0),
    "no cells": (raw(cells=[]), "unreadable"),
    "cells twice, the last time none": (written(author()).rstrip()[:-1] + b', "cells": []}', "unreadable"),
    "words alone": (raw(cells=[{"cell_type": "markdown", "source": "I do not know.", "metadata": {}}]), "unreadable"),
    "version 3 with the cells of version 4": (raw(nbformat=3), FULL),
    "a magic's words": (with_cells(**{"scale": "who = !whoami\nname = who[0]\n" + SCALE}), FULL),
    "Colab's drive": (edited(lambda cells: of(cells, "setup").update(source="from google.colab import drive\ndrive.mount('/content/drive')\n" + SETUP)), FULL),
    "many cells": (raw(cells=[{"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}] * 2000), "unreadable"),
    "a huge cell": (with_cells("x = '" + "x" * 300_000 + "'"), FULL),
    "version 3": (
        json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [{"cell_type": "code", "language": "python", "input": "largest = 0.25", "outputs": []}]}]}).encode(),
        1.0,
    ),
    "version 3 without sheets": (b'{"nbformat": 3, "worksheets": 3}', "unreadable"),
    "version 3 with many cells": (
        json.dumps({"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "1"}] * 200_000}, 1]}).encode(),
        "unreadable",
    ),
    "brackets that never close": (with_cells("(" * 50_000), FULL),
    "a null byte": (with_cells("x = '\x00'"), FULL),
    "surrogates": (with_cells("x = '\\ud800'\nraise ValueError(x)"), FULL),
}  # fmt: skip
