"""The tables that the program writes: their files, their form, and each column with type, unit and meaning.

What a column means is declared once, in `provenance.columns` and `logs.columns`; here stands which table has
which columns, of which type, and when a cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from jiaosuo.experiments.inference import posterior
from jiaosuo.experiments.logs import columns as of_log
from jiaosuo.experiments.provenance.columns import OBSERVATIONS, TITLES, column
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.sweeps import plan
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.terms import Corps, Domain, Duty, word
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import all_parameters
from jiaosuo.model.township import COLUMNS as OF_PLACE
from jiaosuo.model.township import TEXTS

TEXT, WHOLE, NUMBER = N_("text"), N_("whole number"), N_("decimal number")
YES_NO, TIME = N_("true or false"), N_("time")

PARAMETER, OUTCOME, COUNTED = "PARAMETER", "OUTCOME", f"{OBSERVATIONS}OUTCOME"
"""Stand for a column for each parameter, each outcome, and each outcome's number of observations."""
OPEN = {
    PARAMETER: N_("A column for each parameter that varies, in its own unit: jiaosuo parameters"),
    OUTCOME: N_("A column for each outcome that is kept, in its own unit: jiaosuo outcomes"),
    COUNTED: N_("For each outcome the observations that it rests on"),
}

TEXTS_OF_TABLES = frozenset((
    "kind", "domain", "area", "township", "road_class", "state", "officer_corps", "other_officers",
    "site", "corps", "rule", "seed", "outcome", "unit", "better", "against", "parameter", "run_id",
    "error", "world_digest", "side",
))  # fmt: skip
WHOLES = frozenset((
    "key", "call", "cell", "priority", "officer", "escalations", "diversions", "recalls",
    "returned_from", "home_cell", "year", "minute", "point", "points", "pairs", "n", "worlds",
    "failed_worlds", "world", "people", "calls", "waiting", "open", "vehicles_on_road", "needed",
    "lead", "helper",
))  # fmt: skip
TRUTHS = frozenset((
    "complex", "found_on_patrol", "closed_badly", "hit_and_run", "judged", "sent_back", "complained",
    "serving", "beyond_chance", "distinguishable", "on_patrol", "secondary",
))  # fmt: skip
WHOLE_FAMILIES = ("cases_", "officers_", OBSERVATIONS)

NOBODY_CAME = N_("nobody came")
NOT_BY_THE_END = N_("it did not happen by the end")
NOT_OBSERVED = N_("it was not observed")
NO_INTERVAL = N_("it was observed in fewer than two worlds")
OF_FIRST_RULE = N_("the row is of the first rule, or it was not observed")
NOT_SAID = N_("the source does not say it")
NOT_GIVEN = N_("the table does not say it; the model estimates it")

CALL = (
    "key", "call", "kind", "domain", "area", "township", "road_class", "cell", "priority", "complex", "state",
)  # fmt: skip
WHO_CAME = ("officer", "officer_corps", "other_officers", "site", "site_km", "way_km")
TIMES = ("arose", "known", "dispatched", "first_there", "crew_there", "finisher_there", "closed")
CALL_ENDS = (
    "response_minutes", "expert_minutes", "handling_minutes", "handover_minutes", "patience_minutes",
    "escalations", "diversions", "recalls", "found_on_patrol", "closed_badly", "hit_and_run", "error_chance",
    "judged", "sent_back", "complained", "returned_from", "satisfaction",
)  # fmt: skip
OF_WORLDS = ("rule", "seed", "year")
"""Columns of calls that more than one run gives."""

EFFECT = ("difference", "low95", "high95")
DIFFERENCE = ("difference", "difference_low", "difference_high")


@dataclass(frozen=True)
class WrittenTable:
    """A table. `form`: the number of its form, None where no reader asks for one.

    `not_always`: columns that only some of its files have. `empty` says of a column when its cell is empty.
    """

    files: tuple[str, ...]
    columns: tuple[str, ...]
    form: int | None = None
    not_always: tuple[str, ...] = ()
    empty: Mapping[str, str] = field(default_factory=dict)


TABLES: Mapping[str, WrittenTable] = {
    "calls": WrittenTable(
        ("run --out DIR: calls.parquet, calls.csv", "compare --out DIR: calls.parquet", "County.calls()"),
        (*OF_WORLDS, *CALL, *WHO_CAME, *TIMES, *CALL_ENDS),
        not_always=(*OF_WORLDS, *WHO_CAME),
        empty=dict.fromkeys(WHO_CAME, NOBODY_CAME)
        | dict.fromkeys(TIMES[1:], NOT_BY_THE_END)
        | {"response_minutes": NOBODY_CAME, "error_chance": N_("nobody finished work on it")}
        | {"satisfaction": N_("nobody called, or the call was neither answered nor given up")},
    ),
    "officers": WrittenTable(
        ("run --out DIR: officers.parquet, officers.csv", "County.officers()"),
        (
            "officer", "corps", "serving", "township", "home_cell",
            *(f"{what}_{word(domain)}" for what in ("skill", "cases") for domain in Domain),
            *(f"minutes_{word(duty)}" for duty in Duty),
        ),
    ),
    "townships": WrittenTable(
        ("run --out DIR: townships.parquet, townships.csv", "County.townships()"),
        (
            "township", "people", *(f"officers_{word(corps)}" for corps in Corps), "calls",
            *(f"hours_nobody_on_duty_{word(domain)}" for domain in Domain),
        ),
    ),
    "ticks": WrittenTable(
        ("run --out DIR: ticks.parquet, ticks.csv", "County.ticks()"),
        ("minute", "waiting", "open", "vehicles_on_road", *(f"officers_{word(duty)}" for duty in Duty)),
    ),
    "years": WrittenTable(
        ("run PATH --out DIR: years.parquet, years.csv", "Journey.outcomes()"),
        ("year", "rule", PARAMETER, OUTCOME),
        empty={OUTCOME: NOT_OBSERVED},
    ),
    "comparison": WrittenTable(
        ("Comparison.to_polars()", "Comparison.to_pandas()"),
        (
            "outcome", "rule", "unit", "better", "mean", "low", "high", "worlds", *DIFFERENCE, "p", "p_holm",
            "distinguishable",
        ),
        empty={"mean": NOT_OBSERVED, "low": NO_INTERVAL, "high": NO_INTERVAL}
        | dict.fromkeys((*DIFFERENCE, "p", "p_holm", "distinguishable"), OF_FIRST_RULE),
    ),
    "runs": WrittenTable(
        ("sweep --out DIR: parts/*.parquet, compact/runs-*.parquet", "Sweep.runs()"),
        (
            "run_id", "world", "point", "seed", PARAMETER, "rule", "error", "world_digest", OUTCOME, COUNTED,
        ),
        form=plan.FORMAT,
        empty={"error": N_("the run did not fail"), "world_digest": N_("the run failed")}
        | {OUTCOME: N_("it was not observed, or the run failed")},
    ),
    "differences": WrittenTable(
        ("report DIR: report/differences.csv",),
        (
            "point", PARAMETER, "outcome", "unit", "rule", "against", "mean_against", "mean", *EFFECT,
            "pairs", "failed_worlds", "beyond_chance", "better",
        ),
        empty=dict.fromkeys(("mean_against", "mean", "difference"), NOT_OBSERVED)
        | dict.fromkeys(EFFECT[1:], NO_INTERVAL)
        | {"better": N_("it has no better way, or does not differ beyond chance")},
    ),
    "means": WrittenTable(
        ("report DIR: report/means.csv",),
        ("point", PARAMETER, "outcome", "unit", "rule", "mean", *EFFECT[1:], "n"),
        empty={"mean": NOT_OBSERVED} | dict.fromkeys(EFFECT[1:], NO_INTERVAL),
    ),
    "effects": WrittenTable(
        ("report DIR: report/effects.csv",),
        (
            "outcome", "unit", "rule", *EFFECT, "points", "parameter", "variance_share",
            "variance_share_low95", "variance_share_high95",
        ),
        empty={"difference": NOT_OBSERVED}
        | dict.fromkeys(EFFECT[1:], N_("it was observed at fewer than two points"))
        | dict.fromkeys(
            ("variance_share", "variance_share_low95", "variance_share_high95"),
            N_("there are too few points to tell"),
        ),
    ),
    "curves": WrittenTable(
        ("report DIR: report/curves.csv",),
        ("outcome", "unit", "rule", "parameter", "from", "to", *EFFECT, "points"),
        empty={"difference": NOT_OBSERVED}
        | dict.fromkeys(EFFECT[1:], N_("it was observed at fewer than two points")),
    ),
    "log": WrittenTable(
        ("log import --out DIR: calls.parquet", "run --log FILE.parquet"),
        tuple(of_log.COLUMNS),
        form=of_log.VERSION,
        empty={name: NOT_SAID for name in of_log.COLUMNS if name not in ("file", "row", "officer_initiated")},
    ),
    "posterior": WrittenTable(
        ("log calibrate: posterior.parquet",), (PARAMETER,), form=posterior.VERSION
    ),
    "played": WrittenTable(
        ("page: calls-PLACE-seed-SEED.csv, calls-PLACE-seed-SEED.parquet",),
        (
            "side", "rule", "seed", "call", "kind", "domain", "priority", "area", "cell", "township",
            "road_class", "complex", "on_patrol", "secondary", "needed", "arose", "known", "patience",
            "dispatched", "first_there", "crew_there", "closed", "state", "lead", "helper",
            "handling_minutes", "satisfaction", "closed_badly", "escalations",
        ),
        empty=dict.fromkeys(("known", "dispatched", "first_there", "crew_there", "closed"), NOT_BY_THE_END)
        | {"lead": N_("nobody leads"), "helper": N_("nobody helps")}
        | {"satisfaction": N_("nobody called, or the call was neither answered nor given up")},
    ),
    "place": WrittenTable(
        ("place import: townships.csv", "scenarios new --townships: townships.csv"),
        (*(name for name in TEXTS if name == "name"), *OF_PLACE, *(name for name in TEXTS if name != "name")),
        empty=dict.fromkeys(
            ("trunk_km", "county_km", "village_km", "stations", "town_weight", "squadron", "central_station"),
            NOT_GIVEN,
        )
        | {"stations_at": N_("the stations are in its town"), "name_zh": N_("it has no Chinese name")},
    ),
    "cells": WrittenTable(
        ("place import: cells.csv",),
        ("x_km", "y_km", "township", "people"),
        not_always=("people",),
        empty={"people": N_("the source does not say it; people are drawn")},
    ),
    "call_weights": WrittenTable(("log fit: call_weights.csv",), ("x_km", "y_km", "kind", "weight")),
    "links": WrittenTable(
        ("place import: links.csv",),
        ("from_x_km", "from_y_km", "to_x_km", "to_y_km", "road_class", "length_km", "speed_kmh"),
        empty={"length_km": N_("as long as its class says"), "speed_kmh": N_("as fast as its class says")},
    ),
}  # fmt: skip
"""Every table by the name that its CSV, its description and `jiaosuo columns` have for it."""


@dataclass(frozen=True, kw_only=True)
class TableRow(Record):
    """A table in a list of tables."""

    name: str
    title: str
    written_by: str
    form: str


@dataclass(frozen=True, kw_only=True)
class ColumnRow(Record):
    """A column in a list of columns; `empty`: when its cell is empty, nothing where it never is."""

    name: str
    type: str
    unit: str
    meaning: str
    empty: str


def tables(language: str | None = None) -> list[TableRow]:
    """Every table, as a reader of that language is told it."""
    _ = speaker(language)
    return [
        TableRow(
            name=name,
            title=_(TITLES[name]),
            written_by="; ".join(each.files),
            form="" if each.form is None else str(each.form),
        )
        for name, each in TABLES.items()
    ]


def columns(table: str, language: str | None = None) -> list[ColumnRow]:
    """The columns of a table in their order; InputError for a table that nothing writes."""
    if table not in TABLES:
        raise unknown("table", table, TABLES)
    return [_row(table, name, language) for name in TABLES[table].columns]


def is_declared(table: str, name: str) -> bool:
    """Whether the dictionary has a column, by its name or by what stands for many."""
    return declared_as(table, name) is not None


def declared_as(table: str, name: str) -> str | None:
    """The entry of the dictionary that a column of a file falls under; None: it has none."""
    names = TABLES[table].columns
    return next((each for each in (name, *_stands_for(name)) if each in names), None)


def type_of(table: str, name: str) -> str:
    """The type of a column, as a message."""
    if table == "log":
        kinds = {"text": TEXT, "whole": WHOLE, "number": NUMBER, "boolean": YES_NO, "time": TIME}
        return kinds[of_log.COLUMNS[name].type_]
    if table == "place":
        return TEXT if name in TEXTS else WHOLE if OF_PLACE[name].whole else NUMBER
    if table == "differences" and name == "better":
        return YES_NO
    if table == "cells" and name == "people":
        return NUMBER
    if name in TEXTS_OF_TABLES:
        return TEXT
    if name in TRUTHS:
        return YES_NO
    return WHOLE if name in WHOLES or name.startswith(WHOLE_FAMILIES) else NUMBER


def _stands_for(name: str) -> Iterator[str]:
    if name in all_parameters():
        yield PARAMETER
    if name in OUTCOMES:
        yield OUTCOME
    if name.startswith(OBSERVATIONS) and name.removeprefix(OBSERVATIONS) in OUTCOMES:
        yield COUNTED


def _row(table: str, name: str, language: str | None) -> ColumnRow:
    _ = speaker(language)
    meaning, unit = _told(table, name, language)
    of = TABLES[table]
    empty = _(of.empty[name]) if name in of.empty else ""
    if name in of.not_always:
        meaning = _("{meaning} (not in every file)", meaning=meaning)
    return ColumnRow(name=name, type=_(type_of(table, name)), unit=unit, meaning=meaning, empty=empty)


def _told(table: str, name: str, language: str | None) -> tuple[str, str]:
    """What a column means, and its unit."""
    _ = speaker(language)
    if name in OPEN:
        return _(OPEN[name]), ""
    if table == "log":
        said = of_log.COLUMNS[name]
        return _(said.meaning), said.unit
    found = column(table, name, language)
    if found is None:
        raise LookupError(f"nobody has declared {table}.{name}")
    return found.title, found.unit
