"""Larson's hypercube: which unit is busy how much, and who answers whose calls (Larson 1974).

Calls of each atom arrive at random (Poisson). The first free unit of the atom's preference list is sent and
is busy for an exponential time that does not depend on where it goes. A state is the set of busy units.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.checks import Floats
from jiaosuo.model.theory.districts import District, Line, Whole, district
from jiaosuo.model.theory.larson import HypercubeApproximation, hypercube_approximation

__all__ = ["Hypercube", "HypercubeApproximation", "hypercube_approximation"]

MOST_UNITS = 18
"""States double with each unit: these are 262,144, a matter of seconds."""
STILL = 1e-11
"""No state's share of time, however rare, moves by more than this share of it in the last sweep."""
MOST_SWEEPS = 20_000
SMALLEST = 1e-300


class Hypercube:
    """The exact long run of a district of up to 18 units.

    With `line="infinite"` calls that find all busy wait in one queue, in order of arrival, and the unit that
    is free first takes the next, from wherever it is: the queue is that of M/M/N, its states one tail behind
    "all busy". With `line="zero"` they are lost.

    Parameters
    ----------
    call_rates : array_like of float, shape (atoms,)
        Calls of each atom of the district in a unit of time, from 0, at least one above 0.
    service_rate : array_like of float
        What a unit finishes in the same unit of time, above 0: one rate, or one for each unit, shape
        (units,).
    preferences : array_like of int, shape (atoms, units)
        Numbers of the units from 0, each once, the best for the atom first.
    line : {"infinite", "zero"}, default "infinite"
        What becomes of calls that find all units busy: they wait, or they are lost.

    Raises
    ------
    InputError
        When a rate is below 0, there are no calls at all, a service rate is not above 0, a list does not name
        each unit once, there are more than 18 units, or, with a queue, calls reach what the units can serve.

    Notes
    -----
    Sources: Larson 1974; Larson & Odoni 1981, 5.3.

    Examples
    --------
    >>> from jiaosuo.model.theory import Hypercube
    >>> district = Hypercube(call_rates=[0.5, 0.5], service_rate=1.0, preferences=[[0, 1], [1, 0]])
    >>> district.workloads.round(3).tolist(), round(district.saturation, 3)
    ([0.5, 0.5], 0.333)
    """

    def __init__(
        self,
        call_rates: npt.ArrayLike,
        service_rate: npt.ArrayLike,
        preferences: npt.ArrayLike,
        line: Line = "infinite",
    ) -> None:
        self._district = district(call_rates, service_rate, preferences, line)
        if self._district.units > MOST_UNITS:
            allowed = f"must be at most {MOST_UNITS}; hypercube_approximation takes more"
            raise InputError("units", self._district.units, allowed)

    @cached_property
    def _sent(self) -> _Sent:
        return _first_free(self._district)

    @cached_property
    def state_probabilities(self) -> Floats:
        """Share of time in each state, shape (2**units,): bit i of its number is 1 where unit i is busy.

        The last state holds the time with all busy, with a queue or without.
        """
        at = self._district
        shares = _long_run(at, self._sent)
        if at.line == "infinite":
            shares[-1] /= 1 - at.calls / at.capacity
        whole: Floats = shares / shares.sum()
        return whole

    @cached_property
    def workloads(self) -> Floats:
        """Share of time that each unit is busy, shape (units,)."""
        busy = _bits(self._district.units)
        loads: Floats = self.state_probabilities @ busy
        return loads

    @cached_property
    def saturation(self) -> float:
        """Share of time that all units are busy, which is the share of calls that wait, or are lost."""
        return float(self.state_probabilities[-1])

    @cached_property
    def mean_wait(self) -> float:
        """Mean time in the queue of all calls; 0 of those served where nobody waits."""
        at = self._district
        return self.saturation / (at.capacity - at.calls) if at.line == "infinite" else 0.0

    @cached_property
    def dispatch_fractions(self) -> Floats:
        """Share of all dispatches that send unit i to atom j, shape (units, atoms); together 1.

        Of all calls where they queue, and of those served where they are lost. A call from the queue is of
        each atom in proportion to its rate, and goes to each unit in proportion to its service rate: with
        one rate for all, to each equally often (Larson 1974).
        """
        at, kinds = self._district, self._sent.kinds
        free = self.state_probabilities[:-1]
        sent = np.array([np.bincount(of[:-1], weights=free, minlength=at.units) for of in self._sent.unit])
        of_atom = at.call_rates / at.calls
        at_once = sent[kinds].T * of_atom
        if at.line == "zero":
            fractions: Floats = at_once / (1 - self.saturation)
            return fractions
        return at_once + self.saturation * np.outer(at.service_rates / at.capacity, of_atom)

    @cached_property
    def interarea_fraction(self) -> float:
        """Share of dispatches, those from the queue too, that send another unit than the atom's first."""
        return self._district.from_elsewhere(self.dispatch_fractions)


@dataclass(frozen=True)
class _Sent:
    """Which unit is sent: atoms with one list are of one kind, (atoms,); unit by kind and state."""

    kinds: Whole
    unit: npt.NDArray[np.int8]


def _first_free(at: District) -> _Sent:
    """The first free unit of each distinct list in each state; in the last state, of no meaning, the last."""
    lists, kinds = np.unique(at.preferences, axis=0, return_inverse=True)
    free = ~_bits(at.units)
    unit = np.empty((len(lists), len(free)), np.int8)
    for row, order in zip(unit, lists, strict=True):
        row[:] = order[-1]
        for each in order[-2::-1]:
            row[free[:, each]] = each
    return _Sent(kinds.ravel(), unit)


def _bits(units: int) -> npt.NDArray[np.bool_]:
    """Whether each unit is busy in each state, (states, units)."""
    states = np.arange(2**units)
    return (states[:, None] >> np.arange(units) & 1).astype(bool)


def _long_run(at: District, sent: _Sent) -> Floats:
    """Share of time in each state where calls are lost, found level by level: by how many units are busy.

    Each sweep balances one level after another, up and down (Gauss & Seidel), then gives each level its
    weight from the flow across: calls go up, and what is served of the level comes down (aggregation and
    disaggregation; Takahashi 1975). Sweeps end when every state is in balance.
    """
    busy = _bits(at.units)
    level, served = busy.sum(axis=1), busy @ at.service_rates
    leaving = served + at.calls * (level < at.units)
    rows = [np.flatnonzero(level == n) for n in range(at.units + 1)]
    inflow, neighbours = _inflow(at, sent), [_beside(n, at.units) for n in range(at.units + 1)]
    blocks = [[inflow[rows[n]][:, rows[m]] for m in beside] for n, beside in enumerate(neighbours)]
    parts, down = [np.full(len(row), 1 / len(row)) for row in rows], [served[row] for row in rows]
    for _ in range(MOST_SWEEPS):
        parts, worst = _weighted(parts, down, at.calls), 0.0
        for n in (*range(at.units + 1), *range(at.units - 1, 0, -1)):
            comes = sum(block @ parts[m] for block, m in zip(blocks[n], neighbours[n], strict=True))
            before, parts[n] = parts[n], comes / leaving[rows[n]]
            worst = max(worst, float((np.abs(parts[n] - before) / np.maximum(before, SMALLEST)).max()))
        if worst <= STILL:
            return np.concatenate(_weighted(parts, down, at.calls))[np.argsort(np.concatenate(rows))]
    raise ArithmeticError(f"the hypercube is not in balance after {MOST_SWEEPS:,} sweeps")


def _beside(level: int, units: int) -> list[int]:
    return [each for each in (level - 1, level + 1) if 0 <= each <= units]


def _weighted(parts: list[Floats], down: list[Floats], calls: float) -> list[Floats]:
    """The levels with weights that balance the flow between them; together 1."""
    inside = [part / part.sum() for part in parts]
    served = [part @ rate for part, rate in zip(inside[1:], down[1:], strict=True)]
    log_weight = np.concatenate([[0.0], np.cumsum(np.log(calls) - np.log(served))])
    weight = np.exp(log_weight - log_weight.max())
    return [part * share for part, share in zip(inside, weight / weight.sum(), strict=True)]


def _inflow(at: District, sent: _Sent) -> Any:
    """Sparse matrix (to, from) of the rates between states: a call makes a unit busy, its end free."""
    states = np.arange(2**at.units)
    kinds = np.bincount(sent.kinds, weights=at.call_rates, minlength=len(sent.unit))
    called = np.zeros((at.units, states.size))
    for unit, calls in zip(sent.unit, kinds, strict=True):
        called[unit[:-1], states[:-1]] += calls
    moves = []
    for each, rates in enumerate(called):
        calling, on = np.flatnonzero(rates), states[states >> each & 1 > 0]
        moves.append((calling ^ (1 << each), calling, rates[calling]))
        moves.append((on ^ (1 << each), on, np.full(on.size, at.service_rates[each])))
    goal, origin, rate = (np.concatenate(part) for part in zip(*moves, strict=True))
    return sparse.csr_matrix((rate, (goal, origin)), (states.size, states.size))
