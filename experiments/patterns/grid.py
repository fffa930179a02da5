"""The coarse grid: which rule wins, by urbanization and vehicles, on three measures."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import Any

import numpy as np

from jiaosuo.experiments.patterns.effort import Effort
from jiaosuo.experiments.patterns.pool import Reading
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.estimate import ALPHA
from jiaosuo.experiments.statistics.intervals import (
    Values,
    holm,
    paired_difference,
    paired_p_value,
    relative_change,
)
from jiaosuo.model.scenario import Scenario

RULES = ("separate", "stationed", "integrated", "hybrid")
MEASURES = (
    ("response_mean", "Response", "min"),
    ("clear_mean", "Time to clear", "min"),
    ("delay_caused", "Vehicle delay", "veh-h"),
)
"""Less is better on each."""


def grid(place: Scenario, effort: Effort, reading: Callable[[], Reading]) -> list[dict[str, Any]]:
    """One row a cell and measure: each rule's difference from the first, the least mean, and who wins."""
    rows = []
    for urbanization, vehicles in product(effort.urbanizations, effort.vehicles):
        reader = reading()
        here = Setting(place, reader, effort, effort.along).at(
            urbanization=urbanization, vehicles_per_1000=vehicles
        )
        for outcome, title, unit in MEASURES:
            columns = {rule: here.values(outcome, rule) for rule in RULES}
            cell = {"urbanization": urbanization, "vehicles": vehicles, "measure": title, "unit": unit}
            rows.append(cell | _cell(columns, reader.failed))
    return rows


def _cell(columns: dict[str, Values], failed: int) -> dict[str, Any]:
    first = columns[RULES[0]]
    least = _least(columns)
    return {
        "failed_worlds": failed,
        "least": least,
        "wins": not failed and least is not None and _beats_all(columns, least),
        "first_mean": None if least is None else float(np.nanmean(first)),
        "differences": {r: paired_difference(first, columns[r]).as_json() for r in RULES[1:]},
        "least_relative": None if least is None else relative_change(first, columns[least]).as_json(),
    }


def _least(columns: dict[str, Values]) -> str | None:
    """The rule with the least mean; the earlier of two that are equal; None where nothing was observed."""
    if not all(np.isfinite(column).any() for column in columns.values()):
        return None
    return min(columns, key=lambda rule: float(np.nanmean(columns[rule])))


def _beats_all(columns: dict[str, Values], least: str) -> bool:
    """Whether the least differs from every other rule, Holm over all pairs: the pick is paid for."""
    pairs = list(combinations(columns, 2))
    adjusted = holm([paired_p_value(columns[a], columns[b]) for a, b in pairs])
    own = [p for pair, p in zip(pairs, adjusted, strict=True) if least in pair]
    return all(p is not None and p <= ALPHA for p in own)
