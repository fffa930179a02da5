"""The why-chart as the page shows it: each answer's share of the difference, and the world's mechanisms.

Positions are per cents of the width of the bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.choice.outcomes import title
from jiaosuo.dashboard.choice.plain import plain
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.dashboard.results.bars import Bar, BarChart, laid_out
from jiaosuo.dashboard.results.stored_studies import NamedOutcome, StudyPanel
from jiaosuo.experiments.analyses.attribution.attribution_result import (
    AttributionResult,
    Place,
    Share,
    SharedDifference,
    SwitchedMechanism,
)
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import p_value_shown
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker, translate

STUDY = AttributionResult.STUDY

WORDS = {
    "heading": N_("Why"), "by": N_("Shown by"), "table": N_("Shares as a table"),
    "shares": N_("The difference, shared out over the answers of the rule"),
    "mechanisms": N_("The difference with one mechanism of the world switched"),
    "better": N_("for the better"), "worse": N_("for the worse"), "whole": N_("the whole difference"),
    "line": N_("line: 95 % interval"), "usual": N_("dashed: as the world is"),
}  # fmt: skip
SWITCHES = {
    "skill": N_("Skill"), "learning": N_("Learning"), "congestion": N_("Congestion"),
    "deterrence": N_("Deterrence"), "posts": N_("Posts"), "reserve": N_("Reserve for 110"),
    "shared data": N_("Shared data"),
}  # fmt: skip
"""Short names of the mechanisms; another one keeps the name it has."""

LEAD = N_("{measure}: {to} against {from_} {difference}.")
SIGNIFICANT = N_("Significant shares, the largest first: {parts}.")
NONE_SIGNIFICANT = N_("No answer's share is significant.")
NOTE = N_(
    "{rules} rules mixed of the answers of both, each in the same {worlds} worlds. A share is what an "
    "answer's transplant changes, averaged over all orders; shares add up to the "
    "difference. p: Holm over answers."
)
OTHER_RULES = N_("You compare {left} with {right}; this chart is of {from_} and {to}.")
IDLE = {"change": N_("what it takes to adopt the rule")}
HEADS = (N_("Answer"), N_("share [95 %]"), N_("moved first"), N_("moved last"), N_("p (Holm)"))
SWITCH_HEADS = (N_("Mechanism"), N_("what that means"), N_("difference [95 %]"), N_("moved by [95 %]"))


@dataclass(frozen=True)
class WhyShown:
    """The chart by one outcome: `lead` in words, two bar charts, and both again as tables."""

    outcome: str
    outcomes: tuple[NamedOutcome, ...]
    instead: str
    lead: tuple[str, ...]
    bars: BarChart
    switched: BarChart
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    switch_heads: tuple[str, ...]
    switch_rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]

    def to_json(self) -> JsonObject:
        """The same under the names of the panel's template."""
        found: dict[str, Any] = plain(self)
        return found


def panel(session: Session) -> StudyPanel:
    """What the panel shows; with no why-chart, how to make one."""
    return stored_studies.panel_of(
        AttributionResult, session, WORDS, lambda result: why_shown(result, session)
    )


def why_shown(result: AttributionResult, session: Session) -> WhyShown:
    """The chart by one outcome, in words and as tables."""
    choice, language, place = session.choice, session.choice.language, result.places[0]
    outcome = stored_studies.selected_outcome(session, STUDY, result.outcomes)
    found = place.outcomes[outcome]
    better = -1 if result.outcomes[outcome].better == "less" else 1
    names = {each.name: speaker(language)(each.words) for each in place.answers}
    return WhyShown(
        outcome=outcome,
        outcomes=stored_studies.menu(result.outcomes, language),
        instead=stored_studies.instead_of(choice.focus, outcome, language),
        lead=lead(result, outcome, found, names, language),
        bars=bars(result, found, outcome, names, better, language),
        switched=switched(place, outcome, better, language),
        heads=tuple(translate(each, language) for each in HEADS),
        rows=tuple(share_row(names[name], each, outcome, language) for name, each in found.shares.items()),
        switch_heads=tuple(translate(each, language) for each in SWITCH_HEADS),
        switch_rows=tuple(switch_row(each, outcome, language) for each in place.mechanisms),
        notes=tuple(notes(result, session)),
    )


def lead(
    result: AttributionResult,
    outcome: str,
    found: SharedDifference,
    names: Mapping[str, str],
    language: str,
) -> tuple[str, ...]:
    """The difference, and the answers whose share of it is significant."""
    _ = speaker(language)
    difference = stored_studies.format_estimate(outcome, found.difference, language)
    from_, to = pair(result, language)
    whole = _(LEAD, to=to, from_=from_, difference=difference, measure=title(outcome, language))
    sure = [(name, each.share) for name, each in found.shares.items() if each.is_significant]
    sure.sort(key=lambda item: -abs(item[1].mean or 0.0))
    parts = _(", ").join(
        f"{names[name]} {stored_studies.format_estimate(outcome, each, language)}" for name, each in sure
    )
    return whole, _(SIGNIFICANT, parts=parts) if parts else _(NONE_SIGNIFICANT)


def bars(
    result: AttributionResult,
    found: SharedDifference,
    outcome: str,
    names: Mapping[str, str],
    better: int,
    language: str,
) -> BarChart:
    """Answers one after the other, each beginning where the one before ends; the whole difference last."""
    _, start, rows = speaker(language), 0.0, []
    for name, each in found.shares.items():
        text = stored_studies.format_estimate(outcome, each.share, language)
        rows.append(_bar(names[name], each.share, start, better, text))
        start += each.share.mean or 0.0
    from_, to = pair(result, language)
    difference = stored_studies.format_estimate(outcome, found.difference, language)
    rows.append(_bar(_("{to} less {from_}", to=to, from_=from_), found.difference, 0.0, 0, difference))
    return laid_out(rows)


def switched(place: Place, outcome: str, better: int, language: str) -> BarChart:
    """The difference with each mechanism switched, beside the usual one."""
    usual = place.outcomes[outcome].difference.mean or 0.0
    rows = []
    for each in place.mechanisms:
        entry = each.outcomes[outcome].difference
        text = stored_studies.format_estimate(outcome, entry, language)
        rows.append(_bar(_switch(each, language), entry, 0.0, better, text))
    return laid_out(rows, usual)


def _bar(label: str, seen: Estimate, start: float, better: int, text: str) -> Bar:
    """A bar in the unit of the outcome; `better`: the sign of what is better, 0: neither."""
    mean = seen.mean or 0.0
    low, high = seen.span
    kind = "whole" if not better else "better" if mean * better > 0 else "worse"
    return Bar(label, label, kind, start, start + mean, start + low, start + high, text)


def share_row(name: str, each: Share, outcome: str, language: str) -> tuple[str, ...]:
    """An answer as a row of the table."""
    p = p_value_shown(each.p)
    three = (
        stored_studies.format_estimate(outcome, entry, language)
        for entry in (each.share, each.alone, each.last)
    )
    return (name, *three, p)


def switch_row(each: SwitchedMechanism, outcome: str, language: str) -> tuple[str, ...]:
    """A mechanism as a row of the table."""
    found = each.outcomes[outcome]
    words = speaker(language)(each.words)
    two = (
        stored_studies.format_estimate(outcome, entry, language) for entry in (found.difference, found.change)
    )
    return (_switch(each, language), words, *two)


def _switch(each: SwitchedMechanism, language: str) -> str:
    name = speaker(language)(SWITCHES.get(each.name, each.name))
    return speaker(language)(N_("{name}: {detail}"), name=name, detail=speaker(language)(each.turned))


def pair(result: AttributionResult, language: str) -> tuple[str, str]:
    """The two rules: the one that answers are transplanted into, and the one that they come from."""
    return speaker(language)(result.from_), speaker(language)(result.to)


def notes(result: AttributionResult, session: Session) -> Iterator[str]:
    """How the chart was made, and where it is not of what the visitor compares."""
    choice, place = session.choice, result.places[0]
    _, comparison = speaker(choice.language), choice.comparison
    both = (result.from_, result.to)
    if (
        (comparison.left.rule, comparison.right.rule) != both
        or comparison.left.townships
        or comparison.right.townships
    ):
        left, right = side_names(comparison, choice.language)
        from_, to = pair(result, choice.language)
        yield _(OTHER_RULES, left=left, right=right, from_=from_, to=to)
    yield _(NOTE, rules=place.rules, worlds=result.replications)
    for each in place.idle:
        name = speaker(choice.language)(IDLE.get(each.name, each.name))
        yield _(
            "No share: {name}, which {why}.",
            name=name,
            why=speaker(choice.language)(each.words),
        )
