"""The why-chart as the page shows it: each answer's share of the difference, and the world's mechanisms.

Positions are per cents of the width of the bars.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jiaosuo.dashboard.choice.outcomes import title
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.experiments.analyses.attribution.attribution_result import (
    AttributionResult,
    Place,
    Share,
    SharedDifference,
    SwitchedMechanism,
)
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import p_value_shown
from jiaosuo.model.core.words import N_, speaker

STUDY = AttributionResult.STUDY
ROOM = 0.04
"""Empty space at both ends of the bars, as a share of their width."""

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
BEYOND = N_("Beyond chance, the largest first: {parts}.")
NONE_BEYOND = N_("No answer's share is beyond chance.")
NOTE = N_(
    "{rules} rules mixed of the answers of both, each in the same {worlds} worlds. A share is what an "
    "answer's transplant changes, averaged over all orders; shares add up to the "
    "difference. p: Holm over answers."
)
OTHER_RULES = N_("You compare {left} with {right}; this chart is of {from_} and {to}.")
IDLE = {"change": N_("what it takes to adopt the rule")}
HEADS = (N_("Answer"), N_("share [95 %]"), N_("moved first"), N_("moved last"), N_("p (Holm)"))
SWITCH_HEADS = (N_("Mechanism"), N_("what that means"), N_("difference [95 %]"), N_("moved by [95 %]"))


def panel(session: Session) -> dict[str, Any]:
    """What the panel shows; with no why-chart, how to make one."""
    choice = session.choice
    language, place = choice.language, choice.demand.place
    found = stored_studies.found(AttributionResult, place)
    words = {key: speaker(language)(word) for key, word in WORDS.items()}
    shown = {
        "words": words,
        "error": session.errors.get(STUDY, ""),
        "missing": "",
        "warnings": [],
        "shown": {},
    }
    if found is None:
        return shown | {"missing": stored_studies.how_to_make(STUDY, place, language)}
    return shown | {
        "warnings": stored_studies.warnings(found, language),
        "shown": drawn(found.result, session),
    }


def drawn(result: AttributionResult, session: Session) -> dict[str, Any]:
    """The chart by one outcome, in words and as tables."""
    choice, language, place = session.choice, session.choice.language, result.places[0]
    outcome = stored_studies.looked_at(session, STUDY, result.outcomes)
    found = place.outcomes[outcome]
    better = -1 if result.outcomes[outcome].better == "less" else 1
    names = {each.name: speaker(language)(each.words) for each in place.answers}
    return {
        "outcome": outcome,
        "outcomes": stored_studies.menu(result.outcomes, language),
        "instead": stored_studies.instead_of(choice.focus, outcome, language),
        "lead": lead(result, outcome, found, names, language),
        "bars": bars(result, found, outcome, names, better, language),
        "switched": switched(place, outcome, better, language),
        "heads": [speaker(language)(each) for each in HEADS],
        "rows": [share_row(names[name], each, outcome, language) for name, each in found.shares.items()],
        "switch_heads": [speaker(language)(each) for each in SWITCH_HEADS],
        "switch_rows": [switch_row(each, outcome, language) for each in place.mechanisms],
        "notes": list(notes(result, session)),
    }


def lead(
    result: AttributionResult,
    outcome: str,
    found: SharedDifference,
    names: Mapping[str, str],
    language: str,
) -> list[str]:
    """The difference, and the answers that make it beyond chance."""
    _ = speaker(language)
    difference = stored_studies.estimated(outcome, found.difference, language)
    from_, to = pair(result, language)
    whole = _(LEAD, to=to, from_=from_, difference=difference, measure=title(outcome, language))
    sure = [(name, each.share) for name, each in found.shares.items() if each.is_significant]
    sure.sort(key=lambda item: -abs(item[1].mean or 0.0))
    parts = _(", ").join(
        f"{names[name]} {stored_studies.estimated(outcome, each, language)}" for name, each in sure
    )
    return [whole, _(BEYOND, parts=parts) if parts else _(NONE_BEYOND)]


def bars(
    result: AttributionResult,
    found: SharedDifference,
    outcome: str,
    names: Mapping[str, str],
    better: int,
    language: str,
) -> dict[str, Any]:
    """Answers one after the other, each beginning where the one before ends; the whole difference last."""
    _, start, rows = speaker(language), 0.0, []
    for name, each in found.shares.items():
        rows.append(
            _bar(names[name], each.share, start, better)
            | {"text": stored_studies.estimated(outcome, each.share, language)}
        )
        start += each.share.mean or 0.0
    from_, to = pair(result, language)
    whole = _("{to} less {from_}", to=to, from_=from_)
    difference = stored_studies.estimated(outcome, found.difference, language)
    rows.append(_bar(whole, found.difference, 0.0, 0) | {"text": difference})
    return _laid_out(rows, 0.0)


def switched(place: Place, outcome: str, better: int, language: str) -> dict[str, Any]:
    """The difference with each mechanism switched, beside the usual one."""
    usual = place.outcomes[outcome].difference.mean or 0.0
    rows = []
    for each in place.mechanisms:
        entry = each.outcomes[outcome].difference
        row = _bar(_switch(each, language), entry, 0.0, better)
        rows.append(row | {"text": stored_studies.estimated(outcome, entry, language)})
    return _laid_out(rows, usual)


def _bar(label: str, seen: Estimate, start: float, better: int) -> dict[str, Any]:
    """A bar in the unit of the outcome; `kind`: better, worse, or whole where no direction is meant."""
    mean = seen.mean or 0.0
    low, high = seen.span
    kind = "whole" if not better else "better" if mean * better > 0 else "worse"
    return {"label": label, "kind": kind, "ends": (start, start + mean), "span": (start + low, start + high)}


def _laid_out(rows: Sequence[dict[str, Any]], usual: float) -> dict[str, Any]:
    """The same in per cents of the width that all need."""
    seen = [0.0, usual, *(end for row in rows for end in (*row["ends"], *row["span"]))]
    low, high = min(seen), max(seen)
    size = (high - low) * (1 + 2 * ROOM) or 1.0
    low -= (high - low) * ROOM

    def at(value: float) -> float:
        return round(100 * (value - low) / size, 2)

    laid = [
        {"label": row["label"], "kind": row["kind"], "text": row["text"], "left": at(min(row["ends"])),
         "width": round(at(max(row["ends"])) - at(min(row["ends"])), 2), "end": at(row["ends"][1]),
         "low": at(row["span"][0]), "span": round(at(row["span"][1]) - at(row["span"][0]), 2)}
        for row in rows
    ]  # fmt: skip
    return {"rows": laid, "zero": at(0.0), "usual": at(usual)}


def share_row(name: str, each: Share, outcome: str, language: str) -> list[str]:
    """An answer as a row of the table."""
    p = p_value_shown(each.p)
    three = (
        stored_studies.estimated(outcome, entry, language) for entry in (each.share, each.alone, each.last)
    )
    return [name, *three, p]


def switch_row(each: SwitchedMechanism, outcome: str, language: str) -> list[str]:
    """A mechanism as a row of the table."""
    found = each.outcomes[outcome]
    words = speaker(language)(each.words)
    two = (stored_studies.estimated(outcome, entry, language) for entry in (found.difference, found.change))
    return [_switch(each, language), words, *two]


def _switch(each: SwitchedMechanism, language: str) -> str:
    name = stored_studies.told(SWITCHES.get(each.name, each.name), language)
    return speaker(language)(
        N_("{name}: {detail}"), name=name, detail=stored_studies.told(each.turned, language)
    )


def pair(result: AttributionResult, language: str) -> tuple[str, str]:
    """The two rules: the one that answers are transplanted into, and the one that they come from."""
    return stored_studies.told(result.from_, language), stored_studies.told(result.to, language)


def notes(result: AttributionResult, session: Session) -> Iterator[str]:
    """How the chart was made, and where it is not of what the visitor compares."""
    choice, place = session.choice, result.places[0]
    _, demand = speaker(choice.language), choice.demand
    both = (result.from_, result.to)
    if (demand.left.rule, demand.right.rule) != both or demand.left.townships or demand.right.townships:
        left, right = side_names(demand, choice.language)
        from_, to = pair(result, choice.language)
        yield _(OTHER_RULES, left=left, right=right, from_=from_, to=to)
    yield _(NOTE, rules=place.rules, worlds=result.replications)
    for each in place.idle:
        name = stored_studies.told(IDLE.get(each.name, each.name), choice.language)
        yield _(
            "No share: {name}, which {why}.",
            name=name,
            why=stored_studies.told(each.words, choice.language),
        )
