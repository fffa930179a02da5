"""The training as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.training.training_chart import FIRST_DAY, chart_name
from jiaosuo.experiments.analyses.training.training_result import Place, TrainingResult
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.model.core.words import speaker


def page(result: TrainingResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "training.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=chart_name,
        skill_rows=_skill_rows,
        rows=partial(_rows, result),
    )


def _skill_rows(place: Place) -> Iterator[list[str]]:
    for each in place.skills:
        for corps, skill in each.skill.items():
            yield [each.rule, f"{each.hours:g}", corps, *(number(value, 2) for value in skill.values())]


def _rows(result: TrainingResult, place: Place, outcome: str) -> Iterator[list[str]]:
    """A row a cell but those with the first number of hours; bold: significant."""
    unit = result.outcomes[outcome].unit
    for row in place.rows:
        if row.hours == result.hours[0]:
            continue
        found = row.outcomes[outcome]
        effects = [(found.rules[rule].effect, found.rules[rule].is_significant) for rule in result.rules]
        first, later, change = (
            f"**{estimated(estimate, unit)}**" if significant else estimated(estimate, unit)
            for estimate, significant in (*effects, (found.change.change, found.change.is_significant))
        )
        cell = [FIRST_DAY[row.settled], f"{row.moved} {row.value:g}", f"{row.hours:g}"]
        yield [*cell, first, later, estimated(found.difference, unit), change]


def sentences(result: TrainingResult, place: Place, language_: str | None = None) -> list[str]:
    """For the most hours: what they change under each rule, and of the difference, today and settled."""
    _ = speaker(language_)
    most, (outcome, about) = result.hours[-1], next(iter(result.outcomes.items()))
    first, later = result.rules
    said = []
    for row in place.rows:
        if row.hours != most:
            continue
        found = row.outcomes[outcome]
        day = FIRST_DAY[row.settled]
        said.append(
            _(
                "{place}, {day}, {moved}: {hours} hours change {measure} under {first} by {one}, "
                "under {later} "
                "by {two}, and their difference by {change}.",
                place=place.name,
                measure=label(outcome, language_),
                day=_(day),
                moved=f"{row.moved} = {row.value:g}",
                hours=f"{most:g}",
                first=_(first),
                later=_(later),
                one=estimated(found.rules[first].effect, about.unit),
                two=estimated(found.rules[later].effect, about.unit),
                change=estimated(found.change.change, about.unit),
            )
        )
    return said


def summary(result: TrainingResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: TrainingResult, language_: str | None = None) -> Table:
    """A row a cell: the mean of the first measure under each rule."""
    _ = speaker(language_)
    outcome, about = next(iter(result.outcomes.items()))
    shown = Table(caption=_("{runs} runs", runs=result.runs))
    for heading in (_("place"), _("first day"), _("hours"), "", *map(_, result.rules)):
        shown.add_column(Text(heading))
    for place in result.places:
        for row in place.rows:
            means = [
                estimated(each.mean, about.unit, signed=False)
                for each in row.outcomes[outcome].rules.values()
            ]
            day, moved = FIRST_DAY[row.settled], f"{row.moved} {row.value:g}"
            shown.add_row(place.name, _(day), f"{row.hours:g}", moved, *means)
    return shown
