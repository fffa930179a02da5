"""What a lesson asks of a desk that runs the worlds; nothing is known of a scene before its last world."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.results import queueing_theory

WORLDS = 20
"""Replications of every scene, fixed before the first: as many as those of the page's verdict."""


class Desk(Protocol):
    """Who runs the worlds: the server's desk, or one without a server."""

    def verdict(self, comparison: Comparison, n: int) -> dict[str, Any]:
        """Replications of a comparison so far."""

    def years(self, comparison: Comparison, side: str) -> dict[str, Any] | None:
        """Outcomes year by year of one side; None while they are worked out."""

    def theory(self, comparison: Comparison) -> dict[str, Any] | None:
        """What queueing theory needs to know of a comparison."""

    def skills(self, comparison: Comparison) -> dict[str, Any] | None:
        """The skill that both rules of a comparison begin and end with."""


def nothing_known(lesson: Lesson) -> Findings:
    """What is known of a lesson before anything is asked."""
    return Findings(lesson.name, lesson.families)


def ask_desk(desk: Desk, lesson: Lesson, worlds: int | None = None) -> Findings:
    """What the desk knows by now of all that a lesson asks; what it does not know yet, it begins to find."""
    found = nothing_known(lesson)
    for scene in lesson.scenes:
        comparison = scene_comparison(scene)
        found = _by_year(desk, found, scene.name, comparison, lesson.years) if lesson.years else \
            _by_world(desk, found, scene.name, comparison, WORLDS if worlds is None else worlds)  # fmt: skip
        for question in lesson.asks:
            found = _besides(desk, found, question, scene.name, comparison)
    return found


def _by_world(desk: Desk, found: Findings, scene: str, comparison: Comparison, worlds: int) -> Findings:
    state = desk.verdict(comparison, worlds)
    failed = tuple(state.get("failed", ()))
    over = int(state["done"]) + len(failed) >= worlds
    rows = {**found.rows, scene: state["rows"]} if over and state["rows"] else found.rows
    return replace(
        found, rows=rows, done=found.done + int(state["done"]), wanted=found.wanted + worlds,
        failed=(*found.failed, *failed),
    )  # fmt: skip


def _by_year(desk: Desk, found: Findings, scene: str, comparison: Comparison, worlds: int) -> Findings:
    """Worlds year by year; one that failed on either side is left out on both."""
    rows, done, failed = [], 0, []
    for seed in range(worlds):
        answers = [desk.years(replace(comparison, seed=comparison.seed + seed), side) for side in SIDES]
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


def _besides(desk: Desk, found: Findings, question: str, scene: str, comparison: Comparison) -> Findings:
    """An answer that needs no worlds; it counts as one of what is waited for."""
    answer = desk.theory(queueing_theory.key(comparison)) if question == "theory" else desk.skills(comparison)
    if answer is None:
        return replace(found, wanted=found.wanted + 1)
    if "error" in answer:
        failed = (*found.failed, str(answer["error"]))
        return replace(found, wanted=found.wanted + 1, failed=failed)
    more = {**found.more, (question, scene): answer}
    return replace(found, more=more, done=found.done + 1, wanted=found.wanted + 1)
