"""A lesson in another county than the one it is written for: which can have it, and how it lies there."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.levers import check_move
from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.choice.places import Place
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons.lesson import Lesson, LessonScene
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

WHOLE_PATH = N_("the lesson tells of the years of its own place")
PLAYED_HERE = N_(
    "The worlds of this lesson, and what came out in them, are those of {county}. Where its words name "
    "{home}, they mean that place."
)


def home(lesson: Lesson) -> str:
    """The place that a lesson is written for: that of its first scene."""
    return lesson.scenes[0].place


@lru_cache(maxsize=256)
def laid_out(name: str, county: str) -> Lesson:
    """A lesson by name with the scenes of its own place in a county; InputError where it cannot have them.

    A scene of a further place stays there: it is what the county is held against.
    """
    lesson = LESSONS[name]
    if county in ("", home(lesson)):
        return lesson
    if lesson.years:
        raise InputError("county", county, WHOLE_PATH)
    moved = (_moved(each, county) if each.place == home(lesson) else each for each in lesson.scenes)
    return replace(lesson, scenes=tuple(moved))


def _moved(scene: LessonScene, county: str) -> LessonScene:
    """The scene in a county, under the staffing that the county has; InputError for what it cannot have."""
    places.check_rule(county, scene.left)
    places.check_rule(county, scene.right)
    moved = replace(scene, place=county, staffings=None)
    comparison = scene_comparison(moved)
    for side in (comparison.left, comparison.right):
        for lever, value in side.values:
            check_move(comparison, lever, value, 0)
    return moved


def counties(lesson: Lesson, language: str) -> tuple[Place, ...]:
    """The places that can have a lesson: the one it is written for, one's own, then the shipped ones."""
    written_for, playing = home(LESSONS[lesson.name]), home(lesson)
    others = (*places.own_in_menu(playing, language), *places.places_in_menu(playing, language))
    fitting = (each for each in others if each.name != written_for and fits(lesson, each.name))
    return (places.describe_place(written_for, language), *fitting)


def fits(lesson: Lesson, county: str) -> bool:
    """Whether a county can have a lesson."""
    try:
        laid_out(lesson.name, county)
    except InputError:
        return False
    return True


def whose(lesson: Lesson, language: str) -> str:
    """A sentence that says in which county a lesson is played; empty in the one it is written for."""
    both = home(lesson), home(LESSONS[lesson.name])
    if both[0] == both[1]:
        return ""
    county, written_for = (places.describe_place(each, language).title for each in both)
    return speaker(language)(PLAYED_HERE, county=county, home=written_for)
