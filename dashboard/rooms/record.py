"""A room as plain data, to be kept while the server is away, and a room made of it again.

Another version of the program may know fewer lessons or levers: what it does not know is left out, and the
room goes on without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.rooms.locks import GROUPS
from jiaosuo.dashboard.rooms.room import Question, Room, RoomState, Trainee

SECONDS_TO_COME_BACK = 60.0
"""For so long after a restart all who were in the room count as here: else the first to be back, having
answered, would be everybody, and the outcomes would be shown."""


def record_of(room: Room) -> dict[str, Any]:
    """All that a room must have again, but for when somebody was seen last; JSON can say it."""
    with room.held():
        state = asdict(room.state)
        return {
            "code": room.code,
            "instructor": room.instructor,
            "state": state | {"locks": sorted(room.state.locks)},
            "trainees": {
                who: {"nickname": each.nickname, "where": each.where, "expects": each.expects}
                for who, each in room.trainees.items()
            },
        }


def room_of(said: Mapping[str, Any], idle: float, clock: Callable[[], float] = time.monotonic) -> Room:
    """The room again; `idle`: seconds since anybody in it was seen. KeyError or TypeError for no record."""
    now = clock()
    room = Room(
        said["code"],
        said["instructor"],
        clock,
        _state(said["state"]),
        {
            who: Trainee(each["nickname"], each["where"], each["expects"], now + SECONDS_TO_COME_BACK)
            for who, each in said["trainees"].items()
        },
    )
    room.last_active = now - idle
    return room


def _state(said: Mapping[str, Any]) -> RoomState:
    lesson = _step(said["lesson"])
    asked = said["question"]
    question = Question(**(asked | {"choices": tuple(asked["choices"])})) if asked else None
    if question is not None and question.lesson and _step(question.key) is None:
        question = None
    known = {*GROUPS, *LABELS}
    locks = frozenset(name for name in said["locks"] if name in known)
    return RoomState(**{**said, "lesson": lesson, "question": question, "locks": locks})


def _step(at: Any) -> tuple[str, int] | None:
    """A step of a lesson that there is; else None."""
    if not at or at[0] not in LESSONS or not 0 <= at[1] < len(LESSONS[at[0]].steps):
        return None
    return at[0], at[1]
