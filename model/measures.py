"""Measures of calls, each told apart by domain and area, some by size of settlement too. All from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from itertools import product

import numpy as np

from jiaosuo.model.core.terms import Area, CallState, Domain, SettlementSize, word
from jiaosuo.model.core.units import COUNTED
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence, Floats, Mask
from jiaosuo.model.workmanship import solved_shares

type Value = tuple[float | None, int]

AT_ONCE = 0.1
"""Minutes: a call for which somebody is sent within these of its being taken has not waited."""


@dataclass(frozen=True)
class Outcome:
    """A measure of a run.

    Parameters
    ----------
    name : str
        What it is called in tables and TOML.
    label : str
        What it is called for people.
    unit : str
        Its unit; `-` for none.
    better : {"less", "more", "neither"}
        Which way is better.
    formula : str
        How it is worked out, in words.
    source : str
        Where it comes from.
    value : callable
        Takes `Evidence` and gives the number (None: not observed) and the observations that it rests on.

    Examples
    --------
    >>> from jiaosuo import OUTCOMES
    >>> outcome = OUTCOMES["response_mean_traffic_rural"]
    >>> outcome.unit, outcome.better
    ('min', 'less')
    """

    name: str
    label: str
    unit: str
    better: str
    formula: str
    source: str
    value: Callable[[Evidence], Value]

    @property
    def is_count(self) -> bool:
        """Whether the value is itself a number of events."""
        return self.unit in COUNTED


@dataclass(frozen=True)
class _Measure:
    """A measure of calls, to be told apart by domain and area."""

    name: str
    label: str
    unit: str
    better: str
    formula: str
    source: str
    of: Callable[[Evidence, Mask], Value]


def labelled(title: str, *parts: IntEnum | None) -> str:
    """A label made of parts, as in "Time to clear (traffic, rural)", so that each can be translated alone."""
    where = ", ".join(word(part).replace("_", " ") for part in parts if part is not None)
    return f"{title} ({where})" if where else title


def mean_of(values: Floats) -> Value:
    """The mean and how many values it rests on; not observed where there are none."""
    return (float(values.mean()), len(values)) if len(values) else (None, 0)


def _quantile(values: Floats, share: float) -> Value:
    return (float(np.quantile(values, share)), len(values)) if len(values) else (None, 0)


def _within_standard(e: Evidence, m: Mask) -> Value:
    """By the standards in force at the end of what is measured: one standard for all calls of a run."""
    urban, rural = e.scenario["standard_urban_minutes"], e.scenario["standard_rural_minutes"]
    limit = np.where(e.calls["area"] == Area.URBAN, urban, rural)
    return mean_of((e.answered & (e.response <= limit))[m].astype(float))


def _ratio(e: Evidence, m: Mask) -> Value:
    done = m & e.cleared
    expert = e.calls["expert_minutes"][done].sum()
    handling = e.calls["handling_minutes"][done].sum()
    return (float(handling / expert), int(done.sum())) if expert > 0 else (None, 0)


def _waited(e: Evidence, m: Mask) -> Value:
    at_once = e.scenario["call_taking_minutes"] + AT_ONCE
    return float(((e.calls["dispatched"] - e.known)[m] > at_once).sum()), int(m.sum())


def _first_time_right(e: Evidence, m: Mask) -> Value:
    done = m & e.cleared & e.calls["is_complex"]
    right = (e.calls["escalations"] == 0) & ~e.calls["closed_badly"]
    return mean_of(right[done].astype(float))


def cleared_up_shares(e: Evidence) -> Floats:
    """The chance that a case is cleared up, by call, were it one that can be: see `solved_shares`.

    A case whose file is late loses a part of it.
    """
    shares = solved_shares(e, e.scenario["clearance_base"], e.scenario["evidence_weight"])
    return shares * (1 - e.scenario["late_file_clearance"] * e.calls["file_late"])


def _cleared_up(e: Evidence, m: Mask) -> Value:
    return mean_of(cleared_up_shares(e)[m & e.kinds["clears_up"][e.calls["kind"]]])


_MEASURES = (
    _Measure(
        "response_mean",
        N_("Response time"),
        "min",
        "less",
        "mean of call known to first officer with authority on scene; "
        "unanswered calls to the end of patience or run",
        "restricted mean",
        lambda e, m: mean_of(e.response[m]),
    ),
    _Measure(
        "response_median",
        N_("Median response time"),
        "min",
        "less",
        "median, restricted",
        "restricted",
        lambda e, m: _quantile(e.response[m], 0.5),
    ),
    _Measure(
        "response_p90",
        N_("Response time, 90th percentile"),
        "min",
        "less",
        "90th percentile, restricted",
        "restricted",
        lambda e, m: _quantile(e.response[m], 0.9),
    ),
    _Measure(
        "within_standard",
        N_("Answered within standard"),
        "share",
        "more",
        "urban `standard_urban_minutes` (5), rural `standard_rural_minutes` (15); unanswered calls fail",
        "F: e-gov.org.cn 76219",
        _within_standard,
    ),
    _Measure(
        "wait_mean",
        N_("Wait until an officer is sent"),
        "min",
        "less",
        "call known to first dispatch, of answered calls",
        "log",
        lambda e, m: mean_of((e.calls["dispatched"] - e.known)[m & e.answered]),
    ),
    _Measure(
        "calls_waited",
        N_("Calls that waited for an officer"),
        "calls",
        "less",
        "answered calls for which nobody was sent within 6 s of their being taken",
        "log",
        lambda e, m: _waited(e, m & e.answered),
    ),
    _Measure(
        "travel_mean",
        N_("From sending to arrival"),
        "min",
        "less",
        "first dispatch to first arrival with authority, of answered calls",
        "log",
        lambda e, m: mean_of((e.calls["first_there"] - e.calls["dispatched"])[m & e.answered]),
    ),
    _Measure(
        "crew_mean",
        N_("Crew time"),
        "min",
        "less",
        "call known to last needed officer, where the crew was whole",
        "log",
        lambda e, m: mean_of((e.calls["crew_there"] - e.known)[m & ~np.isnan(e.calls["crew_there"])]),
    ),
    _Measure(
        "finisher_mean",
        N_("Response by an officer who may finish"),
        "min",
        "less",
        "mean of call known to first lead on scene who may finish the case: at a complex one by authority or "
        "certified; calls that nobody of these came to, to the end of the call, of patience or of the run",
        "restricted mean",
        lambda e, m: mean_of(e.finisher[m]),
    ),
    _Measure(
        "clear_mean",
        N_("Time to clear"),
        "min",
        "less",
        "call known to closed; open calls to the end of the run, given-up calls to the end of patience",
        "restricted mean",
        lambda e, m: mean_of(e.clearance[m]),
    ),
    _Measure(
        "gave_up_share",
        N_("Callers who gave up"),
        "share",
        "less",
        "gave up over calls",
        "log",
        lambda e, m: mean_of((e.calls["state"] == CallState.GAVE_UP)[m].astype(float)),
    ),
    _Measure(
        "escalated_share",
        N_("Escalated calls"),
        "share",
        "less",
        "calls passed on at least once over answered calls",
        "log",
        lambda e, m: mean_of((e.calls["escalations"] > 0)[m & e.answered].astype(float)),
    ),
    _Measure(
        "first_time_right",
        N_("Complex calls right first time"),
        "share",
        "more",
        "complex cleared calls closed well without escalation",
        "log",
        _first_time_right,
    ),
    _Measure(
        "handling_ratio",
        N_("Realised handling ratio"),
        "-",
        "less",
        "handling time over expert time of the same cleared calls, repeated work included",
        "model.md 4",
        _ratio,
    ),
    _Measure(
        "cleared_up",
        N_("Order cases cleared up"),
        "share",
        "more",
        "expected share, falling with the log of response, by `evidence_weight` in proportion to the chance "
        "that the evidence stands over that of the status quo, and by a part where the file is late",
        "F: Blanes i Vidal & Kirchmaier 2018",
        _cleared_up,
    ),
    _Measure(
        "satisfaction_mean",
        N_("Satisfaction of callers"),
        "share",
        "more",
        "mean of a logit in minutes later than expected",
        "F: Kessler 1977; form K: Percy 1980",
        lambda e, m: mean_of(e.calls["satisfaction"][m & ~np.isnan(e.calls["satisfaction"])]),
    ),
)


def mask_of(e: Evidence, domain: Domain | None, area: Area | None) -> Mask:
    """The calls that count, of one domain and area (None: all)."""
    mask = e.counted
    if domain is not None:
        mask = mask & (e.calls["domain"] == domain)
    return mask if area is None else mask & (e.calls["area"] == area)


def _of_part(e: Evidence, measure: _Measure, domain: Domain | None, area: Area | None) -> Value:
    return measure.of(e, mask_of(e, domain, area))


def _of_size(e: Evidence, measure: _Measure, domain: Domain | None, size: SettlementSize) -> Value:
    return measure.of(e, mask_of(e, domain, None) & (e.settlement[e.calls["cell"]] == size))


BY_SIZE = ("response_mean", "clear_mean", "within_standard", "handling_ratio")
"""Measures that are told apart by size of settlement: a town with a squadron is no market town."""


def of_calls() -> Iterator[Outcome]:
    """Every measure of calls for all calls, by domain, by area, by both; some by size of settlement."""
    for m in _MEASURES:
        for domain in (None, *Domain):
            for area in (None, *Area):
                name = "_".join([m.name, *(word(part) for part in (domain, area) if part is not None)])
                yield Outcome(
                    name,
                    labelled(m.label, domain, area),
                    m.unit,
                    m.better,
                    m.formula,
                    m.source,
                    partial(_of_part, measure=m, domain=domain, area=area),
                )
    for m, domain, size in product(_MEASURES, (None, *Domain), SettlementSize):
        if m.name in BY_SIZE:
            yield Outcome(
                "_".join([m.name, *(word(part) for part in (domain, size) if part is not None)]),
                labelled(m.label, domain, size),
                m.unit,
                m.better,
                m.formula,
                m.source,
                partial(_of_size, measure=m, domain=domain, size=size),
            )
