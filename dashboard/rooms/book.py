"""The book of a class: what was asked in a room and who answered what, and when, for its instructor alone.

It goes with the room. Who leaves takes the name along; the answer stays, so that the sums hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from jiaosuo.dashboard.rooms.question import Question

MOST_ASKED = 100
"""Questions that a room keeps; the first of them goes for one more."""

RECORD = "room/record.csv"
"""Where the server gives the record of the room that a session leads."""


@dataclass(frozen=True)
class Asked:
    """A question, asked at a time (UTC, s) of the worlds of `link`; `came`: which answer came out."""

    number: int
    at: float
    question: Question
    link: str = ""
    came: str = ""


@dataclass(frozen=True)
class Answer:
    """What somebody answered last to a question, and when (UTC, s)."""

    choice: str
    at: float


@dataclass
class Book:
    """Questions in the order in which they were asked, and answers by question and trainee."""

    asked: dict[int, Asked] = field(default_factory=dict)
    answers: dict[tuple[int, str], Answer] = field(default_factory=dict)
    count: int = 0

    def ask(self, question: Question, link: str, now: float) -> None:
        """Begin a page for a question."""
        self.count += 1
        self.asked[self.count] = Asked(self.count, now, question, link)
        for number in list(self.asked)[:-MOST_ASKED]:
            del self.asked[number]
            self.answers = {key: each for key, each in self.answers.items() if key[0] != number}

    def answer(self, who: str, choice: str, now: float) -> None:
        """Take down an answer to the question asked last, in place of the one before."""
        self.answers[self.count, who] = Answer(choice, now)

    def came_out(self, answer: str) -> bool:
        """Take down what came out of the question asked last; whether that was news."""
        last = self.asked.get(self.count)
        if last is None or last.came == answer:
            return False
        self.asked[self.count] = replace(last, came=answer)
        return True

    def forget(self, who: str) -> None:
        """Take the name off all that somebody answered."""
        nobody = nameless(self.answers)
        for key in [key for key in self.answers if key[1] == who]:
            self.answers[key[0], nobody] = self.answers.pop(key)

    def clear(self) -> None:
        """Forget all."""
        self.asked, self.answers = {}, {}

    def rows(self, names: Mapping[str, str]) -> Iterator[tuple[Asked, str, Answer | None]]:
        """Each question with each nickname and answer, in the order in which they came; empty: nameless.

        A question that nobody answered has one row without an answer.
        """
        for number, asked in self.asked.items():
            of_it = [(who, each) for (at, who), each in self.answers.items() if at == number]
            for who, answer in sorted(of_it, key=lambda each: each[1].at):
                yield asked, names.get(who, ""), answer
            if not of_it:
                yield asked, "", None


def nameless(taken: Mapping[tuple[int, str], Answer]) -> str:
    """Whose answers have no name: nobody's, and not those of another who left."""
    return f"left-{sum(who.startswith('left-') for _, who in taken)}"
