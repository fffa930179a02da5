"""Where a visitor is in a lesson, as a plain value that a link restores, and the moves it allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

FIRST_PREDICT = N_("Say what you expect before you go on.")
SAID_ALREADY = N_("You have said what you expect here; it stays.")
NOTHING_ASKED = N_("Nothing is asked at this step.")


@dataclass(frozen=True)
class LessonPlace:
    """A lesson, the step (from 0), and what was predicted by step."""

    name: str
    step: int = 0
    said: tuple[tuple[int, str], ...] = ()

    @property
    def predictions(self) -> dict[int, str]:
        """What was predicted, by step."""
        return dict(self.said)

    @property
    def lesson(self) -> Lesson:
        """The lesson itself."""
        return LESSONS[self.name]


def at(name: object, step: object = 0, said: dict[int, str] | None = None) -> LessonPlace:
    """A place in a lesson, or InputError."""
    if name not in LESSONS:
        raise unknown("lesson", name, LESSONS)
    lesson = LESSONS[str(name)]
    for where, choice in (said or {}).items():
        _check_choice(lesson, where, choice)
    return LessonPlace(lesson.name, _check_step(lesson, step), tuple(sorted((said or {}).items())))


def moved(place: LessonPlace, step: object) -> LessonPlace:
    """Another step; InputError where a prediction before it is still wanted."""
    wanted = _check_step(place.lesson, step)
    if wanted > furthest(place):
        raise InputError("step", wanted + 1, FIRST_PREDICT)
    return replace(place, step=wanted)


def furthest(place: LessonPlace) -> int:
    """The last step that may be seen: that of the first prediction not given, else the last of all."""
    lesson, given = place.lesson, place.predictions
    return next((step for step in lesson.predicts if step not in given), len(lesson.steps) - 1)


def predicted(place: LessonPlace, choice: object) -> LessonPlace:
    """The answer given at this step; InputError for one that is not to choose from, or a second one."""
    if place.lesson.steps[place.step].kind != "predict":
        raise InputError("prediction", choice, NOTHING_ASKED)
    if place.step in place.predictions:
        raise InputError("prediction", choice, SAID_ALREADY)
    _check_choice(place.lesson, place.step, choice)
    return replace(place, said=tuple(sorted((place.predictions | {place.step: str(choice)}).items())))


def hides(place: LessonPlace | None) -> bool:
    """Whether outcomes are hidden: before a prediction that is still wanted, until what it asks is shown."""
    if place is None:
        return False
    for step in range(place.step, len(place.lesson.steps)):
        kind = place.lesson.steps[step].kind
        if kind == "predict":
            return step not in place.predictions
        if kind != "situation":
            return False
    return False


def _check_step(lesson: Lesson, step: object) -> int:
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < len(lesson.steps):
        raise InputError("step", step, f"a whole number from 0 to {len(lesson.steps) - 1} is wanted")
    return step


def _check_choice(lesson: Lesson, step: int, choice: object) -> None:
    known = [each.id for each in lesson.steps[_check_step(lesson, step)].choices]
    if choice not in known:
        raise unknown("prediction", choice, known)
