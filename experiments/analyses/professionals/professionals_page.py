"""Two forces against one unit over the load: the page, the table of a terminal, and the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table

from jiaosuo.experiments.analyses.professionals.professionals_chart import chart_name
from jiaosuo.experiments.analyses.professionals.professionals_result import (
    ALWAYS,
    AT,
    FROM,
    NEVER,
    OPEN,
    TOO_FEW,
    UNSEEN,
    UP_TO,
    AtLoad,
    Contrast,
    Place,
    ProfessionalsResult,
    Told,
)
from jiaosuo.experiments.analyses.professionals.professionals_words import (
    measure_name,
    sentences,
    sized,
    today,
    turn_shown,
    wins,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.pages import study_page, summarised
from jiaosuo.model.core.words import N_, speaker

HEADS = (N_("place"), N_("rule"), N_("calls x"), N_("one unit"), N_("two forces"), N_("measures"))
WHERE = {
    ALWAYS: "at every load",
    FROM: "from x {first} on",
    UP_TO: "up to x {last}",
    AT: "at some loads",
    NEVER: "never within x {low} to x {high}",
    OPEN: "not distinguishable",
    TOO_FEW: "too few events",
    UNSEEN: "not observed",
}


def page(result: ProfessionalsResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "professionals.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=chart_name,
        heads=["measure", *(f"x {load:g}" for load in result.loads), "two forces win"],
        rows=partial(_rows, result),
        busy_rows=_busy_rows,
        decision_rows=partial(_decision_rows, result),
    )


def _rows(result: ProfessionalsResult, contrast: Contrast) -> Iterator[list[str]]:
    """A row a measure: its difference at each load, and where two forces win."""
    for name, told in contrast.measures.items():
        cells = [_cell(result, name, each) for each in told.loads]
        yield [measure_name(name, "en"), *cells, where(result, name, told)]


def _cell(result: ProfessionalsResult, name: str, found: AtLoad) -> str:
    shown = sized(result, name, found.difference, "en")
    side = "two forces" if result.is_for_two_forces(name, found) else "one unit"
    return f"**{shown}** {side}" if found.is_told else shown


def where(result: ProfessionalsResult, name: str, told: Told) -> str:
    """The loads at which two forces win by a measure, and where the means cross."""
    won = [each.load for each in told.loads if result.is_for_two_forces(name, each)]
    loads = {"low": f"{result.loads[0]:g}", "high": f"{result.loads[-1]:g}"}
    ends = {"first": f"{won[0]:g}", "last": f"{won[-1]:g}"} if won else {}
    said = WHERE[told.word].format(**loads, **ends)
    if told.turn.mean is None or told.beyond:
        return said
    return f"{said}; cross at x {turn_shown(told.turn)}"


def _busy_rows(place: Place) -> Iterator[list[str]]:
    """A row a load and rule: how busy officers are."""
    for each in place.busy:
        means = (found.mean for found in each.shares.values())
        cells = ["–" if mean is None else f"{number(100 * mean)} %" for mean in means]
        yield [f"x {each.load:g}", each.rule, *cells]


def _decision_rows(result: ProfessionalsResult, place: Place) -> Iterator[list[str]]:
    """A row a measure whose difference is told: as it is, what decides it, and what is left without."""
    for name, found in place.decision.measures.items():
        low, high = found.difference.span
        if found.difference.interval is None or low <= 0 <= high:
            continue
        usual = sized(result, name, found.difference, "en")
        if not found.by:
            yield [measure_name(name, "en"), usual, "no single one", "", ""]
            continue
        left = sized(result, name, found.switched[found.by].difference, "en")
        does = "turns it" if found.turns else "makes most of it"
        yield [measure_name(name, "en"), usual, f"{found.by}: {result.mechanisms[found.by]}", does, left]


def summary(result: ProfessionalsResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: ProfessionalsResult, language_: str | None = None) -> Table:
    """A row a place, rule and load: by how many measures each side wins."""
    _ = speaker(language_)
    shown = Table(caption=_("{runs} runs; measures by which each side does better", runs=result.runs))
    for head in HEADS:
        shown.add_column(_(head))
    for place in result.places:
        for contrast in place.contrasts:
            for load in result.loads:
                sides = [wins(result, contrast, load, two_forces=two) for two in (False, True)]
                counts = [str(len(each)) for each in sides]
                style = "bold" if load == today(result.loads) else None
                shown.add_row(
                    place.name, _(contrast.rule), f"{load:g}", *counts, str(len(contrast.measures)),
                    style=style,
                )  # fmt: skip
    return shown
