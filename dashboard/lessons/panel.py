"""What the lesson's panel shows at a step, and nothing that came out before it was predicted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.places import Place
from jiaosuo.dashboard.choice.problem import left_out
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import course, elsewhere, findings_text, moves
from jiaosuo.dashboard.lessons.asking import nothing_known
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.findings_text import Line
from jiaosuo.dashboard.lessons.lesson import Lesson, Step
from jiaosuo.dashboard.lessons.notes import StepNotes, notes
from jiaosuo.dashboard.lessons.progress import FIRST_PREDICT, NO_GUESS, lesson_of
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.results.bars import BarChart, laid_out
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_

WORDS = {
    "next": N_("Next"), "back": N_("Back"), "end": N_("Leave the lesson"), "look": N_("To the two worlds"),
    "say": N_("This is what I expect"), "choose": N_("Choose one of the answers first."),
    "steps": N_("Steps of the lesson"), "sources": N_("Sources"), "readings": N_("To read on"),
    "worlds": N_("worlds run"),
    "scale": N_("In per cent of the left side; line: 95 % interval"), "better": N_("for the better"),
    "worse": N_("for the worse"), "open": N_("not distinguishable"),
    "in_words": N_("In words"), "no_guess": N_("Show it without a guess"),
    "shown": N_("Shown without a guess of yours."),
    "svg": N_("Figure (SVG)"), "png": N_("Figure (PNG)"), "county": N_("Play the lesson in"),
    "handout": N_("To print"),
}  # fmt: skip
HEADINGS = {
    "situation": N_("The situation"), "predict": N_("What do you expect?"), "reveal": N_("What came out"),
    "reason": N_("The reason"), "home": N_("To take home"),
}  # fmt: skip
PROGRESS = N_("Step {step} of {of} · about {minutes} minutes in all")
NOT_RUN_YET = N_("What came out comes first: some of its worlds are still being run.")
WAITING = N_("{done} of {wanted} worlds are run; nothing is said before the last.")


def menu(language: str) -> list[dict[str, str]]:
    """The lessons, to choose from."""
    return [{"name": each.name, "title": speaker(language)(each.title)} for each in course()]


NO_BARS = BarChart()


@dataclass(frozen=True)
class Waiting:
    """How many worlds of a lesson are run, of how many; `text` says so."""

    done: int
    wanted: int
    text: str


@dataclass(frozen=True)
class WhatCameOut:
    """What a step tells of the worlds: empty before it may, and on steps that tell nothing."""

    waiting: Waiting | None = None
    answers: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    bars: BarChart = NO_BARS
    notes: tuple[str, ...] = ()
    files: bool = False

    def to_json(self) -> JsonObject:
        """The same under the names of the panel's template."""
        return {
            "waiting": asdict(self.waiting) if self.waiting else None,
            "answers": list(self.answers),
            "told": list(self.further),
            "claims": [line.to_json() for line in self.lines],
            "bars": self.bars.to_json(),
            "notes": list(self.notes),
            "files": self.files,
        }


@dataclass(frozen=True)
class LessonData:
    """All that the panel of a lesson shows at a step, in the visitor's language.

    `waits_for`: why there is no going on yet, in a sentence; `may_skip`: whether what comes out may be shown
    to who does not guess.
    """

    lesson: Lesson
    place: LessonPlace
    language: str
    paragraphs: tuple[str, ...]
    came_out: WhatCameOut
    error: str
    counties: tuple[Place, ...] = ()
    leads: bool = False
    waits_for: str = ""
    may_skip: bool = False

    @property
    def leader_notes(self) -> StepNotes | None:
        """The notes of the step, for the session that leads a room and no other."""
        return notes(self.lesson, self.place.step, self.language) if self.leads else None

    @property
    def handout(self) -> str:
        """Where the lesson is printed from, at its first step; with notes for who leads."""
        if self.lesson.steps[self.place.step].kind != "situation":
            return ""
        told = "&notes=1" if self.leads else ""
        return f"handout/{self.place.name}?lang={self.language}{told}"

    def to_json(self) -> JsonObject:
        """The same under the names of the panel's template."""
        _, step = speaker(self.language), self.lesson.steps[self.place.step]
        steps, minutes = self.lesson.steps, self.lesson.minutes
        return {
            "words": {key: _(word) for key, word in WORDS.items()},
            "title": _(self.lesson.title),
            "step": self.place.step,
            "steps": [
                {"step": number, "name": _(HEADINGS[each.kind]), "kind": each.kind}
                for number, each in enumerate(steps)
            ],
            "progress": _(PROGRESS, step=self.place.step + 1, of=len(steps), minutes=minutes),
            "heading": _(HEADINGS[step.kind]),
            "paragraphs": list(self.paragraphs),
            "sources": [_(each) for each in step.sources],
            "readings": [
                {"words": _(each.words), "link": f"{each.path}?lang={self.language}"}
                for each in step.readings
            ],
            "question": _(step.question),
            "choices": [{"id": each.id, "words": _(each.words)} for each in step.choices],
            "said": self.place.predictions.get(self.place.step, ""),
            "no_guess": self.place.predictions.get(self.place.step) == NO_GUESS,
            "waits_for": self.waits_for,
            "may_skip": self.may_skip,
            "error": self.error,
            "county": elsewhere.home(self.lesson),
            "counties": [{"name": each.name, "title": each.title} for each in self.counties],
            "leader": None if (said := self.leader_notes) is None else said.to_json(),
            "handout": self.handout,
            "whose": elsewhere.whose(self.lesson, self.language),
            **self.came_out.to_json(),
        }


def panel(session: Session, findings: Findings | None, *, leads: bool = False) -> LessonData | None:
    """All that the panel shows; None outside a lesson. `leads`: to the session that leads a room."""
    place = session.lesson
    if place is None:
        return None
    lesson, language = lesson_of(place), session.choice.language
    step = lesson.steps[place.step]
    known = findings if findings is not None and findings.lesson == lesson.name else nothing_known(lesson)
    came_out, words = WhatCameOut(), step.words
    if step.kind in ("reveal", "reason"):
        came_out = _came_out(session, place, known)
    if step.kind == "reason":
        words = _reason(lesson, step, known) if known.complete and not session.hidden else ()
    return LessonData(
        lesson=lesson,
        place=place,
        language=language,
        paragraphs=tuple(speaker(language)(each) for each in words),
        came_out=came_out,
        error=" ".join(filter(None, (session.errors.get("lesson"), session.errors.get("take")))),
        counties=elsewhere.counties(lesson, language) if step.kind == "situation" else (),
        leads=leads,
        waits_for=speaker(language)(_waits_for(session, place, came_out)),
        may_skip=_is_open(place) and session.on_predict is None,
    )


def _is_open(place: LessonPlace) -> bool:
    """Whether this step asks what was not answered yet."""
    return lesson_of(place).steps[place.step].kind == "predict" and place.step not in place.predictions


def _waits_for(session: Session, place: LessonPlace, came_out: WhatCameOut) -> str:
    """Why who is here cannot go on yet, as a message; empty where nothing is in the way."""
    if _is_open(place):
        return FIRST_PREDICT
    if moves.is_held(session, place):
        return moves.HELD
    return NOT_RUN_YET if came_out.waiting and lesson_of(place).steps[place.step].kind == "reveal" else ""


def _reason(lesson: Lesson, step: Step, known: Findings) -> tuple[str, ...]:
    """The reason a step gives; withdrawn where the worlds gave another answer than it explains."""
    return step.words if findings_text.is_as_expected(lesson, known) else (findings_text.OTHERWISE,)


def _came_out(session: Session, place: LessonPlace, known: Findings) -> WhatCameOut:
    """What a step tells of the worlds, once it may and they are all run."""
    lesson, language = lesson_of(place), session.choice.language
    _, step = speaker(language), lesson.steps[place.step]
    if session.hidden:
        return WhatCameOut(notes=(_(moves.HELD),))
    if not known.complete:
        done, wanted = known.done, max(known.wanted, 1)
        return WhatCameOut(waiting=Waiting(done, wanted, _(WAITING, done=done, wanted=wanted)))
    answers: tuple[str, ...] = ()
    if step.kind == "reveal":
        asked = [each for each in lesson.predicts if each < place.step][-1]
        said = place.predictions.get(asked, "")
        answers = tuple(findings_text.answer_sentences(lesson.steps[asked], known, said, language))
    return WhatCameOut(
        answers=answers,
        further=tuple(step.further(known, language)),
        lines=findings_text.lines(lesson, known, step, language),
        bars=laid_out(findings_text.bars(lesson, known, step, language)),
        notes=tuple(filter(None, [left_out(known.failed, language)])),
        files=bool(step.contrasts or lesson.years),
    )
