"""The choices that a place, a scene and a story open with."""

from __future__ import annotations

from dataclasses import replace

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import Choice, plain_side
from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.scene import Scene
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import ENGLISH


def opening(place: str, language: str = ENGLISH) -> Choice:
    """The choice a place opens with; one's own as it is now. InputError for a place that is not there."""
    place = places.opened(place)
    (left, right), staffing = places.opening_rules(place), places.opening_staffing(place)
    comparison = Comparison(
        place=place,
        seed=1,
        days=places.describe_place(place, language).days,
        people_per_agent=places.opening_scale_factor(place),
        left=plain_side(left, staffing),
        right=plain_side(right, staffing),
    )
    return Choice(comparison, language)


def with_place(choice: Choice, place: str) -> Choice:
    """Another place, with what it opens with; language, focus, weights and prices stay."""
    fresh = opening(place, choice.language)
    return replace(fresh, focus=choice.focus, weights=choice.weights, prices=choice.prices)


def scene_choice(scene: Scene, language: str) -> Choice:
    """The choice that shows a scene."""
    opened = opening(scene.place, language)
    left, right = scene.staffings or (places.opening_staffing(scene.place),) * 2
    shares = _of_what_it_has(scene)
    comparison = replace(
        opened.comparison,
        seed=scene.seed,
        days=opened.comparison.days if scene.days is None else scene.days,
        left=plain_side(scene.left, left, {**shares, **scene.left_values}),
        right=plain_side(scene.right, right, {**shares, **scene.right_values}),
    )
    return replace(opened, comparison=comparison, focus=scene.focus, minute=scene.start)


def _of_what_it_has(scene: Scene) -> dict[str, float]:
    """Levers that a scene gives as a share, in whole units of what its place has."""
    return {
        name: float(round(share * places.scenario(scene.place)[name])) for name, share in scene.shares.items()
    }


def scene_comparison(scene: Scene) -> Comparison:
    """The two worlds of a scene."""
    return scene_choice(scene, ENGLISH).comparison


def story_choice(name: object, language: str) -> Choice:
    """The choice that a story opens with, or InputError."""
    if name not in STORIES:
        raise unknown("story", name, STORIES)
    story = STORIES[str(name)]
    return replace(scene_choice(story, language), story=story.name)


def with_story(choice: Choice, name: object) -> Choice:
    """Another story, with what it opens with; weights and prices stay.

    Without a name the story ends, and all else stays.
    """
    if not name:
        return replace(choice, story="")
    return replace(story_choice(name, choice.language), weights=choice.weights, prices=choice.prices)
