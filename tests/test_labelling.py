"""Labels reach a formula as columns, and weights with mean 1, or it is said why not."""

import array_api_compat
import numpy as np
import pytest

from unity.arrays import to_numpy
from unity.labelling import as_columns, check_weights, of_mean_one, takes_labels
from unity.shapes import Array, Float, checked

X = np.ones((2, 3))
COLUMNS = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 1.0]])


@takes_labels(lambda W, X, Y: W.shape[1], numbered=True)
@checked(dask=True)
def given(W: Float[Array, "n K"], X: Float[Array, "n m"], Y: Float[Array, "K m"]) -> Float[Array, "K m"]:
    return Y


@takes_labels(1)
@checked(dask=True)
def one_given(X: Float[Array, "n m"], Y: Float[Array, "1 m"], *, l2: float = 0.0) -> Float[Array, "1 m"]:
    return Y


@pytest.mark.parametrize(
    "labels",
    [
        np.array([1, 0, 1]),
        np.array([[1, 0, 1]]),
        np.array([True, False, True]),
        np.array([[1.0, 0.0, 1.0]]),
        np.array([1.0, 0.0, 1.0], dtype=np.float32),
        COLUMNS.astype(int),
        COLUMNS == 1,
        COLUMNS.astype(np.float32),
        COLUMNS,
    ],
    ids=lambda labels: f"{labels.dtype} {labels.shape}",
)
def test_every_form_becomes_columns_like_the_examples(asarray, labels):
    W, Y = asarray(np.zeros((2, 2))), asarray(labels)
    for found in given(W, asarray(X), Y), given(W, asarray(X), Y=Y), given(Y=Y, X=asarray(X), W=W):
        np.testing.assert_array_equal(to_numpy(found), COLUMNS)
        assert found.dtype == W.dtype


def test_columns_are_handed_on_as_they_are(asarray, in_blocks):
    for kind in asarray, in_blocks:
        W, examples, Y = kind(np.zeros((2, 2))), kind(X), kind(COLUMNS)
        assert given(W, examples, Y) is Y
        assert given(W, examples, Y=Y) is Y
        row = kind(COLUMNS[:1])
        assert one_given(examples, row, l2=1.0) is row


def test_a_float_row_is_columns_where_there_is_one_logit():
    shares = np.array([[0.2, 1.0, 0.0]])
    assert one_given(X, shares) is shares
    np.testing.assert_array_equal(one_given(X, np.array([0.25, 1.0, 0.0])), [[0.25, 1.0, 0.0]])


def test_what_comes_behind_the_labels_is_handed_on():
    @takes_labels(1)
    def all_given(W, X, Y, *more, **named):
        return W, X, Y, more, named

    W, X, Y, more, named = all_given(np.zeros((2, 1)), np.ones((2, 3)), np.array([1, 0, 1]), "a", "b", l2=1.0)
    assert Y.tolist() == [[1, 0, 1]]
    assert (W.shape, X.shape, more, named) == ((2, 1), (2, 3), ("a", "b"), {"l2": 1.0})


def test_dask_is_not_computed(in_blocks, nothing_computed):
    with nothing_computed():
        Y = in_blocks(np.array([[1.0, 0.0, 1.0]]))
        assert one_given(in_blocks(X), Y) is Y
        with pytest.raises(TypeError, match=r"^one_given: Y is of dtype int64, expected floating numbers"):
            one_given(in_blocks(X), in_blocks(np.array([[1, 0, 1]])))


@pytest.mark.parametrize(
    ("Y", "error", "message"),
    [
        ([1, 0, 1], TypeError, "^given: Y is a list, expected an array"),
        (None, TypeError, "^given: Y is a NoneType, expected an array"),
        (np.ones((2, 3), complex), TypeError, "^given: labels: y is of dtype complex128, expected integers"),
        (np.array(["a", "b", "c"]), TypeError, "^given: labels: y is of dtype <U1, expected integers"),
        (np.ma.masked_array([1, 0, 1]), TypeError, "^given: Y is a MaskedArray, expected a plain array"),
        (np.ones((1, 2, 3), int), TypeError, "^given: Y is of dtype int64, expected floating numbers"),
        (np.ones((1, 2, 3)), ValueError, r"^given: Y \(1, 2, 3\) has 3 axes, expected"),
        (np.ones((3, 3)), ValueError, r"^given: Y \(3, 3\) has K = 3, W \(2, 2\) has K = 2"),
        (np.array([1, 2, 0]), ValueError, "^given: labels: y holds 2, expected a class from 0 to 1"),
        (np.array([1, 0]), ValueError, r"^given: labels: y \(2,\) has m = 2, the examples \(2, 3\) have 3"),
        (np.ones((2, 3), int), ValueError, "^given: labels: a column of y sums to 2"),
    ],
)
def test_what_is_no_label_is_refused_by_the_name_of_the_function(Y, error, message):
    with pytest.raises(error, match=message):
        given(np.zeros((2, 2)), X, Y)


def test_other_arguments_are_left_to_the_check():
    y = np.array([1, 0, 1])
    with pytest.raises(TypeError, match=r"^given: W is a list, expected an array"):
        given([[1.0]], X, y)
    with pytest.raises(TypeError, match=r"^given: X is a list, expected an array"):
        given(np.zeros((2, 2)), X.tolist(), y)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'X'"):
        given(np.zeros((2, 2)), Y=COLUMNS)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'Y'"):
        one_given(X)


def test_measured_numbers_change_their_dtype_only():
    numbers = np.array([[3, -7, 2]])
    np.testing.assert_array_equal(as_columns("cost", X, numbers, lambda: None), numbers.astype(float))


def test_labels_of_a_single_number_are_left_to_the_check():
    y = np.array([1, 0, 1])
    assert as_columns("cost", np.array(1.0), y, lambda: 1) is y
    with pytest.raises(ValueError, match=r"^one_given: X \(\) has 0 axes, expected"):
        one_given(np.array(1.0), np.array([[1.0, 0.0, 1.0]]))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_weight_that_is_no_finite_number_is_called_so(wrong):
    with pytest.raises(ValueError, match=r"^fit: weights holds a NaN or an infinity, expected finite numbers"):
        of_mean_one("fit", np.array([[1.0, wrong, 2.0]]))


def test_weights_are_scaled_to_mean_one(asarray, in_blocks):
    for kind in asarray, in_blocks:
        for factor in 1.0, 1e-300, 1e307:
            scaled = of_mean_one("fit", kind(factor * np.array([[1.0, 0.0, 5.0]])))
            np.testing.assert_allclose(to_numpy(scaled), [[0.5, 0.0, 2.5]], rtol=1e-12)
            assert array_api_compat.is_array_api_obj(scaled)
    check_weights("fit", np.ones((1, 3)), X)
