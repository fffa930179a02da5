"""A path of years, for the player and as a table: what grew, which rule towns and villages had, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import grows, years_played
from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.levers import LABELS, format_lever_value
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.results.sheet import Block, SheetData
from jiaosuo.experiments.results.record import Key, Record
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.future import grown
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import TIMELINE, Scenario, parameters

NOTES = (
    N_(
        "7 February 2010, when the run begins on 31 January; the counties that followed on 30 April are not "
        "in this place"
    ),
    N_("decided in 2002, begun in the provincial capital in October 2003, in the counties in spring 2004"),
    N_("completion was planned for the end of April 2015; the brigade of the county grew"),
)
"""What the shipped paths note at their changes, marked for the catalogue."""
OF_PATHS = (N_("Motorcycles among vehicles"),)


@dataclass(frozen=True, kw_only=True)
class YearShown(Record):
    """A year of a path from minute `begin` of the run up to `end`; `values`: names and values, in words.

    `town` and `village`: rule of the dense townships and of the rest, where the place's own timeline rules.
    `grows`: it is a year of growth, counted from the place as it is now.
    """

    year: int
    begin: Annotated[int, Key("from")]
    end: Annotated[int, Key("to")]
    values: tuple[tuple[str, str], ...]
    town: str
    village: str
    note: str
    grows: bool = False


def years(comparison: Comparison, language: str) -> tuple[YearShown, ...]:
    """The years that are played; nothing where a week is."""
    place, path = places.scenario(comparison.place), years_played(comparison)
    if path is None:
        return ()
    span = path.days_per_year * MINUTES_A_DAY
    rules = _rules(place) if TIMELINE in (comparison.left.rule, comparison.right.rule) else {}
    numbers = course(comparison) if grows(comparison) else {year: path.at(year) for year in path.all}
    return tuple(
        YearShown(
            year=year,
            begin=number * span,
            end=(number + 1) * span,
            values=tuple(
                (_label(name, language), _shown(name, value, language))
                for name, value in numbers[year].items()
            ),
            **_ruled(rules.get(year), language),
            note=_note(place, year, language),
            grows=grows(comparison),
        )
        for number, year in enumerate(path.all)
    )


def course(comparison: Comparison) -> dict[int, dict[str, float]]:
    """By year the share of people in towns and the vehicles per 1,000 people, on the left side."""
    base = plan_run(comparison, "left").base
    return grown(base, places.possible_urbanization(comparison.place)[1])


def panel(comparison: Comparison, language: str) -> SheetData | None:
    """The years that are played as a table, or nothing where a week is."""
    found = years(comparison, language)
    if not found:
        return None
    _ = speaker(language)
    columns = [_column([each.values[place] for each in found]) for place in range(len(found[0].values))]
    by_area = places.scenario(comparison.place).path is not None
    ruled = (_("Towns"), _("Villages")) if by_area else ()
    heads = (_("Year"), *(head for head, _cells in columns), *ruled)
    rows = tuple(
        (
            str(each.year),
            *(cells[row] for _head, cells in columns),
            *((each.town, each.village) if by_area else ()),
        )
        for row, each in enumerate(found)
    )
    lead = _(
        "Each year is played for {days} days; between them skill and trust go on as measured.",
        days=f"{comparison.days:g}",
    )
    return SheetData(
        name="history",
        heading=_("The years of this path"),
        lead=(lead,),
        blocks=(Block(heads=heads, rows=rows),),
        notes=tuple(f"{each.year}: {each.note}" for each in found if each.note),
    )


def _column(values: Sequence[tuple[str, str]]) -> tuple[str, list[str]]:
    """Head and cells of a column: a unit of several letters stands in the head, once."""
    label, texts = values[0][0], [text for _label, text in values]
    units = {text.partition(" ")[2] for text in texts}
    unit = units.pop() if len(units) == 1 else ""
    return (
        (f"{label} ({unit})", [text.partition(" ")[0] for text in texts]) if len(unit) > 1 else (label, texts)
    )


def _rules(place: Scenario) -> Mapping[int, Rule | RuleMap]:
    """The rule or map in force in each year, as the place's own timeline says."""
    now, found = place.rule, {}
    for year in place.path.all if place.path else ():
        for entry in place.timeline:
            if entry.year == year and entry.rule is not None:
                now = entry.rule
        found[year] = now
    return found


def _ruled(rule: Rule | RuleMap | None, language: str) -> dict[str, str]:
    if rule is None:
        return {"town": "–", "village": "–"}
    if isinstance(rule, Rule):
        return {"town": _plain(rule, language), "village": _plain(rule, language)}
    return {"town": _plain(rule.dense or rule.rest, language), "village": _plain(rule.rest, language)}


def _plain(rule: Rule, language: str) -> str:
    return speaker(language)(rule.name).replace("_", " ")


def _note(place: Scenario, year: int, language: str) -> str:
    return " ".join(
        speaker(language)(entry.note) for entry in place.timeline if entry.year == year and entry.note
    )


def _label(name: str, language: str) -> str:
    return speaker(language)(LABELS.get(name) or parameters()[name].meaning)


def _shown(name: str, value: float, language: str) -> str:
    try:
        return format_lever_value(name, value, language)
    except InputError:  # a number that is no lever of the page
        return speaker(language)("{value} %", value=f"{100 * value:.3g}") if value <= 1 else f"{value:g}"
