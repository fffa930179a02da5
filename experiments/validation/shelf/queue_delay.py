"""What a blocked lane costs is the area between two curves: those who came and those who could leave."""

from functools import partial

from jiaosuo.experiments.validation.law import Agreement, Case, Effort, Figures, Law
from jiaosuo.experiments.validation.one_road import minutes_on, one_road
from jiaosuo.model.core.words import N_

A_MINUTE, FULL = 10.0, 0.9
"""Vehicles that the road lets out in a minute, and the share of it that comes."""

FREE, VEHICLES, FROM, UNTIL = 1.05, 1_600, 30.0, 240.0
HEADWAY = 1 / A_MINUTE
BLOCKED = 0.4
"""Part of the capacity that a blocked lane takes (`block_capacity`)."""


def held_up(minutes: float) -> tuple[float, float]:
    """(vehicle-minutes lost, vehicles held up) on paper: the queue grows while blocked, and drains after."""
    queue = (FULL - (1 - BLOCKED)) * A_MINUTE * minutes
    drained = queue / ((1 - FULL) * A_MINUTE)
    return 0.5 * queue * (minutes + drained), FULL * A_MINUTE * (minutes + drained)


def look(_: int, __: float, minutes: float) -> Figures:
    """The road, a lane of it blocked for so many minutes; nothing here is left to chance."""
    road = one_road(VEHICLES, 1 / (FULL * A_MINUTE), FREE, 60 * A_MINUTE)
    lost = minutes_on(road, UNTIL, (FROM, FROM + minutes)) - VEHICLES * FREE
    return {"delay": lost / held_up(minutes)[1]}


def theory(minutes: float) -> Figures:
    """Mean delay of those held up."""
    lost, vehicles = held_up(minutes)
    return {"delay": lost / vehicles}


def case(minutes: int) -> Case:
    """A lane blocked for so long; within one headway."""
    return Case(
        words=N_("a lane blocked for {minutes} minutes at {share:.0%} of capacity"),
        values={"minutes": minutes, "share": FULL},
        look=partial(look, minutes=minutes),
        theory=partial(theory, minutes),
        full=Effort(1, 1),
        quick=Effort(1, 1),
        agreement=Agreement.WITHIN,
        allowed=HEADWAY,
    )


QUEUE_DELAY = Law(
    name="queue-delay",
    words=N_("Delay behind a blocked lane, within one headway"),
    source="area between the cumulative curves; Gawron 1998",
    cases=(case(10), case(20)),
)
