"""The best mix as a page, a table for a terminal, and in words."""

from __future__ import annotations

from functools import partial

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.best_mix.mix_chart import chart_name
from jiaosuo.experiments.analyses.best_mix.mix_result import Against, MixResult, Place, Township
from jiaosuo.experiments.study_tools.pages import estimated, label, study_page, summarised
from jiaosuo.experiments.study_tools.result import is_significant, p_value_shown
from jiaosuo.model.core.words import speaker


def page(result: MixResult, pictures: str) -> str:
    """The whole page."""
    return study_page(
        "best-mix.md.jinja",
        result,
        pictures,
        partial(sentences, result),
        chart_name=partial(chart_name, result),
        against_row=partial(_against_row, result),
        township_row=partial(_township_row, result),
        tried=_tried,
    )


def _against_row(result: MixResult, item: tuple[str, Against]) -> list[str]:
    rule, each = item
    return [
        rule,
        estimated(each.mean, result.outcome.unit, signed=False),
        *_compared(each, result.outcome.unit),
    ]


def _compared(each: Against, unit: str) -> list[str]:
    if each.same_map:
        return ["the same map", "", "", "the same"]
    verdict = "significant" if is_significant(each.p) else "not distinguishable"
    return [estimated(each.difference, unit), estimated(each.together, unit), p_value_shown(each.p), verdict]


def _township_row(result: MixResult, each: Township) -> list[str]:
    ranks = each.rank_density, each.rank_load, each.rank_theory
    return [each.name, f"{each.density:.0f}", result.rule_of(each), *map(str, ranks)]


def _tried(place: Place) -> int:
    """Runs that the search took."""
    return sum(len(each.maps) * each.worlds for each in place.search)


def sentences(result: MixResult, place: Place, language_: str | None = None) -> list[str]:
    """Which townships take the alternative, and what the map gains against each comparator."""
    _ = speaker(language_)
    taking = [each.name for each in place.townships if each.takes]
    return [
        _(
            "{place}: by {measure}, {count} of {all} townships take {rule}: {names}.",
            place=place.name,
            measure=label(result.outcome.name, language_),
            count=len(taking),
            all=len(place.townships),
            rule=_(result.alternative),
            names=_(", ").join(taking) or _("none"),
        ),
        *(_judgement(result, rule, each, language_) for rule, each in place.against.items()),
    ]


def _judgement(result: MixResult, rule: str, each: Against, language_: str | None) -> str:
    _ = speaker(language_)
    if each.same_map:
        return _("Against {rule}: it is the same map.", rule=_(rule))
    size = estimated(each.difference, result.outcome.unit)
    if not is_significant(each.p):
        return _("Against {rule} it is not distinguishable: {size}.", rule=_(rule), size=size)
    if result.outcome.is_better(each.difference.mean or 0.0):
        return _("Against {rule} it is better: {size}.", rule=_(rule), size=size)
    return _("Against {rule} it is worse: {size}.", rule=_(rule), size=size)


def summary(result: MixResult, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return summarised(result, lambda place: sentences(result, place, language_), language_)


def table(result: MixResult, language_: str | None = None) -> Table:
    """A row for each rule that the map is held against."""
    _ = speaker(language_)
    shown = Table(
        caption=_(
            "{runs} runs; judged in {worlds} fresh worlds", runs=result.runs, worlds=result.replications
        )
    )
    for heading in (_("place"), _("against"), _("map less it"), _("all at once")):
        shown.add_column(Text(heading))
    for place in result.places:
        for rule, each in place.against.items():
            difference, together, *_rest = _compared(each, result.outcome.unit)
            shown.add_row(place.name, _(rule), difference, together)
    return shown
