"""Rules that are one rule in a place: a map whose line leaves every township on one side."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.model.landscape import landscape, rules_of_townships
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.scenario import TIMELINE, Scenario


def same_rules(scenario: Scenario, rules: Sequence[str | Rule | RuleMap]) -> dict[str, str]:
    """Each rule or map that is an earlier one in every township of the place, and the name of that one.

    The place as it is settled at the start; a timeline is like none.
    """
    land = landscape(scenario)
    seen: list[tuple[str, tuple[Rule, ...]]] = []
    same = {}
    for each in rules:
        if each == TIMELINE:
            continue
        chosen = named(each) if isinstance(each, str) else each
        answers = rules_of_townships(chosen, scenario, land)
        if (other := next((name for name, given in seen if given == answers), None)) is not None:
            same[chosen.name] = other
        else:
            seen.append((chosen.name, answers))
    return same
