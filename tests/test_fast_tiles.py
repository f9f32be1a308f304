"""Pieces are of equal length and no longer than was asked, and a product is as wide as OpenBLAS reads it where it lies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unity.fast import tiles


@given(n=st.integers(0, 300), most=st.integers(1, 320))
def test_pieces_are_as_few_and_as_equal_as_they_can_be(n, most):
    found = tiles.pieces(n, most)
    lengths = [piece.stop - piece.start for piece in found]
    assert [i for piece in found for i in range(n)[piece]] == list(range(n))
    assert len(found) == -(n // -most)
    assert all(length == max(lengths) for length in lengths[:-1])
    assert max(lengths, default=1) <= most
    assert n <= len(found) * max(lengths, default=1) < n + max(1, len(found))


@given(n=st.integers(0, 300), most=st.integers(1, 320), whole=st.integers(1, 40))
def test_pieces_of_whole_numbers_are_rounded_up(n, most, whole):
    equal = tiles.pieces(n, most)[0].stop if n else 1
    found = tiles.pieces(n, most, whole)
    assert [i for piece in found for i in range(n)[piece]] == list(range(n))
    length = next(k for k in range(equal, equal + whole) if k % whole == 0)
    assert [piece.start for piece in found] == list(range(0, n, length))


@pytest.mark.parametrize(
    ("multiplications", "columns"),
    [(1, 4096), (244, 4096), (245, 4081), (2400, 416), (7752, 128), (7812, 128), (7813, 1024), (10**7, 1024)],
)
def test_a_product_of_a_million_multiplications_is_narrow_enough(multiplications, columns):
    """But for fewer than 128 columns it is not worth it, and more than 4096 are not needed."""
    assert tiles.width(multiplications) == columns


def test_a_tile_is_two_mebibytes():
    assert tiles.BLOCK == 2 * 1024**2
