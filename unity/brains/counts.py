"""Published sizes of brains and networks."""

from typing import NamedTuple

__all__ = ["COUNTS", "Count", "heard", "listing", "published"]


class Count(NamedTuple):
    """How many of `what` there are in `who`, from `low` to `high`, and who published it."""

    who: str
    what: str
    low: int
    high: int
    source: str


COUNTS = (
    Count("worm", "neurons", 302, 302, "White et al. 1986"),
    Count("worm", "synapses", 5_000, 7_600, "White et al. 1986: chemical, all"),
    Count("fly", "neurons", 139_255, 139_255, "Dorkenwald et al. 2024"),
    Count("fly", "synapses", 50_000_000, 50_000_000, "Dorkenwald et al. 2024"),
    Count("mouse", "neurons", 71_000_000, 71_000_000, "Herculano-Houzel et al. 2006"),
    Count("human", "neurons", 86_000_000_000, 86_000_000_000, "Azevedo et al. 2009"),
    Count("human", "synapses", 10**14, 10**15, "around Pakkenberg et al. 2003"),
    Count("LeNet-5", "units", 6_518, 8_094, "LeCun et al. 1998: layer sizes"),
    Count("LeNet-5", "weights", 60_000, 60_000, "LeCun et al. 1998"),
    Count("AlexNet", "units", 650_000, 650_000, "Krizhevsky et al. 2012"),
    Count("AlexNet", "weights", 60_000_000, 60_000_000, "Krizhevsky et al. 2012"),
    Count("GPT-3", "units", 4_718_592, 10_616_832, "Brown et al. 2020: depth, width"),
    Count("GPT-3", "weights", 175_000_000_000, 175_000_000_000, "Brown et al. 2020"),
)
"""Published sizes of brains and networks. A synapse, a weight and a unit are three different things.

The worm is C. elegans, whose 7,600 contacts are 5,000 chemical synapses, 2,000 with muscles and 600 gap junctions; the fly
is the brain of one female fruit fly, with its chemical synapses. Of human synapses 1.5e14 were estimated for the neocortex
alone; the range around it is for the whole brain. LeNet-5's units are its layers' outputs, without subsampling and with;
GPT-3's are the hidden units, and all outputs of linear maps, for one token.
"""


def published(who: str, what: str) -> Count:
    """The published count of `what` in `who`.

    Raises KeyError, which names what there is, where nothing is kept.

    >>> published("worm", "neurons").low
    302
    """
    for count in COUNTS:
        if (count.who, count.what) == (who, what):
            return count
    kept = ", ".join(f"{count.what} of {count.who}" for count in COUNTS)
    raise KeyError(f"published: no count of {what} of {who}; there are {kept}")


def heard(who: str) -> tuple[float, float]:
    """How many synapses a neuron of `who` has on average: from the lowest count to the highest.

    Raises KeyError where one of the two is not kept.

    >>> heard("worm")[0].__round__(1)
    16.6
    """
    neurons, synapses = published(who, "neurons"), published(who, "synapses")
    return synapses.low / neurons.high, synapses.high / neurons.low


def listing() -> str:
    """The published counts, one a line, each with its source.

    >>> print(listing().splitlines()[0])
    worm     neurons  302              White et al. 1986
    """
    lines = []
    for who, what, low, high, source in COUNTS:
        ends = [
            f"{n:,}" if n < 10**6 else f"{n:.3g}".replace("e+0", "e").replace("e+", "e")
            for n in dict.fromkeys((low, high))
        ]
        lines.append(f"{who:8} {what:8} {' to '.join(ends):16} {source}")
    return "\n".join(lines)
