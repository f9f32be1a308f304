"""Pairs of submissions that share many fingerprints beyond those of what was handed out and of what the whole class writes."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from unity.grading.similarity.fingerprints import RUN, fingerprints, runs, tokens

__all__ = ["Pair", "alike", "groups"]

LEAST_SHARED = 6
LEAST_SHARE = 0.5
USUAL = 5  # what so many have, or a tenth of the class where that is more, says nothing about two of them
MOST_PASSAGES = 4


@dataclass(frozen=True)
class Pair:
    """Two submissions, what part of the smaller one they share, and the longest passages of both: pairs of texts."""

    first: str
    second: str
    share: float
    passages: tuple[tuple[str, str], ...]


def alike(names, code_of, handed_out=(), most=30):
    """The pairs that are most alike, those that share most first.

    `code_of(name)` gives the sources of a submission's code cells; it is asked again for those that are shown, so that no
    class is kept in memory. `handed_out` are the code cells that everyone was given.
    """
    given = {print_ for cell in runs(tokens(handed_out)) for print_, _ in cell}
    own = {name: set(fingerprints(tokens(code_of(name)))) - given for name in names}
    usual = Counter(print_ for prints in own.values() for print_ in prints)
    limit = max(USUAL, len(own) // 10)
    holders = defaultdict(list)
    for name in own:
        own[name] = {print_ for print_ in own[name] if usual[print_] <= limit}
        for print_ in own[name]:
            holders[print_].append(name)
    shared = Counter(pair for several in holders.values() for pair in combinations(several, 2))
    found = []
    for (first, second), number in shared.items():
        share = number / min(len(own[first]), len(own[second]))
        if number >= LEAST_SHARED and share >= LEAST_SHARE:
            found.append((-number * share**2, first, second, share))
    return [
        Pair(first, second, share, _passages(code_of(first), code_of(second), own[first] & own[second]))
        for _, first, second, share in sorted(found)[:most]
    ]


def groups(pairs):
    """Pairs that hang together, in the order of the first of each: (the names, the pairs), of one origin perhaps.

    >>> [names for names, _ in groups([Pair("a", "b", 1.0, ()), Pair("c", "d", 1.0, ()), Pair("b", "e", 0.9, ())])]
    [['a', 'b', 'e'], ['c', 'd']]
    """
    own = {}
    for pair in pairs:
        one, other = (own.setdefault(name, [name]) for name in (pair.first, pair.second))
        if one is not other:
            one += other
            own.update(dict.fromkeys(other, one))
    found = {}
    for pair in pairs:
        found.setdefault(id(own[pair.first]), (own[pair.first], []))[1].append(pair)
    return list(found.values())


def _passages(first, second, shared):
    """The longest passages that two programs share, as texts beside each other."""
    ours, theirs = tokens(first), tokens(second)
    there = fingerprints(theirs)
    places = sorted((place, there[hash_]) for hash_, place in fingerprints(ours).items() if hash_ in shared)
    stretches = []
    for place, other in places:
        last = stretches[-1] if stretches else None
        same = last and (ours[place].cell, theirs[other].cell) == (ours[last[0]].cell, theirs[last[2]].cell)
        if same and place <= last[1] + RUN and last[3] <= other <= last[3] + RUN:
            last[1], last[3] = place, other
        else:
            stretches.append([place, place, other, other])
    stretches.sort(key=lambda s: s[0] - s[1])
    return tuple(
        (_text(first, ours, start, end), _text(second, theirs, begin, stop))
        for start, end, begin, stop in stretches[:MOST_PASSAGES]
    )


def _text(cells, found, start, end):
    """The lines on which a stretch of tokens stands."""
    first, last = found[start], found[end + RUN - 1]
    return "\n".join(cells[first.cell].split("\n")[first.line : last.line + 1])
