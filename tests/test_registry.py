"""The courses are those that distributions name, in the order of their names, and looked up once."""

import types

import pytest

from unity import registry


@pytest.fixture
def entries(monkeypatch):
    """Two courses stand in the metadata of distributions, in no order; how often they are looked up is counted."""
    asked = []

    def entry_points(*, group):
        asked.append(group)
        modules = [types.ModuleType("b"), types.ModuleType("a")]
        return [types.SimpleNamespace(name=module.__name__, load=lambda module=module: module) for module in modules]

    monkeypatch.setattr(registry, "entry_points", entry_points)
    registry.courses.cache_clear()
    yield asked
    registry.courses.cache_clear()


def test_courses_come_in_the_order_of_their_names_and_are_looked_up_once(entries):
    assert [course.__name__ for course in registry.courses()] == ["a", "b"]
    assert registry.courses() is registry.courses()
    assert entries == ["unity.courses"]
