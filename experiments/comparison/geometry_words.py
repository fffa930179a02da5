"""What of a difference in response is geometry, in words: the law, the sites, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator

from jiaosuo.experiments.comparison.geometry_result import Way, Ways
from jiaosuo.experiments.comparison.result import ComparisonResult, difference, number, value
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import distinguishable
from jiaosuo.model.core.terms import SettlementSize, word
from jiaosuo.model.core.words import N_, speaker

SIZES = tuple(word(each) for each in SettlementSize)
TELLS = 0.5
"""Minutes: a way that changes by less is called the same."""
FEW_MARK = "†"

GEOMETRY_NOTE = N_(
    "The square-root law (Kolesar & Blum 1973) scatters the free officers at random over the land that they "
    "cover; † marks places with fewer than two, where it is not for use. The way from the sites knows that "
    "officers of one station are no nearer for being many, and nothing of beats. Neither knows of waiting "
    "for an officer, posts, queues, other work or jams: these are what is left."
)


def measured(size: str) -> str:
    """The outcome that measures the response to traffic calls in settlements of a size."""
    return f"response_mean_traffic_{size}"


def geometry_heads(language: str | None = None) -> tuple[str, ...]:
    """The heads of the columns."""
    _ = speaker(language)
    return (
        _("Traffic calls in"),
        _("officers free who may lead there"),
        _("way by the square-root law (min)"),
        _("way from their sites (min)"),
        _("measured response (min)"),
        _("change that sites leave over (min)"),
    )


def geometry_rows(
    found: Ways, result: ComparisonResult, rule: str, language: str | None = None
) -> Iterator[tuple[str, ...]]:
    """A line for each size of settlement: first rule → later rule, in each column."""
    _ = speaker(language)
    for size, first, later in _pairs(found, result, rule):
        means = [value(result, measured(size), name).mean for name in (result.rules[0], rule)]
        change = difference(result, measured(size), rule).mean
        left = "–" if change is None else number(change - (later.sites - first.sites), 1, signed=True)
        law = _arrow([first.law, later.law]) + ("" if first.applies and later.applies else f" {FEW_MARK}")
        officers = _arrow([first.officers, later.officers])
        yield (
            _(size.replace("_", " ")),
            officers,
            law,
            _arrow([first.sites, later.sites]),
            _arrow(means),
            left,
        )


def geometry_sentences(
    found: Ways, result: ComparisonResult, rule: str, names: tuple[str, str], language: str | None = None
) -> list[str]:
    """How much of the change is geometry, for the settlements in which most people live.

    `names` are the first rule's and the later one's, as spoken.
    """
    pairs = list(_pairs(found, result, rule))
    if not pairs:
        return []
    size, first, later = max(pairs, key=lambda each: each[1].people)
    _ = speaker(language)
    said = {
        "place": _(size.replace("_", " ")),
        "first": names[0],
        "rule": names[1],
        "left": number(first.officers, 1),
        "right": number(later.officers, 1),
        "times": number(later.officers / first.officers, 1) if first.officers else "–",
        "law": number(later.law - first.law, 1, signed=True),
        "sites": number(later.sites - first.sites, 1, signed=True),
    }
    predicted = _(
        "Traffic calls, {place}: {right} officers on duty and free may lead with {rule}, {left} with "
        "{first}: {times} times as many. By the square-root law that alone changes the way by {law} min; "
        "from the sites where they stand it changes by {sites} min.",
        **said,
    )
    change = difference(result, measured(size), rule)
    if change.mean is None or change.interval is None:
        return [predicted]
    return [_("{one} {other}", one=predicted, other=_beside(change, later.sites - first.sites, language))]


def geometry_findings(result: ComparisonResult, language: str | None = None) -> list[str]:
    """The sentences of every later rule."""
    _ = speaker(language)
    found, first = result.ways, _(result.rules[0])
    if found is None:
        return []
    by_rule = (geometry_sentences(found, result, rule, (first, _(rule)), language) for rule in result.later)
    return [sentence for sentences in by_rule for sentence in sentences]


def _beside(change: Estimate, sites: float, language: str | None) -> str:
    """The measured change, and how much of it is geometry."""
    _ = speaker(language)
    mean = change.mean or 0.0
    low, high = (number(end, 1, signed=True) for end in change.span)
    said = {"size": number(mean, 1, signed=True), "low": low, "high": high}
    if not distinguishable({"": change})[""]:
        return _("The measured change of the response cannot be told from 0 ({low} to {high}).", **said)
    if abs(sites) < TELLS or sites * mean < 0:
        return _("Measured: {size} min ({low} to {high}). It is not geometry.", **said)
    if sites / mean > 1:
        back = number(abs(mean - sites), 1)
        return _(
            "Measured: {size} min ({low} to {high}). Geometry alone would be more; all else takes {back} min "
            "of it back.",
            back=back,
            **said,
        )
    return _(
        "Measured: {size} min ({low} to {high}). {share} % of it is geometry, {rest} min all else.",
        share=number(100 * sites / mean, 0),
        rest=number(mean - sites, 1, signed=True),
        **said,
    )


def _pairs(found: Ways, result: ComparisonResult, rule: str) -> Iterator[tuple[str, Way, Way]]:
    """The way under the first rule and a later one, by size of settlement."""
    first, later = (found.rules.get(name, {}) for name in (result.rules[0], rule))
    for size in SIZES:
        if size in first and size in later and measured(size) in result.outcomes:
            yield size, first[size], later[size]


def _arrow(numbers: list[float] | list[float | None]) -> str:
    return " → ".join("–" if each is None else number(each, 1) for each in numbers)
