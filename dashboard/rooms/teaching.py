"""What a room needs to know of lessons: which there are, what a step asks, what came out."""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons import LESSONS, course, moves, progress
from jiaosuo.dashboard.lessons.asking import ask_broker
from jiaosuo.dashboard.lessons.lesson import Step
from jiaosuo.dashboard.lessons.panel import HEADINGS
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.rooms.question import Question
from jiaosuo.model.core.words import N_

STEP = N_("{number} · {heading}")
WHERE = N_("{title}, step {number}")


def menu(language: str) -> list[dict[str, Any]]:
    """Lessons with their steps, to choose from."""
    _ = speaker(language)
    return [
        {
            "name": lesson.name,
            "title": _(lesson.title),
            "steps": [
                {"step": place, "title": _(STEP, number=place + 1, heading=_(HEADINGS[step.kind]))}
                for place, step in enumerate(lesson.steps)
            ],
        }
        for lesson in course()
    ]


def check(name: object, step: object) -> tuple[str, int]:
    """A step of a lesson as a browser names it, or InputError."""
    found = progress.at(name, step)
    return found.address, found.step


def is_known(lesson: str, step: int) -> bool:
    """Whether there is such a step: what an earlier version asked may be gone."""
    name = lesson.partition(":")[0]
    return name in LESSONS and 0 <= step < len(LESSONS[name].steps)


def question(lesson: str, step: int, language: str) -> str:
    """What a step asks."""
    return speaker(language)(_step(lesson, step).question)


def choices(lesson: str, step: int, language: str) -> list[dict[str, str]]:
    """The answers that a step gives to choose from; none where it asks nothing."""
    _ = speaker(language)
    return [{"name": each.id, "label": _(each.words)} for each in _step(lesson, step).choices]


def where(place: str, language: str) -> str:
    """A step, given as `lesson:step`, in words."""
    name, _, step = place.rpartition(":")
    lesson = name.partition(":")[0]
    if lesson not in LESSONS or not step.isdecimal():
        return ""
    _ = speaker(language)
    return _(WHERE, title=_(LESSONS[lesson].title), number=int(step) + 1)


def comes_before_answer(lesson: str, step: int) -> bool:
    """Whether a step comes before what a prediction leads to."""
    return _step(lesson, step).kind in ("situation", "predict")


def comes_after_showing(here: tuple[str, int] | None, there: tuple[str, int]) -> bool:
    """Whether going on from a step would leave behind what came out, shown or not."""
    return here is not None and _step(*here).kind == "reveal" and here != there


def after(lesson: str, step: int) -> tuple[str, int]:
    """The step after one: of the same lesson, else the first of the next lesson of the course."""
    if step + 1 < len(LESSONS[lesson.partition(":")[0]].steps):
        return lesson, step + 1
    names = [each.name for each in course()]
    return names[(names.index(lesson.partition(":")[0]) + 1) % len(names)], 0


def title(lesson: str, step: int, language: str) -> str:
    """A step as a button names it: its number and heading; of a first step the lesson's title."""
    _ = speaker(language)
    if step == 0:
        return _(LESSONS[lesson.partition(":")[0]].title)
    return _(STEP, number=step + 1, heading=_(HEADINGS[_step(lesson, step).kind]))


def know(session: Session, asked: Question, said: str, shown: bool) -> None:
    """Tell a page's lesson what the room knows of an answer; what was shown is not asked any more."""
    if shown:
        moves.know(session, asked.lesson, asked.step, said or progress.NO_GUESS)
    else:
        moves.know(session, asked.lesson, asked.step, "" if said == progress.NO_GUESS else said)


def follow(session: Session, step: tuple[str, int] | None) -> None:
    """Bring a page to a step of a lesson, or out of any; one's own predictions stay."""
    moves.follow(session, step)


def answer(lesson: str, step: int) -> str:
    """Which answer of a step came out; empty until all worlds are run."""
    known = ask_broker(the_broker(), progress.lesson_of(progress.at(lesson)))
    return (_step(lesson, step).answer(known) or "") if known.complete else ""


def _step(lesson: str, step: int) -> Step:
    return LESSONS[lesson.partition(":")[0]].steps[step]
