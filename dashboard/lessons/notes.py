"""What who leads a class has of a step: the time, the aim, what trainees think, what to ask, what to do next.

Trainees are never shown it: the page gives it to the session that leads a room, the command line to whoever
prepares a class.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from jiaosuo.dashboard.lessons.lesson import Lesson, Step
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.model.core.words import N_

TITLE = N_("Notes for who leads")
TIME = N_("{minutes} min")
LABELS = {
    "aim": N_("Aim"), "think": N_("What trainees usually think"), "ask": N_("To ask"),
    "next": N_("What to do next"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One note of a step, under its label."""

    label: str
    text: str


@dataclass(frozen=True)
class StepNotes:
    """The notes of a step in one language; `time` is empty where the lesson gives none."""

    title: str
    time: str
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        """The same as the browser takes it."""
        return asdict(self)


def time_of(step: Step, language: str) -> str:
    """How long a step takes, in words; empty where the lesson does not say."""
    return "" if step.minutes is None else speaker(language)(TIME, minutes=f"{step.minutes:g}")


def notes(lesson: Lesson, step: int, language: str) -> StepNotes | None:
    """The notes of a step, counted from 0; None where it has none, as a lesson made in Python may."""
    _, written = speaker(language), lesson.steps[step].notes
    if written is None:
        return None
    lines = (Line(_(label), _(getattr(written, key))) for key, label in LABELS.items())
    return StepNotes(_(TITLE), time_of(lesson.steps[step], language), tuple(lines))


def plan(lesson: Lesson, headings: dict[str, str], language: str) -> list[str]:
    """The whole lesson with its notes, as lines to read in the evening; no world is run for it."""
    _ = speaker(language)
    lines = [_(lesson.title), _(TITLE), ""]
    for number, step in enumerate(lesson.steps):
        time = time_of(step, language)
        lines += [f"{number + 1}. {_(headings[step.kind])}" + (f" ({time})" if time else "")]
        lines += [f"   {_(each)}" for each in step.words]
        if step.question:
            lines += [f"   {_(step.question)}", *(f"   ( ) {_(each.words)}" for each in step.choices)]
        if (said := notes(lesson, number, language)) is not None:
            lines += [f"   > {each.label}: {each.text}" for each in said.lines]
        lines += [""]
    return lines[:-1]
