"""Leaky cells that integrate a current and fire.

Times are in seconds. A current is measured in the smallest that makes a cell fire, a voltage in the threshold at which
it does.
"""

from typing import NamedTuple

from unity.arrays import namespace, standard_normal
from unity.shapes import Array, Float, checked

__all__ = ["Voltage", "charged", "firing_rate", "integrate", "measured_rate", "rates"]


class Voltage(NamedTuple):
    """The voltage of each cell at each moment, `V` (n, T), and a 1 in `spikes` (n, T) where it fires."""

    V: Array
    spikes: Array


@checked
def integrate(I: Float[Array, "n T"], *, step: float, tau: float = 0.02, pause: float = 0.002) -> Voltage:
    """Leaky cells that integrate a current and fire: n cells, T moments that are `step` seconds apart.

        v_(t+1) = v_t + h/tau (I_t - v_t)

    The cells start at 0. Where v reaches 1 there is a spike: v is 0 again, and a pause follows. `tau` is the time in which
    a membrane forgets, `pause` how long a cell is deaf after a spike, rounded to whole steps.

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
