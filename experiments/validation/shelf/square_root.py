"""Units at random over an area, the nearest one sent: its way falls with the root of how many there are.

Officers drive along a grid of cells, so the law is that of streets at right angles, sqrt(pi / 8) of the root
of the area per unit. `nearest_on_grid` says what a grid of 2,500 cells and so few units take off it, 1.6 to
2.2 %; `nearest_in_place` what this place's border adds, .1 to .4 %: a call in ten is from near it, where the
nearest unit may stand on one side only. The county is held against the latter.
"""

from functools import cache, partial

import numpy as np

from jiaosuo.experiments.validation.bench import observed
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.words import N_
from jiaosuo.model.theory.grid import nearest_in_place

PLACE = "theory-square-root"
CELLS = 2_500
UNITS = (20, 30, 40, 80)
WITHIN = 0.5
"""Way to a call in the own cell, in sides of a cell (`jiaosuo.model.roads.travel_minutes`)."""

type Place = tuple[np.ndarray, np.ndarray, np.ndarray]


def look(seed: int, days: float, units: int) -> Figures:
    """Mean way to a call of one world: driving time over the time that a kilometre takes."""
    scenario = Scenario.preset(PLACE, seed=seed, officers_traffic=units)
    minutes = observed(County(scenario).run_days(days), ("travel_mean",))["travel_mean"]
    a_kilometre = 60 / scenario["speed_village"] * scenario["travel_share"]
    return {"distance": minutes / a_kilometre}


@cache
def place() -> Place:
    """Steps from cell to cell, how often each cell calls, and how often a unit's beat leads there.

    It is read from the place, and nothing is run: people call from their homes.
    """
    county = County(Scenario.preset(PLACE))
    cells, force = county.land.cells, county.force
    column, row = (np.rint(cells[axis] - cells[axis].min()) for axis in ("x_km", "y_km"))
    steps = np.abs(column[:, None] - column) + np.abs(row[:, None] - row)
    first, end = int(force.columns["beat_first"][0]), int(force.columns["beat_end"][0])
    stands = np.zeros(len(cells))
    stands[force.beat_cells[first:end]] = np.diff(force.beat_chance[first:end], prepend=0.0)
    return steps, cells["people"], stands


def theory(units: int) -> Figures:
    """The law over the place's own cells, of a kilometre each."""
    return {"distance": distances()[units]}


@cache
def distances() -> dict[int, float]:
    """That of all numbers of units: to compare all pairs of cells takes as long for one as for many."""
    return dict(zip(UNITS, nearest_in_place(*place(), UNITS, WITHIN).tolist(), strict=True))


def case(units: int, full: Effort, quick: Effort | None = None) -> Case:
    """So many units on the same area."""
    return Case(
        words=N_("{units} units on {cells:,} square km"),
        values={"units": units, "cells": CELLS},
        look=partial(look, units=units),
        theory=partial(theory, units),
        full=full,
        quick=quick,
    )


SQUARE_ROOT = Law(
    name="square-root",
    words=N_("How far the nearest free unit is"),
    source="Kolesar & Blum 1973; Larson & Odoni 1981, 3",
    cases=(
        case(20, Effort(40, 9)),
        case(30, Effort(40, 9)),
        case(40, Effort(40, 7), Effort(10, 5)),
        case(80, Effort(40, 7)),
    ),
)
