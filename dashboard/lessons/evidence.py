"""What the worlds of a lesson gave: asked from a broker, judged claim by claim, nothing before the last "
"world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np

from jiaosuo.dashboard.choice.comparison import SIDES, Demand
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.lessons.lesson import Claim, Lesson, Step
from jiaosuo.dashboard.lessons.skills import skills
from jiaosuo.dashboard.results import queueing_theory
from jiaosuo.experiments.statistics.intervals import (
    Estimate,
    Values,
    distinguishable,
    mean_interval,
    paired_difference,
)

WORLDS = 20
"""Worlds of every scene, fixed before the first: the same as those of the page's verdict."""

type Columns = tuple[Values, Values]


class Broker(Protocol):
    """Who has the worlds run: the server's broker, or one without a server."""

    def replications(self, demand: Demand, n: int) -> Replications:
        """Replications of a demand so far."""

    def years(self, demand: Demand, side: str) -> dict[str, Any] | None:
        """Outcomes year by year of one side; None while they are worked out."""

    def call(self, function: Callable[[Demand], Any], demand: Demand) -> dict[str, Any] | None:
        """What a function says of a demand; None while it is worked out."""


@dataclass(frozen=True)
class Evidence:
    """What is known of a lesson. `rows` by scene: replications `{outcome: [[left], [right]]}` of a finished
    scene; `years` by scene: a pair of rows of years a world; `more`: other answers, by question and scene.
    `done` and `wanted` count worlds, `failed` those that could not be run.
    """

    lesson: Lesson
    rows: Mapping[str, Mapping[str, Sequence[Sequence[float | None]]]] = field(default_factory=dict)
    years: Mapping[str, Sequence[Sequence[Sequence[Mapping[str, Any]]]]] = field(default_factory=dict)
    more: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    done: int = 0
    wanted: int = 0
    failed: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether all that was asked has been answered."""
        return self.done + len(self.failed) >= self.wanted > 0

    def columns(self, claim: Claim) -> Columns:
        """Values of left and right, world by world the same; nan where not observed."""
        if claim.scene in self.years:
            return self._of_years(claim)
        rows = self.rows.get(claim.scene, {}).get(claim.outcome, ((), ()))
        left, right = ([np.nan if each is None else each for each in one] for one in rows)
        return np.array(left, np.float64), np.array(right, np.float64)

    def _of_years(self, claim: Claim) -> Columns:
        first, last = claim.years or (0, 9_999)
        sides: list[Values] = []
        for side in range(len(SIDES)):
            means = []
            for world in self.years[claim.scene]:
                found = [row["outcomes"].get(claim.outcome) for row in world[side]
                         if first <= row["year"] <= last]  # fmt: skip
                seen = [each for each in found if each is not None]
                means.append(sum(seen) / len(seen) if seen else np.nan)
            sides.append(np.array(means, np.float64))
        return sides[0], sides[1]

    def change(self, claim: Claim) -> Estimate:
        """Right less left, with its 95 % interval."""
        return paired_difference(*self.columns(claim))

    def means(self, claim: Claim) -> tuple[float | None, float | None]:
        """The means of left and right."""
        left, right = (mean_interval(each).mean for each in self.columns(claim))
        return left, right

    def signs(self, claims: Sequence[Claim]) -> dict[str, int | None]:
        """Of a family of claims which way each went: -1, 1, 0 for not distinguishable, None: not known."""
        changes = {claim.name: self.change(claim) for claim in claims}
        beyond = distinguishable(changes)
        return {name: _sign(change, beyond.get(name, False)) for name, change in changes.items()}

    def sign(self, name: str) -> int | None:
        """Which way a claim went, in the family of its step."""
        return self.signs(family(self.lesson, name))[name]

    def relative(self, name: str) -> float | None:
        """The size of a claim's difference as a share of the mean on the left."""
        claim = claim_of(self.lesson, name)
        base, change = self.means(claim)[0], self.change(claim).mean
        return None if not base or change is None else change / abs(base)

    def against(self, before: Claim, after: Claim) -> Estimate:
        """How the difference of one claim changes to that of another, in the same worlds."""
        one, two = self.columns(before), self.columns(after)
        if len(one[0]) != len(two[0]):
            return Estimate(None, None, 0)
        return paired_difference(one[1] - one[0], two[1] - two[0])


def _sign(change: Estimate, beyond: bool) -> int | None:
    if change.mean is None or change.interval is None:
        return None
    return (1 if change.mean > 0 else -1) if beyond and change.mean else 0


def step_of(lesson: Lesson, name: str) -> Step:
    """The step that tells a claim."""
    return next(step for step in lesson.steps if name in [each.name for each in step.claims])


def family(lesson: Lesson, name: str) -> tuple[Claim, ...]:
    """All claims of the step that tells a claim."""
    return step_of(lesson, name).claims


def claim_of(lesson: Lesson, name: str) -> Claim:
    """A claim by name."""
    return next(each for each in family(lesson, name) if each.name == name)


def asked(broker: Broker, lesson: Lesson, worlds: int | None = None) -> Evidence:
    """What the broker knows by now of all that a lesson asks; it begins to find the rest."""
    found = Evidence(lesson)
    for scene in lesson.scenes:
        demand = scene.demand
        found = _by_year(broker, found, scene.name, demand) if lesson.years else \
            _by_world(broker, found, scene.name, demand, WORLDS if worlds is None else worlds)  # fmt: skip
        for question in lesson.asks:
            found = _besides(broker, found, question, scene.name, demand)
    return found


def _by_world(broker: Broker, found: Evidence, scene: str, demand: Demand, worlds: int) -> Evidence:
    state = broker.replications(demand, worlds)
    failed = state.failed
    over = state.done + len(failed) >= worlds
    rows = {**found.rows, scene: state.rows} if over and state.rows else found.rows
    return replace(
        found, rows=rows, done=found.done + state.done, wanted=found.wanted + worlds,
        failed=(*found.failed, *failed),
    )  # fmt: skip


def _by_year(broker: Broker, found: Evidence, scene: str, demand: Demand) -> Evidence:
    """Worlds year by year; one that failed on either side is left out on both."""
    worlds, done, failed = [], 0, []
    for seed in range(found.lesson.years):
        answers = [broker.years(replace(demand, seed=demand.seed + seed), side) for side in SIDES]
        told = [each for each in answers if each is not None]
        errors = [str(each["error"]) for each in told if "error" in each]
        if errors:
            failed.append(errors[0])
        elif len(told) == len(SIDES):
            worlds.append([each["years"] for each in told])
            done += 1
    over = done + len(failed) >= found.lesson.years
    years = {**found.years, scene: worlds} if over and worlds else found.years
    return replace(
        found, years=years, done=found.done + done, wanted=found.wanted + found.lesson.years,
        failed=(*found.failed, *failed),
    )  # fmt: skip


_CALLS: dict[str, Callable[[Demand], tuple[Callable[[Demand], Any], Demand]]] = {
    "theory": lambda demand: (queueing_theory.loads, queueing_theory.key(demand)),
    "skills": lambda demand: (skills, demand),
}
"""By question the function that answers it, and the demand that it is asked of."""


def _besides(broker: Broker, found: Evidence, question: str, scene: str, demand: Demand) -> Evidence:
    """An answer that needs no worlds; it counts as one of what is waited for."""
    answer = broker.call(*_CALLS[question](demand))
    if answer is None:
        return replace(found, wanted=found.wanted + 1)
    if "error" in answer:
        failed = (*found.failed, str(answer["error"]))
        return replace(found, wanted=found.wanted + 1, failed=failed)
    more = {**found.more, (question, scene): answer}
    return replace(found, more=more, done=found.done + 1, wanted=found.wanted + 1)
