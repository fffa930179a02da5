"""Contrasts, answers and sentences of a lesson as its file declares them, by the ways that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.lessons.answer_forms import ANSWERS, AnswerForm
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.fault import read_form, refuse
from jiaosuo.dashboard.lessons.forms import LessonForm, StepForm
from jiaosuo.dashboard.lessons.told_forms import TOLD, ToldForm
from jiaosuo.model.core.errors import unknown


@dataclass(frozen=True)
class Ways:
    """`contrasts` in the order of the steps; `answers` by the step that asks; `told`: what is worked out."""

    contrasts: tuple[Contrast, ...]
    answers: Mapping[str, AnswerForm]
    told: tuple[ToldForm, ...]


def read_ways(form: LessonForm, where: str) -> Ways:
    """The ways that a lesson names; InputError for one that is not known, or has other keys."""
    contrasts = tuple(
        Contrast(
            each.name,
            each.scene,
            each.outcome,
            None if each.years is None else (each.years[0], each.years[1]),
        )
        for step in form.steps
        for each in step.contrasts
    )
    asked = [(number, step) for number, step in enumerate(form.steps, start=1) if step.answer is not None]
    answers = {step.name: _answer(step, f"{where}: step {number}, answer") for number, step in asked}
    told = (_told(each, f"{where}: told {number}") for number, each in enumerate(form.told, start=1))
    return Ways(contrasts, answers, tuple(told))


def _answer(step: StepForm, where: str) -> AnswerForm:
    table = step.answer or {}
    return read_form(_way(table, ANSWERS, where), table, where)


def _told(table: dict[str, Any], where: str) -> ToldForm:
    return read_form(_way(table, TOLD, where), table, where)


def _way[T](table: dict[str, Any], ways: Mapping[str, type[T]], where: str) -> type[T]:
    """The form of a way, by its key `by`."""
    if "by" not in table:
        refuse(where, "by", ", ".join(table), "must be a table with by")
    name = table["by"]
    if not isinstance(name, str) or name not in ways:
        raise unknown(f"{where}, by", name, ways)
    return ways[name]
