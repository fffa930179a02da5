"""The study of the patterns from beginning to end: plan, run, judge."""

from __future__ import annotations

from jiaosuo.experiments.patterns.effort import FULL, QUICK, Effort
from jiaosuo.experiments.patterns.findings import findings, read_all, setting
from jiaosuo.experiments.patterns.grid import grid
from jiaosuo.experiments.patterns.pattern import MIDDLE
from jiaosuo.experiments.patterns.pattern_result import (
    GridCell,
    PatternFinding,
    PatternsResult,
    Place,
    SettingRow,
)
from jiaosuo.experiments.patterns.pool import Plan, Results, run_plan
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.result import Origin
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model.scenario import Scenario

NAME = "patterns"


def run(request: Request) -> PatternsResult:
    """Plan what the patterns read, run each distinct world once, judge. The same for any number of jobs."""
    made_by = origin(NAME, request)
    effort = QUICK if request.quick else FULL
    plan = planned(request.places, effort)
    results = run_plan(plan, request.jobs, request.progress)
    return result_of(made_by, request.places, effort, plan, results)


def planned(places: tuple[Scenario, ...], effort: Effort) -> Plan:
    """All that will be read."""
    plan = Plan()
    read_all(places, effort, plan)
    for place in gridded(places):
        grid(place, effort, lambda: plan)
    return plan


def gridded(places: tuple[Scenario, ...]) -> list[Scenario]:
    """The places over which the coarse grid is laid: those between country and city."""
    return [place for place in places if MIDDLE[0] <= place["urbanization"] <= MIDDLE[1]]


def result_of(
    made_by: Origin, places: tuple[Scenario, ...], effort: Effort, plan: Plan, results: Results
) -> PatternsResult:
    """Everything the page shows."""
    return PatternsResult(
        origin=made_by,
        effort=effort,
        worlds=sum(each.worlds for each in plan.asked.values()),
        runs=plan.runs,
        places=tuple(_place(place, effort, results) for place in places),
        patterns=tuple(map(PatternFinding.from_json, findings(places, effort, results))),
        grids={
            place.place: tuple(map(GridCell.from_json, grid(place, effort, results.reader)))
            for place in gridded(places)
        },
        failures=tuple(results.failures),
    )


def _place(place: Scenario, effort: Effort, results: Results) -> Place:
    return Place(
        name=place.place,
        title=place.about.title,
        urbanization=place["urbanization"],
        vehicles_per_1000=place["vehicles_per_1000"],
        staffing=place.described().staffing,
        seed=place.seed,
        setting=tuple(map(SettingRow.from_json, setting(place, effort, results.reader()))),
    )
