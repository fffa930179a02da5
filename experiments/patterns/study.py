"""The study of the patterns from beginning to end: plan, run, judge; the result is one document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jiaosuo.experiments.patterns.effort import FULL, QUICK, Effort
from jiaosuo.experiments.patterns.findings import findings, read_all, setting
from jiaosuo.experiments.patterns.grid import grid
from jiaosuo.experiments.patterns.pattern import MIDDLE
from jiaosuo.experiments.patterns.pool import Plan, Results, run_plan
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.study_tools.study import Document, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario

NAME = "patterns"


def run(request: Request) -> Document:
    """Plan what the patterns read, run each distinct world once, judge. The same for any number of jobs."""
    names = [place.place for place in request.places]
    if len(set(names)) < len(names):
        raise InputError("preset", ",".join(names), "each place once")
    effort = QUICK if request.quick else FULL
    plan = planned(request.places, effort)
    return document(request, effort, plan, run_plan(plan, request.jobs, request.progress))


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


def document(request: Request, effort: Effort, plan: Plan, results: Results) -> Document:
    """Everything the page shows, as plain data."""
    return {
        "study": NAME,
        "command": request.command,
        "quick": request.quick,
        "effort": asdict(effort),
        "worlds": sum(each.worlds for each in plan.asked.values()),
        "runs": plan.runs,
        "places": [_place(place, effort, results) for place in request.places],
        "patterns": findings(request.places, effort, results),
        "grids": {place.place: grid(place, effort, results.reader) for place in gridded(request.places)},
        "failures": results.failures,
        "versions": versions(),
    }


def _place(place: Scenario, effort: Effort, results: Results) -> dict[str, Any]:
    return {
        "name": place.place,
        "title": place.about.title,
        "urbanization": place["urbanization"],
        "vehicles_per_1000": place["vehicles_per_1000"],
        "staffing": place.described()["staffing"],
        "seed": place.seed,
        "setting": setting(place, effort, results.reader()),
    }
