"""Nothing vanishes: calls, minutes of officers and of other work, case files, vehicles."""

import numpy as np

from jiaosuo.experiments.validation.law import Agreement, Case, Effort, Figures, Law
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import NOBODY, CallState
from jiaosuo.model.core.words import N_

PLACE, RULE, SMALL = "zigui-2004", "integrated", 25
ROUNDING = 1e-6
"""Minutes: the books add up ten thousand numbers of sixteen digits."""


def look(seed: int, days: float) -> Figures:
    """What is missing after a run, or there twice."""
    county = County(Scenario.preset(PLACE, rule=RULE, seed=seed, people_per_agent=SMALL)).run_days(days)
    return {
        "calls_astray": calls_astray(county),
        "minutes_astray": minutes_astray(county),
        "work_astray": work_astray(county),
        "files_astray": files_astray(county),
        "vehicles_astray": vehicles_astray(county),
    }


def calls_astray(county: County) -> float:
    """Calls that neither ended nor are on their way: an end has a time, and only an end has."""
    calls = county.dispatch.calls
    ended, timed = calls["state"] >= CallState.CLEARED, ~np.isnan(calls["closed"])
    twice = len(calls) - len(np.unique(calls["key"]))
    return float((ended != timed).sum() + twice)


def minutes_astray(county: County) -> float:
    """Officer-minutes in no duty or in two."""
    booked = county.evidence().duty_minutes.sum(axis=1)
    missing = np.abs(booked - county.minute)
    return float(missing[missing > ROUNDING].sum())


def work_astray(county: County) -> float:
    """Minutes of other work that were wanted and are neither done, dropped, in hand nor owed."""
    tables = county.dispatch.tables
    pool, them = tables.work_pool, tables.officers
    busy = them["work"] != NOBODY
    in_hand = np.bincount(them["work"][busy], them["pledged"][busy], len(tables.works))
    found = sum(pool[name].sum(axis=1) for name in ("done", "dropped", "owed", "growing"))
    missing = np.abs(pool["wanted"].sum(axis=1) - found - tables.own_work.sum(axis=0) - in_hand)
    return float(missing[missing > ROUNDING].sum())


def files_astray(county: County) -> float:
    """Open case files that are not in exactly one pair of hands, and closed ones that are in any."""
    tables, files = county.dispatch.tables, county.dispatch.used("files")
    held = np.zeros(len(files), np.int64)
    for first in tables.officers["first_file"].tolist():
        while first != NOBODY:
            held[first] += 1
            first = int(files["next"][first])
    return float((held != np.isnan(files["closed"])).sum())


def vehicles_astray(county: County) -> float:
    """Vehicles that are not parked, held at home or on exactly one link."""
    vehicles, roads = county.vehicles.columns, county.vehicles.roads
    on_links = (vehicles["link"] != NOBODY).sum()
    counted = abs(int(roads.links["count"].sum()) - county.vehicles.on_road)
    held = abs(int(vehicles["held"].sum()) - int(roads.clock["held"][0]))
    return float(abs(int(on_links) - county.vehicles.on_road) + counted + held)


def theory() -> Figures:
    """Nothing."""
    figures = ("calls_astray", "minutes_astray", "work_astray", "files_astray", "vehicles_astray")
    return dict.fromkeys(figures, 0.0)


CONSERVATION = Law(
    name="conservation",
    words=N_("Nothing vanishes"),
    source="counting",
    cases=(
        Case(
            words=N_("{place}, {rule}"),
            values={"place": PLACE, "rule": RULE},
            look=look,
            theory=theory,
            full=Effort(3, 5),
            quick=Effort(1, 1),
            agreement=Agreement.EXACT,
        ),
    ),
)
