"""What a class is asked: a lesson's question, which of two worlds does better, or one in one's own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

LONGEST_TEXT, LONGEST_CHOICE = 200, 80
FEWEST_CHOICES, MOST_CHOICES = 2, 6
LONGEST_SENT = 2_000
"""Characters of a text that a browser may send: what is longer is not even made plain."""

ASKED_OF_WORLDS = N_("{title}: which side will do better?")
ANSWERS = {
    "left": N_("Left does better: {left}"), "right": N_("Right does better: {right}"),
    "same": N_("Not distinguishable"),
}  # fmt: skip
"""What is asked of two worlds, and what may be answered."""

TEXT_RULE = N_("A question must have 1 to 200 characters.")
CHOICES_RULE = N_("A question takes 2 to 6 answers.")
CHOICE_RULE = N_("Each answer must have 1 to 80 characters.")
TWICE_RULE = N_("Each answer must stand there once.")


@dataclass(frozen=True)
class Question:
    """What is asked: of a lesson's step, of the pushed worlds by an outcome, or in own words.

    `choices`: the answers by name. `text`: own words of the instructor, with the `labels` of the choices in
    their order; empty where the page has words for it in each reader's language.
    """

    lesson: str
    step: int
    choices: tuple[str, ...]
    focus: str = ""
    text: str = ""
    labels: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """By what it is known again."""
        return self.lesson, self.step

    @property
    def own(self) -> bool:
        """Whether it is asked in the instructor's own words; then no world can answer it."""
        return bool(self.text)


def own_question(text: object, labels: object, number: int) -> Question:
    """A question in own words, with 2 to 6 answers; `number` tells it from others. InputError."""
    asked = _plain(text)
    if not 0 < len(asked) <= LONGEST_TEXT:
        raise InputError("question", text, TEXT_RULE)
    if not isinstance(labels, list) or not FEWEST_CHOICES <= len(labels) <= MOST_CHOICES:
        raise InputError("question", labels, CHOICES_RULE)
    said = [_plain(each) for each in labels]
    _check_labels(said)
    names = tuple(str(place + 1) for place in range(len(said)))
    return Question("", number, names, text=asked, labels=tuple(said))


def _check_labels(said: Sequence[str]) -> None:
    for each in said:
        if not 0 < len(each) <= LONGEST_CHOICE:
            raise InputError("question", each, CHOICE_RULE)
    if len({each.casefold() for each in said}) < len(said):
        raise InputError("question", list(said), TWICE_RULE)


def _plain(typed: Any) -> str:
    """A text without signs that cannot be seen, on one line; empty for what is none or far too long."""
    if not isinstance(typed, str) or len(typed) > LONGEST_SENT:
        return ""
    text = unicodedata.normalize("NFC", typed)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
