"""The calibration table: each place under its status quo, beside the bands of the published figures.

Calibrated once, under the rule the place starts from, and never again: other rules answer for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiaosuo.experiments.calibration.calibration_result import CalibrationResult, FigureFound, Place
from jiaosuo.experiments.calibration.figures import CALIBRATION, EXPECTED, FIGURES, figures_of, is_urban
from jiaosuo.experiments.calibration.reported import Held, found_of, hold, reported_of
from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import MeanInside
from jiaosuo.experiments.claims.judge import verdict_on
from jiaosuo.experiments.claims.verdict import SILENT, Verdict
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.replication.county_run import run_county
from jiaosuo.experiments.statistics.intervals import Estimate, Values, mean_interval, ratio_of_means
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

DAYS, WORLDS = 7, 8
QUICK_DAYS, QUICK_WORLDS = 2, 2


@dataclass(frozen=True)
class Look:
    """One world to look at."""

    scenario: Scenario
    days: float


def look(at: Look) -> dict[str, float]:
    """The figures of one world, by name; nan where not observed."""
    return figures_of(*run_county(at.scenario, at.days, undisturbed=True), at.days)


def run(request: Request) -> CalibrationResult:
    """Every place looked at in the same number of worlds."""
    days, worlds = (QUICK_DAYS, QUICK_WORLDS) if request.quick else (DAYS, WORLDS)
    places = {_name(each): each.start for each in request.places}
    looks = [
        Look(place.changed(rule=STATUS_QUO, seed=place.seed + world), days)
        for place in places.values()
        for world in range(worlds)
    ]
    told = {name: said for name, place in places.items() if (said := reported_of(place)) is not None}
    held = [
        Held(places[name].changed(seed=places[name].seed + world), said, days)
        for name, said in told.items()
        for world in range(worlds)
    ]
    done = 0

    def on_done(_: object, __: object) -> None:
        nonlocal done
        done += 1
        if request.progress is not None:
            request.progress(done, len(asked))

    asked: list[Look | Held] = [*looks, *held]
    # in one go: workers that began again would load the machine code again
    seen = run_all(_played, asked, request.jobs, on_done)
    found, kept = seen[: len(looks)], seen[len(looks) :]
    return CalibrationResult(
        origin=origin("calibration", request),
        runs=len(looks) + 2 * len(held),
        rule=STATUS_QUO,
        days=days,
        worlds=worlds,
        places=tuple(
            _place(name, place, found[n * worlds : (n + 1) * worlds])
            for n, (name, place) in enumerate(places.items())
        ),
        reported=tuple(
            row
            for n, (name, said) in enumerate(told.items())
            for row in found_of(name, places[name], said, _kept(kept[n * worlds : (n + 1) * worlds]))
        ),
        failures=tuple(_failures(asked, seen)),
    )


def _played(at: Look | Held) -> dict[str, float] | dict[str, tuple[float, float]]:
    return look(at) if isinstance(at, Look) else hold(at)


def _failures(asked: Sequence[Look | Held], found: Sequence[Any]) -> list[str]:
    return [
        f"{at.scenario.place}, seed {at.scenario.seed}: {each.error}"
        for at, each in zip(asked, found, strict=True)
        if isinstance(each, Failure)
    ]


def _kept(found: Sequence[Any]) -> list[Any]:
    return [each for each in found if not isinstance(each, Failure)]


def _name(place: Scenario) -> str:
    """A place by its name; one with a path of years is looked at in the first of them."""
    return place.place if place.path is None else f"{place.place} in {place.path.first}"


def _place(name: str, place: Scenario, found: list[Any]) -> Place:
    kept = _kept(found)
    figures = {}
    for figure in FIGURES:
        band = figure.band(place)
        estimate = _estimate(figure.name, kept)
        claim = Claim(figure.label, estimate, None if band is None else MeanInside(*band), figure.unit)
        verdict = verdict_on(claim)
        figures[figure.name] = FigureFound(
            estimate=estimate, band=band, fits=_fits(verdict), blunt=verdict == Verdict.NO_POWER
        )
    return Place(name=name, bands="urban" if is_urban(place) else "rural", figures=figures)


def _estimate(name: str, worlds: Sequence[Mapping[str, float]]) -> Estimate:
    """A figure over the worlds; the calibration is expected crashes over those reported in all of them.

    It is not observed where none was: a world without a crash has a rate, and nothing can be divided by it.
    """

    def column(of: str) -> Values:
        return np.array([each[of] for each in worlds], np.float64)

    if name == CALIBRATION:
        return ratio_of_means(column(EXPECTED), column("reported_crashes"))
    return mean_interval(column(name))


def _fits(verdict: Verdict | None) -> bool | None:
    """Whether the mean lies in the band; None where there is no band, or nothing can be said."""
    return None if verdict is None or verdict in SILENT else verdict == Verdict.CAME_OUT
