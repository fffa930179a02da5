"""Both kinds of doubt of a comparison in sentences, beside its verdict."""

from __future__ import annotations

from collections.abc import Iterator

from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt, DoubtResult
from jiaosuo.experiments.comparison.doubt_says import known_to_act, what_helps
from jiaosuo.experiments.comparison.result import HEADLINES, ComparisonResult, number, scaled
from jiaosuo.experiments.comparison.result import is_share as is_a_share
from jiaosuo.experiments.comparison.verdict import with_unit
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.words import N_, speaker

WIDE = N_(
    "{title}, {rule} against {first}: {mean}, and with all that is not known of the numbers {low} to {high} "
    "(95 %)."
)
WORTH = N_("Knowing {name} could turn the choice, and would be worth {size} on average.")
OF_LOG = N_("Numbers are drawn as the log of the place leaves them: {names}.")
OF_FIGURES = N_(
    "{count} numbers are drawn as the published figures of the place leave them, and {rest} more from what "
    "is plausible."
)
OF_RANGES = N_("Numbers are drawn from what is plausible, as no log was asked: {count} of them.")


def doubt_sentences(result: ComparisonResult, language_: str | None = None) -> list[str]:
    """A few sentences on each headline and rule, then where the numbers are from; none if nobody asked."""
    found = result.doubt
    if found is None:
        return []
    said = [
        sentence
        for outcome in headlines_told(found)
        for rule, each in found.differences[outcome].items()
        for sentence in _of(result, found, outcome, rule, each, language_)
    ]
    _ = speaker(language_)
    if found.of_log:
        return [*said, _(OF_LOG, names=_(", ").join(found.names))]
    if found.of_figures:
        told = len(found.of_figures)
        return [*said, _(OF_FIGURES, count=told, rest=len(found.names) - told)]
    return [*said, _(OF_RANGES, count=len(found.names))]


def headlines_told(found: DoubtResult) -> list[str]:
    """The outcomes of which there is anything to say, in the order of the headlines."""
    return [each.outcome for each in HEADLINES if found.differences.get(each.outcome)]


def _of(
    result: ComparisonResult,
    found: DoubtResult,
    outcome: str,
    rule: str,
    each: DifferenceDoubt,
    language_: str | None,
) -> Iterator[str]:
    _ = speaker(language_)
    title = next(_(headline.title) for headline in HEADLINES if headline.outcome == outcome)
    mean, low, high = (
        _size(result, outcome, value, each, language_) for value in (each.mean, *each.interval)
    )
    yield _(WIDE, title=title, rule=_(rule), first=_(result.rules[0]), mean=mean, low=low, high=high)
    yield what_helps(each, found.worlds, language_)
    known = known_to_act(each)
    for one in known:
        if one.worth > 0:
            size = _size(result, outcome, one.worth, each, language_, signed=False)
            yield _(WORTH, name=one.name, size=size)


def _size(
    result: ComparisonResult,
    outcome: str,
    value: float,
    each: DifferenceDoubt,
    language_: str | None,
    signed: bool = True,
) -> str:
    """A difference with its unit, as exact as the interval is wide."""
    half = (each.interval[1] - each.interval[0]) / 2
    scale = 100 if is_a_share(result, outcome) else 1
    _, decimals = scaled(Estimate(each.mean, (each.mean - half, each.mean + half), each.draws), scale)
    return with_unit(result, outcome, number(scale * value, decimals, signed=signed), language_)
