"""What depends on no seed is worked out once, and taken by every world of a scenario in this process.

Twenty worlds of a comparison differ in their seeds alone, and the plan of a force takes longer to work
out than a day takes to run. Counties write to what they are given, such as how long a change disrupts:
each gets a copy of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import wraps
from weakref import ReferenceType, ref

from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario

KEPT = 8
"""Answers that are kept of one kind of work: as many as lands are."""


@dataclass(frozen=True, eq=False)
class Answer[T]:
    """What was worked out for a scenario of seed 0 on a land; equal to itself alone, as a land is.

    It keeps no land in memory that nobody else has: such a land never comes again.
    """

    scenario: Scenario
    land: ReferenceType[Landscape]
    found: T

    def serves(self, scenario: Scenario, land: Landscape) -> bool:
        """Whether it is the answer for these, too."""
        return land is self.land() and scenario == self.scenario


def once_for_all_worlds[T](work: Callable[[Scenario, Landscape], T]) -> Callable[[Scenario, Landscape], T]:
    """Keep the newest answers of work in which the seed plays no part, by scenario and land."""
    answers: list[Answer[T]] = []
    lock = threading.Lock()

    @wraps(work)
    def once(scenario: Scenario, land: Landscape) -> T:
        seedless = replace(scenario, seed=0)
        with lock:
            known = next((each for each in answers if each.serves(seedless, land)), None)
            if known is not None:
                answers.remove(known)
                answers.append(known)
                return deepcopy(known.found)
        found = work(seedless, land)
        with lock:
            answers.append(Answer(seedless, ref(land), deepcopy(found)))
            answers[:] = [each for each in answers if each.land() is not None][-KEPT:]
        return found

    return once
