"""The page of all declared numbers, docs/parameters.md: written from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.provenance.standing import assumed, standing
from jiaosuo.experiments.study_tools.files import check_page
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.scenario import all_parameters

COMMAND = "jiaosuo parameters --out docs/parameters.md"
COLUMNS = ("name", "default", "range", "unit", "meaning", "standing", "source")
GROUP_TITLES = {
    "land": "Land, settlements, roads and sites",
    "people": "Citizens",
    "demand": "How many calls",
    "traffic": "Vehicles and roads",
    "growth": "Growth before a run",
    "force": "The force, rosters and duties",
    "work": "Work beyond calls",
    "handling": "On scene: skill, learning, complex cases",
    "quality": "Quality of the work",
    "desks": "The call centre",
    "rules": "Maps of rules",
    "bench": "Places of theory, and warm-up",
    "prices": "Prices, which change no event",
}


def page(declared: Mapping[str, Parameter] | None = None) -> str:
    """The page as Markdown: a table for each group of `declared` (default: every number of the model)."""
    rows = list((all_parameters() if declared is None else declared).values())
    groups = list(dict.fromkeys(each.group for each in rows))
    tables = {_title(group): [_cells(each) for each in rows if each.group == group] for group in groups}
    return markdown(
        "parameters.md.jinja",
        command=COMMAND,
        heads=COLUMNS,
        tables=tables,
        numbers=len(rows),
        assumed=assumed(rows),
        weak=sum(each.weak for each in rows),
    )


def write_page(file: Path) -> None:
    """Write the page, whole or not at all; InputError if `file` is no Markdown or cannot be written."""
    check_page(file)
    put_text(file, page())


def _title(group: str) -> str:
    sort, _, name = group.partition(" ")
    titles = {"kind": "Kind of call", "surge": "Surge", "work": "Kind of other work"}
    return f"{titles[sort]}: {name}" if sort in titles else GROUP_TITLES.get(group, group)


def _cells(each: Parameter) -> tuple[str, ...]:
    words = [*standing(each.source), *(["**weak**"] if each.weak else [])]
    whole = ", *whole*" if each.whole else ""
    bounds = f"{each.shown(each.low)} to {each.shown(each.high)}{whole}"
    values = (each.shown(each.default), bounds, each.unit, each.meaning)
    return (f"`{each.name}`", *values, ", ".join(words), each.source)
