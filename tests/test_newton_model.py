"""A model stays what it is, and is equal to no other."""

import dataclasses

import numpy as np
import pytest

from unity.newton import LinearModel

PARTS = abs, abs, abs, abs, np.eye(1)


def test_a_model_does_not_change():
    model = LinearModel(*PARTS)
    assert [getattr(model, field.name) for field in dataclasses.fields(model)] == [*PARTS, None]
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.loss = min


def test_a_model_is_equal_to_no_other():
    """Whether two functions say the same cannot be told; and a cache may ask for it."""
    model = LinearModel(*PARTS)
    assert model != LinearModel(*PARTS)
    assert len({model, model, LinearModel(*PARTS)}) == 2
