"""What the lesson's panel shows at a step, as plain data; nothing that came out before it was predicted."""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.lessons import course, evidence_text
from jiaosuo.dashboard.lessons.evidence import Evidence
from jiaosuo.dashboard.lessons.lesson import Step
from jiaosuo.dashboard.lessons.progress import LessonPlace
from jiaosuo.model.core.words import N_, speaker

WORDS = {
    "next": N_("Next"), "back": N_("Back"), "end": N_("Leave the lesson"), "look": N_("To the two worlds"),
    "say": N_("This is what I expect"), "choose": N_("Choose one of the answers first."),
    "steps": N_("Steps of the lesson"), "sources": N_("Sources"), "worlds": N_("worlds run"),
    "scale": N_("In per cent of the left side; line: 95 % interval"), "better": N_("for the better"),
    "worse": N_("for the worse"), "open": N_("not distinguishable"),
    "svg": N_("Figure (SVG)"), "png": N_("Figure (PNG)"),
}  # fmt: skip
HEADINGS = {
    "situation": N_("The situation"), "predict": N_("What do you expect?"), "reveal": N_("What came out"),
    "reason": N_("The reason"), "home": N_("To take home"),
}  # fmt: skip
PROGRESS = N_("Step {step} of {of} · about {minutes} minutes in all")
WAITING = N_("{done} of {wanted} worlds are run; nothing is said before the last.")
HELD = N_("What came out is shown as soon as your instructor shows it.")
FAILED = N_("{n} worlds could not be run: left out on both sides.")


def menu(language: str) -> list[dict[str, str]]:
    """The lessons, to choose from."""
    return [{"name": each.name, "title": speaker(language)(each.title)} for each in course()]


def panel(session: Session, evidence: Evidence | None) -> dict[str, Any] | None:
    """All that the panel takes; None outside a lesson."""
    place = session.lesson
    if place is None:
        return None
    lesson, language = place.lesson, session.choice.language
    _, step = speaker(language), lesson.steps[place.step]
    known = evidence if evidence is not None and evidence.lesson is lesson else Evidence(lesson)
    shown = {
        "words": {key: _(word) for key, word in WORDS.items()},
        "title": _(lesson.title),
        "step": place.step,
        "steps": [
            {"step": number, "name": _(HEADINGS[each.kind]), "kind": each.kind}
            for number, each in enumerate(lesson.steps)
        ],
        "progress": _(PROGRESS, step=place.step + 1, of=len(lesson.steps), minutes=lesson.minutes),
        "heading": _(HEADINGS[step.kind]),
        "paragraphs": [_(each) for each in step.words],
        "sources": [_(each) for each in step.sources],
        "question": _(step.question),
        "choices": [{"id": each.id, "words": _(each.words)} for each in step.choices],
        "said": place.predictions.get(place.step, ""),
        "waiting": None,
        "answers": [],
        "told": [],
        "claims": [],
        "bars": {"rows": [], "zero": 0},
        "notes": [],
        "files": False,
        "may_go_on": step.kind != "predict" or place.step in place.predictions,
        "error": " ".join(filter(None, (session.errors.get("lesson"), session.errors.get("take")))),
    }
    return shown | _came_out(session, place, step, known) if step.kind in ("reveal", "reason") else shown


def _came_out(session: Session, place: LessonPlace, step: Step, known: Evidence) -> dict[str, Any]:
    """What a step tells of the worlds, once it may and they are all run."""
    language = session.choice.language
    _ = speaker(language)
    words: dict[str, Any] = {} if step.kind == "reveal" else {"paragraphs": []}
    if session.hidden:
        return words | {"notes": [_(HELD)]}
    if not known.complete:
        done = {"done": known.done, "wanted": max(known.wanted, 1)}
        return words | {"waiting": done | {"text": _(WAITING, **done)}}
    failed = [_(FAILED, n=len(known.failed))] if known.failed else []
    found: dict[str, Any] = {
        "told": step.told(known, language),
        "claims": evidence_text.claims(known, step, language),
        "bars": evidence_text.laid_out(evidence_text.bars(known, step, language)),
        "notes": failed,
        "files": bool(step.claims or known.lesson.years),
    }
    if step.kind == "reveal":
        asked = [each for each in place.lesson.predicts if each < place.step][-1]
        said = place.predictions.get(asked, "")
        return found | {"answers": evidence_text.outcome_words(known, asked, said, language)}
    if not evidence_text.is_as_expected(known):
        found["paragraphs"] = [_(evidence_text.OTHERWISE)]
    return found
