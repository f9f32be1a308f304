"""What a learner could hand in without a thought: a function with its arguments in some order, and of what it gives, a part."""

import contextlib
import itertools
import signal

__all__ = ["briefly", "given", "orders"]


@contextlib.contextmanager
def briefly():
    """End what takes long: a step or a count that stands in a size's place."""

    def over(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def given(found):
    """What an answer could make of a value by one index or a tuple()."""
    yield found
    if isinstance(found, tuple | list) or hasattr(found, "__next__"):
        parts = list(itertools.islice(found, 8))
        yield tuple(parts)
        yield from parts


def orders(count):
    """Every choice of some of so many arguments, in every order."""
    return [order for n in range(1, count + 1) for order in itertools.permutations(range(count), n)]
