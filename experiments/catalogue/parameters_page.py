"""The page of all declared numbers, docs/parameters.md: written from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.provenance.standing import assumed, standing
from jiaosuo.experiments.study_tools.files import check_page
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.words import ENGLISH, N_, translate
from jiaosuo.model.scenario import all_parameters

COMMAND = "jiaosuo parameters --out docs/parameters.md"
COLUMNS = ("name", "default", "range", "unit", "meaning", "standing", "source")
GROUP_TITLES = {
    "land": N_("Land, settlements, roads and sites"),
    "people": N_("Citizens"),
    "demand": N_("How many calls"),
    "traffic": N_("Vehicles and roads"),
    "growth": N_("Growth before a run"),
    "force": N_("The force, rosters and duties"),
    "work": N_("Work beyond calls"),
    "handling": N_("On scene: skill, learning, complex cases"),
    "quality": N_("Quality of the work"),
    "desks": N_("The call centre"),
    "standards": N_("Standards"),
    "rules": N_("Maps of rules"),
    "bench": N_("Places of theory, and warm-up"),
    "prices": N_("Prices, which change no event"),
}
KINDS = {
    "kind": N_("Kind of call: {name}"),
    "surge": N_("Surge: {name}"),
    "work": N_("Kind of other work: {name}"),
}
"""Heads of the groups that belong to one kind; `work` alone is a group like any other."""


def page(declared: Mapping[str, Parameter] | None = None) -> str:
    """The page as Markdown: a table for each group of `declared` (default: every number of the model)."""
    rows = list((all_parameters() if declared is None else declared).values())
    groups = list(dict.fromkeys(each.group for each in rows))
    tables = {group_title(group): [_cells(each) for each in rows if each.group == group] for group in groups}
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


def group_title(group: str, language_: str = ENGLISH) -> str:
    """The head above a group of numbers, in a language."""
    sort, _, name = group.partition(" ")
    if name and sort in KINDS:
        return translate(KINDS[sort], language_, name=name)
    return translate(GROUP_TITLES.get(group, group), language_)


def _cells(each: Parameter) -> tuple[str, ...]:
    words = [*standing(each.source), *(["**weak**"] if each.weak else [])]
    whole = ", *whole*" if each.whole else ""
    bounds = f"{each.shown(each.low)} to {each.shown(each.high)}{whole}"
    values = (each.shown(each.default), bounds, each.unit, each.meaning)
    return (f"`{each.name}`", *values, ", ".join(words), each.source)
