"""Pairs of submissions that share many fingerprints beyond those of what was handed out and of what the whole class writes."""

import heapq
from dataclasses import dataclass

import numpy as np

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

    `code_of(name)` gives the sources of a submission's code cells; it is asked again for those that are shown, so that of a
    class only the fingerprints are in memory, eight bytes each. `handed_out` are the code cells that everyone was given.
    """
    given = {print_ for cell in runs(tokens(handed_out)) for print_, _ in cell}
    own = [_numbers(set(fingerprints(tokens(code_of(name)))) - given) for name in names]
    known, counts = np.unique(np.concatenate([_numbers(()), *own]), return_counts=True)
    unusual = counts <= max(USUAL, len(own) // 10)
    own = [prints[unusual[np.searchsorted(known, prints)]] for prints in own]
    found = heapq.nsmallest(most, _shared(own, known[unusual & (counts > 1)]))
    return [
        Pair(names[i], names[j], share, _passages(code_of(names[i]), code_of(names[j]), _both(own[i], own[j])))
        for _, i, j, share in found
    ]


def _numbers(prints):
    return np.array(sorted(prints), dtype=np.uint64)


def _both(one, other):
    return set(np.intersect1d(one, other, assume_unique=True).tolist())


def _shared(own, several):
    """(by what pairs are sorted, the numbers of the first and the second, the share) of those that share enough.

    `own` are the fingerprints of each, `several` those that more than one has.
    """
    held = [np.flatnonzero(np.isin(several, prints, assume_unique=True)) for prints in own]
    owners = np.repeat(np.arange(len(own), dtype=np.int32), list(map(len, held)))
    places = np.concatenate([np.empty(0, np.intp), *held])
    owners = owners[np.argsort(places, kind="stable")]
    ends = np.cumsum(np.bincount(places, minlength=len(several)))
    for i, ours in enumerate(held):
        holders = [owners[end - count : end] for end, count in zip(ends[ours], np.diff(ends, prepend=0)[ours])]
        shared = np.bincount(np.concatenate([np.empty(0, np.int32), *holders]), minlength=len(own))
        for j in np.flatnonzero(shared[i + 1 :] >= LEAST_SHARED).tolist():
            number, least = int(shared[i + 1 + j]), min(len(own[i]), len(own[i + 1 + j]))
            if number >= LEAST_SHARE * least:
                yield -(number**3) / least**2, i, i + 1 + j, number / least


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
