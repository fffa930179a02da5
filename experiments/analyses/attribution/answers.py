"""Rules mixed of the answers of two: what can be transplanted, and the rule that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jiaosuo.model.core.words import N_
from jiaosuo.model.landscape import landscape, rules_of_townships
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario

QUESTIONS = ("home", "authority", "desks", "handover", "duty", "order", "reach", "change")
WORDS = {
    "home": N_("where officers work from"),
    "authority": N_("who may do what"),
    "desks": N_("which desk sends whom"),
    "handover": N_("which desks pass calls on"),
    "desks + handover": N_("the desks, and what they pass on"),
    "duty": N_("duty beyond calls"),
    "order": N_("order of waiting calls"),
    "reach": N_("how far officers may be sent"),
    "change": N_("what it takes to adopt the rule"),
}
NOT_IN_PLAY = {
    "change": N_("falls due only when a timeline changes the rule in mid-run, and here no rule changes")
}


@dataclass(frozen=True)
class Answer:
    """One thing that is transplanted whole: a question, or two that would be ill-posed apart."""

    name: str
    questions: tuple[str, ...]


def differing(first: Sequence[Rule], later: Sequence[Rule]) -> list[Answer]:
    """What differs between two rules (one each a township) and is in play, in the order of the questions.

    `handover` names desks, so where both differ they are one answer: desks of one rule with the handover of
    the other would name a desk that is not there.
    """
    pairs = list(zip(first, later, strict=True))
    differs = [q for q in QUESTIONS if any(getattr(a, q) != getattr(b, q) for a, b in pairs)]
    if "desks" in differs and "handover" in differs:
        differs.remove("handover")
    joint = {"desks": ("desks", "handover")} if _desks_move(pairs) else {}
    return [
        Answer(" + ".join(joint.get(each, (each,))), joint.get(each, (each,)))
        for each in differs
        if each not in NOT_IN_PLAY
    ]


def _desks_move(pairs: Iterable[tuple[Rule, Rule]]) -> bool:
    return any(a.desks != b.desks for a, b in pairs) and any(a.handover != b.handover for a, b in pairs)


def idle(first: Sequence[Rule], later: Sequence[Rule]) -> list[str]:
    """Answers that differ and cannot act here."""
    pairs = list(zip(first, later, strict=True))
    return [q for q in NOT_IN_PLAY if any(getattr(a, q) != getattr(b, q) for a, b in pairs)]


def of_townships(rule: Rule | RuleMap, scenario: Scenario) -> tuple[Rule, ...]:
    """The rule of each township of a place."""
    return rules_of_townships(rule, scenario, landscape(scenario))


def mixed(
    first: Rule | RuleMap, later: Rule | RuleMap, taken: Sequence[Answer], scenario: Scenario
) -> Rule | RuleMap:
    """The first rule with the answers `taken` from the later one; township by township if either is a map."""
    name = "+".join(answer.name.replace(" + ", "&") for answer in taken)
    if isinstance(first, Rule) and isinstance(later, Rule):
        return _mixed(first, later, taken, name)
    townships = [each.name for each in landscape(scenario).townships]
    pairs = zip(of_townships(first, scenario), of_townships(later, scenario), strict=True)
    sheets = [_mixed(a, b, taken, name) for a, b in pairs]
    exceptions = dict(zip(townships, sheets, strict=True))
    return RuleMap(f"{first.name}+{name}", "", "", "", rest=sheets[0], exceptions=exceptions)


def _mixed(first: Rule, later: Rule, taken: Sequence[Answer], name: str) -> Rule:
    answers = {q: getattr(later, q) for answer in taken for q in answer.questions}
    return replace(first, name=f"{first.name}+{name}", **answers)


def subsets(count: int) -> list[tuple[int, ...]]:
    """All subsets of so many answers; the one numbered s holds answer i where bit i of s is set."""
    return [tuple(i for i in range(count) if number >> i & 1) for number in range(2**count)]
