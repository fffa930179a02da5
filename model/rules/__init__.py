"""One file per integration rule, maps of rules in `maps/`; `RULES` and `MAPS` are the shelves."""

from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.core.typed import half_width
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.rule import Rule

__all__ = ["MAPS", "RULES", "STATUS_QUO", "AnyRule", "Rule", "RuleMap", "called", "named", "parts_of"]

type AnyRule = str | Rule | RuleMap
"""A rule by name (or the word `timeline`, where that may stand), or the rule or map itself."""

RULES: Shelf[Rule] = Shelf(__name__, Rule, "rule", "rules")
STATUS_QUO = "separate"
"""The rule a place starts from, and under which its officers gained their skill, unless it says otherwise."""

MAPS: Shelf[RuleMap] = Shelf(__name__ + ".maps", RuleMap, "rule map", "rules")


def named(name: object) -> Rule | RuleMap:
    """The rule or rule map of that name; InputError with suggestions if there is none.

    A rule or a map itself is taken as it is; its Chinese name is as good as the English one.
    """
    if isinstance(name, Rule | RuleMap):
        return name
    for shelf in (RULES, MAPS):
        if isinstance(name, str) and name in shelf:
            return shelf[name]
    if isinstance(name, str) and (chosen := _by_chinese(name)) is not None:
        return chosen
    raise unknown("rule", name, [*RULES, *MAPS])


def called(rule: AnyRule) -> str:
    """The name of a rule or map, itself or by name already; a Chinese name gives the English one."""
    if not isinstance(rule, str):
        return rule.name
    chosen = None if rule in RULES or rule in MAPS else _by_chinese(rule)
    return rule if chosen is None else chosen.name


def _by_chinese(name: str) -> Rule | RuleMap | None:
    """The one rule or map of this Chinese name; None where there is none, or more than one."""
    typed = half_width(name).strip()
    found = [each for shelf in (RULES, MAPS) for each in shelf.values() if each.chinese == typed != ""]
    return found[0] if len(found) == 1 else None


def parts_of(rule: Rule | RuleMap) -> tuple[Rule, ...]:
    """The rules that a map gives; a rule has none."""
    if isinstance(rule, Rule):
        return ()
    return (rule.rest, *([rule.dense] if rule.dense is not None else []), *rule.exceptions.values())
