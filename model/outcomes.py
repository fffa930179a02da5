"""Each measure once: label, unit, which way is better, formula, source. All are made from rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from model.core.terms import Area, CallState, Corps, Domain, Duty, word
from model.evidence import Evidence, Floats, Mask

type Value = tuple[float | None, int]

STANDARD_MINUTES = {Area.URBAN: 5.0, Area.RURAL: 15.0}
"""Response within standard: urban 5 min, rural 15 (F: e-gov.org.cn/article-76219)."""

WORKING = (Duty.TO_CALL, Duty.ON_SCENE, Duty.PAPERWORK)


@dataclass(frozen=True)
class Outcome:
    """A measure: `value(evidence)` gives the number (None: not observed) and the observations it rests on."""

    name: str
    label: str
    unit: str
    better: str
    formula: str
    source: str
    value: Callable[[Evidence], Value]


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


def _mean(values: Floats) -> Value:
    return (float(values.mean()), len(values)) if len(values) else (None, 0)


def _quantile(values: Floats, share: float) -> Value:
    return (float(np.quantile(values, share)), len(values)) if len(values) else (None, 0)


def _within_standard(e: Evidence, m: Mask) -> Value:
    urban, rural = STANDARD_MINUTES[Area.URBAN], STANDARD_MINUTES[Area.RURAL]
    limit = np.where(e.calls["area"] == Area.URBAN, urban, rural)
    return _mean((e.answered & (e.response <= limit))[m].astype(float))


def _ratio(e: Evidence, m: Mask) -> Value:
    done = m & e.cleared
    expert = e.calls["expert_minutes"][done].sum()
    handling = e.calls["handling_minutes"][done].sum()
    return (float(handling / expert), int(done.sum())) if expert > 0 else (None, 0)


def _first_time_right(e: Evidence, m: Mask) -> Value:
    done = m & e.cleared & e.calls["is_complex"]
    right = (e.calls["escalations"] == 0) & ~e.calls["closed_badly"]
    return _mean(right[done].astype(float))


def _cleared_up(e: Evidence, m: Mask) -> Value:
    """Falls with the log of delay (Blanes i Vidal & Kirchmaier 2018); 0 for a case nobody came to."""
    base, slope = e.scenario["clearance_base"], e.scenario["clearance_slope"]
    share = np.clip(base - slope * np.log(np.maximum(e.response, 1) / 10), 0, 1) * e.answered
    return _mean(share[m & e.kinds["clears_up"][e.calls["kind"]]])


_MEASURES = (
    _Measure(
        "response_mean",
        "Response time",
        "min",
        "less",
        "mean of call known to first officer with authority on scene; "
        "unanswered calls to the end of patience or run",
        "restricted mean",
        lambda e, m: _mean(e.response[m]),
    ),
    _Measure(
        "response_median",
        "Median response time",
        "min",
        "less",
        "median, restricted",
        "restricted",
        lambda e, m: _quantile(e.response[m], 0.5),
    ),
    _Measure(
        "response_p90",
        "Response time, 90th percentile",
        "min",
        "less",
        "90th percentile, restricted",
        "restricted",
        lambda e, m: _quantile(e.response[m], 0.9),
    ),
    _Measure(
        "within_standard",
        "Answered within standard",
        "share",
        "more",
        "urban 5 min, rural 15 min; unanswered calls fail",
        "F: e-gov.org.cn 76219",
        _within_standard,
    ),
    _Measure(
        "wait_mean",
        "Wait until an officer is sent",
        "min",
        "less",
        "call known to first dispatch, of answered calls",
        "log",
        lambda e, m: _mean((e.calls["dispatched"] - e.known)[m & e.answered]),
    ),
    _Measure(
        "travel_mean",
        "From sending to arrival",
        "min",
        "less",
        "first dispatch to first arrival with authority, of answered calls",
        "log",
        lambda e, m: _mean((e.calls["first_there"] - e.calls["dispatched"])[m & e.answered]),
    ),
    _Measure(
        "crew_mean",
        "Crew time",
        "min",
        "less",
        "call known to last needed officer, where the crew was whole",
        "log",
        lambda e, m: _mean((e.calls["crew_there"] - e.known)[m & ~np.isnan(e.calls["crew_there"])]),
    ),
    _Measure(
        "clear_mean",
        "Time to clear",
        "min",
        "less",
        "call known to closed; open calls to the end of the run, given-up calls to the end of patience",
        "restricted mean",
        lambda e, m: _mean(e.clearance[m]),
    ),
    _Measure(
        "gave_up_share",
        "Callers who gave up",
        "share",
        "less",
        "gave up over calls",
        "log",
        lambda e, m: _mean((e.calls["state"] == CallState.GAVE_UP)[m].astype(float)),
    ),
    _Measure(
        "escalated_share",
        "Escalated calls",
        "share",
        "less",
        "calls passed on at least once over answered calls",
        "log",
        lambda e, m: _mean((e.calls["escalations"] > 0)[m & e.answered].astype(float)),
    ),
    _Measure(
        "first_time_right",
        "Complex calls right first time",
        "share",
        "more",
        "complex cleared calls closed well without escalation",
        "log",
        _first_time_right,
    ),
    _Measure(
        "handling_ratio",
        "Realised handling ratio",
        "-",
        "less",
        "handling time over expert time of the same cleared calls, repeated work included",
        "model.md 4",
        _ratio,
    ),
    _Measure(
        "cleared_up",
        "Order cases cleared up",
        "share",
        "more",
        "expected share, falling with the log of response",
        "F: Blanes i Vidal & Kirchmaier 2018",
        _cleared_up,
    ),
    _Measure(
        "satisfaction_mean",
        "Satisfaction of callers",
        "share",
        "more",
        "mean of a logit in minutes later than expected",
        "F: Kessler 1977; form K: Percy 1980",
        lambda e, m: _mean(e.calls["satisfaction"][m & ~np.isnan(e.calls["satisfaction"])]),
    ),
)


def _mask(e: Evidence, domain: Domain | None, area: Area | None) -> Mask:
    mask = e.counted
    if domain is not None:
        mask = mask & (e.calls["domain"] == domain)
    return mask if area is None else mask & (e.calls["area"] == area)


def _of_part(e: Evidence, measure: _Measure, domain: Domain | None, area: Area | None) -> Value:
    return measure.of(e, _mask(e, domain, area))


def _of_calls() -> Iterator[Outcome]:
    for m in _MEASURES:
        for domain in (None, *Domain):
            for area in (None, *Area):
                name = "_".join([m.name, *(word(part) for part in (domain, area) if part is not None)])
                where = ", ".join(word(part) for part in (domain, area) if part is not None)
                label = f"{m.label} ({where})" if where else m.label
                yield Outcome(
                    name,
                    label,
                    m.unit,
                    m.better,
                    m.formula,
                    m.source,
                    partial(_of_part, measure=m, domain=domain, area=area),
                )


def _of_force() -> Iterator[Outcome]:
    for corps in Corps:
        yield Outcome(
            f"utilisation_{word(corps)}",
            f"Utilisation of the {word(corps).replace('_', ' ')} corps",
            "share",
            "neither",
            "to call, on scene and paperwork over time on duty; corps of origin, under every rule",
            "log",
            partial(_utilisation, corps=corps),
        )
    for domain in Domain:
        yield Outcome(
            f"hours_nobody_on_duty_{word(domain)}",
            f"Hours with nobody on duty ({word(domain)})",
            "h/day",
            "less",
            "hours a day, mean over townships, when nobody on duty serves the township and may lead",
            "log",
            partial(_nobody_on_duty, domain=domain),
        )
        yield Outcome(
            f"skill_{word(domain)}",
            f"Skill of those who lead ({word(domain)})",
            "0..1",
            "more",
            "mean skill of officers who led a call of the domain, by calls led",
            "state",
            partial(_skill, domain=domain),
        )


def _utilisation(e: Evidence, corps: Corps) -> Value:
    rows = e.officers["corps"] == corps
    minutes = e.duty_minutes[rows].sum(axis=0)
    on_duty = minutes.sum() - minutes[Duty.OFF]
    return (float(minutes[list(WORKING)].sum() / on_duty), int(rows.sum())) if on_duty > 0 else (None, 0)


def _nobody_on_duty(e: Evidence, domain: Domain) -> Value:
    return float(e.unmanned[:, domain].mean() / e.end * 24), len(e.unmanned)


def _skill(e: Evidence, domain: Domain) -> Value:
    led = e.officers["cases"][:, domain]
    if not led.sum():
        return None, 0
    return float(np.average(e.officers["skill"][:, domain], weights=led)), int(led.sum())


def _gap(e: Evidence, domain: Domain) -> Value:
    rural, urban = _mask(e, domain, Area.RURAL), _mask(e, domain, Area.URBAN)
    if not rural.any() or not urban.any():
        return None, 0
    return float(e.response[rural].mean() - e.response[urban].mean()), int(rural.sum() + urban.sum())


def _deaths(e: Evidence) -> Value:
    """Expected deaths: the ambulance's hazard of delay, in the police's part of it (Sanchez-Mangas 2010)."""
    s = e.scenario
    hazard = s["rescue_hazard"] * s["police_rescue_share"]
    waited = np.minimum(e.response[e.counted], s["rescue_cap_minutes"])
    deaths = e.kinds["deaths"][e.calls["kind"][e.counted]] * np.exp(hazard * waited)
    return float(deaths.sum()), int((deaths > 0).sum())


def _post_coverage(e: Evidence) -> Value:
    wanted = e.post_minutes_wanted
    return (float(e.posts["staffed_minutes"].sum() / wanted), len(e.posts)) if wanted > 0 else (None, 0)


def _count(e: Evidence, rows: Mask) -> Value:
    return float(rows.sum()), len(rows)


_SINGLE = (
    Outcome(
        "calls_total",
        "Calls",
        "calls",
        "neither",
        "reported calls; in a comparison, events reported in any world",
        "log",
        lambda e: _count(e, e.counted),
    ),
    Outcome(
        "calls_gave_up",
        "Calls given up",
        "calls",
        "less",
        "ended as gave up",
        "log",
        lambda e: _count(e, e.counted & (e.calls["state"] == CallState.GAVE_UP)),
    ),
    Outcome(
        "calls_unreported",
        "Incidents not reported",
        "incidents",
        "less",
        "ended as unreported",
        "log",
        lambda e: _count(e, e.calls["state"] == CallState.UNREPORTED),
    ),
    Outcome(
        "calls_open_at_end",
        "Calls open at the end",
        "calls",
        "less",
        "neither closed nor given up at the end",
        "log",
        lambda e: _count(e, e.counted & (e.calls["state"] < CallState.CLEARED)),
    ),
    Outcome(
        "calls_returned",
        "Badly closed cases that returned",
        "calls",
        "less",
        "calls with a parent",
        "log",
        lambda e: _count(e, e.calls["parent"] >= 0),
    ),
    Outcome(
        "violations_found",
        "Violations found on patrol",
        "calls",
        "neither",
        "found on patrol",
        "log",
        lambda e: _count(e, e.calls["on_patrol"]),
    ),
    Outcome(
        "recalls",
        "Officers recalled from home",
        "recalls",
        "less",
        "officers called in because nobody able was on duty",
        "log",
        lambda e: (float(e.calls["recalls"].sum()), len(e.calls)),
    ),
    Outcome(
        "overtime_hours",
        "Overtime",
        "h",
        "less",
        "hours worked off the roster: calls that outlast a shift, and recalls",
        "log",
        lambda e: (float(e.officers["overtime"].sum() / 60), len(e.officers)),
    ),
    Outcome(
        "expected_deaths",
        "Expected deaths in crashes",
        "deaths",
        "less",
        "deaths per event x exp(hazard x rescue share x response)",
        "F: Sanchez-Mangas et al. 2010",
        _deaths,
    ),
    Outcome(
        "post_coverage",
        "Junction posts staffed at peak",
        "share",
        "more",
        "staffed over wanted post minutes",
        "log",
        _post_coverage,
    ),
    Outcome(
        "community_visits",
        "Community visits",
        "visits",
        "more",
        "people met on community duty",
        "log",
        lambda e: (float(e.officers["visits"].sum()), len(e.officers)),
    ),
    Outcome(
        "trust_mean",
        "Trust in the police",
        "0..1",
        "more",
        "mean trust of citizens at the end",
        "state",
        lambda e: _mean(e.trust.astype(float)),
    ),
    *(
        Outcome(
            f"rural_urban_gap_{word(d)}",
            f"Village response less town response ({word(d)})",
            "min",
            "less",
            "difference of mean response",
            "log",
            partial(_gap, domain=d),
        )
        for d in Domain
    ),
)

OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in (*_of_calls(), *_of_force(), *_SINGLE)}
"""All outcomes by name: MEASURE[_DOMAIN][_AREA]."""


def measure(evidence: Evidence, names: list[str] | None = None) -> dict[str, Value]:
    """The value and number of observations of each outcome (default: all)."""
    return {name: OUTCOMES[name].value(evidence) for name in (OUTCOMES if names is None else names)}
