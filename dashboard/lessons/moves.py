"""What a visitor does in a lesson, checked again here; what is refused becomes a sentence in its panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.openings import scene_choice
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import LESSONS, elsewhere, progress
from jiaosuo.dashboard.lessons.progress import lesson_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

CONTROL = "lesson"
HELD = N_("What came out is shown as soon as your instructor shows it.")
IN_THE_MENU = "lesson:"
"""Begins the names of lessons in the menu of stories."""


def opened(choice: Choice, name: object) -> Choice:
    """The choice a lesson opens with; weights stay."""
    return at_place(choice, progress.at(_in_ones_own(name, choice.comparison.place)))


def _in_ones_own(name: object, place: str) -> object:
    """Who looks at a county of their own is taught in it, where it can have the lesson."""
    can = places.is_own(place) and name in LESSONS and elsewhere.fits(LESSONS[str(name)], place)
    return f"{name}:{place}" if can else name


def at_place(choice: Choice, place: LessonPlace) -> Choice:
    """The choice at a step, laid out anew where the step has a scene of its own or another place plays."""
    lesson = lesson_of(place)
    step, scene = lesson.steps[place.step], lesson.playing(place.step)
    is_there = choice.comparison.place == scene.place
    if not step.scene and is_there and choice.lesson is not None and choice.lesson.address == place.address:
        return replace(choice, lesson=place)
    fresh = scene_choice(scene, choice.language)
    return replace(fresh, weights=choice.weights, lesson=place)


def open_(session: Session, name: object) -> None:
    """Open a lesson at its first step."""
    session.act(CONTROL, lambda choice: opened(choice, name), keep=False)
    session.past = ()


def go(session: Session, said: object) -> None:
    """Another step; refused where a prediction before it was not given yet, or what came out is held back."""

    def move(choice: Choice) -> Choice:
        here = _place(choice)
        there = progress.moved(here, _of(said, "step"))
        if there.step > here.step and is_held(session, here):
            raise InputError("step", there.step + 1, HELD)
        return at_place(choice, there)

    session.act(CONTROL, move, keep=False)
    session.past = ()


def play_in(session: Session, county: object) -> None:
    """Begin the lesson again in another county; what was expected of this one is not of that one."""

    def begin(choice: Choice) -> Choice:
        return at_place(choice, progress.at(f"{_place(choice).name}:{county}"))

    session.act(CONTROL, begin, keep=False)
    session.past = ()
    settle(session)


def predict(session: Session, said: object) -> None:
    """Say what one expects; outside a room what came out follows at once."""

    def say(choice: Choice) -> Choice:
        answer = _of(said, "choice")
        if answer == progress.NO_GUESS and session.on_predict is not None:
            raise InputError("prediction", "-", progress.FIRST_PREDICT)
        place = progress.predicted(_place(choice), answer)
        if session.on_predict is not None:
            session.on_predict(place.address, place.step, place.predictions[place.step])
            return replace(choice, lesson=place)
        return at_place(choice, progress.moved(place, place.step + 1))

    session.act(CONTROL, say, keep=False)
    session.past = ()
    settle(session)


def is_held(session: Session, place: LessonPlace) -> bool:
    """Whether a room keeps back what the steps after a prediction tell: there is nothing to go on to yet."""
    kind = lesson_of(place).steps[place.step].kind
    return bool(session.hiding - {CONTROL}) and kind in ("predict", "reveal", "reason")


def know(session: Session, name: str, step: int, said: str) -> None:
    """What a room knows of an answer: given elsewhere, not to be given any more, or (empty) asked anew."""
    before = session.predicted.get(name, {})
    others = {at: each for at, each in before.items() if at != step}
    session.predicted = {**session.predicted, name: others | ({step: said} if said else {})}
    if (lesson := session.lesson) is not None and lesson.address == name:
        session.choice = replace(session.choice, lesson=progress.with_answer(lesson, step, said))


def end(session: Session) -> None:
    """Leave the lesson; the two worlds stay as they are."""
    session.act(CONTROL, lambda choice: replace(choice, lesson=None), keep=False)


def settle(session: Session) -> None:
    """Hide the outcomes or show them, as the lesson says now, and remember what was predicted."""
    lesson = session.lesson
    hiding = session.hiding - {CONTROL}
    session.hiding = hiding | {CONTROL} if progress.hides(lesson) else hiding
    if lesson is not None:
        known = dict(session.predicted.get(lesson.address, {}))
        session.predicted = {**session.predicted, lesson.address: known | lesson.predictions}


def follow(session: Session, step: tuple[str, int] | None) -> None:
    """Bring a page to a step of a lesson, or out of any: what a room pushes. One's own predictions stay."""
    if step is None:
        session.choice = replace(session.choice, lesson=None)
    else:
        name, number = step
        said = session.predicted.get(name, {})
        session.choice = at_place(session.choice, progress.at(name, number, dict(said)))
    session.past = ()
    settle(session)


def _place(choice: Choice) -> LessonPlace:
    if choice.lesson is None:
        raise InputError("lesson", "-", "no lesson is open")
    return choice.lesson


def _of(said: object, key: str) -> Any:
    """What a message of the browser says under a key, or InputError: browsers may send anything."""
    if not isinstance(said, Mapping) or key not in said:
        raise InputError("message", said, f"must be a table with {key}")
    return said[key]
