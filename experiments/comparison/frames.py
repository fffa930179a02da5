"""A comparison as a table of rows, for polars and pandas."""

from __future__ import annotations

from typing import Any

import polars as pl

from jiaosuo.experiments.comparison.result import ComparisonResult, PairedTest
from jiaosuo.experiments.statistics.estimate import Estimate

SCHEMA = {
    "outcome": pl.String,
    "rule": pl.String,
    "unit": pl.String,
    "better": pl.String,
    "mean": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "worlds": pl.Int64,
    "difference": pl.Float64,
    "difference_low": pl.Float64,
    "difference_high": pl.Float64,
    "p": pl.Float64,
    "p_holm": pl.Float64,
    "distinguishable": pl.Boolean,
}


def frame_of(result: ComparisonResult) -> pl.DataFrame:
    """A comparison as a table: a row an outcome and rule, in their order.

    Parameters
    ----------
    result : ComparisonResult
        What a comparison found.

    Returns
    -------
    polars.DataFrame
        `low` and `high` are the ends of the 95 % interval of the `mean` over `worlds`, in the `unit` of the
        row; `difference` is paired with the first rule, and null for that one. `p` is of that difference by
        itself, `p_holm` over all later rules of the outcome; `distinguishable`: `p_holm` is at most 5 %. Null
        where nothing was observed.
    """
    rows = [
        _row(result, outcome, rule)
        for outcome, each in result.outcomes.items()
        for rule in result.rules
        if rule in each.rules
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _row(result: ComparisonResult, outcome: str, rule: str) -> dict[str, Any]:
    each = result.outcomes[outcome]
    mean, difference = each.rules[rule], each.differences.get(rule)
    return {
        "outcome": outcome,
        "rule": rule,
        "unit": each.unit,
        "better": each.better,
        **_estimate(mean, "mean", "low", "high"),
        "worlds": mean.n,
        **_estimate(difference, "difference", "difference_low", "difference_high"),
        **_test((each.tests or {}).get(rule)),
    }


def _test(test: PairedTest | None) -> dict[str, float | bool | None]:
    if test is None:
        return dict.fromkeys(("p", "p_holm", "distinguishable"))
    return {"p": test.p, "p_holm": test.p_holm, "distinguishable": test.distinguishable}


def _estimate(estimate: Estimate | None, mean: str, low: str, high: str) -> dict[str, float | None]:
    if estimate is None:
        return dict.fromkeys((mean, low, high))
    ends = (None, None) if estimate.interval is None else estimate.interval
    return {mean: estimate.mean, low: ends[0], high: ends[1]}
