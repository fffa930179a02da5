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
from jiaosuo.dashboard.rooms.beat import Beat
from jiaosuo.dashboard.rooms.book import Answer, Asked, Book
from jiaosuo.dashboard.rooms.locks import GROUPS
from jiaosuo.dashboard.rooms.question import Question
from jiaosuo.dashboard.rooms.room import Room, RoomState, Trainee

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
            "state": state | {"locks": sorted(room.state.locks), "by_default": sorted(room.state.by_default)},
            "book": {
                "count": room.book.count,
                "asked": [asdict(each) for each in room.book.asked.values()],
                "answers": [
                    [number, who, each.choice, each.at] for (number, who), each in room.book.answers.items()
                ],
            },
            "trainees": {
                who: {"nickname": each.nickname, "where": each.where, "expects": each.expects}
                for who, each in room.trainees.items()
            },
        }


def room_of(said: Mapping[str, Any], idle: float, clock: Callable[[], float] = time.monotonic) -> Room:
    """The room again; `idle`: seconds since anybody in it was seen. KeyError or TypeError for no record.

    A record of before there were clocks and a book has neither.
    """
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
        _book(said.get("book")),
    )
    room.last_active = now - idle
    return room


def _state(said: Mapping[str, Any]) -> RoomState:
    lesson = _step(said["lesson"])
    question = _question(said["question"]) if said["question"] else None
    if question is not None and question.lesson and _step(question.key) is None:
        question = None
    known = {*GROUPS, *LABELS}
    locks = frozenset(name for name in said["locks"] if name in known)
    beat = Beat(**said["beat"]) if said.get("beat") else None
    by_default = frozenset(said.get("by_default", ()))
    made = {"lesson": lesson, "question": question, "locks": locks, "beat": beat, "by_default": by_default}
    return RoomState(**(dict(said) | made))


def _question(said: Mapping[str, Any]) -> Question:
    lists = {name: tuple(said.get(name, ())) for name in ("choices", "labels")}
    return Question(**(dict(said) | lists))


def _book(said: Mapping[str, Any] | None) -> Book:
    """The book again, with what was asked in lessons that are no more: it is what was answered."""
    if said is None:
        return Book()
    asked = [Asked(**(each | {"question": _question(each["question"])})) for each in said["asked"]]
    answers = {(number, who): Answer(choice, at) for number, who, choice, at in said["answers"]}
    return Book({each.number: each for each in asked}, answers, said["count"])


def _step(at: Any) -> tuple[str, int] | None:
    """A step of a lesson that there is; else None."""
    name = at[0].partition(":")[0] if at else ""
    if name not in LESSONS or not 0 <= at[1] < len(LESSONS[name].steps):
        return None
    return at[0], at[1]
