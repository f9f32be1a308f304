"""One judge: what the check in a notebook says of an answer, the grader says too, over a table of kinds of values."""

import contextlib
import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest

from unity.grading.exercise import CALL, Case, tried
from unity.grading.judge import Outcome, agrees, difference, judge
from unity.grading.sandbox import Limits, Sandbox
from unity.grading.session import Raised, Session, There
from unity.grading.values import Raises, from_text, plain

X = np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.25]])
JAX = "import jax; jax.config.update('jax_enable_x64', True); import jax.numpy as jnp\n"
NETWORK = [(X, X[0]), {"W": X.T, "b": (np.ones((2, 1)), 3)}]
# what is expected, the body of f(X) that answers, whether it is right, what is said of it
TABLE = {
    "NumPy": (2 * X, "return 2 * X", True, ""),
    "a list of lists": (2 * X, "return (2 * X).tolist()", True, ""),
    "one in brackets": (2 * X, "return (2 * X,)", True, ""),
    "float32": (X / 3, "return (X / 3).astype('f4')", False, "right as far as float32 goes. Here 1e-09 relative is asked"),
    "float32 on the way": (X / 3, "return (X.astype('f4') / 3).astype(float)", False, "Is something computed with float32"),
    "float16": (X / 3, "return (X / 3).astype('f2')", False, "as far as float16 goes"),
    "long double": (X / 3, "return (X / 3).astype(np.longdouble)", True, ""),
    "objects": (2 * X, "return (2 * X).astype(object)", True, ""),
    "a matrix": (2 * X, "return np.asmatrix(2 * X)", True, ""),
    "JAX": (2 * X, JAX + "return jnp.asarray(2 * X)", True, ""),
    "JAX in float32": (X / 3, "import jax.numpy as jnp\nreturn jnp.asarray(X / 3, dtype='float32')", False, "float32"),
    "JAX in a dict": ({"dW": 2 * X}, JAX + "return {'dW': jnp.asarray(2 * X)}", True, ""),
    "torch": (2 * X, "import torch\nreturn torch.tensor(2 * X)", True, ""),
    "torch with a graph": (2 * X, "import torch\nreturn 2 * torch.tensor(X, requires_grad=True)", True, ""),
    "torch in bfloat16": (2 * X, "import torch\nreturn torch.tensor(2 * X).to(torch.bfloat16)", True, ""),
    "a truth value of torch": (True, "import torch\nreturn torch.tensor(True)", True, ""),
    "a data frame": (2 * X, "import pandas\nreturn pandas.DataFrame(2 * X)", True, ""),
    "a column of words": (["a", "b"], "import pandas\nreturn pandas.Series(['a', 'b'])", True, ""),
    "a sparse matrix": (np.eye(3), "import scipy.sparse\nreturn scipy.sparse.eye(3)", True, ""),
    "a memoryview": (np.arange(3), "return memoryview(bytes(range(3)))", True, ""),
    "an array of Python's": (np.ones(2), "import array\nreturn array.array('d', [1, 1])", True, ""),
    "an object with __array__": (2 * X, "class A:\n    def __array__(self, *a, **k): return 2 * X\nreturn A()", True, ""),
    "an object with DLPack": (
        2 * X,
        "class A:\n    def __dlpack__(self, **k): return (2 * X).__dlpack__(**k)\n    def __dlpack_device__(self): return X.__dlpack_device__()\nreturn A()",
        True,
        "",
    ),
    "CuPy": (
        2 * X,
        "class A:\n    __cuda_array_interface__ = {}\n    def __array__(self, *a, **k): raise TypeError('Implicit conversion')\n    def get(self): return 2 * X\nreturn A()",
        True,
        "",
    ),
    "an object": (2 * X, "return object()", False, "an object of the type object, expected an array of shape (3, 2)"),
    "a fraction": (1 / 3, "from fractions import Fraction\nreturn Fraction(1, 3)", True, ""),
    "a decimal": (0.5, "from decimal import Decimal\nreturn Decimal('0.5')", True, ""),
    "an integer": (3, "return 3.0", True, ""),
    "a large integer": (2**70, "return 2**70", True, ""),
    "a number of NumPy": (0.5, "return np.float64(0.5)", True, ""),
    "a number in an array": (0.5, "return np.array(0.5)", True, ""),
    "a number too many axes": (0.5, "return np.array([[0.5]])", False, "Shape (1, 1), expected (): the numbers are right."),
    "complex": (np.fft.fft(X, axis=0), "return np.fft.fft(X, axis=0)", True, ""),
    "complex for real": (2 * X, "return 2 * X + 0j", False, "complex numbers, expected real ones. All imaginary parts are 0"),
    "real for complex": (X + 0j, "return X", True, ""),
    "a word": ("ReLU", "return np.array(['ReLU'])[0]", True, ""),
    "another word": ("ReLU", "return 'relu'", False, "It is 'relu', and that is not right."),
    "words": (["a", "b"], "return np.array(['a', 'b'])", True, ""),
    "a set": ({"a", "b"}, "return {'b', 'a'}", True, ""),
    "a word and a number": (("a", 0.5), "return 'a', 0.5", True, ""),
    "truth": (True, "return np.True_", True, ""),
    "a number for truth": (True, "return 1.0", False, "It is a number, expected a truth value."),
    "a dict": ({"dW": 2 * X, "db": 1.0}, "return {'db': 1.0, 'dW': 2 * X}", True, ""),
    "a dict by layer": ({1: X, 2: X.T}, "return {1: X, 2: X.T}", True, ""),
    "a key is missing": ({"dW": 2 * X, "db": 1.0}, "return {'dW': 2 * X}", False, "The key 'db' is missing; there is 'dW'."),
    "wrong in a dict": ({"dW": 2 * X, "db": 1.0}, "return {'dW': 2 * X, 'db': -1.0}", False, "Under 'db': the sign is the wrong way round."),
    "gradients of a network": (NETWORK, "return [(X, X[0]), {'W': X.T, 'b': (np.ones((2, 1)), 3)}]", True, ""),
    "one of them wrong": (NETWORK, "return [(X, X[0]), {'W': X.T, 'b': (2 * np.ones((2, 1)), 3)}]", False, "The second of 2 values: under 'b': the first of 2 values: all are 2 times"),
    "a list of arrays": ([(X, X[0]), (X.T, 1)], "return [[X, X[0]], [X.T, 1]]", True, ""),
    "several in one array": ((2 / 9, 7 / 9), "return np.array([2 / 9, 7 / 9])", True, ""),
    "infinity": (np.array([np.inf, 1.0]), "return [np.inf, 1.0]", True, ""),
    "a number for infinity": (np.array([np.inf, 1.0]), "return [5.0, 1.0]", False, "infinite"),
    "minus infinity": (np.array([np.inf, 1.0]), "return [-np.inf, 1.0]", False, "infinite"),
    "NaN": (np.array([np.nan, 1.0]), "return [np.nan, 1.0]", True, ""),
    "NaN elsewhere": (np.array([1.0, 1.0]), "return [np.nan, 1.0]", False, "infinity or NaN where the right answer is finite"),
    "tiny": (np.array(9.357622968839299e-14), "return 1 / (1 + np.exp(30.0))", True, ""),
    "nothing for tiny": (np.array(9.357622968839299e-14), "return 0.0", False, "differs by 9.36e-14"),
    "nothing but rounding": (np.zeros(2), "return [1e-17, 0.0]", True, ""),
    "empty": (np.ones((0, 2)), "return X[:0]", True, ""),
    "empty in another way": (np.ones((0, 2)), "return []", False, "Shape (0,), expected (0, 2)"),
    "a long list": (np.zeros(10**5), "return [0.0] * 10**5", True, ""),
    "None": (2 * X, "return None", False, "It returned None: does the function end with a return?"),
    "a generator": (2 * X, "return (x for x in X)", False, "an object of the type generator"),
    "lists of different lengths": (2 * X, "return [[1.0], [1.0, 2.0]]", False, "make no array, expected an array of shape (3, 2)"),
    "words for numbers": (2 * X, "return ['a'] * 3", False, "a list with words"),
    "refused": (Raises(ValueError), "raise ValueError('no')", True, ""),
    "refused as a kind of it": (Raises(ValueError), "import json\njson.loads('{')", True, ""),
    "refused otherwise": (Raises(ValueError), "raise KeyError('no')", False, "It raised KeyError: 'no', expected that it raises ValueError."),
    "not refused": (Raises(ValueError), "return X", False, "It returned a value, expected that it raises ValueError."),
}  # fmt: skip


@pytest.fixture(scope="module")
def session(sandboxed):
    limits = Limits(call=60.0, memory=16 * 2**30)
    with contextlib.closing(Session(Sandbox(limits=limits))) as session:
        yield session


def source(body):
    return "import numpy as np\ndef f(X):\n" + "\n".join(f"    {line}" for line in body.splitlines())


def verdict(outcome, case):
    return judge("f", [case], [outcome], fault=CALL.fault, says=[], tolerance=1e-9)


def in_a_notebook(body):
    """What the check sees of an answer, in a process of its own: who has loaded JAX is not to be forked any more."""
    if "jax" not in body and "torch" not in body:
        names = {}
        exec(source(body), names)
        return tried(CALL, names["f"], (X,))
    program = source(body) + ASKED.format(X.tolist())
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return Outcome(from_text(json.loads(done.stdout)))


ASKED = """
import json
from unity.grading.exercise import CALL, tried
from unity.grading.values import to_text
print(json.dumps(to_text(tried(CALL, f, (np.array({}),)).value)))
"""


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
@pytest.mark.parametrize("name", TABLE)
def test_check_and_grader_say_the_same(session, name):
    expected, body, right, says = TABLE[name]
    for library, called in {"jax": "JAX", "torch": "PyTorch", "pandas": "pandas", "scipy": "SciPy"}.items():
        if f"import {library}" in body and importlib.util.find_spec(library) is None:
            pytest.skip(f"{called} is not installed: make oracles")
    case = Case((X,), expected)
    here = verdict(in_a_notebook(body), case)
    session.request({"do": "cell", "source": source(body), "name": "x"}, 60.0)
    try:
        there = Outcome(
            CALL.outcome(There(lambda message, functions: session.request(message, 60.0, functions), "f"), (X,))
        )
    except Raised as raised:
        there = Outcome(error=str(raised), kinds=raised.kinds)
    assert verdict(there, case) == here
    assert here.right is right, here
    assert says in here.says, here


DIFFERENT = {
    "NaN as a whole number": (np.array([[-(2**63), 1]]), np.array([[0.5, 1.0]]), "It holds -9223372036854775808: NaN or infinity becomes that"),
    "twice": (2 * X, X, "All are 2 times what they should be."),
    "a third": (X / 3, X, "All are 1/3 of what they should be."),
    "some factor": (0.37 * X, X, "All are 0.37 times what they should be."),
    "one number": (0.37, 1.0, "The number differs by 0.63."),
    "one number twice": (2.0, 1.0, "It is 2 times what it should be."),
    "base 10": (np.log10(X**2), np.log(X**2), "as logarithms to base 10 are: the natural one is asked"),
    "base 2": (np.log2(X**2), np.log(X**2), "as logarithms to base 2 are"),
    "a power of ten": (X * 1000, X, "All are off by a power of ten: 1,000 times what they should be."),
    "sign": (-X, X, "The sign is the wrong way round."),
    "some signs": (np.abs(X), X, "The magnitudes are right, some signs are wrong."),
    "transposed": (X[:2].T, X[:2], "These are the right numbers, transposed."),
    "transposed shape": (X.T, X, "Shape (2, 3), expected (3, 2): the numbers are right, transpose them."),
    "a row for a column": (X[:1], X[0], "Shape (1, 2), expected (2,): the numbers are right."),
    "the other way round": (X[::-1], X, "These are the right numbers, with axis 0 the other way round."),
    "another order": (X[[1, 2, 0]], X, "These are the right numbers in another order."),
    "too large": (X + 0.5, X, "All are 0.5 too large."),
    "one of six": (X + np.eye(3, 2, k=-2), X, "The shape (3, 2) is right, 1 of the 6 numbers differ by up to 1."),
    "the second of two": (X, (X.T, X), "That is the second of the 2 values that are asked: return all, in their order."),
    "swapped": ((X, 1.0), (1.0, X), "These are the right values in another order."),
    "one value too many": ((1.0, X), X, "It returned 2 values, expected 1: the second is the right one."),
    "which value": ((X, 1.0), (X, np.ones((1, 1))), "The second of 2 values: shape (), expected (1, 1): the numbers are right."),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_what_is_wrong_is_found(name):
    given, expected, says = DIFFERENT[name]
    assert not agrees(given, expected, 1e-9)
    assert says in difference(given, expected, 1e-9)


def test_a_tolerance_is_relative_to_the_largest_number():
    assert agrees(1e-5 * X, 1e-5 * X * (1 + 9e-10), 1e-9)
    assert not agrees(1e-5 * X, 1e-5 * X * (1 + 2e-9), 1e-9)
    assert agrees(1e5 * X + 1e-6, 1e5 * X, 1e-9)


def test_what_lies_about_its_class_is_no_array():
    class Liar:
        __class__ = property(lambda self: np.ndarray)

        def __getattr__(self, name):
            return lambda *a: X

    assert not agrees(plain(Liar()), X, 1e-9)


def test_what_a_cancellation_left_is_compared_with_what_it_left_it_of():
    from unity.grading.exercise.cases import least_scale

    near = (np.array([1.0, 3.0]), np.array([1.0, 3.0]) * (1 + 1e-12))
    assert least_scale(lambda given: given[0] - given[1], near, near[0] - near[1]) > 0.1
    assert least_scale(lambda given: 1 / (1 + np.exp(given[0])), (30.0,), 1 / (1 + np.exp(30.0))) == 0
