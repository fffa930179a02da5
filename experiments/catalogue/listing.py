"""What is on the shelves, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from jiaosuo.model.core.canonical import printed

type Rows = list[dict[str, Any]]


def scenarios() -> Rows:
    """The shipped places."""
    # each list pays for its own
    from jiaosuo.model.scenario import Scenario
    from jiaosuo.model.scenario_file import preset_names

    places = [Scenario.preset(name) for name in preset_names()]
    return [
        {
            "name": each.place,
            "title": each.about.title,
            "title_zh": each.about.title_zh,
            "question": each.about.question,
            "days": each.about.days if each.path is None else each.path.days,
            "sources": list(each.about.sources),
            "weak": list(each.about.weak),
            "theory": each.about.theory,
        }
        for each in places
    ]


def townships(place: str, values: Mapping[str, float]) -> Rows:
    """The townships of a place: people, townspeople, posts, officer-minutes a day by load, officers by split.

    `place` is a shipped place or a scenario file; `values` are numbers set beside it. Raises InputError.
    """
    # each list pays for its own
    from jiaosuo.model.core.terms import Area, Corps, Staffing, word
    from jiaosuo.model.demand import post_load, posts_wanted, response_load
    from jiaosuo.model.landscape import landscape
    from jiaosuo.model.officers import staffing_table
    from jiaosuo.model.scenario import Scenario

    numbers: dict[str, Any] = dict(values)
    read = Scenario.read if place.endswith(".toml") else Scenario.preset
    scenario = read(place, **numbers).start
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
        {"name": each.name, "squadron": squadrons[row]}
        | {name: round(float(column[row])) for name, column in columns.items()}
        for row, each in enumerate(land.townships)
    ]


def rules() -> Rows:
    """The rules, then the maps of rules."""
    # each list pays for its own
    from jiaosuo.model.rules import MAPS, RULES

    kinds = (("rule", RULES), ("map", MAPS))
    return [
        {"name": each.name, "chinese": each.chinese, "type": kind, "words": each.words, "source": each.source}
        for kind, shelf in kinds
        for each in shelf.values()
    ]


def kinds() -> Rows:
    """The kinds of call."""
    # each list pays for its own
    from jiaosuo.model.core.terms import word
    from jiaosuo.model.incidents import KINDS

    return [
        {
            "name": each.name,
            "label": each.label,
            "domain": word(each.domain),
            "basis": word(each.basis),
            "parameters": [parameter.name for parameter in each.parameters],
        }
        for each in KINDS.values()
    ]


def parameters() -> Rows:
    """Every declared number."""
    # each list pays for its own
    from jiaosuo.model.scenario import all_parameters

    return [each.as_row() for each in all_parameters().values()]


def outcomes() -> Rows:
    """Every measure."""
    # each list pays for its own
    from jiaosuo.model.outcomes import OUTCOMES

    names = ("name", "label", "unit", "better", "formula", "source")
    return [{name: getattr(each, name) for name in names} for each in OUTCOMES.values()]


def show(rows: Rows, as_json: bool) -> None:
    """Print rows as JSON or as a table of their short columns."""
    if as_json:
        print(printed(rows))
        return
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    table = Table()
    shown = [name for name, value in rows[0].items() if not isinstance(value, list | bool)]
    for name in shown:
        table.add_column(name, overflow="fold", no_wrap=name == "name")
    for row in rows:
        table.add_row(*(_plain(row[name]) for name in shown))
    Console().print(table, markup=False)


def _plain(value: object) -> Any:
    # only a terminal pays
    from rich.text import Text

    return Text(f"{value:g}" if isinstance(value, float) else str(value))
