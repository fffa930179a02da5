"""Each measure once: label, unit, which way is better, formula, source. Those of calls are in `measures`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np

from jiaosuo.model.core import plugins
from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.core.terms import Area, CallState, Corps, Domain, Duty, word
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence, Mask
from jiaosuo.model.measures import Outcome, Value, labelled, mask_of, mean_of, of_calls
from jiaosuo.model.priced import WORKING, of_prices, yuan_a_day
from jiaosuo.model.quality_measures import of_quality
from jiaosuo.model.road_measures import crashes, of_roads
from jiaosuo.model.work_measures import of_work


def _of_force() -> Iterator[Outcome]:
    for corps in Corps:
        yield Outcome(
            f"utilisation_{word(corps)}",
            labelled(N_("Utilisation"), corps),
            "share",
            "neither",
            "to call, on scene and paperwork over time on duty; corps of origin, under every rule",
            "log",
            partial(_utilisation, corps=corps),
        )
    for domain in Domain:
        yield Outcome(
            f"hours_nobody_on_duty_{word(domain)}",
            labelled(N_("Hours with nobody on duty"), domain),
            "h/day",
            "less",
            "hours a day, mean over townships, when nobody on duty serves the township and may lead",
            "log",
            partial(_nobody_on_duty, domain=domain),
        )
        yield Outcome(
            f"skill_{word(domain)}",
            labelled(N_("Skill of those who lead"), domain),
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
    return float(e.unmanned[:, domain].mean() / e.end * HOURS_A_DAY), len(e.unmanned)


def _skill(e: Evidence, domain: Domain) -> Value:
    led = e.officers["cases"][:, domain]
    if not led.sum():
        return None, 0
    return float(np.average(e.officers["skill"][:, domain], weights=led)), int(led.sum())


def _gap(e: Evidence, domain: Domain) -> Value:
    rural, urban = mask_of(e, domain, Area.RURAL), mask_of(e, domain, Area.URBAN)
    if not rural.any() or not urban.any():
        return None, 0
    return float(e.response[rural].mean() - e.response[urban].mean()), int(rural.sum() + urban.sum())


def _deaths(e: Evidence) -> Value:
    """Expected deaths: the ambulance's hazard of delay, in the police's part of it (Sanchez-Mangas 2010)."""
    s = e.scenario
    hazard = s["rescue_hazard"] * s["police_rescue_share"]
    happened = crashes(e)
    waited = np.minimum(e.response[happened], s["rescue_cap_minutes"])
    deaths = e.kinds["deaths"][e.calls["kind"][happened]] * np.exp(hazard * waited)
    return float(deaths.sum()), int((deaths > 0).sum())


def _post_coverage(e: Evidence) -> Value:
    wanted = e.post_minutes_wanted
    return (float(e.posts["staffed_minutes"].sum() / wanted), len(e.posts)) if wanted > 0 else (None, 0)


def _count(e: Evidence, rows: Mask) -> Value:
    return float(rows.sum()), len(rows)


_SINGLE = (
    Outcome(
        "calls_total",
        N_("Calls"),
        "calls",
        "neither",
        "reported calls; in a comparison, events reported in any world",
        "log",
        lambda e: _count(e, e.counted),
    ),
    Outcome(
        "calls_gave_up",
        N_("Calls given up"),
        "calls",
        "less",
        "ended as gave up",
        "log",
        lambda e: _count(e, e.counted & (e.calls["state"] == CallState.GAVE_UP)),
    ),
    Outcome(
        "calls_unreported",
        N_("Incidents not reported"),
        "incidents",
        "less",
        "ended as unreported",
        "log",
        lambda e: _count(e, e.calls["state"] == CallState.UNREPORTED),
    ),
    Outcome(
        "calls_open_at_end",
        N_("Calls open at the end"),
        "calls",
        "less",
        "neither closed nor given up at the end",
        "log",
        lambda e: _count(e, e.counted & (e.calls["state"] < CallState.CLEARED)),
    ),
    Outcome(
        "calls_returned",
        N_("Badly closed cases that returned"),
        "calls",
        "less",
        "calls with a parent",
        "log",
        lambda e: _count(e, e.calls["parent"] >= 0),
    ),
    Outcome(
        "violations_found",
        N_("Violations found on patrol"),
        "calls",
        "neither",
        "found on patrol",
        "log",
        lambda e: _count(e, e.calls["on_patrol"]),
    ),
    Outcome(
        "recalls",
        N_("Officers recalled from home"),
        "recalls",
        "less",
        "officers called in because nobody able on duty attended calls",
        "log",
        lambda e: (float(e.calls["recalls"].sum()), len(e.calls)),
    ),
    Outcome(
        "overtime_hours",
        N_("Overtime"),
        "h",
        "less",
        "hours worked off the roster: calls that outlast a shift, and recalls",
        "log",
        lambda e: (float(e.officers["overtime"].sum() / MINUTES_AN_HOUR), len(e.officers)),
    ),
    Outcome(
        "expected_deaths",
        N_("Expected deaths in crashes"),
        "deaths",
        "less",
        "deaths per crash x exp(hazard x rescue share x response), over all crashes that happened",
        "F: Sanchez-Mangas et al. 2010",
        _deaths,
    ),
    Outcome(
        "officer_km",
        N_("Kilometres driven by the police"),
        "km",
        "neither",
        "straight lines between cells times the detour, of all drives",
        "log",
        lambda e: (float(e.officers["km"].sum()), len(e.officers)),
    ),
    Outcome(
        "post_coverage",
        N_("Junction posts staffed at peak"),
        "share",
        "more",
        "staffed over wanted post minutes",
        "log",
        _post_coverage,
    ),
    Outcome(
        "community_visits",
        N_("Community visits"),
        "visits",
        "more",
        "people met on community duty",
        "log",
        lambda e: (float(e.officers["visits"].sum()), len(e.officers)),
    ),
    Outcome(
        "trust_mean",
        N_("Trust in the police"),
        "0..1",
        "more",
        "mean trust of citizens at the end",
        "state",
        lambda e: mean_of(e.trust.astype(float)),
    ),
    *(
        Outcome(
            f"rural_urban_gap_{word(d)}",
            labelled(N_("Village response less town response"), d),
            "min",
            "less",
            "difference of mean response",
            "log",
            partial(_gap, domain=d),
        )
        for d in Domain
    ),
)

_PHYSICAL = {
    outcome.name: outcome
    for outcome in (*of_calls(), *of_quality(), *_of_force(), *of_work(), *of_roads(), *_SINGLE, *of_prices())
}
OUTCOMES: Shelf[Outcome] = Shelf(
    _PHYSICAL | {each.name: each for each in (yuan_a_day(_PHYSICAL),)}, Outcome, "outcome", "outcomes"
)
"""All outcomes by name: MEASURE[_DOMAIN][_AREA], and behind them those of plug-ins."""


def signed(names: Iterable[str]) -> list[str]:
    """Names of outcomes as they are hashed: one of a plug-in with that one's content, NAME@CONTENT."""
    owners = {name: plugins.owner(OUTCOMES[name]) for name in names if name not in OUTCOMES.shipped}
    return [name if (of := owners.get(name)) is None else f"{name}@{of.digest}" for name in names]


def directions() -> dict[str, str]:
    """Which way of each outcome is better: less, more or neither."""
    return {name: outcome.better for name, outcome in OUTCOMES.items()}


def measure(evidence: Evidence, names: list[str] | None = None) -> dict[str, Value]:
    """The value and number of observations of each outcome.

    Parameters
    ----------
    evidence : Evidence
        The rows of a run.
    names : list of str, optional
        Names of outcomes; without it all.

    Returns
    -------
    dict
        By name a pair: the value in the outcome's unit, None where it was not observed, and the observations.
    """
    return {name: OUTCOMES[name].value(evidence) for name in (OUTCOMES if names is None else names)}
