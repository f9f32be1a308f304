"""What crosses between grader and child: plain values only, capped, and no bytes that make the grader do anything."""

import contextlib
import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from unity.grading.judge import agrees
from unity.grading.values import MOST_DEPTH, Function, Handle, Raises, Unfit, from_text, pack, to_text, unpack

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | st.text() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
ARRAYS = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128, np.dtype(">f8")]),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


def same(one, other):
    return json.dumps(to_text(one)) == json.dumps(to_text(other))


@given(PLAIN)
def test_plain_values_come_back(value):
    assert same(unpack(pack(value)), value)
    assert same(from_text(json.loads(json.dumps(to_text(value)))), value)


@given(ARRAYS)
def test_arrays_come_back(X):
    back = unpack(pack({"X": X}))["X"]
    np.testing.assert_array_equal(back, X)
    assert back.shape == X.shape
    assert back.dtype == X.dtype.newbyteorder("<")
    back[...] = 0  # it is the reader's own


def test_numbers_of_numpy_and_stand_ins_come_back():
    values = (np.float32(1.5), np.bool_(True), Handle(3, "Layer"), Function("unity.logistic.cost"))
    number, truth, handle, function = unpack(pack(values))
    assert (type(number), number) == (np.float32, 1.5)
    assert truth
    assert (handle.number, handle.kind) == (3, "Layer")
    assert function == values[3]


@pytest.mark.parametrize(
    "value",
    [{1: "a", (2, "x"): [1]}, {"a", "b"}, {1, 2.5}, 2**80, -(2**999), Raises(ValueError)],
    ids=["dict", "words", "numbers", "large", "larger", "error"],  # no set's order: it differs from process to process
)
def test_what_python_has_beside_them_comes_back(value):
    assert unpack(pack([value])) == [value]
    assert from_text(json.loads(json.dumps(to_text(value)))) == value


class Sub(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [object(), b"x", 2**1001, np.array([object()]), np.array(["x"]), np.zeros(2).view(Sub), lambda: 1],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_held_or_refused(value):
    with pytest.raises(Unfit, match="does not cross"):
        pack(value)
    assert unpack(pack([value], lambda v: Handle(7, "kind")))[0].number == 7


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [nested(MOST_DEPTH + 1), [0] * 20_001, "x" * 200_001, np.zeros(2**23 + 1)],
    ids=["deep", "long", "text", "array"],
)
def test_too_much_is_refused(value):
    with pytest.raises(Unfit):
        pack(value)


def head(tree, lengths=(), blobs=b""):
    text = json.dumps([tree, list(lengths)]).encode()
    return b"%d\n" % len(text) + text + blobs


@pytest.mark.parametrize(
    "whole",
    [
        b"", b"\n", b"junk", b"9\n[]", b"-1\n[]", b"2\n[]", head(["z", 1]), head({"a": 1}), head(["a", "<f8", [1], 0]),
        head(["a", "<f8", [2], 0], [8], bytes(8)), head(["a", "<f8", [-1], 0], [8], bytes(8)), head(["a", "O", [1], 0], [8], bytes(8)),
        head(["a", "<f8", [2**40, 2**40], 0], [8], bytes(8)), head(["a", "<f8", [1], -1], [8], bytes(8)), head(1, [8]),
        head(["d", [[1, 2]]]), head(["h", "x", "y"]), head(["f", 3]), head(["l", 7]), head(["c", 1]), head(1, [-8], b""),
        head(["s", [["l", []]]]), head(["m", [[["l", []], 1]]]), head(["m", [[1]]]), head(["r", 1]),
        b"100000\n" + b"[" * 100_000, head(["t", [["l", []]] * 30_000]),
        head(["l", [["a", "<f8", [1], 0]] * 2], [8], bytes(8)), head("x" * 2**23),
    ],
)  # fmt: skip
def test_bytes_that_are_no_message_are_refused(whole):
    with pytest.raises(Unfit):
        unpack(whole)


def test_halves_of_characters_do_not_come_through():
    half = "\ud800"
    assert unpack(head(["d", [[half, ["t", [half, ["f", half]]]]]])) == {"?": ("?", Function("?"))}
    assert unpack(head(["h", 1, half])).kind == "?"


def test_words_among_numbers_take_no_room():
    """An array of words would have the room of the longest for each."""
    tracemalloc.start()
    try:
        assert not agrees([["x" * 10_000] + [""] * 5_000], np.ones(3), 1e-9)
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_unfit(whole):
    with contextlib.suppress(Unfit):
        unpack(whole)


@pytest.mark.parametrize("text", [{}, {"tree": ["a", "<f8", [1], 0], "bytes": ["!"]}, 3, {"tree": ["z"], "bytes": []}])
def test_texts_that_are_no_value_are_refused(text):
    with pytest.raises(Unfit):
        from_text(text)
