"""What an electrode in a cell records: the potential of a membrane, by the equations of Hodgkin and Huxley (1952)."""

import math
from typing import NamedTuple

import numpy as np

__all__ = ["REST", "Recording", "potential", "pulses", "recording", "wavering"]

REST = -65.0
"""Millivolts in which a cell stays that gets no current."""
CAPACITY = 1.0  # of the membrane, microfarads for each square centimetre
SODIUM, POTASSIUM, LEAK = (120.0, 50.0), (36.0, -77.0), (0.3, -54.387)
"""For each current the conductance, in millisiemens for each square centimetre, and the millivolts at which it is 0."""


class Recording(NamedTuple):
    """Milliseconds (T,), the millivolts at each (T,), and the places of the peaks of the spikes."""

    times: np.ndarray
    V: np.ndarray
    peaks: np.ndarray


def _ramp(x):
    """x / (1 - e^-x), 1 where x is 0."""
    return x / -math.expm1(-x) if x else 1.0


def _gates(V):
    """How fast the three gates open and close at a potential, for each millisecond: sodium's two, then potassium's."""
    return (
        (_ramp((V + 40) / 10), 4 * math.exp(-(V + 65) / 18)),
        (0.07 * math.exp(-(V + 65) / 20), 1 / (1 + math.exp(-(V + 35) / 10))),
        (0.1 * _ramp((V + 55) / 10), 0.125 * math.exp(-(V + 65) / 80)),
    )


def potential(current, *, step):
    """The potential of a membrane in millivolts, (T,), from rest on, under a current (T,) in microamperes for each square
    centimetre, at steps of so many milliseconds.

    Within a step each gate, and then the potential, goes its exponential way to where the rest of the cell draws it.

    >>> potential(np.zeros(3), step=0.02).round(1)
    array([-65., -65., -65.])
    """
    V, gates, found = REST, [opens / (opens + closes) for opens, closes in _gates(REST)], np.empty(len(current))
    for t, pushed in enumerate(current.tolist()):
        for place, (opens, closes) in enumerate(_gates(V)):
            end = opens / (opens + closes)
            gates[place] = end + (gates[place] - end) * math.exp(-step * (opens + closes))
        m, h, n = gates
        flows = (SODIUM[0] * m**3 * h, SODIUM[1]), (POTASSIUM[0] * n**4, POTASSIUM[1]), LEAK
        open_, driven = sum(g for g, _ in flows), sum(g * E for g, E in flows)
        end = (driven + pushed) / open_
        V = found[t] = end + (V - end) * math.exp(-step * open_ / CAPACITY)
    return found


def wavering(moments, *, step, mean, spread, memory, seed):
    """A current (T,) that wavers about its mean with this spread and forgets in `memory` milliseconds: of many synapses."""
    keep = math.exp(-step / memory)
    pushes = np.random.default_rng(seed).normal(scale=spread * math.sqrt(1 - keep**2), size=moments)
    found, away = np.empty(moments), 0.0
    for t, push in enumerate(pushes.tolist()):
        away = keep * away + push
        found[t] = mean + away
    return found


def recording(milliseconds, *, seed, step=0.02):
    """What an electrode would record in a cell whose current wavers."""
    moments = round(milliseconds / step)
    V = potential(wavering(moments, step=step, mean=0.0, spread=3.0, memory=8.0, seed=seed), step=step)
    above = np.concatenate([[False], V > 0, [False]])
    begins, ends = np.flatnonzero(~above[:-1] & above[1:]), np.flatnonzero(above[:-1] & ~above[1:])
    peaks = [begin + V[begin:end].argmax() for begin, end in zip(begins, ends)]
    return Recording(step * np.arange(moments), V, np.array(peaks, dtype=int))


def pulses(record, *, before, after):
    """Every spike from so many milliseconds before its peak to so many after, (spikes, L), and these milliseconds, (L,).

    A spike that is cut off by an end of the recording is left out.
    """
    step = record.times[1]
    lags = np.arange(-round(before / step), round(after / step) + 1)
    whole = (record.peaks + lags[0] >= 0) & (record.peaks + lags[-1] < len(record.V))
    return lags * step, record.V[record.peaks[whole][:, None] + lags]
