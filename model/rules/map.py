"""A rule map gives each township a rule: the only other thing that can stand where a rule stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from model.core.errors import InputError
from model.rules.rule import Rule


class Place(Protocol):
    """What a map may know of a township."""

    @property
    def name(self) -> str:
        """What the township is called."""

    @property
    def density(self) -> float:
        """People per square km."""


@dataclass(frozen=True)
class RuleMap:
    """`exceptions` by township name, then `dense` at or above `boundary` people/km2, then `rest`."""

    name: str
    chinese: str
    words: str
    source: str
    rest: Rule
    dense: Rule | None = None
    boundary: float = float("inf")
    exceptions: Mapping[str, Rule] = field(default_factory=dict)

    def rule_for(self, place: Place) -> Rule:
        """The rule of one township."""
        if place.name in self.exceptions:
            return self.exceptions[place.name]
        return self.dense if self.dense is not None and place.density >= self.boundary else self.rest


def rule_of_each(chosen: Rule | RuleMap, places: Sequence[Place]) -> tuple[Rule, ...]:
    """The rule of every township, in the order of `places`; InputError if a map names another."""
    if isinstance(chosen, Rule):
        return (chosen,) * len(places)
    for name in chosen.exceptions:
        if name not in {place.name for place in places}:
            raise InputError("rule", chosen.name, f"this map is of a place with a township {name}")
    return tuple(chosen.rule_for(place) for place in places)
