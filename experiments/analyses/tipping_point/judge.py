"""Who wins in a cell and how surely, over all cells and rules, when the cells are looked at twice.

In each cell the rule with the least mean loss leads; it wins if every rule that differs from it loses more,
significantly. "Some other rule is as good" is refuted by the largest of the leader's one-sided paired-t
p-values (an intersection-union test; Berger 1982), and the family is every cell with every rule as a possible
leader, so that the pick is paid for: Holm over all of them.

The second look, at the cells that the first left open and with worlds added, is paid for too: half of the 5 %
is spent at each look, and the second is judged by Bonferroni over the whole family, as if every cell had been
looked at again. Which cells get more worlds may then depend on anything that was seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values, holm, paired_p_value


@dataclass(frozen=True)
class Leader:
    """The rule in front (its place in the order), those that gave the same in every world, and its p-value.

    `p` None: not observed, in one world only, or all rules gave the same.
    """

    rule: int
    same: tuple[int, ...]
    p: float | None


def leader(losses: Values) -> Leader | None:
    """Who leads by `losses` (worlds, rules), less is better; None where a rule was not observed."""
    seen = losses[np.isfinite(losses).all(axis=1)]
    if not len(seen):
        return None
    first = int(seen.mean(axis=0).argmin())
    same = tuple(rule for rule in range(seen.shape[1]) if np.array_equal(seen[:, rule], seen[:, first]))
    others = [rule for rule in range(seen.shape[1]) if rule not in same]
    tests = [paired_p_value(seen[:, first], seen[:, rule]) for rule in others]
    sides = [p / 2 for p in tests if p is not None]
    return Leader(min(same), same, max(sides) if others and len(sides) == len(others) else None)


def first_look(leaders: Sequence[Leader | None], rules: int) -> list[float | None]:
    """Adjusted p-values of the leaders: Holm over cells x rules, of which all but the leaders stand at 1."""
    given = [None if each is None else each.p for each in leaders]
    seen = sum(each is not None for each in given)
    return holm([*given, *[1.0] * (seen * (rules - 1))])[: len(given)]


def second_look(again: Leader | None, cells: int, rules: int) -> float | None:
    """The adjusted p-value of a leader after worlds were added: Bonferroni over the whole family."""
    return None if again is None or again.p is None else min(1.0, again.p * cells * rules)


def to_refine(adjusted: Sequence[float | None], alpha: float, most: int) -> list[int]:
    """The undecided cells that are nearest to a decision, at most so many."""
    open_ = [(p, cell) for cell, p in enumerate(adjusted) if p is not None and p > alpha]
    return sorted(cell for _, cell in sorted(open_)[:most])
