"""A district as the hypercube sees it: atoms that call, units that answer, and who is sent first to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.theory.checks import Floats, above_zero, from_zero, whole

type Line = Literal["infinite", "zero"]
"""What a call does that finds every unit busy: it waits in one queue in order of arrival, or it is lost."""

type Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class District:
    """Rates of calls (atoms,) and of service (units,); units by preference, best first, (atoms, units)."""

    call_rates: Floats
    service_rates: Floats
    preferences: Whole
    line: Line

    @property
    def units(self) -> int:
        """How many units there are."""
        return self.service_rates.size

    @property
    def calls(self) -> float:
        """Rate of all calls together."""
        return float(self.call_rates.sum())

    @property
    def capacity(self) -> float:
        """Rate of service with every unit busy."""
        return float(self.service_rates.sum())

    def from_elsewhere(self, dispatches: Floats) -> float:
        """Share of dispatches (units, atoms) that send another unit than the atom's first."""
        own = dispatches[self.preferences[:, 0], np.arange(self.call_rates.size)].sum()
        return float(1 - own / dispatches.sum())


def district(
    call_rates: npt.ArrayLike, service_rate: npt.ArrayLike, preferences: npt.ArrayLike, line: Line
) -> District:
    """The input, checked; InputError names what is not right.

    `line="infinite"` needs fewer calls than the units together can serve: else the queue has no long run.
    """
    if line not in get_args(Line.__value__):
        raise unknown("line", line, get_args(Line.__value__))
    rates = from_zero("call_rates", call_rates)
    if rates.ndim != 1 or not rates.sum():
        raise InputError("call_rates", call_rates, "must be one rate for each atom, at least one above 0")
    order = _preferences(preferences, rates.size)
    service = above_zero("service_rate", service_rate)
    if service.shape not in ((), order.shape[1:]):
        allowed = f"must be one rate, or one for each of the {order.shape[1]} units"
        raise InputError("service_rate", service_rate, allowed)
    checked = District(rates, np.array(np.broadcast_to(service, order.shape[1:])), order, line)
    if line == "infinite" and checked.calls >= checked.capacity:
        allowed = f"must be less than the {checked.capacity:g} that the units serve (or line='zero')"
        raise InputError("call_rates", checked.calls, allowed)
    return checked


def _preferences(preferences: npt.ArrayLike, atoms: int) -> Whole:
    """Every unit once in each atom's row."""
    order = whole("preferences", preferences).astype(np.int64)
    if order.ndim != 2 or len(order) != atoms or order.shape[1] == 0:
        raise InputError("preferences", f"shape {order.shape}", f"must have the shape ({atoms} atoms, units)")
    units = np.arange(order.shape[1])
    wrong = np.flatnonzero((np.sort(order, axis=1) != units).any(axis=1))
    if wrong.size:
        allowed = f"must name each unit from 0 to {units[-1]} once, best first"
        raise InputError(f"preferences[{wrong[0]}]", order[wrong[0]].tolist(), allowed)
    return order
