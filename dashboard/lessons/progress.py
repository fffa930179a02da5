"""The moves that a lesson allows from where a visitor is in it."""

from __future__ import annotations

from dataclasses import replace

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.lessons import LESSONS, elsewhere
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

FIRST_PREDICT = N_("Say what you expect before you go on.")
SAID_ALREADY = N_("You have said what you expect here; it stays.")
NOTHING_ASKED = N_("Nothing is asked at this step.")

NO_GUESS = "-"
"""Stands for the answer of who asked to be shown what comes out without a guess: no answer has that name."""


def lesson_of(place: LessonPlace) -> Lesson:
    """The lesson of a place in it, with its scenes in the county that it plays in."""
    return elsewhere.laid_out(place.name, place.county)


def at(address: object, step: object = 0, said: dict[int, str] | None = None) -> LessonPlace:
    """A place in a lesson, given as `LESSON` or `LESSON:COUNTY`; or InputError."""
    name, _, county = address.partition(":") if isinstance(address, str) else (address, "", "")
    if name not in LESSONS:
        raise unknown("lesson", name, LESSONS)
    lesson = elsewhere.laid_out(str(name), places.opened(county) if county else "")
    county = "" if lesson is LESSONS[lesson.name] else elsewhere.home(lesson)
    for where, choice in (said or {}).items():
        _check_choice(lesson, where, choice)
    return LessonPlace(lesson.name, _check_step(lesson, step), tuple(sorted((said or {}).items())), county)


def moved(place: LessonPlace, step: object) -> LessonPlace:
    """Another step; InputError where a prediction before it was not given yet."""
    number = _check_step(lesson_of(place), step)
    if number > furthest(place):
        raise InputError("step", number + 1, FIRST_PREDICT)
    return replace(place, step=number)


def furthest(place: LessonPlace) -> int:
    """The last step that may be seen: that of the first prediction not given, else the last of all."""
    lesson, given = lesson_of(place), place.predictions
    return next((step for step in lesson.predicts if step not in given), len(lesson.steps) - 1)


def predicted(place: LessonPlace, choice: object) -> LessonPlace:
    """The answer given at this step; InputError for one that is not to choose from, or a second one."""
    if lesson_of(place).steps[place.step].kind != "predict":
        raise InputError("prediction", choice, NOTHING_ASKED)
    if place.step in place.predictions:
        raise InputError("prediction", choice, SAID_ALREADY)
    _check_choice(lesson_of(place), place.step, choice)
    return with_answer(place, place.step, str(choice))


def with_answer(place: LessonPlace, step: int, choice: str) -> LessonPlace:
    """A place where an answer was given at a step: in place of another, or, empty, none any more."""
    others = {at: said for at, said in place.predictions.items() if at != step}
    return replace(place, said=tuple(sorted((others | ({step: choice} if choice else {})).items())))


def hides(place: LessonPlace | None) -> bool:
    """Whether outcomes are hidden: before a prediction not given yet, until what it asks is shown."""
    if place is None:
        return False
    lesson = lesson_of(place)
    for step in range(place.step, len(lesson.steps)):
        kind = lesson.steps[step].kind
        if kind == "predict":
            return step not in place.predictions
        if kind != "situation":
            return False
    return False


def _check_step(lesson: Lesson, step: object) -> int:
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < len(lesson.steps):
        raise InputError("step", step, f"must be a whole number from 0 to {len(lesson.steps) - 1}")
    return step


def _check_choice(lesson: Lesson, step: int, choice: object) -> None:
    asked = lesson.steps[_check_step(lesson, step)]
    known = [each.id for each in asked.choices]
    if choice == NO_GUESS and asked.kind == "predict":
        return
    if choice not in known:
        raise unknown("prediction", choice, known)
