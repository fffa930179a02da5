"""Whether a lesson's file fits together: what is named is declared, and both languages say the same."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.lessons.fault import must_know, refuse
from jiaosuo.dashboard.lessons.forms import ClaimForm, LessonForm, LessonWords, StepForm, StepWords
from jiaosuo.dashboard.lessons.ways import Ways
from jiaosuo.model.core.words import N_
from jiaosuo.model.outcomes import OUTCOMES

ONCE = N_("each name only once")
SITUATION_FIRST = N_("the first step must be the situation, and the last two the reason and home")
PREDICT_FIRST = N_("a step that predicts must stand before each reveal")
TELLS = N_("only a reveal or the reason tells a contrast")
LAST_LINKS = N_("only the last step links pages")
ASKS = N_("a step that predicts has a question, 2 to 4 choices and an answer; no other step has them")
WAY_OF_A_CLAIM = N_("must say how it goes (goes), or with than and at_most what it is at most")
NO_BRACES = N_("must be a text whose braces hold names, such as {size}")
SAME_AS_ENGLISH = N_("must be as in English: as many, under the same names, with the same placeholders")


def check_lesson(form: LessonForm, ways: Ways, where: str) -> None:
    """InputError for a name that is used and not declared, or steps that are no lesson."""
    scenes = [each.name for each in form.scenes]
    for field, names in (
        ("scenes", scenes),
        ("steps", [each.name for each in form.steps]),
        ("contrasts", [each.name for each in ways.contrasts]),
        ("told", [each.name for each in ways.told]),
    ):
        _once(where, field, names)
    _check_order(form, where)
    for number, scene in enumerate(form.scenes, start=1):
        must_know(where, f"scene {number}, focus", scene.focus, OUTCOMES)
        must_know(where, f"scene {number}, lever", scene.lever, LABELS)
    for number, step in enumerate(form.steps, start=1):
        _check_step(step, scenes, [each.name for each in ways.told], where, number)
    known = [each.name for each in ways.contrasts]
    _check_ways(form, ways, where, known, scenes)
    for number, claim in enumerate(form.claims, start=1):
        _check_claim(claim, known, where, number)


def check_words(form: LessonForm, ways: Ways, said: LessonWords, english: LessonWords, where: str) -> None:
    """InputError for words that are missing, belong to nothing, or are not as those in English."""
    _same_names(where, "scenes", said.scenes, [each.name for each in form.scenes])
    _same_names(where, "steps", said.steps, [each.name for each in form.steps])
    _same_names(where, "told", said.told, [each.name for each in ways.told])
    for number, step in enumerate(form.steps, start=1):
        at, own = f"{where}: step {number} ({step.name})", said.steps[step.name]
        _check_step_words(step, own, english.steps[step.name], at)
    for each in ways.told:
        _same_names(where, f"told {each.name}", said.told[each.name], each.LINES)
        for line, allowed in each.LINES.items():
            field = f"told {each.name}, {line}"
            found = _placeholders(said.told[each.name][line], where, field)
            for name in sorted(found - allowed):
                must_know(where, field, name, allowed)
            if found != _placeholders(english.told[each.name][line], where, field):
                refuse(where, field, said.told[each.name][line], SAME_AS_ENGLISH)


def _check_order(form: LessonForm, where: str) -> None:
    kinds = [each.kind for each in form.steps]
    if kinds[0] != "situation" or kinds[-2:] != ["reason", "home"]:
        refuse(where, "steps", ", ".join(kinds), SITUATION_FIRST)
    for number, kind in enumerate(kinds):
        if kind == "reveal" and kinds[number - 1] != "predict":
            refuse(where, f"step {number + 1}, kind", kind, PREDICT_FIRST)


def _check_step(step: StepForm, scenes: list[str], told: list[str], where: str, number: int) -> None:
    at = f"step {number} ({step.name})"
    if step.scene:
        must_know(where, f"{at}, scene", step.scene, scenes)
    for contrast in step.contrasts:
        must_know(where, f"{at}, contrast {contrast.name}, scene", contrast.scene, scenes)
        must_know(where, f"{at}, contrast {contrast.name}, outcome", contrast.outcome, OUTCOMES)
    if step.contrasts and step.kind not in ("reveal", "reason"):
        refuse(where, f"{at}, contrasts", step.kind, TELLS)
    if step.readings and step.kind != "home":
        refuse(where, f"{at}, readings", step.kind, LAST_LINKS)
    for name in step.told:
        must_know(where, f"{at}, told", name, told)
    _once(where, f"{at}, choices", step.choices)
    asks = step.kind == "predict"
    if asks != (step.answer is not None) or asks != (2 <= len(step.choices) <= 4):
        refuse(where, f"{at}, choices", ", ".join(step.choices), ASKS)
    if asks or step.expected:
        must_know(where, f"{at}, expected", step.expected, step.choices)


def _check_ways(form: LessonForm, ways: Ways, where: str, known: list[str], scenes: list[str]) -> None:
    for step in form.steps:
        if (answer := ways.answers.get(step.name)) is None:
            continue
        for key, name in answer.contrasts().items():
            must_know(where, f"step {step.name}, answer, {key}", name, known)
        for key, name in answer.choices().items():
            must_know(where, f"step {step.name}, answer, {key}", name, step.choices)
        if (scene := getattr(answer, "scene", None)) is not None:
            must_know(where, f"step {step.name}, answer, scene", scene, scenes)
        for name in getattr(answer, "measures", ()):
            must_know(where, f"step {step.name}, answer, measures", name, OUTCOMES)
    for each in ways.told:
        for key, name in each.contrasts().items():
            must_know(where, f"told {each.name}, {key}", name, known)
        for key, name in each.of_scenes().items():
            must_know(where, f"told {each.name}, {key}", name, scenes)
        for name in getattr(each, "measures", ()):
            must_know(where, f"told {each.name}, measures", name, OUTCOMES)


def _check_claim(claim: ClaimForm, known: list[str], where: str, number: int) -> None:
    at = f"claim {number}"
    must_know(where, f"{at}, contrast", claim.contrast, known)
    if claim.than:
        must_know(where, f"{at}, than", claim.than, known)
    is_size = claim.at_most is not None
    if (
        is_size == (claim.goes is not None)
        or ((is_size or claim.side) and not claim.than)
        or (is_size and claim.side)
    ):
        refuse(where, at, claim.contrast, WAY_OF_A_CLAIM)


def _check_step_words(step: StepForm, said: StepWords, english: StepWords, where: str) -> None:
    if bool(said.question) != (step.kind == "predict"):
        refuse(where, "question", said.question, ASKS)
    _same_names(where, "choices", said.choices, step.choices)
    _same_names(where, "readings", said.readings, step.readings)
    if step.kind == "situation" and not said.sources:
        refuse(where, "sources", "", "must be a list of texts")
    for field in ("words", "sources"):
        own, other = getattr(said, field), getattr(english, field)
        if len(own) != len(other) or not all(own):
            refuse(where, field, f"{len(own)}, {len(other)}", SAME_AS_ENGLISH)
    if (said.notes is None) != (english.notes is None):
        refuse(where, "notes", "-", SAME_AS_ENGLISH)


def _same_names(where: str, field: str, said: Mapping[str, object], names: Iterable[str]) -> None:
    """InputError for a name in words that is not declared, or one declared that has no words."""
    declared = list(names)
    for name in said:
        must_know(where, field, name, declared)
    for name in declared:
        if name not in said or not said[name]:
            refuse(where, f"{field}, {name}", "", "must be a text")


def _once(where: str, field: str, names: Collection[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            refuse(where, field, name, ONCE)


def _placeholders(text: str, where: str, field: str) -> set[str]:
    try:
        found = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        refuse(where, field, text, NO_BRACES)
    if not all(name.isidentifier() for name in found):
        refuse(where, field, text, NO_BRACES)
    return found
