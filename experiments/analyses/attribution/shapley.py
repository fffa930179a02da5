"""Shares of a difference that add up to it exactly: the Shapley value (Shapley 1953), world by world.

An answer's share is what its transplant changes, averaged over all orders in which the answers can move.
"""

from __future__ import annotations

from math import comb

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values


def shares(values: Values) -> Values:
    """Shares of each answer, (worlds, answers), from values of every mixed rule, (worlds, 2 ** answers).

    Column s holds the rule that took answer i where bit i of s is set. Rows add up to last minus first.
    """
    columns = values.shape[1]
    answers = columns.bit_length() - 1
    if columns != 2**answers:
        raise ValueError(f"{columns} columns: must be 2 ** answers")
    size = np.array([number.bit_count() for number in range(columns)])
    found = np.zeros((len(values), answers))
    for answer in range(answers):
        without = np.array([number for number in range(columns) if not number >> answer & 1])
        weight = np.array([1 / (answers * comb(answers - 1, int(k))) for k in size[without]])
        found[:, answer] = (values[:, without | 1 << answer] - values[:, without]) @ weight
    return found


def alone(values: Values, answer: int) -> Values:
    """What an answer changes when it moves first, by itself; (worlds,)."""
    changed: Values = values[:, 1 << answer] - values[:, 0]
    return changed


def last(values: Values, answer: int) -> Values:
    """What an answer changes when it moves last, after all others; (worlds,)."""
    full = values.shape[1] - 1
    changed: Values = values[:, full] - values[:, full ^ (1 << answer)]
    return changed
