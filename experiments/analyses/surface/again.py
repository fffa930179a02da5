"""Whether the worlds of a surface that is kept come out the same by the sources that are here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jiaosuo.experiments.analyses.surface.design import Axis, rounded
from jiaosuo.experiments.analyses.surface.surface_result import Place, SurfaceResult
from jiaosuo.experiments.analyses.surface.surface_study import Box
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.experiments.study_tools.design_points import Meter, at_one_moment, run_points
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario

DIGITS = 5
"""Figures of each number that are kept."""


def differing(result: SurfaceResult, scenario: Scenario, count: int, jobs: int = 1) -> tuple[str, ...]:
    """What differs when `count` worlds of the only place of a result are run again, in words; none: nothing.

    `scenario`: the place as it is now. The worlds stand evenly over the design; each is run under all rules
    of the surface, and every outcome is held against what is kept, to all figures that are kept. InputError
    if there are not so many worlds.
    """
    (place,) = result.places
    if not 1 <= count <= len(place.design):
        raise InputError("worlds", count, f"must be a whole number from 1 to {len(place.design):,}")
    rows = np.linspace(0, len(place.design) - 1, count).round().astype(int).tolist()
    box = _box(place, scenario)
    points = _points(box, place, result.here)
    request = Request((scenario,), result.origin.command, jobs)
    asked = [each for row in rows for each in box.worlds(points[[row]], place.rules, result.days, row)]
    found = run_points(asked, list(place.surfaces), request, Meter(request))
    failed = [failure for each in found for failure in each.failures]
    return (
        *failed,
        *(said for row, each in zip(rows, found, strict=True) for said in _row(place, row, each.values)),
    )


def _points(box: Box, place: Place, here: int) -> Values:
    """The points that were run: what is kept of one is its shortest text, which may be a bit beside it."""
    points = rounded(np.array(place.design))
    points[place.even : place.even + here] = box.here
    return points


def _box(place: Place, scenario: Scenario) -> Box:
    name, here = at_one_moment(scenario)
    here = here.changed(people_per_agent=place.people_per_agent, seed=place.seed, staffing=place.staffing)
    axes = tuple(Axis(each.name, each.low, each.high, each.whole) for each in place.levers)
    return Box(name, place.title, here, axes, place.rules)


def _row(place: Place, row: int, values: Mapping[str, Values]) -> list[str]:
    return [
        f"{name} under {rule} in world {row}: {_kept_form(now)}, kept is {kept}"
        for name, surface in place.surfaces.items()
        for rule, now, kept in zip(place.rules, values[name][0].tolist(), surface.values[row], strict=True)
        if _kept_form(now) != kept
    ]


def _kept_form(value: float) -> float | None:
    """As it is kept; None: not observed."""
    return None if np.isnan(value) else float(f"{value:.{DIGITS}g}")
