"""A lesson on paper: A4 pages to print, for trainees with space to write, or for who leads with the notes.

Trainees' pages hold no words of a reveal and not the reason: on paper one reads them before one is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno

from jiaosuo.dashboard.lessons import elsewhere, findings_text
from jiaosuo.dashboard.lessons.lesson import Lesson, Step
from jiaosuo.dashboard.lessons.notes import StepNotes, notes, time_of
from jiaosuo.dashboard.lessons.panel import HEADINGS
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

BECAUSE = N_("Because:")
CAME_OUT = N_("What came out, with one interval:")
OWN_WORDS = N_("The reason, in your own words:")
ANSWER = N_("My answer:")
EXPLAINED = N_("the reason is written for this answer")
TOLD = N_("Told in this step: {names}.")
NO_LINK = N_("must be an address that begins with http:// or https://")
ROOM = {"predict": (BECAUSE, 2), "reveal": (CAME_OUT, 3), "reason": (OWN_WORDS, 4), "home": (ANSWER, 4)}
"""Lines to write on, by kind of step, and what stands before them."""

BEFORE_IT_IS_TOLD = ("situation", "predict", "home")
"""Kinds of step whose words a trainee may read in advance."""


@dataclass(frozen=True)
class PrintedStep:
    """A step as it is printed. `choices`: the words of each; `lines`: how many to write on below `prompt`."""

    number: int
    heading: str
    time: str
    paragraphs: tuple[str, ...]
    question: str
    choices: tuple[str, ...]
    sources: tuple[str, ...]
    told: str
    prompt: str
    lines: int
    notes: StepNotes | None


def handout(lesson: Lesson, language: str, *, leads: bool = False, link: str = "") -> str:
    """The pages as one file of HTML with sizes of A4.

    Parameters
    ----------
    lesson : in the county that it plays in
    language : `en` or `zh_CN`
    leads : for who leads, with notes, times, the reason and which answer it is written for
    link : an address that is printed as a QR code too; empty: none

    Raises
    ------
    InputError : a link that no browser opens
    """
    # templates and their drawing library: the page opens without this
    from jiaosuo.experiments.pages.templating import html

    _ = speaker(language)
    return html(
        "handout.html.jinja",
        language,
        title=_(lesson.title),
        whose=elsewhere.whose(lesson, language),
        leads=leads,
        minutes=lesson.minutes,
        steps=list(_steps(lesson, language, leads)),
        link=link,
        code=_code(link) if link else "",
    )


def write_handout(lesson: Lesson, file: Path, language: str, *, leads: bool = False, link: str = "") -> Path:
    """Write the pages, whole or not at all; InputError unless it is an .html file that can be written."""
    # the page opens without this
    from jiaosuo.experiments.provenance.files import check_writable
    from jiaosuo.model.core.files import put

    if file.suffix.lower() not in (".html", ".htm"):
        allowed = "must end with .html: print it, or save it as PDF, from a browser"
        raise InputError("--handout", str(file), allowed)
    check_writable(file, "--handout")
    return put(file, handout(lesson, language, leads=leads, link=link).encode())


def _steps(lesson: Lesson, language: str, leads: bool) -> Iterator[PrintedStep]:
    _ = speaker(language)
    for number, step in enumerate(lesson.steps):
        prompt, lines = ROOM.get(step.kind, ("", 0))
        words = step.words if leads or step.kind in BEFORE_IT_IS_TOLD else ()
        yield PrintedStep(
            number=number + 1,
            heading=_(HEADINGS[step.kind]),
            time=time_of(step, language) if leads else "",
            paragraphs=tuple(map(_, words)),
            question=_(step.question),
            choices=tuple(_choices(step, language, leads)),
            sources=tuple(map(_, step.sources if leads or step.kind != "reason" else ())),
            told=_told(lesson, step, language) if leads else "",
            prompt="" if leads else _(prompt),
            lines=0 if leads else lines,
            notes=notes(lesson, number, language) if leads else None,
        )


def _choices(step: Step, language: str, leads: bool) -> Iterator[str]:
    _ = speaker(language)
    for each in step.choices:
        is_explained = leads and each.id == step.expected
        yield _("{title} ({unit})", title=_(each.words), unit=_(EXPLAINED)) if is_explained else _(each.words)


def _told(lesson: Lesson, step: Step, language: str) -> str:
    _ = speaker(language)
    names = [findings_text.heading(lesson, each, language) for each in step.contrasts]
    return _(TOLD, names=_("; ").join(names)) if names else ""


def _code(link: str) -> str:
    """The address as a QR code, drawn as SVG."""
    if not link.startswith(("http://", "https://")):
        raise InputError("--link", link, NO_LINK)
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()
