"""What a lesson asks of a broker of worlds; nothing is known of a scene before its last world."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.function import Function, JobError, YearsOfPath
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.skills import Skills, skills
from jiaosuo.dashboard.results import queueing_theory
from jiaosuo.dashboard.results.queueing_loads import Pools
from jiaosuo.experiments.results.record import Record

WORLDS = 20
"""Replications of every scene, fixed before the first: as many as those of the page's verdict."""


SKILLS = Function(skills, Skills.from_json)


class Broker(Protocol):
    """Who has the worlds run: the server's broker, or one without a server."""

    def replications(self, comparison: Comparison, n: int) -> Replications:
        """Replications of a comparison so far."""

    def years(self, comparison: Comparison, side: str) -> YearsOfPath | JobError | None:
        """Outcomes year by year of one side; None while they are worked out."""

    def call[T: Record](self, function: Function[T], comparison: Comparison) -> T | JobError | None:
        """What a function of a module says of a comparison; None while it is worked out."""


def nothing_known(lesson: Lesson) -> Findings:
    """What is known of a lesson before anything is asked."""
    return Findings(lesson.name, lesson.families, places={scene.name: scene.place for scene in lesson.scenes})


def ask_broker(broker: Broker, lesson: Lesson, worlds: int | None = None) -> Findings:
    """What the broker knows by now of all that a lesson asks; it begins to find the rest."""
    found = nothing_known(lesson)
    for scene in lesson.scenes:
        comparison = scene_comparison(scene)
        if lesson.years:
            found = _by_year(broker, found, scene.name, comparison, lesson.years)
        else:
            found = _by_world(broker, found, scene.name, comparison, WORLDS if worlds is None else worlds)
        for question in lesson.asks:
            found = _besides(broker, found, question, scene.name, comparison)
    return found


def _by_world(broker: Broker, found: Findings, scene: str, comparison: Comparison, worlds: int) -> Findings:
    state = broker.replications(comparison, worlds)
    over = state.done + len(state.failed) >= worlds
    rows = {**found.rows, scene: state.rows} if over and state.rows else found.rows
    return replace(
        found, rows=rows, done=found.done + state.done, wanted=found.wanted + worlds,
        failed=(*found.failed, *state.failed),
    )  # fmt: skip


def _by_year(broker: Broker, found: Findings, scene: str, comparison: Comparison, worlds: int) -> Findings:
    """Worlds year by year; one that failed on either side is left out on both."""
    rows, done, failed = [], 0, []
    for seed in range(worlds):
        answers = [broker.years(replace(comparison, seed=comparison.seed + seed), side) for side in SIDES]
        errors = [each.error for each in answers if isinstance(each, JobError)]
        known = [each.years for each in answers if isinstance(each, YearsOfPath)]
        if errors:
            failed.append(errors[0])
        elif len(known) == len(SIDES):
            rows.append(known)
            done += 1
    over = done + len(failed) >= worlds
    years = {**found.years, scene: rows} if over and rows else found.years
    return replace(
        found, years=years, done=found.done + done, wanted=found.wanted + worlds,
        failed=(*found.failed, *failed),
    )  # fmt: skip


def _besides(broker: Broker, found: Findings, question: str, scene: str, comparison: Comparison) -> Findings:
    """An answer that needs no worlds; it counts as one of what is waited for."""
    answer: Skills | Pools | JobError | None
    if question == "theory":
        answer = queueing_theory.ask(broker, comparison)
    else:
        answer = broker.call(SKILLS, comparison)
    found = replace(found, wanted=found.wanted + 1)
    match answer:
        case Skills():
            return replace(found, skills={**found.skills, scene: answer}, done=found.done + 1)
        case Pools():
            return replace(found, loads={**found.loads, scene: answer}, done=found.done + 1)
        case JobError():
            return replace(found, failed=(*found.failed, answer.error))
    return found
