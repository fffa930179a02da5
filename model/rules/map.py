"""A rule map gives each township a rule: the only other thing that can stand where a rule stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules.rule import Rule


@dataclass(frozen=True)
class RuleMap:
    """A map that gives each township a rule.

    Parameters
    ----------
    name : str
        What it is called; for people, as `chinese`, `words` and `source`.
    chinese : str
        Its Chinese name.
    words : str
        What it says, in a sentence.
    source : str
        Where it comes from.
    rest : Rule
        The rule of all townships that nothing else is said of.
    dense : Rule, optional
        The rule of those at or above a density.
    boundary : float, optional
        That density, people/km2. Without it, it is the lever `density_boundary`, or the line that halves the
        people of the place (`line_that_halves`).
    exceptions : mapping of str to Rule, optional
        Rules by name of the township, before everything else.
    """

    name: str
    chinese: str
    words: str
    source: str
    rest: Rule
    dense: Rule | None = None
    boundary: float | None = None
    exceptions: Mapping[str, Rule] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.name}>"

    def rule_for(self, township: str, density: float, boundary: float) -> Rule:
        """The rule of one township.

        Parameters
        ----------
        township : str
            Its name.
        density : float
            Its people per square km.
        boundary : float
            The density, people/km2, that divides dense townships where the map draws no line of its own.

        Returns
        -------
        Rule
            The rule.
        """
        if township in self.exceptions:
            return self.exceptions[township]
        line = boundary if self.boundary is None else self.boundary
        return self.dense if self.dense is not None and density >= line else self.rest


def line_that_halves(densities: Sequence[float], people: Sequence[float]) -> float:
    """The density at which as near to half of the people as can be live in townships as dense or denser.

    It lies midway between two townships, so that some are on either side whatever the place is like, now and
    as it grows. Where all are equally dense there is no such line, and all are dense.
    """
    order = sorted(range(len(densities)), key=lambda row: -densities[row])
    half, held = sum(people) / 2, 0.0
    best, line = float("inf"), densities[order[-1]]
    for dense, thinner in pairwise(order):
        held += people[dense]
        if densities[dense] > densities[thinner] and abs(held - half) < best:
            best, line = abs(held - half), (densities[dense] + densities[thinner]) / 2
    return line


def rule_of_each(
    chosen: Rule | RuleMap, townships: Sequence[str], densities: Sequence[float], boundary: float
) -> tuple[Rule, ...]:
    """The rule of every township, in the order of their names; InputError if a map names another."""
    if isinstance(chosen, Rule):
        return (chosen,) * len(townships)
    for name in chosen.exceptions:
        if name not in townships:
            raise InputError("rule", chosen.name, f"this map is of a place with a township {name}")
    places = zip(townships, densities, strict=True)
    return tuple(chosen.rule_for(name, density, boundary) for name, density in places)
