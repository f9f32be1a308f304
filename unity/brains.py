"""What brains have and networks lack: spikes, synapses that learn on the spot, cells drawn apart; and what both have, counted.

Times are in seconds. A current is measured in the smallest that makes a cell fire, a voltage in the threshold at which
it does.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from unity.arrays import length, namespace, standard_normal
from unity.shapes import Array, Float, Int, checked

__all__ = [
    "COUNTS",
    "Arbours",
    "Count",
    "Voltage",
    "arbours",
    "charged",
    "cosine",
    "firing_rate",
    "heard",
    "hebb_step",
    "hebbian",
    "integrate",
    "learn",
    "measured_rate",
    "oja_step",
    "pieces",
    "published",
    "rates",
    "table",
]


# Cells, drawn apart


class Arbours(NamedTuple):
    """Branched cells in the plane: `points` (2, p), each cell's own `branches` (2, e), and `meetings` (2, g) of tips.

    Branches and meetings hold a pair of points in each column, counted from 0; `cells` is how many cells there are.
    """

    points: np.ndarray
    branches: np.ndarray
    meetings: np.ndarray
    cells: int


def arbours(rows: int, columns: int, *, seed: int) -> Arbours:
    """Cells on a grid, each with four stems that fork in two, and a meeting where two tips of neighbours come close.

    Every cell is a tree of 13 points and 12 branches; every pair of neighbours on the grid has one meeting. The drawing
    is made from a seed, and shows no real cell.

    Raises ValueError where there is no cell.

    >>> cells = arbours(2, 3, seed=0)
    >>> cells.points.shape, cells.branches.shape, cells.meetings.shape, cells.cells
    ((2, 78), (2, 72), (2, 7), 6)
    """
    if rows < 1 or columns < 1:
        raise ValueError(f"arbours: rows = {rows}, columns = {columns}, expected both to be at least 1")
    rng = np.random.default_rng(seed)
    offsets, links = [(0.0, 0.0)], []
    for k in range(4):
        stem, turn = len(offsets), k * math.pi / 2
        offsets.append((0.24 * math.cos(turn), 0.24 * math.sin(turn)))
        links.append((0, stem))
        for side in (-0.35, 0.35):
            links.append((stem, len(offsets)))
            offsets.append((0.45 * math.cos(turn + side), 0.45 * math.sin(turn + side)))
    size = len(offsets)
    places = [(column, row) for row in range(rows) for column in range(columns)]
    points = np.concatenate([np.array(offsets) + place for place in places]).T
    points = points + rng.uniform(-0.03, 0.03, points.shape)
    branches = np.concatenate([np.array(links) + size * i for i in range(len(places))]).T
    # A fork to the right ends in the points 2 and 3, one upwards in 5 and 6, then 8 and 9 to the left, 11 and 12 down.
    meetings = [(size * i + 3, size * (i + 1) + 8) for i, (column, _) in enumerate(places) if column + 1 < columns]
    meetings += [(size * i + 5, size * (i + columns) + 12) for i, (_, row) in enumerate(places) if row + 1 < rows]
    return Arbours(points, branches, np.array(meetings, dtype=int).reshape(-1, 2).T, len(places))


@checked
def pieces(links: Int[Array, "2 e"], points: int) -> int:
    """How many pieces a drawing falls into: points that a way of links joins are of one piece.

    Raises IndexError where a link leads to a point that is not there.

    >>> pieces(np.array([[0, 1], [1, 2]]), 5)
    3
    """
    found = list(range(points))

    def root(point):
        while found[point] != point:
            point = found[point]
        return point

    for j in range(links.shape[1]):
        one, other = int(links[0, j]), int(links[1, j])
        if not 0 <= one < points or not 0 <= other < points:
            raise IndexError(f"pieces: a link from {one} to {other}, expected points from 0 to {points - 1}")
        found[root(one)] = root(other)
    return sum(point == above for point, above in enumerate(found))


# Spikes


class Voltage(NamedTuple):
    """The voltage of each cell at each moment, `V` (n, T), and a 1 in `spikes` (n, T) where it fires."""

    V: Array
    spikes: Array


@checked
def integrate(I: Float[Array, "n T"], *, step: float, tau: float = 0.02, pause: float = 0.002) -> Voltage:
    """Leaky cells that integrate a current and fire: n cells, T moments that are `step` seconds apart.

        v_(t+1) = v_t + h/tau (I_t - v_t),   and where v >= 1: a spike, v = 0, and a pause

    The cells start at 0. `tau` is the time in which a membrane forgets, `pause` how long a cell is deaf after a spike,
    rounded to whole steps.

    Equation: eq-membrane.

    >>> V, spikes = integrate(np.full((1, 6), 2.0), step=0.01, pause=0.0)
    >>> V
    array([[1., 1., 1., 1., 1., 1.]])
    >>> integrate(np.full((1, 4), 1.5), step=0.01, pause=0.01).V
    array([[0.75 , 1.125, 0.   , 0.75 ]])
    """
    xp = namespace(I)
    v, steps = xp.zeros_like(I[:, 0]), round(pause / step)
    deaf, V, spikes = xp.zeros_like(v), [], []
    for t in range(I.shape[1]):
        ahead = v + step / tau * (I[:, t] - v)
        v = xp.where(deaf > 0, xp.zeros_like(v), ahead)
        fires = v >= 1
        V.append(v)
        spikes.append(xp.astype(fires, I.dtype))
        v = xp.where(fires, xp.zeros_like(v), v)
        deaf = xp.where(fires, xp.full_like(v, steps), deaf - 1)
    return Voltage(xp.stack(V, axis=1), xp.stack(spikes, axis=1))


@checked
def charged(I: Float[Array, "*shape"], t: int, *, step: float, tau: float = 0.02) -> Float[Array, "*shape"]:
    """The voltage after t steps from 0 under a constant current, of a cell that has not fired.

        v_t = I (1 - (1 - h/tau)^t)

    Equation: eq-charged.

    >>> charged(np.array([[1.5]]), 2, step=0.01)
    array([[1.125]])
    """
    return I * (1 - (1 - step / tau) ** t)


@checked
def rates(spikes: Float[Array, "n T"], *, step: float) -> Float[Array, "n 1"]:
    """How often each cell fired, in spikes a second.

    >>> rates(np.array([[0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0]]), step=0.01)
    array([[25.],
           [50.]])
    """
    return namespace(spikes).mean(spikes, axis=1, keepdims=True) / step


@checked
def measured_rate(
    I: Float[Array, "n 1"],
    *,
    noise: float,
    moments: int,
    step: float,
    seed: int,
    tau: float = 0.02,
    pause: float = 0.002,
) -> Float[Array, "n 1"]:
    """The counted rate of cells under a steady current with noise, drawn anew for each cell and each moment.

        I + noise * N(0, 1)

    >>> measured_rate(np.array([[0.9], [2.0]]), noise=0.0, moments=10_000, step=0.0002, seed=0)
    array([[ 0.],
           [63.]])
    """
    drawn = standard_normal((I.shape[0], moments), seed=seed, like=I)
    current = I + noise * drawn
    return rates(integrate(current, step=step, tau=tau, pause=pause).spikes, step=step)


@checked
def firing_rate(I: Float[Array, "*shape"], *, tau: float = 0.02, pause: float = 0.002) -> Float[Array, "*shape"]:
    """The rate of a leaky cell under a constant current, in spikes a second; 0 where the current is at most 1.

        r = 1 / (pause + tau log(I / (I - 1)))

    It is what `integrate` tends to when its step goes to 0.

    Equation: eq-firing-rate.

    >>> firing_rate(np.array([[0.9, 1.0, 2.0]])).round(2)
    array([[ 0.  ,  0.  , 63.04]])
    """
    xp = namespace(I)
    fires = I > 1
    above = xp.where(fires, I, xp.full_like(I, 2.0))
    return xp.where(fires, 1 / (pause - tau * xp.log1p(-1 / above)), xp.zeros_like(I))


# Learning on the spot


@checked
def hebbian(A: Float[Array, "n m"], Z: Float[Array, "k m"]) -> Float[Array, "n k"]:
    """What Hebb's rule adds to the weights: how much what came in and what went out were active together.

        C = 1/m A Z^T

    Equation: eq-hebb.

    >>> hebbian(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[2.0, 4.0]]))
    array([[1.],
           [3.]])
    """
    return A @ Z.T / A.shape[1]


@checked
def hebb_step(w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float) -> Float[Array, "n 1"]:
    """Hebb's rule for one linear neuron, on all examples at once: its weights only grow.

        w_(t+1) = w_t + alpha/m X Z^T,   Z = w_t^T X

    >>> hebb_step(np.array([[1.0], [0.0]]), np.array([[1.0], [1.0]]), step=0.5)
    array([[1.5],
           [0.5]])
    """
    return w + step * hebbian(X, w.T @ X)


@checked
def oja_step(w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float) -> Float[Array, "n 1"]:
    """Hebb's rule for one linear neuron, with a forgetting that keeps its weights at length 1.

        w_(t+1) = w_t + alpha/m (X Z^T - w_t Z Z^T),   Z = w_t^T X

    Equations: eq-oja, eq-oja-mean.
    Source: Oja, *A simplified neuron model as a principal component analyzer*, 1982, on all examples at once.

    >>> oja_step(np.array([[1.0], [0.0]]), np.array([[1.0], [1.0]]), step=0.5)
    array([[1. ],
           [0.5]])
    """
    Z = w.T @ X
    return w + step * (hebbian(X, Z) - w @ hebbian(Z, Z))


@checked
def learn(
    rule: Callable[..., Array], w: Float[Array, "n 1"], X: Float[Array, "n m"], *, step: float, steps: int
) -> Float[Array, "n ..."]:
    """The weights of one neuron on their way by a rule such as `oja_step`: a column before each step and after the last.

    >>> learn(hebb_step, np.array([[1.0]]), np.array([[1.0, -1.0]]), step=0.5, steps=2)
    array([[1.  , 1.5 , 2.25]])
    """
    path = [w]
    for _ in range(steps):
        path.append(rule(path[-1], X, step=step))
    return namespace(w).concat(path, axis=1)


@checked
def cosine(A: Float[Array, "*shape"], B: Float[Array, "*shape"]) -> Float[Array, ""]:
    """The cosine of the angle between two arrays of one shape, each taken as one vector.

        <A, B> / (||A|| ||B||) = <A / ||A||, B / ||B||>

    NaN where one of them is 0.

    >>> cosine(np.array([[1.0, 0.0]]), np.array([[3.0, 4.0]])).round(2)
    np.float64(0.6)
    """
    return namespace(A, B).sum(A / length(A) * (B / length(B)))


# Counts


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


def table() -> str:
    """The published counts, one a line, each with its source.

    >>> print(table().splitlines()[0])
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
