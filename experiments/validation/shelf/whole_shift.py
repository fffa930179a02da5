"""Travel, shifts, crews of two and other work at once: the county is its plain twin.

No formula holds these together, so theory is a simulation: `plain_county`, which shares nothing with the
county but data. Who calls when is among them, so that both have the same calls of each world to see to.
That the county's calls are as many as they should be is a law of its own (`calls_made`).
"""

from __future__ import annotations

from functools import lru_cache, partial
from math import nan

from jiaosuo.experiments.validation.bench import observed
from jiaosuo.experiments.validation.busy_county import DAYS, HEADCOUNTS, SMALL, scenario
from jiaosuo.experiments.validation.busy_place import place
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.experiments.validation.plain_county import WORKING, PlainCounty
from jiaosuo.experiments.validation.plain_place import OFF, Call
from jiaosuo.model import County
from jiaosuo.model.core.terms import Corps
from jiaosuo.model.core.words import N_

FIGURES = (
    "response_mean_traffic",
    "response_mean_order",
    "crew_mean",
    "clear_mean",
    "utilisation_traffic",
    "utilisation_station",
    "gave_up_share",
)


@lru_cache(maxsize=1)
def county(rule: str, seed: int, days: float) -> County:
    """One world, which its twin asks for right after it was looked at."""
    return County(scenario(rule, seed)).run_days(days)


def look(seed: int, days: float, rule: str) -> Figures:
    """Outcomes of one world."""
    return observed(county(rule, seed, days), FIGURES)


def twin(seed: int, days: float, rule: str) -> Figures:
    """The same of the plain county that has the calls of this world."""
    calls = county(rule, seed, days).evidence().calls
    return lived(PlainCounty(place(rule, calls), seed).run(days))


def lived(county: PlainCounty) -> Figures:
    """The figures of one world of the twin."""
    end = county.now
    calls = [call for call in county.calls if call.known <= end]
    whole = [call.whole - call.known for call in calls if call.whole is not None]
    return {
        "response_mean_traffic": _mean([_response(each, end) for each in calls if each.kind.domain == 0]),
        "response_mean_order": _mean([_response(each, end) for each in calls if each.kind.domain == 1]),
        "crew_mean": _mean(whole),
        "clear_mean": _mean([_clearance(each, end) for each in calls]),
        "utilisation_traffic": _utilisation(county, Corps.TRAFFIC),
        "utilisation_station": _utilisation(county, Corps.STATION),
        "gave_up_share": _mean([float(each.ended is not None and not each.cleared) for each in calls]),
    }


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else nan


def _response(call: Call, end: float) -> float:
    """To the first who leads; else to the end of patience or of the run."""
    return min(end - call.known, call.patience) if call.first is None else call.first - call.known


def _clearance(call: Call, end: float) -> float:
    """To the end of the work; else to the end of the run, or of patience where nobody came."""
    if call.cleared and call.ended is not None:
        return call.ended - call.known
    return _response(call, end) if call.first is None else end - call.known


def _utilisation(county: PlainCounty, corps: Corps) -> float:
    minutes = [each.minutes for each in county.force if each.person.corps == corps]
    on_duty = sum(sum(each.values()) - each.get(OFF, 0.0) for each in minutes)
    return sum(each.get(duty, 0.0) for each in minutes for duty in WORKING) / on_duty


QUICKLY, FULLY = 30, 220
"""Worlds of the county, each with its twin."""


def case(rule: str, words: str) -> Case:
    """The county and its twin under a rule of the shelf."""
    return Case(
        words=words,
        values={"officers": int(sum(SMALL[name] for name in HEADCOUNTS)), "days": DAYS},
        look=partial(look, rule=rule),
        theory=None,
        twin=partial(twin, rule=rule),
        full=Effort(FULLY, DAYS),
        quick=Effort(QUICKLY, DAYS),
    )


WHOLE_SHIFT = Law(
    name="whole-shift",
    words=N_("Travel, shifts, crews and other work at once, against a plain twin"),
    source="ODD 7.7-7.11",
    cases=(
        case("separate", N_("{officers} officers as two forces, {days:g} days")),
        case("integrated", N_("{officers} officers as one unit, {days:g} days")),
    ),
)
