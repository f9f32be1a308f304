"""What chapter 14 says of its three students: how many images each needs, and who notices shuffled pixels."""

import numpy as np
import pytest

from unity.course.chapter_14 import students

TEACHER = np.outer([1.0, 0, -1], [1, 2, 1]).reshape(1, 3, 3, 1)
LEARNED = 0.002


@pytest.fixture(scope="module")
def curves():
    return students.curves(TEACHER, [1, 8, 9, 50, 128])


def test_the_shared_one_needs_one_image_and_the_local_one_nine(curves):
    assert curves["shared"].max() < 1e-20
    local = curves["local"]
    assert local[1] > LEARNED > local[2]
    assert curves["dense"][2] > LEARNED


def test_an_error_is_a_share_of_what_the_teacher_says():
    """A teacher ten times as loud is as hard to follow."""
    one, louder = (students.curves(factor * TEACHER, [4])["dense"] for factor in (1, 10))
    np.testing.assert_allclose(one, louder)


def test_only_the_dense_one_does_not_notice_shuffled_pixels(curves):
    shuffled = students.curves(TEACHER, [128], shuffle=True)
    np.testing.assert_allclose(shuffled["dense"], curves["dense"][-1:], rtol=1e-6, atol=1e-12)
    assert shuffled["local"] > 0.05
    assert shuffled["shared"] > 0.05
