"""What a notebook's names hold behind each question's own cells and at the end, and whether that is the same for an answer."""

import types

__all__ = ["States"]

MOST_DEEP = 8
GONE = object()


class States:
    """The names at several moments. A function that is called sees the names of the moment that was gone to."""

    def __init__(self, names):
        self.names, self.behind, self.end = names, {}, None

    def mark(self, questions):
        """Keep what the names hold now, behind the own cells of these questions."""
        for question in questions:
            self.behind[question] = dict(self.names)

    def go(self, question=None):
        """Let the names hold what they held behind the question's own cells, or at the end."""
        if self.end is None:
            self.end = dict(self.names)
        self.names.clear()
        self.names.update(self.end if question is None else self.behind[question])

    def changed(self, questions):
        """Those whose answer, or a name that it uses, was bound anew after their own cells."""
        return [question for question, answer in questions if self._differs(question, answer)]

    def _differs(self, question, answer):
        then, now = self.behind.get(question), self.names if self.end is None else self.end
        return then is not None and any(
            then.get(name, GONE) is not now.get(name, GONE) for name in used(answer, then) | used(answer, now)
        )


def used(name, names):
    """A name and all names that the code behind it may look up, those of what it calls too."""
    found, left = set(), {name}
    while left:
        name = left.pop()
        found.add(name)
        left |= {other for code in _codes(names.get(name), 0) for other in code.co_names if other in names} - found
    return found


def _codes(thing, depth):
    """The code of a function, of a class's methods, of what a decorator has wrapped, and all code within it."""
    if depth > MOST_DEEP or thing is None:
        return
    if isinstance(thing, types.CodeType):
        yield thing
        for inner in thing.co_consts:
            if isinstance(inner, types.CodeType):
                yield from _codes(inner, depth + 1)
    elif isinstance(thing, types.FunctionType):
        yield from _codes(thing.__code__, depth + 1)
        for cell in thing.__closure__ or ():
            try:
                yield from _codes(cell.cell_contents, depth + 1)
            except ValueError:  # it is empty
                continue
    elif isinstance(thing, types.MethodType):
        yield from _codes(thing.__func__, depth + 1)
    elif isinstance(thing, type):
        for member in vars(thing).values():
            yield from _codes(getattr(member, "__func__", member), depth + 1)
    elif type(thing).__module__ == "__main__":
        yield from _codes(type(thing), depth + 1)
    elif hasattr(type(thing), "func"):
        yield from _codes(thing.func, depth + 1)
