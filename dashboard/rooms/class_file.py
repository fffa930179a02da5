"""The record of a class as a file: a row for each answer, in the words of the reader, safe to open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import outcomes, places
from jiaosuo.dashboard.choice.session import WORLDS
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.rooms import teaching
from jiaosuo.dashboard.rooms.book import Answer, Asked
from jiaosuo.dashboard.rooms.question import ANSWERS, ASKED_OF_WORLDS, Question
from jiaosuo.dashboard.rooms.room import Room
from jiaosuo.experiments.provenance.csvw import csv_bytes
from jiaosuo.model.core.words import N_, speaker

if TYPE_CHECKING:
    import polars as pl

COLUMNS = {
    "number": N_("Question no."), "asked": N_("Asked at (UTC)"), "lesson": N_("Lesson"), "step": N_("Step"),
    "place": N_("Place"), "left": N_("Left"), "right": N_("Right"), "seeds": N_("Seeds"), "days": N_("Days"),
    "question": N_("Question"), "nickname": N_("Nickname"), "answer": N_("Answer"),
    "answered": N_("Answered at (UTC)"), "came": N_("What came out"),
}  # fmt: skip
NAMELESS = N_("(has left the room)")
SEEDS = N_("{first} to {last}")


def file_name(room: Room) -> str:
    """What the file is called, whoever saves it."""
    return f"class-{room.code}.csv"


def class_file(room: Room, language: str) -> bytes:
    """Who answered what and when, as a CSV; no cell of it is taken for a formula."""
    return csv_bytes(class_frame(room, language))


def class_frame(room: Room, language: str) -> pl.DataFrame:
    """One row an answer, and one for a question that nobody answered; all columns are texts but the first."""
    # heavy: only who asks for a table pays
    import polars as pl

    _ = speaker(language)
    with room.held():
        names = {who: each.nickname for who, each in room.trainees.items()}
        rows = [_row(*each, language) for each in room.book.rows(names)]
    titles = {key: _(word) for key, word in COLUMNS.items()}
    types = {titles[key]: pl.Int64 if key == "number" else pl.String for key in COLUMNS}
    return pl.DataFrame([{titles[key]: row[key] for key in COLUMNS} for row in rows], schema=types)


def _row(asked: Asked, nickname: str, answer: Answer | None, language: str) -> Mapping[str, str | int]:
    _ = speaker(language)
    comparison = link.read(asked.link)[0].comparison
    question, labels = asked.question, _labels(asked, language)
    taught = question.lesson and teaching.is_known(*question.key)
    left, right = side_names(comparison, language)
    seeds = _(SEEDS, first=comparison.seed, last=comparison.seed + WORLDS - 1)
    return {
        "number": asked.number,
        "asked": _time(asked.at),
        "lesson": teaching.title(question.lesson, 0, language) if taught else question.lesson,
        "step": str(question.step + 1) if question.lesson else "",
        "place": places.describe_place(comparison.place, language).title,
        "left": left,
        "right": right,
        "seeds": seeds,
        "days": f"{comparison.days:g}",
        "question": _words(question, language),
        "nickname": nickname or (_(NAMELESS) if answer else ""),
        "answer": labels.get(answer.choice, answer.choice) if answer else "",
        "answered": _time(answer.at) if answer else "",
        "came": labels.get(asked.came, ""),
    }


def _labels(asked: Asked, language: str) -> Mapping[str, str]:
    """The words of each answer to choose from; of a lesson that is no more, none."""
    question = asked.question
    if question.own:
        return dict(zip(question.choices, question.labels, strict=True))
    if question.lesson:
        known = teaching.choices(*question.key, language) if teaching.is_known(*question.key) else []
        return {each["name"]: each["label"] for each in known}
    left, right = side_names(link.read(asked.link)[0].comparison, language)
    return {name: speaker(language)(ANSWERS[name], left=left, right=right) for name in question.choices}


def _words(question: Question, language: str) -> str:
    if question.own:
        return question.text
    if question.lesson:
        return teaching.question(*question.key, language) if teaching.is_known(*question.key) else ""
    title = outcomes.title(question.focus, language)
    return speaker(language)(ASKED_OF_WORLDS, title=title)


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
