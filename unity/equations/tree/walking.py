"""Walk through a tree whatever its nodes are: the trees below one, all of them, and one replaced by another."""

from dataclasses import fields

from unity.equations.tree.nodes import Tree

__all__ = ["children", "replace_child", "walk"]


def children(tree):
    """The trees right below a tree, in the order they are written."""
    return tuple(_below(getattr(tree, field.name) for field in fields(tree)))


def _below(members):
    for member in members:
        if isinstance(member, Tree):
            yield member
        elif isinstance(member, tuple):
            yield from _below(member)


def walk(tree):
    """A tree and all trees below it."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def replace_child(tree, place, new):
    """The tree with its child number `place` replaced."""
    count = -1

    def swapped(member):
        nonlocal count
        if isinstance(member, Tree):
            count += 1
            return new if count == place else member
        return tuple(swapped(part) for part in member) if isinstance(member, tuple) else member

    return type(tree)(*[swapped(getattr(tree, field.name)) for field in fields(tree)])
