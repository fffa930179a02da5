"""The hypercube of many units, nearly: independent units, then corrected (Larson 1975; Jarvis 1985)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln, logsumexp

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.theory.checks import Floats, above_zero, whole
from jiaosuo.model.theory.districts import District, Line, district
from jiaosuo.model.theory.erlang import erlang_b, erlang_c

type Form = Literal["jarvis-1985", "larson-1975"]
FORMS: tuple[Form, ...] = ("jarvis-1985", "larson-1975")
"""Where the chances of independent units are scaled: the dispatches of each atom, or the workloads."""

STILL = 1e-10
"""No workload moves by more in the last step."""
MOST_STEPS = 10_000
SMALLEST = 1e-300


@dataclass(frozen=True)
class HypercubeApproximation:
    """What `Hypercube` gives, but for its states: see there for what each number means.

    Attributes
    ----------
    workloads : numpy.ndarray of float, shape (units,)
        Share of time that each unit is busy.
    dispatch_fractions : numpy.ndarray of float, shape (units, atoms)
        Share of all dispatches that send a unit to an atom; together 1.
    saturation : float
        Share of time that all units are busy.
    mean_wait : float
        Mean time in the queue of all calls, in the time unit of the rates.
    interarea_fraction : float
        Share of dispatches that send another unit than the atom's first.
    """

    workloads: Floats
    dispatch_fractions: Floats
    saturation: float
    mean_wait: float
    interarea_fraction: float


def hypercube_approximation(
    call_rates: npt.ArrayLike,
    service_rate: float,
    preferences: npt.ArrayLike,
    line: Line = "infinite",
    form: Form = "jarvis-1985",
) -> HypercubeApproximation:
    """The long run of a district of any number of units, nearly.

    Parameters
    ----------
    call_rates : array_like of float, shape (atoms,)
        Calls of each atom of the district in a unit of time, from 0, at least one above 0.
    service_rate : float
        What each unit finishes in the same unit of time, above 0: one rate for all, for the correction is
        that of equal servers.
    preferences : array_like of int, shape (atoms, units)
        Numbers of the units from 0, each once, the best for the atom first.
    line : {"infinite", "zero"}, default "infinite"
        What becomes of calls that find all units busy: they wait, or they are lost.
    form : {"jarvis-1985", "larson-1975"}, default "jarvis-1985"
        Where the chances, which together are not quite 1, are put right, see the notes.

    Returns
    -------
    HypercubeApproximation
        Workloads, dispatches, saturation and mean wait; the last two are exact, those of M/M/N.

    Raises
    ------
    InputError
        When the input is none of `Hypercube`, but for the number of units, there is more than one service
        rate, or the form is another.

    Notes
    -----
    That the first j of a list are busy and the next is free is as likely as if units were independent, times
    Q(N, rho, j). `jarvis-1985`: each atom's dispatches are scaled to what is served of it, so that workloads
    and dispatches agree and their sums are exact. `larson-1975`: the workloads are scaled to what is served,
    as the book has it; dispatches are then those of these workloads, scaled in the end. Repeated until no
    workload moves by more than 1e-10. Where units have areas of their own, workloads are within 1 to 2 % of
    the exact ones (Larson 1975); where all atoms share one list and units are idle enough, the last of the
    list, which hardly works, may be off by more than it works.
    Sources: Larson 1975; Jarvis 1985; Larson & Odoni 1981, 5.5.

    Examples
    --------
    >>> from jiaosuo.model.theory import hypercube_approximation
    >>> found = hypercube_approximation([0.5, 0.5], 1.0, [[0, 1], [1, 0]])
    >>> found.workloads.round(3).tolist(), round(found.saturation, 3)
    ([0.5, 0.5], 0.333)
    """
    at = district(call_rates, service_rate, preferences, line)
    if np.ptp(at.service_rates) > 0:
        raise InputError("service_rate", service_rate, "must be one rate for all units")
    if form not in FORMS:
        raise unknown("form", form, FORMS)
    load = at.calls / float(at.service_rates[0])
    all_busy = float((erlang_b if line == "zero" else erlang_c)(at.units, load))
    loads, shares = _settled(at, load, all_busy, form)
    found = _answers(at, shares, all_busy)
    return found if form == "jarvis-1985" else replace(found, workloads=loads)


def _settled(at: District, load: float, all_busy: float, form: Form) -> tuple[Floats, Floats]:
    """Workloads that give themselves back, and the shares of `_shares` at them."""
    log_q = _log_factors(at.units, load, at.line)
    queued = load * all_busy if at.line == "infinite" else 0.0
    served = load * (1 - all_busy) + queued
    loads = np.full(at.units, served / at.units)
    for _ in range(MOST_STEPS):
        if form == "jarvis-1985":
            calling = load * (1 - all_busy) * _by_unit(at, _shares(at, log_q, loads)) / (1 - loads)
            before, loads = loads, (calling + queued / at.units) / (calling + 1)
        else:
            calling = load * _by_unit(at, np.exp(_log_chances(at, log_q, loads)))
            before, loads = loads, (calling + queued / at.units) / (calling + 1)
            loads = loads * served / loads.sum()
        if np.abs(loads - before).max() <= STILL:
            return loads, _shares(at, log_q, loads)
    raise ArithmeticError(f"workloads have not settled after {MOST_STEPS:,} steps")


def correction_factors(units: int, offered_load: float, line: Line = "infinite") -> Floats:
    """Larson's correction factors Q(N, rho, j) for j = 0 to N - 1.

    Of N equal servers in random order, each busy a share rho of the time, the first j are busy and the next
    is free with probability Q(N, rho, j) rho**j (1 - rho).

    Parameters
    ----------
    units : int
        Number of equal units N, from 1.
    offered_load : float
        Call rate over service rate, in erlangs, above 0; with a queue below the units.
    line : {"infinite", "zero"}, default "infinite"
        From the states of M/M/N with a queue, as in Larson 1975, or of M/M/N/N.

    Returns
    -------
    numpy.ndarray of float, shape (units,)
        The factors, without unit.

    Raises
    ------
    InputError
        When there are no units, the load is not above 0, or with a queue it is not below the units.

    Notes
    -----
    Source: Larson 1975.

    Examples
    --------
    >>> from jiaosuo.model.theory import correction_factors
    >>> correction_factors(units=2, offered_load=1.0).round(3).tolist()
    [1.0, 0.667]
    """
    n, load = int(whole("units", units, 1)), float(above_zero("offered_load", offered_load))
    if line == "infinite" and load >= n:
        raise InputError("offered_load", load, f"must be less than the {n} units")
    factors: Floats = np.exp(_log_factors(n, load, line))
    return factors


def _log_factors(n: int, load: float, line: Line) -> Floats:
    """Logs, for of many units the factors are too large for a float.

    With k of n busy, j busy ones and then a free one are drawn with k! / (k - j)! (n - k) (n - j - 1)! / n!.
    """
    states = _log_states(n, load, line)
    k, j = np.arange(n), np.arange(n)[:, None]
    ordered = gammaln(k + 1) - gammaln(np.maximum(k - j, 0) + 1)
    drawn = ordered + np.log(n - k) + gammaln(n - j) - gammaln(n + 1)
    together = logsumexp(np.where(k >= j, drawn + states[:-1], -np.inf), axis=1)
    log_busy = logsumexp(states[1:] + np.log(np.arange(1, n + 1))) - np.log(n)
    logs: Floats = together - k * log_busy - together[0]  # together[0]: that the first drawn is free
    return logs


def _log_states(n: int, load: float, line: Line) -> Floats:
    """Logs of the shares of time with 0 to n busy, M/M/n with a queue or without, (n + 1,)."""
    busy = np.arange(n + 1)
    logs: Floats = busy * np.log(load) - gammaln(busy + 1)
    if line == "infinite":
        logs[-1] -= np.log1p(-load / n)
    logs -= logsumexp(logs)
    return logs


def _shares(at: District, log_q: Floats, loads: Floats) -> Floats:
    """Of the calls of each atom that find a unit free, the share that each place of its list is sent to.

    Shape (atoms, units), in the order of the lists; each row is 1 together.
    """
    chance = _log_chances(at, log_q, loads) + np.log1p(-loads[at.preferences])
    chance -= chance.max(axis=1, keepdims=True)
    shares: Floats = np.exp(chance)
    return shares / shares.sum(axis=1, keepdims=True)


def _log_chances(at: District, log_q: Floats, loads: Floats) -> Floats:
    """Logs of the chance that all before a place of a list are busy, of a unit that is free itself."""
    logs = np.log(np.maximum(loads[at.preferences], SMALLEST))
    chances: Floats = log_q + np.cumsum(logs, axis=1) - logs
    return chances


def _by_unit(at: District, shares: Floats) -> Floats:
    """Share of the calls that find a unit free to which each unit is sent, (units,)."""
    weighted = (at.call_rates / at.calls)[:, None] * shares
    return np.bincount(at.preferences.ravel(), weights=weighted.ravel(), minlength=at.units)


def _answers(at: District, shares: Floats, all_busy: float) -> HypercubeApproximation:
    of_atom = at.call_rates / at.calls
    dispatches = np.empty((at.units, of_atom.size))
    dispatches[at.preferences, np.arange(of_atom.size)[:, None]] = of_atom[:, None] * shares
    queued = all_busy if at.line == "infinite" else 0.0
    dispatches = dispatches * (1 - queued) + queued * of_atom / at.units
    served = at.calls if at.line == "infinite" else at.calls * (1 - all_busy)
    wait = all_busy / (at.capacity - at.calls) if at.line == "infinite" else 0.0
    loads = served * dispatches.sum(axis=1) / at.service_rates
    return HypercubeApproximation(loads, dispatches, all_busy, wait, at.from_elsewhere(dispatches))
