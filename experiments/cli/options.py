"""Options that several commands take, and what they are read into."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiaosuo.experiments.cli.app import speak
from jiaosuo.experiments.inputs.assignments import assignments, number, whole

if TYPE_CHECKING:
    from jiaosuo.experiments.places.folder import OpenPlace
    from jiaosuo.model.moment import Moment
    from jiaosuo.model.scenario import Scenario

Preset = Annotated[
    str,
    typer.Argument(
        help="A shipped place (`jiaosuo scenarios`), a scenario file ending in .toml, or a folder of a place."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Seed = Annotated[str, typer.Option(help="Whole number that names the world.")]
Days = Annotated[str | None, typer.Option(help="Days to run; default: the place's own.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be repeated.")
]
Staffing = Annotated[
    str | None,
    typer.Option(
        help="historic, workload or best-separate; default: the place's own, else historic where a table of "
        "townships says who works where, and workload elsewhere."
    ),
]
At = Annotated[
    str,
    typer.Option(
        help="How long after the change of rule: change (its first weeks), quarter (the third month) or "
        "long-run (each rule with the skill and deterrence that it gives itself)."
    ),
]
Weights = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=WEIGHT,...",
        help="Outcomes of the efficiency index with their weights; default: equal weights of its own.",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Folder for tables and reports.")]
Jobs = Annotated[str, typer.Option(help="Worker processes; 0: as many as there are processors.")]
Lang = Annotated[
    str | None, typer.Option(help="en or zh; default: the locale's.", callback=speak, is_eager=True)
]


def read_scenario(
    preset: str, rule: str | None, seed: str, staffing: str | None, set_: list[str] | None
) -> Scenario:
    return opened(preset, rule, seed, staffing, set_).scenario


def opened(
    preset: str, rule: str | None, seed: str, staffing: str | None, set_: list[str] | None
) -> OpenPlace:
    """The place with what is known of its table of townships."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.folder import open_place

    values: dict[str, Any] = dict(assignments(set_ or []))
    seed_ = whole("seed", seed)
    return open_place(preset, rule=rule, seed=seed_, staffing=staffing, **values)


def say_what_is_used(place: OpenPlace, language: str, quiet: bool) -> None:
    """The head of a run on a place of one's own: what was given, read and is used, in short.

    Nothing for a shipped place or a generated county; `quiet`: on standard error, as standard output is JSON.
    """
    if place.shipped or not place.scenario.townships:
        return
    # shipped places need none of it
    from jiaosuo.experiments.places.check import check_place, in_short

    for line in in_short(check_place(place, language), language):
        print(line, file=sys.stderr if quiet else sys.stdout)


def read_rules(rules: str) -> list[str]:
    """Names of rules with commas between, a Chinese name as the English one; what is none stays as it is."""
    # `--help` must not pay for this
    from jiaosuo.model.core.typed import listed
    from jiaosuo.model.rules import called

    return [called(each) for each in listed(rules)]


def read_moment(at: str) -> Moment:
    """The time after a change that is meant; InputError with what is allowed."""
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import unknown
    from jiaosuo.model.moment import Moment

    if at not in list(Moment):
        raise unknown("at", at, list(Moment))
    return Moment(at)


def staffed_scenario(scenario: Scenario, jobs: int) -> Scenario:
    """The scenario with the split of the force found, if the staffing asks for the best of the status quo."""
    # `--help` must not pay for this
    from jiaosuo.model.core.terms import Staffing as Split

    if scenario.staffing != Split.BEST_SEPARATE:
        return scenario
    from jiaosuo.experiments.runs.staffing import best_separate

    return best_separate(scenario, jobs)


def read_days(scenario: Scenario, days: str | None) -> float:
    """The days to run: as given, else the place's own."""
    if scenario.path is None:
        return scenario.about.days if days is None else number("days", days)
    if days is not None:
        from jiaosuo.model.core.errors import InputError

        raise InputError("days", days, f"the path of {scenario.place} says which days are run")
    return scenario.path.days


MOST_WORKERS = 1_024
"""More processes than any one machine is good for."""


def read_workers(jobs: str) -> int:
    """The number of worker processes; 0: as many as there are processors."""
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import InputError

    if not 0 <= (workers := whole("jobs", jobs)) <= MOST_WORKERS:
        allowed = f"must be a whole number from 1 to {MOST_WORKERS:,}, or 0 for all processors"
        raise InputError("jobs", workers, allowed)
    return workers or os.cpu_count() or 1
