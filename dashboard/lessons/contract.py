"""What every lesson and every story keeps."""

from __future__ import annotations

from collections.abc import Iterator

from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.choice.places import check_rule, opening_staffing
from jiaosuo.dashboard.choice.scene import Scene
from jiaosuo.dashboard.choice.stories import Story
from jiaosuo.dashboard.lessons.lesson import KINDS, Lesson
from jiaosuo.dashboard.lessons.text import Text, speaker
from jiaosuo.model.core.words import CHINESE, translate
from jiaosuo.model.outcomes import OUTCOMES


def it_goes_from_the_situation_to_home_and_asks_before_it_tells(lesson: Lesson) -> None:
    """Situation, then a prediction before each reveal, then the reason and a question to take home."""
    kinds = [step.kind for step in lesson.steps]
    assert kinds[:1] == ["situation"], "steps: the first must be the situation"
    assert kinds[-2:] == ["reason", "home"], "steps: the last two must be the reason and home"
    assert set(kinds) == set(KINDS), f"steps: must be of all of these: {', '.join(KINDS)}"
    for number, step in enumerate(lesson.steps):
        if step.kind == "reveal":
            assert kinds[number - 1] == "predict", "steps: a prediction must come before each reveal"
        assert step.kind == "home" or not step.readings, "steps: only the last one links what came out"
        tells = step.kind in ("reveal", "reason")
        assert tells or not step.contrasts, "steps: only a reveal or the reason tells a contrast"


def what_it_names_is_there(lesson: Lesson) -> None:
    """Its scenes can be opened, and its contrasts are of outcomes and scenes that there are."""
    for scene in lesson.scenes:
        _opens(scene)
    names = [contrast.name for step in lesson.steps for contrast in step.contrasts]
    assert len(set(names)) == len(names), "contrasts: two have one name"
    for step in lesson.steps:
        for contrast in step.contrasts:
            assert contrast.outcome in OUTCOMES, f"contrasts: there is no outcome {contrast.outcome}"
            assert lesson.scene(contrast.scene)
        if step.kind == "predict":
            assert 2 <= len(step.choices) <= 4, "choices: a prediction has two to four"
            expected = [each.id for each in step.choices]
            assert step.expected in expected, f"expected: must be one of {', '.join(expected)}"
    assert lesson.steps[0].sources, "sources: the situation must say where it is from"


def its_words_are_told_in_both_languages(lesson: Lesson) -> None:
    """Of a lesson's file: by its words; of one made in Python: by the mapping CHINESE of its plug-in."""
    for text in all_words(lesson):
        assert isinstance(text, Text) or speaker(CHINESE)(text) != text, f"it has no Chinese form: {text}"


def all_words(lesson: Lesson) -> Iterator[str]:
    """Every text that a lesson shows to trainees."""
    yield lesson.title
    yield from (scene.title for scene in lesson.scenes)
    for step in lesson.steps:
        yield from (*step.words, *step.sources)
        yield from filter(None, [step.question])
        yield from (option.words for option in step.choices)
        yield from (reading.words for reading in step.readings)


LESSON = (
    it_goes_from_the_situation_to_home_and_asks_before_it_tells,
    what_it_names_is_there,
    its_words_are_told_in_both_languages,
)


def a_story_opens(story: Story) -> None:
    """Its place, rules and levers are there, and its title is a question in both languages."""
    _opens(story)
    assert story.title.endswith("?"), "title: must be a question"
    assert translate(story.title, CHINESE) != story.title, "title: has no Chinese form"


STORY = (a_story_opens,)


def _opens(scene: Scene) -> None:
    assert check_rule(scene.place, scene.left)
    assert check_rule(scene.place, scene.right)
    comparison = scene_comparison(scene)
    staffings = scene.staffings or (opening_staffing(scene.place),) * 2
    assert (comparison.left.staffing, comparison.right.staffing) == staffings
