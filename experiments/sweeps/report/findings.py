"""What a sweep found: at each point, what each alternative changes against the baseline, and how surely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from jiaosuo.experiments.comparison.result import HEADLINES, SURVIVORS, gave_up_beside
from jiaosuo.experiments.statistics.intervals import (
    LEVEL,
    Estimate,
    holm,
    mean_interval,
    p_value,
    paired_difference,
)
from jiaosuo.experiments.sweeps.design import DEFAULT_OUTCOMES
from jiaosuo.experiments.sweeps.plan import Plan
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES

MOST_POINTS = 20_000
"""Points that a report takes; of more, take the Parquet files and ask for less."""


@dataclass(frozen=True)
class PointChange:
    """One outcome of one alternative at one point. `significant`: over all points and alternatives."""

    point: int
    rule: str
    outcome: str
    baseline: Estimate
    alternative: Estimate
    change: Estimate
    failed: int
    significant: bool = False

    @property
    def better(self) -> bool | None:
        """Whether the change is for the better; None where there is no better, or no change to tell."""
        way = OUTCOMES[self.outcome].better
        if way == "neither" or not self.change.mean:
            return None
        return (self.change.mean < 0) == (way == "less")


@dataclass(frozen=True)
class Findings:
    """All changes of a sweep, its points' values, and how many of its runs there are."""

    plan: Plan
    axes: tuple[str, ...]
    points: dict[int, tuple[float, ...]]
    cells: tuple[PointChange, ...]
    means: dict[tuple[int, str, str], Estimate]
    planned: int
    stored: int
    errors: tuple[tuple[str, int], ...]

    @property
    def rules(self) -> list[str]:
        """The rules, the baseline first."""
        return list(self.plan.rules)

    def of(self, outcome: str, rule: str) -> list[PointChange]:
        """The changes of an outcome under an alternative, point by point."""
        return [cell for cell in self.cells if (cell.outcome, cell.rule) == (outcome, rule)]

    @property
    def headlines(self) -> list[str]:
        """The outcomes that figures and sentences show, the most telling first; what was asked for by name is
        among them."""
        kept = self.plan.outcomes
        shown = [each.outcome for each in HEADLINES if each.outcome in kept]
        by_name = set(kept) not in (set(DEFAULT_OUTCOMES), set(OUTCOMES.shipped), set(OUTCOMES))
        asked = kept if by_name else [name for name in kept if name not in OUTCOMES.shipped]
        return list(dict.fromkeys([*shown, *asked]))

    def survivors(self, outcome: str, rule: str) -> int | None:
        """At how many points more than 5 % of the calls behind a mean gave up; None where the share of those
        that did was not kept, 0 for what is no such mean."""
        beside = gave_up_beside(outcome)
        if beside is None or beside not in OUTCOMES:
            return 0
        if beside not in self.plan.outcomes:
            return None
        shares = [self.means[point, rule, beside].mean for point in self.points]
        return sum(share is not None and share > SURVIVORS for share in shares)


def find(plan: Plan, runs: pl.DataFrame) -> Findings:
    """Findings of the runs of a plan; a world that failed counts in `failed` and enters no mean."""
    axes = plan.axes
    points = {
        int(row[0]): tuple(row[1:])
        for row in runs.select("point", *axes).unique("point").sort("point").rows()
    }
    if len(points) > MOST_POINTS:
        raise InputError("points", len(points), f"must be at most {MOST_POINTS:,} points for a report")
    tables = dict(_tables(plan, runs))
    means, cells = {}, []
    for (point, outcome), (values, failed) in tables.items():
        for place, rule in enumerate(plan.rules):
            means[point, rule, outcome] = mean_interval(values[:, place])
            if place:
                change = paired_difference(values[:, 0], values[:, place])
                first = means[point, plan.rules[0], outcome]
                cells.append(
                    PointChange(point, rule, outcome, first, means[point, rule, outcome], change, failed)
                )
    errors = runs["error"].drop_nulls().to_list()
    worked = len(runs) - len(errors)
    counted = tuple(Counter(errors).most_common())
    return Findings(plan, axes, points, _judged(cells), means, plan.runs, worked, counted)


def _tables(
    plan: Plan, runs: pl.DataFrame
) -> Iterator[tuple[tuple[int, str], tuple[np.ndarray[Any, Any], int]]]:
    """(point, outcome): values of shape (worlds, rules), nan for not observed or failed; failed worlds."""
    rules = plan.rules
    for (point,), group in runs.group_by("point", maintain_order=True):
        failed = group.filter(pl.col("error").is_not_null())["world"].n_unique()
        for outcome in plan.outcomes:
            wide = group.pivot(on="rule", index="world", values=outcome, aggregate_function="first")
            columns = [
                wide[rule].to_numpy() if rule in wide.columns else np.full(len(wide), np.nan)
                for rule in rules
            ]
            yield (int(str(point)), outcome), (np.column_stack(columns).astype(np.float64), failed)


def _judged(cells: Sequence[PointChange]) -> tuple[PointChange, ...]:
    """The changes with their verdicts: Holm over the points and alternatives of each outcome."""
    judged = list(cells)
    for outcome in {cell.outcome for cell in cells}:
        family = [number for number, cell in enumerate(cells) if cell.outcome == outcome]
        adjusted = holm([p_value(cells[number].change) for number in family])
        for number, p in zip(family, adjusted, strict=True):
            judged[number] = replace(cells[number], significant=p is not None and p <= 1 - LEVEL)
    return tuple(judged)


def as_table(found: Findings) -> pl.DataFrame:
    """The findings as a tidy table: one row a point, rule and outcome."""
    rows: list[dict[str, Any]] = []
    for cell in found.cells:
        low, high = cell.change.interval or (None, None)
        point: dict[str, Any] = {"point": cell.point}
        rows.append(
            point
            | dict(zip(found.axes, found.points[cell.point], strict=True))
            | {
                "outcome": cell.outcome,
                "unit": OUTCOMES[cell.outcome].unit,
                "rule": cell.rule,
                "against": found.rules[0],
                "mean_against": cell.baseline.mean,
                "mean": cell.alternative.mean,
                "difference": cell.change.mean,
                "low95": low,
                "high95": high,
                "pairs": cell.change.n,
                "failed_worlds": cell.failed,
                "beyond_chance": cell.significant,
                "better": cell.better,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def means_table(found: Findings) -> pl.DataFrame:
    """Mean and interval of every outcome under every rule at every point."""
    rows: list[dict[str, Any]] = []
    for (point, rule, outcome), estimate in found.means.items():
        low, high = estimate.interval or (None, None)
        axes: dict[str, Any] = dict(zip(found.axes, found.points[point], strict=True))
        told = {"outcome": outcome, "unit": OUTCOMES[outcome].unit, "rule": rule, "mean": estimate.mean}
        rows.append({"point": point} | axes | told | {"low95": low, "high95": high, "n": estimate.n})
    return pl.DataFrame(rows, infer_schema_length=None)
