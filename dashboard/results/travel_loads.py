"""How far officers have to travel on both sides of a comparison, before anything is run."""

from __future__ import annotations

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.experiments.comparison.geometry_result import Ways


def both_ways(comparison: Comparison) -> Ways:
    """The ways of both sides at their start. Runs in a worker."""
    # the page opens without this
    from jiaosuo.dashboard.playback.run_plan import plan_run
    from jiaosuo.experiments.comparison.geometry import ways

    return Ways(rules={name: ways(plan_run(comparison, name).base.start) for name in SIDES})
