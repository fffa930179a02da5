"""A comparison on one page of A4 for who decides: question, answer, how sure, what would change it.

It says less than the report and nothing else: every sentence stands there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jiaosuo.experiments.charts.rendering import source_line
from jiaosuo.experiments.comparison.geometry_words import geometry_sentences
from jiaosuo.experiments.comparison.priced_words import priced_sentences
from jiaosuo.experiments.comparison.report import command
from jiaosuo.experiments.comparison.result import (
    HEADLINES,
    ComparisonResult,
    Headline,
    difference,
    is_same,
    moved,
    number,
    present,
)
from jiaosuo.experiments.comparison.robust_words import robust_sentences
from jiaosuo.experiments.comparison.verdict import headline_sentence, setting
from jiaosuo.experiments.inference.trust import trust_sentence
from jiaosuo.experiments.pages.templating import html
from jiaosuo.experiments.provenance.files import check_writable
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_, language, speaker

MOST = 4
"""Sentences under a heading: more would be a second page."""
FIRST = ("response_mean_traffic_rural", "response_mean_traffic_urban", "clear_mean_traffic_rural",
         "clear_mean_traffic_urban", "expected_deaths", "calls_gave_up", "post_coverage")  # fmt: skip
"""What a leader asks first, in this order; of these, what some rule moves is told."""

NOT_TRIED = N_(
    "Which assumptions would flip it was not tried on these worlds. The numbers say what such a county would "
    "do, not what this one did."
)


def write_brief(result: ComparisonResult, file: Path, language_: str | None = None) -> Path:
    """Write the page, whole or not at all; InputError unless it is an .html file that can be written."""
    check_brief(file)
    return put(file, brief(result, language_).encode())


def check_brief(file: Path) -> None:
    """Refuse, with an InputError, a file that is no page or cannot be written."""
    if file.suffix.lower() not in (".html", ".htm"):
        raise InputError(
            "--brief", str(file), "must end with .html: print it, or save it as PDF, from a browser"
        )
    check_writable(file, "--brief")


def brief(result: ComparisonResult, language_: str | None = None) -> str:
    """The page as text."""
    language_ = language(language_)
    _ = speaker(language_)
    return html(
        "brief.html.jinja",
        language_,
        title=_("Which rule serves {preset} best?", preset=result.preset),
        setting=setting(result, language_),
        parts={
            _("The answer"): list(_answer(result, language_))[: MOST + 1],
            _("How sure"): list(_sure(result, language_))[:MOST],
            _("What would change it"): list(_change(result, language_))[:MOST],
        },
        source=source_line(language_),
        command=command(result),
    )


def _answer(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """What is best by most values, what some rule moves, and what it costs."""
    _ = speaker(language_)
    yield from _best(result, language_)
    shown = {headline.outcome: headline for headline in present(result)}
    told = [shown[name] for name in FIRST if name in shown and any(moved(result, name).values())]
    for headline in told[: MOST - 1]:
        yield headline_sentence(result, headline, language_)
    if not told:
        yield _("No rule changes any of the headline measures by more than chance would.")
    yield from _priced(result, language_)[:1]


def _best(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """Which rule is best under most sets of weights, with all shares."""
    _ = speaker(language_)
    shares = {} if result.index is None else result.index.shares
    sizes = {rule: share.mean for rule, share in shares.items() if share.mean is not None}
    if not sizes:
        return
    by_size = sorted(sizes, key=lambda rule: -sizes[rule])
    said = (_("{rule} {share} %", rule=_(rule), share=number(100 * sizes[rule], 0)) for rule in by_size)
    yield _(
        "By most sets of weights that one could give to what counts, {best} is best ({shares}).",
        best=_(by_size[0]),
        shares=_(", ").join(said),
    )


def looked_at(result: ComparisonResult) -> str:
    """The later rule that the brief tells more of: the best by most weights, or the last one."""
    shares = {} if result.index is None else result.index.shares
    sizes = {rule: share.mean or 0.0 for rule, share in shares.items() if rule in result.later}
    return max(result.later, key=lambda rule: sizes.get(rule, 0.0))


def _names(result: ComparisonResult, language_: str | None) -> tuple[str, str]:
    _ = speaker(language_)
    return _(result.rules[0]), _(looked_at(result))


def _priced(result: ComparisonResult, language_: str | None) -> list[str]:
    if result.priced is None:
        return []
    return priced_sentences(result.priced, looked_at(result), _names(result, language_), language_)


def _sure(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """On how many worlds it rests, and what cannot be told."""
    _ = speaker(language_)
    yield _(
        "{n} worlds of {days} days, the same people, trips and incidents under every rule; each interval "
        "holds the true difference 19 times in 20.",
        n=result.replications,
        days=f"{result.days:g}",
    )
    if said := trust_sentence(result.trust, language_):
        yield said
    if open_ := [_(each.title) for each in _not_told(result)]:
        yield _("Cannot be told apart on so many worlds: {measures}.", measures=_(", ").join(open_[:5]))
    if result.failures:
        yield _("{n} worlds could not be run: left out on both sides.", n=len(result.failures))


def _not_told(result: ComparisonResult) -> list[Headline]:
    """Headlines that no rule moves significantly, though some rule changes them."""
    return [
        each
        for each in HEADLINES
        if each.outcome in result.outcomes
        and not any(moved(result, each.outcome).values())
        and not all(is_same(difference(result, each.outcome, rule)) for rule in result.later)
    ]


def _change(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """Parts and prices, geometry, assumptions."""
    yield from _priced(result, language_)[1:]
    if result.ways is not None:
        names = _names(result, language_)
        yield from geometry_sentences(result.ways, result, looked_at(result), names, language_)
    yield from robust_sentences(result, language_)[:2] or [speaker(language_)(NOT_TRIED)]
