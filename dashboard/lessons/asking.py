"""What a lesson asks of a broker of worlds; nothing is known of a scene before its last world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.background_queue import Function
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.skills import skills
from jiaosuo.dashboard.results import queueing_theory

WORLDS = 20
"""Replications of every scene, fixed before the first: as many as those of the page's verdict."""


class Broker(Protocol):
    """Who has the worlds run: the server's broker, or one without a server."""

    def replications(self, comparison: Comparison, n: int) -> Replications:
        """Replications of a comparison so far."""

    def years(self, comparison: Comparison, side: str) -> dict[str, Any] | None:
        """Outcomes year by year of one side; None while they are worked out."""

    def call(self, function: Function, comparison: Comparison) -> dict[str, Any] | None:
        """What a function of a module says of a comparison; None while it is worked out."""


def nothing_known(lesson: Lesson) -> Findings:
    """What is known of a lesson before anything is asked."""
    return Findings(lesson.name, lesson.families)


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
        known = [each for each in answers if each is not None]
        errors = [str(each["error"]) for each in known if "error" in each]
        if errors:
            failed.append(errors[0])
        elif len(known) == len(SIDES):
            rows.append([each["years"] for each in known])
            done += 1
    over = done + len(failed) >= worlds
    years = {**found.years, scene: rows} if over and rows else found.years
    return replace(
        found, years=years, done=found.done + done, wanted=found.wanted + worlds,
        failed=(*found.failed, *failed),
    )  # fmt: skip


def _besides(broker: Broker, found: Findings, question: str, scene: str, comparison: Comparison) -> Findings:
    """An answer that needs no worlds; it counts as one of what is waited for."""
    if question == "theory":
        answer = queueing_theory.ask(broker, comparison)
    else:
        answer = broker.call(skills, comparison)
    if answer is None:
        return replace(found, wanted=found.wanted + 1)
    if "error" in answer:
        failed = (*found.failed, str(answer["error"]))
        return replace(found, wanted=found.wanted + 1, failed=failed)
    more = {**found.more, (question, scene): answer}
    return replace(found, more=more, done=found.done + 1, wanted=found.wanted + 1)
