"""What is on the shelves, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.canonical import printed
from jiaosuo.model.core.words import N_, translate
from jiaosuo.model.core.written import written

if TYPE_CHECKING:  # only a terminal pays
    from rich.console import Console
    from rich.text import Text


@dataclass(frozen=True, kw_only=True)
class PlaceRow(Record):
    """A place, shipped or one's own."""

    name: str
    title: str
    title_zh: str
    question: str
    days: float
    sources: tuple[str, ...]
    weak: tuple[str, ...]
    theory: bool


@dataclass(frozen=True, kw_only=True)
class TownshipRow(Record):
    """A township of a place: people, posts, officer-minutes a day by load, officers by split of the force."""

    name: str
    squadron: str
    people: int
    townspeople: int
    posts: int
    response_load_traffic: int
    response_load_other: int
    post_load: int
    traffic_historic: int
    station_historic: int
    traffic_workload: int
    station_workload: int


@dataclass(frozen=True, kw_only=True)
class RuleRow(Record):
    """A rule, or a map of rules."""

    name: str
    chinese: str
    type: str
    words: str
    source: str


@dataclass(frozen=True, kw_only=True)
class KindRow(Record):
    """A kind of call."""

    name: str
    label: str
    domain: str
    basis: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ParameterRow(Record):
    """A declared number."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    group: str
    whole: bool
    weak: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeRow(Record):
    """A measure."""

    name: str
    label: str
    chinese: str
    unit: str
    better: str
    formula: str
    source: str


@dataclass(frozen=True, kw_only=True)
class DistributionRow(Record):
    """A distribution that jiaosuo needs, and which of them ask for it."""

    name: str
    version: str
    licence: str
    needed_by: tuple[str, ...]


def scenarios() -> list[PlaceRow]:
    """The shipped places, then one's own as far as they can be read."""
    # each list pays for its own
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.scenario import Scenario
    from jiaosuo.model.scenario_file import own_names, preset_names

    places = [Scenario.preset(name) for name in preset_names()]
    for name in own_names():
        with suppress(InputError):
            places.append(Scenario.preset(name))
    return [
        PlaceRow(
            name=each.place,
            title=each.about.title,
            title_zh=each.about.title_zh,
            question=each.about.question,
            days=each.about.days if each.path is None else each.path.days,
            sources=tuple(each.about.sources),
            weak=tuple(each.about.weak),
            theory=each.about.theory,
        )
        for each in places
    ]


def townships(place: str, values: Mapping[str, float]) -> list[TownshipRow]:
    """The townships of a place: people, townspeople, posts, officer-minutes a day by load, officers by split.

    `place` is a shipped place, a scenario file or a folder; `values` are set beside it. Raises InputError.
    """
    # each list pays for its own
    from jiaosuo.experiments.places.folder import read_place
    from jiaosuo.model.core.terms import Area, Corps, Staffing, word
    from jiaosuo.model.demand import post_load, posts_wanted, response_load
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.staffing import staffing_table

    numbers: dict[str, Any] = dict(values)
    scenario = read_place(place, **numbers).start
    land = landscape(scenario)
    cells, count = land.cells, len(land.townships)
    urban = cells["people"] * (cells["area"] == Area.URBAN)
    traffic, other = response_load(land, scenario)
    columns = {
        "people": np.bincount(cells["township"], weights=cells["people"], minlength=count),
        "townspeople": np.bincount(cells["township"], weights=urban, minlength=count),
        "posts": posts_wanted(land, scenario),
        "response_load_traffic": traffic,
        "response_load_other": other,
        "post_load": post_load(land, scenario),
    }
    for split in (Staffing.HISTORIC, Staffing.WORKLOAD):
        heads = staffing_table(scenario.changed(staffing=split), land)
        for corps in (Corps.TRAFFIC, Corps.STATION):
            columns[f"{word(corps)}_{word(split)}"] = heads[corps]
    squadrons = [land.townships[row].name for row in land.district]
    return [
        TownshipRow(
            name=each.name,
            squadron=squadrons[row],
            **{name: round(float(column[row])) for name, column in columns.items()},
        )
        for row, each in enumerate(land.townships)
    ]


def rules() -> list[RuleRow]:
    """The rules, then the maps of rules."""
    # each list pays for its own
    from jiaosuo.model.rules import MAPS, RULES

    kinds = (("rule", RULES), ("map", MAPS))
    return [
        RuleRow(name=each.name, chinese=each.chinese, type=kind, words=each.words, source=each.source)
        for kind, shelf in kinds
        for each in shelf.values()
    ]


def kinds() -> list[KindRow]:
    """The kinds of call."""
    # each list pays for its own
    from jiaosuo.model.core.terms import word
    from jiaosuo.model.incidents import KINDS

    return [
        KindRow(
            name=each.name,
            label=each.label,
            domain=word(each.domain),
            basis=word(each.basis),
            parameters=tuple(parameter.name for parameter in each.parameters),
        )
        for each in KINDS.values()
    ]


def parameters() -> list[ParameterRow]:
    """Every declared number."""
    # each list pays for its own
    from jiaosuo.model.scenario import all_parameters

    names = [each.name for each in fields(ParameterRow)]
    return [
        ParameterRow(**{name: getattr(each, name) for name in names}) for each in all_parameters().values()
    ]


def outcomes() -> list[OutcomeRow]:
    """Every measure."""
    # each list pays for its own
    from jiaosuo.experiments.study_tools.pages import label
    from jiaosuo.model.outcomes import OUTCOMES

    names = [each.name for each in fields(OutcomeRow) if each.name != "chinese"]
    return [
        OutcomeRow(chinese=label(each.name, "zh"), **{name: getattr(each, name) for name in names})
        for each in OUTCOMES.values()
    ]


def licences() -> list[DistributionRow]:
    """The distributions that jiaosuo needs."""
    # each list pays for its own
    from jiaosuo.experiments.provenance.distributions import parts

    names = [each.name for each in fields(DistributionRow)]
    return [DistributionRow(**{name: getattr(each, name) for name in names}) for each in parts()]


HEADINGS = {
    "name": N_("name"),
    "title": N_("title"),
    "title_zh": N_("title_zh"),
    "question": N_("question"),
    "days": N_("days"),
    "squadron": N_("squadron"),
    "people": N_("people"),
    "townspeople": N_("townspeople"),
    "posts": N_("posts"),
    "response_load_traffic": N_("response_load_traffic"),
    "response_load_other": N_("response_load_other"),
    "post_load": N_("post_load"),
    "traffic_historic": N_("traffic_historic"),
    "station_historic": N_("station_historic"),
    "traffic_workload": N_("traffic_workload"),
    "station_workload": N_("station_workload"),
    "chinese": N_("chinese"),
    "type": N_("type"),
    "words": N_("words"),
    "source": N_("source"),
    "label": N_("label"),
    "domain": N_("domain"),
    "basis": N_("basis"),
    "default": N_("default"),
    "low": N_("low"),
    "high": N_("high"),
    "unit": N_("unit"),
    "meaning": N_("meaning"),
    "group": N_("group"),
    "better": N_("better"),
    "formula": N_("formula"),
    "version": N_("version"),
    "licence": N_("licence"),
    "code": N_("code"),
    "section": N_("section"),
    "word": N_("word"),
    "rule": N_("rule"),
    "map": N_("map"),
    "written_by": N_("written by"),
    "form": N_("form"),
    "empty": N_("empty where"),
}
"""What stands above a column or in it as one word; JSON has the names themselves."""

AS_WRITTEN = frozenset({"name", "code", "formula", "source", "version", "licence"})
"""Columns of what people type or look up: these are no prose."""


def show(records: Sequence[Record], as_json: bool, language_: str = "en") -> None:
    """Print records as JSON or as a table of their short columns, in the reader's language.

    Where the columns would get too narrow to read, each record is printed below the one before it.
    """
    rows = [each.to_json() for each in records]
    if as_json:
        print(printed(rows))
        return
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    console, table = Console(), Table()
    names = [name for name, value in rows[0].items() if not isinstance(value, list | bool)]
    told = {name: translate(HEADINGS.get(name, name), language_) for name in names}
    shown = [{told[name]: _plain(row[name], name, language_) for name in names} for row in rows]
    whole = told.get("name", "")
    if _least_width(shown, whole) > console.width:
        _one_below_the_other(console, shown)
        return
    for heading in told.values():
        table.add_column(heading, overflow="fold", no_wrap=heading == whole)
    for row in shown:
        table.add_row(*row.values())
    console.print(table, markup=False)


READABLE = 12
"""Signs that a column of a table must have to be read, unless all it says is shorter."""


def _least_width(rows: Sequence[Mapping[str, Text]], whole: str) -> int:
    """Signs a line that a table needs: names whole, what is long in columns wide enough for a word."""
    wide = {name: max(len(name), *(row[name].cell_len for row in rows)) for name in rows[0]}
    return 1 + sum(3 + (size if name == whole else min(size, READABLE)) for name, size in wide.items())


def _one_below_the_other(console: Console, rows: Sequence[Mapping[str, Text]]) -> None:
    """Each record under its name: what is short in one line, what is long in lines of its own."""
    # only a terminal pays
    from rich.padding import Padding
    from rich.text import Text

    for row in rows:
        first, *rest = row
        console.print(row[first], style="bold", soft_wrap=True)
        words = [Text.assemble(f"{name}: ", row[name]) for name in rest if row[name].plain]
        short = Text("; ").join([each for each in words if each.cell_len <= 2 * READABLE])
        for line in [short, *(each for each in words if each.cell_len > 2 * READABLE)]:
            if line.plain:
                console.print(Padding(line, (0, 0, 0, 2), expand=False))


def _plain(value: object, name: str, language_: str) -> Text:
    # only a terminal pays
    from rich.text import Text

    if isinstance(value, str) and value and name not in AS_WRITTEN:
        value = translate(value, language_)
    return Text(written(value, 6) if isinstance(value, float) else str(value))
