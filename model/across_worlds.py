"""What worlds share is worked out once, and taken by every county in this process that has it in common.

Twenty worlds of a comparison differ in their seeds alone, and the plan of a force takes longer to work
out than a day takes to run. Two counties under two rules differ in nothing that is there before anybody is
policed. Counties write to what they are given, such as how long a change disrupts: each gets a copy.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import wraps
from weakref import ReferenceType, ref

from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.rules import STATUS_QUO, named
from jiaosuo.model.scenario import Scenario

KEPT = 8
"""Answers that are kept of one kind of work: as many as lands are."""

type Work[T] = Callable[[Scenario, Landscape], T]


@dataclass(frozen=True, eq=False)
class Answer[T]:
    """What was worked out for a scenario on a land; equal to itself alone, as a land is.

    It keeps no land in memory that nobody else has: such a land never comes again.
    """

    scenario: Scenario
    land: ReferenceType[Landscape]
    found: T

    def serves(self, scenario: Scenario, land: Landscape) -> bool:
        """Whether it is the answer for these, too."""
        return land is self.land() and scenario == self.scenario


def once_for_all_worlds[T](work: Work[T]) -> Work[T]:
    """Keep the newest answers of work in which the seed plays no part, by scenario and land."""
    return _once(work, lambda scenario: replace(scenario, seed=0), KEPT)


def once_for_all_rules[T](work: Work[T]) -> Work[T]:
    """Keep the newest answer of work in which no rule and no staffing plays a part, by scenario and land.

    One is enough: the rules of a comparison take the same world one after the other.
    """
    return _once(work, _as_nobody_is_policed, 1)


def _as_nobody_is_policed(scenario: Scenario) -> Scenario:
    usual = named(STATUS_QUO)
    return replace(scenario, rule=usual, rule_before=usual, staffing=Staffing.WORKLOAD, traffic_share=None)


def _once[T](work: Work[T], asked_for: Callable[[Scenario], Scenario], most: int) -> Work[T]:
    """Work that sees of a scenario what `asked_for` leaves of it, and whose newest answers are kept."""
    answers: list[Answer[T]] = []
    lock = threading.Lock()

    @wraps(work)
    def once(scenario: Scenario, land: Landscape) -> T:
        asked = asked_for(scenario)
        with lock:
            known = next((each for each in answers if each.serves(asked, land)), None)
            if known is not None:
                answers.remove(known)
                answers.append(known)
                return copied(known.found, land)
        found = work(asked, land)
        with lock:
            answers.append(Answer(asked, ref(land), copied(found, land)))
            answers[:] = [each for each in answers if each.land() is not None][-most:]
        return found

    return once


def copied[T](found: T, land: Landscape) -> T:
    """A deep copy; the land, and what it holds, is never written to and stays the same."""
    return deepcopy(found, {id(each): each for each in (land, *vars(land).values())})
