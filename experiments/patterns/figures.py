"""Numbers as a reader of the page sees them."""

from __future__ import annotations

from jiaosuo.experiments.comparison.result import number, places
from jiaosuo.experiments.statistics.estimate import Estimate

PLAIN = ("share", "times")
"""Pure numbers, printed without a unit and without a plus sign."""


def shown(value: float, unit: str) -> str:
    """A limit with its unit; shares that changed as per cent."""
    if unit == "%":
        return f"{number(100 * value, 0)} %"
    return number(value, 2) if unit in PLAIN else f"{number(value)} {unit}"


def estimated(estimate: Estimate, unit: str, beyond: int = 0) -> str:
    """A mean with its interval and unit; ≥ or ≤ where it lies at an end of the axis."""
    if estimate.mean is None:
        return "not observed"
    scale = 100 if unit == "%" else 1
    half = scale * (estimate.half_width or 0.0)
    decimals = max(places(max(abs(scale * estimate.mean), half)), places(half) - 1 if half else 0)
    signed = unit not in (*PLAIN, "calls")
    mean, *ends = (
        number(scale * x, decimals, signed=signed) for x in (estimate.mean, *(estimate.interval or ()))
    )
    interval = f" [{ends[0]}, {ends[1]}]" if ends else ""
    side = {-1: "≤ ", 1: "≥ "}.get(beyond, "")
    return f"{side}{mean}{interval}" + ("" if unit in PLAIN else f" {unit}")
