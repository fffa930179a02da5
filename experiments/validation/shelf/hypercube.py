"""Units at their stations, the nearest free one sent, the same service everywhere: Larson's hypercube."""

from functools import cache

import numpy as np

from jiaosuo.experiments.validation.bench import AN_HOUR, HANDLING_MINUTES, WARMUP_DAYS, observed
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Duty
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import Floats, Ints, force
from jiaosuo.model.theory.hypercube import Hypercube

UNITS, AREAS = 5, 36
"""Stations and cells of the place."""

ERLANGS = 3.0


def scenario(seed: int) -> Scenario:
    """The place, with short services."""
    return Scenario.preset(
        "theory-hypercube",
        seed=seed,
        calls_per_hour_order=AN_HOUR * ERLANGS,
        handling_minutes=HANDLING_MINUTES,
        warmup_days=WARMUP_DAYS,
    )


def nearest_first(place: Scenario) -> Ints:
    """Units in order of their way to each cell, (cells, units): geometry, the theory's input."""
    land = landscape(place)
    homes = force(place, land, 0).columns["home_cell"]
    order: Ints = np.argsort(land.travel_minutes[homes].T, axis=1, kind="stable")
    return order


def look(seed: int, days: float) -> Figures:
    """One world: how busy units are, how often they leave their area, how long calls wait."""
    county = County(scenario(seed), log=True).run_days(days)
    minutes = county.evidence().duty_minutes
    busy = minutes[:, [Duty.TO_CALL, Duty.ON_SCENE]].sum(axis=1) / minutes.sum(axis=1)
    log = county.dispatch.log
    sent = np.flatnonzero((log["duty"] == Duty.TO_CALL) & (log["time"] >= WARMUP_DAYS * MINUTES_A_DAY))
    own = nearest()[county.dispatch.calls["cell"][log["call"][sent]]]
    wait = observed(county, ("wait_mean",))["wait_mean"]
    return _figures(busy, float((own != log["officer"][sent]).mean()), wait / HANDLING_MINUTES)


@cache
def nearest() -> Ints:
    """The unit nearest to each cell, (cells,): the same in every world."""
    return nearest_first(scenario(1))[:, 0]


def theory() -> Figures:
    """The same of the hypercube."""
    place = scenario(1)
    people = landscape(place).cells["people"]
    cube = Hypercube(ERLANGS * people / people.sum(), 1.0, nearest_first(place))
    return _figures(cube.workloads, cube.interarea_fraction, cube.mean_wait)


def _figures(busy: Floats, interarea: float, wait: float) -> Figures:
    workloads = {f"workload_{unit}": float(load) for unit, load in enumerate(busy, start=1)}
    return workloads | {"interarea": interarea, "wait_mean": wait}


HYPERCUBE = Law(
    name="hypercube",
    words=N_("Who is sent where, and how busy each unit is"),
    source="Larson 1974",
    cases=(
        Case(
            words=N_("{units} units, {areas} areas, load {load:g}"),
            values={"units": UNITS, "areas": AREAS, "load": ERLANGS / UNITS},
            look=look,
            theory=theory,
            full=Effort(60, 5.6),
            quick=Effort(10, 3),
        ),
    ),
)
