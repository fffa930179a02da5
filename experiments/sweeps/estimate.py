"""How long a sweep would take: one short run of its first point, timed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise

from jiaosuo.experiments.replication.common_events import on_own_calls
from jiaosuo.experiments.replication.county_run import left_by, needs_undisturbed
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import under
from jiaosuo.experiments.sweeps.run import scenario_of
from jiaosuo.model import County
from jiaosuo.model.core.units import MINUTES_A_DAY


@dataclass(frozen=True)
class Estimate:
    """Seconds: of the land of a point, of building a county on it, of a day, and of the whole design."""

    land: float
    county: float
    day: float
    all: float


def estimate(design: Design) -> Estimate:
    """Time a day of the second point under the first rule, after a minute that makes the kernels ready.

    All runs one after another; what a delay is counted from is run once a world, but counted for each rule.
    """
    _county(design, 0).run_days(1 / MINUTES_A_DAY)
    times = [time.monotonic()]
    _county(design, 1 % design.points)
    times.append(time.monotonic())
    county = _county(design, 1 % design.points)
    times.append(time.monotonic())
    county.run_days(1.0)
    on_own_calls(left_by(county, undisturbed=needs_undisturbed(design.outcomes)), design.outcomes)
    times.append(time.monotonic())
    first, second, day = (later - earlier for earlier, later in pairwise(times))
    land = max(0.0, first - second)
    each = second + day * (design.days + design.warm_up)
    return Estimate(land, second, day, design.points * land + design.runs * each)


def _county(design: Design, number: int) -> County:
    scenario = under(design, scenario_of(design, design.world(number)), design.rules[0])
    return County(scenario.changed(warmup_days=0))  # one day is timed, and it counts whatever the warm-up
