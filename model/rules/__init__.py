"""One file per integration rule, maps of rules in `maps/`; `RULES` and `MAPS` are the shelves."""

from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.rule import Rule

__all__ = ["MAPS", "RULES", "STATUS_QUO", "Rule", "RuleMap", "named"]

RULES: Shelf[Rule] = Shelf(__name__, Rule, "rule")
STATUS_QUO = "separate"
"""The rule a place starts from, and under which its officers gained their skill, unless it says otherwise."""

MAPS: Shelf[RuleMap] = Shelf(__name__ + ".maps", RuleMap, "rule map")


def named(name: object) -> Rule | RuleMap:
    """The rule or rule map of that name; InputError with suggestions if there is none."""
    for shelf in (RULES, MAPS):
        if isinstance(name, str) and name in shelf:
            return shelf[name]
    raise unknown("rule", name, [*RULES, *MAPS])
