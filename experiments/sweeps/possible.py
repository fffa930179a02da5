"""What a plan can know, it refuses: a design of which some point could not be run, or would count nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import under
from jiaosuo.model.possible import check_run
from jiaosuo.model.scenario import Scenario, parameters
from jiaosuo.model.timeline import is_of_world

MOST_TRIED = 64
"""Combinations that are tried before a sweep: making out the land of each takes a tenth of a second."""

BESIDE = ("warmup_days",)
"""Numbers of no land whose value decides, too, whether a run can be."""


def check_design(design: Design) -> None:
    """InputError for what each run of some point would find out by itself.

    Of the numbers that land, seeds and length depend on, every combination of the grid is tried with the
    first points of the sample, up to `MOST_TRIED`; and every rule, surge and seed once.
    """
    for rule in design.rules:
        _check(design, under(design, design.scenario, rule))
    for values in islice(_combinations(design), MOST_TRIED):
        _check(design, under(design, design.scenario.changed(**values), design.rules[0]))


def _check(design: Design, scenario: Scenario) -> None:
    check_run(scenario, design.days, design.replications, design.warm_up)


def _combinations(design: Design) -> Iterator[dict[str, float]]:
    """Each combination of values that a run may fail for; none where only other numbers vary."""
    declared = parameters(design.scenario.kinds)
    asked = [name for name in design.axes if name in BESIDE or is_of_world(declared[name])]
    if not asked:
        return
    levels = [[(name, level) for level in design.grid[name]] for name in asked if name in design.grid]
    for place in range(min(design.sample.n, MOST_TRIED) if design.sample else 1):
        drawn = dict(zip(design.axes, design.values(place), strict=True)) if design.sample else {}
        for chosen in product(*levels):
            yield {name: drawn[name] for name in asked if name not in design.grid} | dict(chosen)
