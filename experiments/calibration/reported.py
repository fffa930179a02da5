"""What places report of their own reform: held against the model, and fitted to nothing.

`reported.toml` beside a place's file names the rule that came in force, how many days later the figures were
taken, and each figure as a change on the time before or as a level. They are weak: a force's own, without a
control. The model plays the same worlds under the rule that the place starts from and under the new one, with
skill and presence as they are so many days after the change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jiaosuo.experiments.calibration.calibration_result import ReportedFound
from jiaosuo.experiments.replication.common_events import on_own_calls
from jiaosuo.experiments.replication.county_run import CountyRun, needs_undisturbed, run_county
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.terms import Corps
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.scenario import Scenario, parameters
from jiaosuo.model.scenario_file import preset_file, preset_names

FILE = "reported.toml"


def _calls_of(e: Evidence, names: tuple[str, ...]) -> float:
    """Calls of some kinds that somebody made, returns of badly closed cases left out."""
    kinds = [row for row, kind in enumerate(e.scenario.kinds) if kind.name in names]
    return float((e.counted & np.isin(e.calls["kind"], kinds) & (e.calls["parent"] < 0)).sum())


def _per_street_officer(e: Evidence) -> float:
    """Calls a year and officer that the traffic and the patrol corps led, stops on the beat left out.

    Of rules under which nobody else stops vehicles.
    """
    street = np.isin(e.officers["corps"], [Corps.TRAFFIC, Corps.PATROL])
    led = e.officers["cases"][street].sum() - (e.calls["on_patrol"] & e.cleared).sum()
    return float(led / max(1, street.sum()) * DAYS_A_YEAR * MINUTES_A_DAY / e.end)


COUNTED: Mapping[str, tuple[str, Callable[[Evidence], float]]] = {
    "crash_calls": (N_("Crash calls"), lambda e: _calls_of(e, ("damage_crash", "injury_crash"))),
    "crime_calls": (N_("Criminal calls"), lambda e: _calls_of(e, ("theft", "violence"))),
    "calls_per_street_officer": (
        N_("Calls led by a traffic or patrol officer in a year"),
        _per_street_officer,
    ),
}
"""Figures that police report and that no outcome is; any outcome may be named beside them."""

CHANGE = Parameter("change", 0, -1, 10, "share", "Change on the time before")
LEVEL = Parameter("level", 0, 0, 1e9, "units of the figure", "Level after the change")
KEYS = ("rule", "days_after", "source", "figure")
ONE_OF_TWO = "must have either change or level"


@dataclass(frozen=True)
class ReportedFigure:
    """One figure as it is reported: a change of `said` as a share, or a level."""

    name: str
    said: float
    is_change: bool


@dataclass(frozen=True)
class Reported:
    """What a place reports: the rule that came in force, and the figures of so many days later."""

    rule: str
    days_after: float
    source: str
    figures: tuple[ReportedFigure, ...]


@dataclass(frozen=True)
class Held:
    """One world to play twice: as the place starts, and under what came in force."""

    scenario: Scenario
    reported: Reported
    days: float


def reported_of(place: Scenario) -> Reported | None:
    """What the folder of a shipped place holds; None where it reports nothing.

    InputError names what is wrong in the file.
    """
    if place.place not in preset_names():
        return None
    file = preset_file(place.place).with_name(FILE)
    return read_reported(file) if file.is_file() and file.parent.name == place.place else None


def read_reported(file: Path) -> Reported:
    """The content of a `reported.toml`; InputError names the file, the field and what is allowed there."""
    where = f"{file.parent.name}/{file.name}"
    content = parse_toml(read_text(file, where, "TOML"), where)
    _only(content, KEYS, where)
    rule = _text(content, "rule", where)
    if rule not in RULES and rule not in MAPS:
        raise unknown(f"{where} rule", rule, (*RULES, *MAPS))
    return Reported(
        rule=rule,
        days_after=parameters()["days_since_change"].check(
            _given(content, "days_after", where), f"{where} days_after"
        ),
        source=_text(content, "source", where),
        figures=_figures(content.get("figure"), where),
    )


def _figures(rows: object, where: str) -> tuple[ReportedFigure, ...]:
    if not isinstance(rows, list) or not rows or not all(isinstance(each, dict) for each in rows):
        raise InputError(f"{where} figure", rows, "must be at least one table [[figure]]")
    figures = tuple(_figure(each, f"{where} figure {number}") for number, each in enumerate(rows, start=1))
    seen: set[str] = set()
    for number, each in enumerate(figures, start=1):
        if each.name in seen:
            raise InputError(f"{where} figure {number} name", each.name, "each name only once")
        seen.add(each.name)
    return figures


def _figure(row: Mapping[str, object], where: str) -> ReportedFigure:
    _only(row, ("name", CHANGE.name, LEVEL.name), where)
    name = _text(row, "name", where)
    if name not in COUNTED and name not in OUTCOMES:
        raise unknown(f"{where} name", name, (*COUNTED, *OUTCOMES))
    given = [each for each in (CHANGE, LEVEL) if each.name in row]
    if len(given) != 1:
        raise InputError(where, dict(row), ONE_OF_TWO)
    (figure,) = given
    return ReportedFigure(name, figure.check(row[figure.name], f"{where} {figure.name}"), figure is CHANGE)


def _only(table: Mapping[str, object], known: Sequence[str], where: str) -> None:
    for key in table:
        if key not in known:
            raise unknown(where, key, known)


def _given(table: Mapping[str, object], key: str, where: str) -> object:
    if key not in table:
        raise InputError(where, dict(table), f"{key} is missing")
    return table[key]


def _text(table: Mapping[str, object], key: str, where: str) -> str:
    value = _given(table, key, where)
    if not isinstance(value, str):
        raise InputError(f"{where} {key}", value, "must be a text")
    return value


def hold(at: Held) -> dict[str, tuple[float, float]]:
    """Each figure before and after, of one world; nan where it was not observed."""
    after = at.scenario.changed(rule=at.reported.rule, days_since_change=at.reported.days_after)
    names = [each.name for each in at.reported.figures]
    delay = needs_undisturbed(names)
    runs = [run_county(each, at.days, undisturbed=delay)[1] for each in (at.scenario, after)]
    return {name: (_seen(runs[0], name), _seen(runs[1], name)) for name in names}


def _seen(run: CountyRun, name: str) -> float:
    if name in COUNTED:
        return COUNTED[name][1](run.evidence)
    value, _ = on_own_calls(run, [name]).outcomes[name]
    return np.nan if value is None else value


def found_of(
    name: str, place: Scenario, reported: Reported, worlds: list[dict[str, tuple[float, float]]]
) -> tuple[ReportedFound, ...]:
    """The figures of one place, reported and as they came out; `name`: as the page calls the place."""
    rows = []
    for figure in reported.figures:
        pairs = np.array([each[figure.name] for each in worlds], np.float64).reshape(-1, 2)
        before, after = pairs[:, 0], pairs[:, 1]
        share = np.full_like(after, np.nan)
        np.divide(after, before, out=share, where=before > 0)
        estimate = mean_interval(share - 1 if figure.is_change else after)
        rows.append(
            ReportedFound(
                place=name,
                figure=figure.name,
                label=label_of(figure.name),
                before=place.rule.name,
                after=reported.rule,
                is_change=figure.is_change,
                said=figure.said,
                estimate=estimate,
                source=reported.source,
            )
        )
    return tuple(rows)


def label_of(name: str) -> str:
    """What a figure is called."""
    return COUNTED[name][0] if name in COUNTED else OUTCOMES[name].label
