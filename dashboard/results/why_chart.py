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
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.words import N_, speaker, translate

STUDY = "why"
ALPHA = 0.05

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

    def to_json(self) -> dict[str, Any]:
        """The same under the names of the panel's template."""
        found: dict[str, Any] = plain(self)
        return found


def panel(session: Session) -> StudyPanel:
    """What the panel shows; with no why-chart, how to make one."""
    return stored_studies.panel_of(STUDY, session, WORDS, lambda document: why_shown(document, session))


def why_shown(document: Mapping[str, Any], session: Session) -> WhyShown:
    """The chart by one outcome, in words and as tables."""
    choice, language, place = session.choice, session.choice.language, document["place"]
    outcome = stored_studies.selected_outcome(session, STUDY, document["outcomes"])
    found = place["outcomes"][outcome]
    better = -1 if document["outcomes"][outcome]["better"] == "less" else 1
    names = {each["name"]: translate(each["words"], language) for each in place["answers"]}
    return WhyShown(
        outcome=outcome,
        outcomes=stored_studies.menu(document["outcomes"], language),
        instead=stored_studies.instead_of(choice.focus, outcome, language),
        lead=lead(document, outcome, found, names, language),
        bars=bars(document, found, outcome, names, better, language),
        switched=switched(place, outcome, better, language),
        heads=tuple(translate(each, language) for each in HEADS),
        rows=tuple(share_row(names[name], each, outcome, language) for name, each in found["shares"].items()),
        switch_heads=tuple(translate(each, language) for each in SWITCH_HEADS),
        switch_rows=tuple(switch_row(each, outcome, language) for each in place["mechanisms"]),
        notes=tuple(notes(document, session)),
    )


def lead(
    document: Mapping[str, Any],
    outcome: str,
    found: Mapping[str, Any],
    names: Mapping[str, str],
    language: str,
) -> tuple[str, ...]:
    """The difference, and the answers whose share of it is significant."""
    _ = speaker(language)
    difference = stored_studies.format_estimate(outcome, found["difference"], language)
    from_, to = pair(document, language)
    whole = _(LEAD, to=to, from_=from_, difference=difference, measure=title(outcome, language))
    sure = [
        (name, each) for name, each in found["shares"].items() if each["p"] is not None and each["p"] <= ALPHA
    ]
    sure.sort(key=lambda item: -abs(item[1]["mean"]))
    parts = _(", ").join(
        f"{names[name]} {stored_studies.format_estimate(outcome, each, language)}" for name, each in sure
    )
    return whole, _(SIGNIFICANT, parts=parts) if parts else _(NONE_SIGNIFICANT)


def bars(
    document: Mapping[str, Any],
    found: Mapping[str, Any],
    outcome: str,
    names: Mapping[str, str],
    better: int,
    language: str,
) -> BarChart:
    """Answers one after the other, each beginning where the one before ends; the whole difference last."""
    _, start, rows = speaker(language), 0.0, []
    for name, each in found["shares"].items():
        text = stored_studies.format_estimate(outcome, each, language)
        rows.append(_bar(names[name], each, start, better, text))
        start += each["mean"] or 0.0
    from_, to = pair(document, language)
    difference = stored_studies.format_estimate(outcome, found["difference"], language)
    rows.append(_bar(_("{to} less {from_}", to=to, from_=from_), found["difference"], 0.0, 0, difference))
    return laid_out(rows)


def switched(place: Mapping[str, Any], outcome: str, better: int, language: str) -> BarChart:
    """The difference with each mechanism switched, beside the usual one."""
    usual = place["outcomes"][outcome]["difference"]["mean"] or 0.0
    rows = []
    for each in place["mechanisms"]:
        entry = each["outcomes"][outcome]["difference"]
        text = stored_studies.format_estimate(outcome, entry, language)
        rows.append(_bar(_switch(each, language), entry, 0.0, better, text))
    return laid_out(rows, usual)


def _bar(label: str, entry: Mapping[str, Any], start: float, better: int, text: str) -> Bar:
    """A bar in the unit of the outcome; `better`: the sign of what is better, 0: neither."""
    seen = Estimate.from_json(entry)
    mean = seen.mean or 0.0
    low, high = seen.interval or (mean, mean)
    kind = "whole" if not better else "better" if mean * better > 0 else "worse"
    return Bar(label, label, kind, start, start + mean, start + low, start + high, text)


def share_row(name: str, each: Mapping[str, Any], outcome: str, language: str) -> tuple[str, ...]:
    """An answer as a row of the table."""
    p = "–" if each["p"] is None else "< 0.001" if each["p"] < 0.001 else f"{each['p']:.3f}"
    three = (
        stored_studies.format_estimate(outcome, entry, language)
        for entry in (each, each["alone"], each["last"])
    )
    return (name, *three, p)


def switch_row(each: Mapping[str, Any], outcome: str, language: str) -> tuple[str, ...]:
    """A mechanism as a row of the table."""
    found = each["outcomes"][outcome]
    words = speaker(language)(each["words"])
    two = (stored_studies.format_estimate(outcome, found[key], language) for key in ("difference", "change"))
    return (_switch(each, language), words, *two)


def _switch(each: Mapping[str, Any], language: str) -> str:
    name = translate(SWITCHES.get(each["name"], each["name"]), language)
    return speaker(language)(N_("{name}: {detail}"), name=name, detail=translate(each["turned"], language))


def pair(document: Mapping[str, Any], language: str) -> tuple[str, str]:
    """The two rules: the one that answers are transplanted into, and the one that they come from."""
    return translate(document["from"], language), translate(document["to"], language)


def notes(document: Mapping[str, Any], session: Session) -> Iterator[str]:
    """How the chart was made, and where it is not of what the visitor compares."""
    choice, place = session.choice, document["place"]
    _, comparison = speaker(choice.language), choice.comparison
    both = (document["from"], document["to"])
    if (
        (comparison.left.rule, comparison.right.rule) != both
        or comparison.left.townships
        or comparison.right.townships
    ):
        left, right = side_names(comparison, choice.language)
        from_, to = pair(document, choice.language)
        yield _(OTHER_RULES, left=left, right=right, from_=from_, to=to)
    yield _(NOTE, rules=place["rules"], worlds=document["replications"])
    for each in place["idle"]:
        name = translate(IDLE.get(each["name"], each["name"]), choice.language)
        yield _(
            "No share: {name}, which {why}.",
            name=name,
            why=translate(each["words"], choice.language),
        )
