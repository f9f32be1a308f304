"""What needs an extra says how to get it, and the face of a package hands on what its modules hold."""

import importlib
import sys
import types

import pytest

from unity.extras import late, require


@pytest.mark.parametrize("package", ["a_package", "zero_packages"])
def test_a_missing_package_is_named_with_its_extra(package):
    with pytest.raises(ModuleNotFoundError) as info, require("widgets"):
        importlib.import_module(f"{package}.inside")
    assert str(info.value) == f'{package} is missing: pip install "harmony-in-complexity[widgets]"'
    assert info.value.name == package
    assert isinstance(info.value.__cause__, ModuleNotFoundError)


@pytest.mark.parametrize("missing", ["unity.nothing", "unity"])
def test_what_the_library_itself_lacks_is_no_matter_of_an_extra(missing):
    fault = ModuleNotFoundError("gone", name=missing)
    with pytest.raises(ModuleNotFoundError) as info, require("widgets"):
        raise fault
    assert info.value is fault


def test_an_import_error_without_a_name_is_left_as_it_is():
    fault = ModuleNotFoundError("somewhere")
    with pytest.raises(ModuleNotFoundError) as info, require("widgets"):
        raise fault
    assert info.value is fault


@pytest.fixture
def face(monkeypatch):
    """A package's `__getattr__`: of its two modules one is there, and counts how often a name is asked of it."""
    asked = []

    class There(types.ModuleType):
        def __getattribute__(self, name):
            if not name.startswith("__"):
                asked.append(name)
            return super().__getattribute__(name)

    there = There("a_package.there")
    there.first, there.second = object(), object()
    monkeypatch.setitem(sys.modules, "a_package", types.ModuleType("a_package"))
    monkeypatch.setitem(sys.modules, "a_package.there", there)
    return late("a_package", "widgets", there=["first", "second"], gone=["third"]), there, asked


def test_the_face_hands_on_a_name_and_asks_for_it_once(face):
    getter, there, asked = face
    found = getter("first"), getter("first"), getter("second")
    assert asked == ["first", "second"]
    assert found == (there.first, there.first, there.second)


def test_the_face_says_which_name_it_lacks(face):
    with pytest.raises(AttributeError, match="module 'a_package' has no attribute 'fourth'"):
        face[0]("fourth")


def test_behind_the_face_a_missing_package_is_named_with_its_extra(face):
    with pytest.raises(
        ModuleNotFoundError, match=r'a_package.gone is missing: pip install "harmony-in-complexity\[widgets\]"'
    ):
        face[0]("third")
