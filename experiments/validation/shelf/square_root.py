"""Units at random over an area, the nearest one sent: its way falls with the root of how many there are.

Officers drive along a grid of cells, so the law is that of streets at right angles, sqrt(pi / 8) of the root
of the area per unit, on 2,500 cells: `nearest_on_grid` says what the grid and so few units take off it, 2.2 %
with 20 units, 1.7 % with 30, 1.6 % with 40 and 2.0 % with 80. Its grid has no border: with 20 units the
nearest may stand where this place has ended, and that case does not hold until the theory knows the border.
"""

from functools import partial

from experiments.validation.claim import Case, Claim, Effort, Figures
from model import County, Scenario
from model.core.words import N_
from model.theory.grid import nearest_on_grid

CELLS = 2_500
WITHIN = 0.5
"""Way to a call in the own cell, in sides of a cell (`model.roads.travel_minutes`)."""


def look(seed: int, days: float, units: int) -> Figures:
    """Mean way to a call of one world: driving time over the time that a kilometre takes."""
    scenario = Scenario.preset("theory-square-root", seed=seed, officers_traffic=units)
    minutes, _ = County(scenario).run_days(days).outcomes()["travel_mean"]
    a_kilometre = 60 / scenario["speed_village"] * scenario["travel_share"]
    return {"distance": float("nan") if minutes is None else minutes / a_kilometre}


def theory(units: int) -> Figures:
    """The law on the grid, cells of a kilometre."""
    return {"distance": float(nearest_on_grid(CELLS, units, WITHIN))}


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


SQUARE_ROOT = Claim(
    name="square-root",
    words=N_("How far the nearest free unit is"),
    source="Kolesar & Blum 1973; Larson & Odoni 1981, 3",
    cases=(
        case(20, Effort(20, 20)),
        case(30, Effort(20, 20)),
        case(40, Effort(20, 15), Effort(10, 5)),
        case(80, Effort(20, 15)),
    ),
)
