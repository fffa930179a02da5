"""Each side's curve over the years, from the replications so far: means with bands, and where they cross.

It has the form of the curve over a lever, with the years in the place of the lever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.dashboard.choice import outcomes, places
from jiaosuo.dashboard.choice.axis import years_played
from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import WORLDS
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.experiments.comparison.turn import turn, worse
from jiaosuo.experiments.comparison.years_result import Turn
from jiaosuo.experiments.comparison.years_words import Course, spoken_turn
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import Values, mean_interval, paired_difference
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.future import grown

ENOUGH = 5
"""Worlds from which on a crossing is told: with fewer its interval is no more than a guess."""

DRAWING = N_("The curves draw themselves as worlds are run: {done} of {wanted}.")
SO_FAR = N_("So far, in {done} of {wanted} worlds: {said}")
FROM_HERE = N_("from here on: {rule}")
"""What stands at the pin where two curves cross."""


@dataclass(frozen=True, kw_only=True)
class Band(Record):
    """Mean and 95 % band by year; None where nothing was observed."""

    mean: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Pin(Record):
    """Where the curves cross: a year with its 95 % interval, and what is said there."""

    at: float
    low: float
    high: float
    label: str


@dataclass(frozen=True, kw_only=True)
class SideLabel(Record):
    """What a side is called."""

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class YearsCurve(Record):
    """The outcome looked at, by year and side. `at`: the years; `n` worlds of `of` stand behind it."""

    n: int
    of: int
    outcome: outcomes.OutcomeOption
    sides: tuple[SideLabel, ...]
    at: tuple[int, ...]
    urban: tuple[float, ...]
    vehicles: tuple[float, ...]
    left: Band
    right: Band
    difference: Band
    sentence: str
    pin: Pin | None = None


def years_curve(state: Replications, choice: Choice) -> YearsCurve | None:
    """The curve of the outcome looked at; None where a week is played."""
    comparison, language = choice.comparison, choice.language
    path = years_played(comparison)
    if path is None:
        return None
    years = tuple(path.all)
    left, right = (_values(state, choice.focus, years, side) for side in range(len(SIDES)))
    names = side_names(comparison, language)
    option = next(each for each in outcomes.menu(language) if each.name == choice.focus)
    along = course_of(comparison)
    found = Turn(kind="unsure")
    if len(left) >= ENOUGH:
        found = turn(years, worse(option.better) * (right - left), *names)
    columns = range(len(years))
    return YearsCurve(
        n=len(left),
        of=state.wanted or WORLDS,
        outcome=option,
        sides=tuple(SideLabel(name=side, label=name) for side, name in zip(SIDES, names, strict=True)),
        at=years,
        urban=tuple(along.grown["urbanization"]),
        vehicles=tuple(along.grown["vehicles_per_1000"]),
        left=_band([mean_interval(left[:, at]) for at in columns]),
        right=_band([mean_interval(right[:, at]) for at in columns]),
        difference=_band([paired_difference(left[:, at], right[:, at]) for at in columns]),
        sentence=_sentence(state, found, option.label, names, along, language, len(left)),
        pin=_pin(found, language),
    )


def course_of(comparison: Comparison) -> Course:
    """The years that are played and what has grown in each, on the left side."""
    base = plan_run(comparison, "left").base
    by_year = grown(base, places.possible_urbanization(comparison.place)[1])
    names = next(iter(by_year.values()))
    return Course(tuple(by_year), {name: tuple(each[name] for each in by_year.values()) for name in names})


def _values(state: Replications, name: str, years: Sequence[int], side: int) -> Values:
    """An outcome of one side, (worlds, years); nan where not observed."""
    found = [[world[str(year)][side].get(name) for year in years] for world in state.by_year]
    return np.array(found, np.float64).reshape(len(state.by_year), len(years))


def _band(estimates: Sequence[Estimate]) -> Band:
    seen = [each.mean is not None for each in estimates]
    ends = [each.span for each in estimates]
    return Band(
        mean=tuple(each.mean for each in estimates),
        low=tuple(low if there else None for (low, _), there in zip(ends, seen, strict=True)),
        high=tuple(high if there else None for (_, high), there in zip(ends, seen, strict=True)),
    )


def _sentence(
    state: Replications, found: Turn, title: str, names: tuple[str, str], along: Course, language: str, n: int
) -> str:
    if n < ENOUGH:
        return speaker(language)(DRAWING, done=n, wanted=state.wanted or WORLDS)
    said, wanted = spoken_turn(found, title, names, along, language), state.wanted or WORLDS
    if n + len(state.failed) < wanted:
        return speaker(language)(SO_FAR, done=n, wanted=wanted, said=said)
    return said


def _pin(found: Turn, language: str) -> Pin | None:
    if found.kind != "crosses" or found.year.mean is None:
        return None
    low, high = found.year.span
    label = speaker(language)(FROM_HERE, rule=found.after)
    return Pin(at=found.year.mean, low=low, high=high, label=label)
