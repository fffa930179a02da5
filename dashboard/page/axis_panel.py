"""A week or the years, rules changed by hand along the years, and what the curves of the years say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import can_switch, mode_of, years_played
from jiaosuo.dashboard.choice.comparison import MODES, SIDES, WEEK, YEARS
from jiaosuo.dashboard.choice.idle_levers import nothing_grows
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.results.years_curve import YearsCurve, years_curve
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.scenario import TIMELINE

WORDS = {
    "heading": N_("A week or years"), "curves": N_("The years"), "change": N_("Change the rule"),
    "from": N_("from year"),
    "side": N_("of"), "rule": N_("to"), "put": N_("Put"), "back": N_("take back"), "both": N_("both sides"),
    "left": N_("Left"), "right": N_("Right"), "year": N_("Year"), "table": N_("The curves as a table"),
    "towns": N_("Towns, %"), "vehicles": N_("Vehicles per 1,000"),
    "difference": N_("Right less left [95 % interval]"), "worlds": N_("worlds run"),
    "cost": N_("A change costs what it costs: months of slower work and days of training, as its rule says."),
}  # fmt: skip
MODE_LABELS = {WEEK: N_("A week"), YEARS: N_("The years")}
CHANGED = N_("from year {year}: {rule}")


@dataclass(frozen=True, kw_only=True)
class Mode(Record):
    """A way to play the place."""

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class RuleChange(Record):
    """A rule changed by hand on one side, from a minute of the run on."""

    side: str
    minute: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Option(Record):
    """One of a menu."""

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class AxisPanel(Record):
    """What the strip shows. `years`: those from which a rule can change; `rows`: the curve in words.

    `curve`: None where a week is played.
    """

    words: dict[str, str]
    mode: str
    modes: tuple[Mode, ...]
    years: tuple[int, ...]
    rules: tuple[Option, ...]
    changes: tuple[RuleChange, ...]
    rows: tuple[tuple[str, ...], ...]
    hint: str
    error: str
    curve: YearsCurve | None = None


def axis_panel(session: Session, state: Replications) -> dict[str, Any]:
    """The strip as plain data."""
    choice = session.choice
    comparison, language = choice.comparison, choice.language
    _ = speaker(language)
    path = years_played(comparison)
    curve = None if session.hidden else years_curve(state, choice)
    panel = AxisPanel(
        words={key: _(word) for key, word in WORDS.items()},
        mode=mode_of(comparison),
        modes=tuple(Mode(name=name, label=_(MODE_LABELS[name])) for name in _modes(comparison.place)),
        years=() if path is None else tuple(path.all)[1:],
        rules=tuple(
            Option(name=name, label=_(name).replace("_", " "))
            for name in places.rules_of(comparison.place)
            if name != TIMELINE
        ),
        changes=_changes(session),
        rows=() if curve is None else _rows(curve),
        hint=nothing_grows(comparison, language),
        error=" ".join(filter(None, (session.errors.get(name) for name in ("mode", "axis")))),
        curve=curve,
    )
    return {"curve": None} | panel.to_json()


def _modes(place: str) -> tuple[str, ...]:
    return MODES if can_switch(place) else ()


def _changes(session: Session) -> tuple[RuleChange, ...]:
    """The changes of rule that were put on the axis by hand."""
    choice = session.choice
    _, path = speaker(choice.language), years_played(choice.comparison)
    if path is None:
        return ()
    length = path.days_per_year * MINUTES_A_DAY
    return tuple(
        RuleChange(
            side=side,
            minute=event.minute,
            label=_(CHANGED, year=path.first + event.minute // length, rule=_(event.rule).replace("_", " ")),
        )
        for side in SIDES
        for event in choice.comparison.side(side).events
        if event.rule is not None
    )


def _rows(curve: YearsCurve) -> tuple[tuple[str, ...], ...]:
    """Year, towns, vehicles, left, right, difference with its interval."""
    scale = curve.outcome.scale
    found = []
    for at, year in enumerate(curve.at):
        shown = [_shown(band.mean[at], scale) for band in (curve.left, curve.right)]
        apart, low, high = (
            _shown(each[at], scale, signed=True)
            for each in (curve.difference.mean, curve.difference.low, curve.difference.high)
        )
        ends = f" [{low}, {high}]" if curve.n > 1 else ""
        urban, vehicles = f"{100 * curve.urban[at]:.1f}", f"{curve.vehicles[at]:.0f}"
        found.append((str(year), urban, vehicles, *shown, apart + ends))
    return tuple(found)


def _shown(value: float | None, scale: float, *, signed: bool = False) -> str:
    return "–" if value is None else number(scale * value, signed=signed)
