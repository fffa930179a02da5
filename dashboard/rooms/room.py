"""One room: what was pushed, what is locked, whether outcomes wait, who sits in it and what they expect.

Every method may be called from any thread. What an instructor does names who asks, and is refused to anybody
but the one who opened the room. Nothing of a person is kept but a nickname, and that goes with the room.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from jiaosuo.dashboard.rooms.names import as_nickname, numbered
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

MOST_MEMBERS = 60
AWAY_AFTER = 6.0
"""Seconds without a sign of life after which a trainee counts as away."""

NOT_YOURS = N_("Only the instructor who opened the room can do this.")
FULL = N_("The room is full.")
LOCKED = N_("The instructor has locked this.")
NO_SEAT = N_("You are not in this room.")
OVER = N_("The room is closed.")
CHOICE_WANTED = N_("One of the answers is wanted.")
NOT_ASKED = N_("This is not asked now.")
LOOKED = N_("The outcomes have been shown already.")


@dataclass(frozen=True)
class Question:
    """What is asked: of a lesson's step, or of the pushed worlds by an outcome; the answers by name."""

    lesson: str
    step: int
    choices: tuple[str, ...]
    focus: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """By what it is known again."""
        return self.lesson, self.step


@dataclass(frozen=True)
class Member:
    """A trainee: where they are, what they expect, when they were seen last."""

    nickname: str
    where: str = ""
    expects: str = ""
    seen: float = 0.0


@dataclass(frozen=True)
class Told:
    """What all in the room are told; `number` is new whenever anything of it is."""

    number: int = 0
    pushed: int = 0
    link: str = ""
    lesson: tuple[str, int] | None = None
    locks: frozenset[str] = frozenset()
    waits: bool = False
    shown: bool = False
    question: Question | None = None
    answer: str = ""
    spread: bool = False
    over: bool = False

    @property
    def hides(self) -> bool:
        """Whether outcomes are hidden now."""
        return self.waits and not self.shown and not self.over


@dataclass
class Room:
    """A room with its code; `keeper` is who opened it (a fingerprint, as is every `who`)."""

    code: str
    keeper: str
    clock: Callable[[], float] = time.monotonic
    told: Told = field(default_factory=Told)
    members: dict[str, Member] = field(default_factory=dict)
    _news: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    def __post_init__(self) -> None:
        self.touched = self.clock()

    # What the instructor does

    def is_kept_by(self, who: str) -> bool:
        """Whether this is the instructor."""
        return hmac.compare_digest(self.keeper, who)

    def push(self, who: str, link: str, lesson: tuple[str, int] | None = None) -> None:
        """Show everybody what a link holds, or a step of a lesson; what was asked in another one is over."""
        with self._kept(who):
            asked = self.told.question
            if asked is None or not lesson or asked.lesson != lesson[0]:
                self._ask(None)
            self._say(pushed=self.told.pushed + 1, link=link, lesson=lesson)

    def lock(self, who: str, names: Iterable[str]) -> None:
        """Lock these and nothing else."""
        with self._kept(who):
            self._say(locks=frozenset(names))

    def wait(self, who: str, on: bool) -> None:
        """Hide the outcomes until everybody who is here has said what they expect; or no longer."""
        with self._kept(who):
            self._say(waits=on, shown=self.told.shown and not on)
            self._show_if_all_have_said()

    def ask(self, who: str, question: Question | None) -> None:
        """Ask something of everybody; outcomes that wait, wait for this."""
        with self._kept(who):
            self._ask(question)

    def show(self, who: str) -> None:
        """Show the outcomes now, whoever has not said anything yet."""
        with self._kept(who):
            self._say(shown=True)

    def spread(self, who: str, answer: str) -> None:
        """Show what was expected beside what came out: one of the answers, or nothing known yet."""
        with self._kept(who):
            asked = self.told.question
            if asked is None or (answer and answer not in asked.choices):
                raise InputError("answer", answer, CHOICE_WANTED)
            self._say(spread=True, shown=True, answer=answer)

    def send_away(self, who: str, nickname: str) -> None:
        """Take a seat away."""
        with self._kept(who):
            for seat in [seat for seat, each in self.members.items() if each.nickname == nickname]:
                del self.members[seat]
            self._show_if_all_have_said()
            self._say()

    def close(self, who: str) -> None:
        """The room is over."""
        with self._kept(who):
            self.end()

    def check(self, who: str) -> None:
        """InputError for anybody but the instructor, and once the room is over."""
        if not self.is_kept_by(who):
            raise InputError("room", self.code, NOT_YOURS)
        if self.told.over:
            raise InputError("room", self.code, OVER)

    # What a trainee does

    def join(self, who: str, nickname: object) -> Member:
        """A seat by nickname; who has one keeps it, and may change the name."""
        name = as_nickname(nickname)
        with self._news:
            if self.told.over:
                raise InputError("room", self.code, OVER)
            others = {each.nickname for seat, each in self.members.items() if seat != who}
            if who not in self.members and len(self.members) >= MOST_MEMBERS:
                raise InputError("room", self.code, FULL)
            before = self.members.get(who, Member(name))
            self.members[who] = replace(before, nickname=numbered(name, others), seen=self.clock())
            return self.members[who]

    def leave(self, who: str) -> None:
        """Give the seat back; the room remembers nothing of it."""
        with self._news:
            self.members.pop(who, None)
            self._show_if_all_have_said()

    def seen(self, who: str, where: str = "") -> None:
        """A sign of life, from the instructor too."""
        with self._news:
            now = self.touched = self.clock()
            if (member := self.members.get(who)) is not None:
                self.members[who] = replace(member, seen=now, where=where or member.where)
            self._show_if_all_have_said()

    def predict(self, who: str, lesson: str, step: int, choice: str) -> None:
        """What a trainee expects; may be changed until outcomes are shown."""
        with self._news:
            asked, member = self.told.question, self.members.get(who)
            if member is None:
                raise InputError("room", self.code, NO_SEAT)
            if asked is None or asked.key != (lesson, step):
                raise InputError("prediction", lesson or step, NOT_ASKED)
            if choice not in asked.choices:
                raise InputError("prediction", choice, CHOICE_WANTED)
            if self.told.shown:
                raise InputError("prediction", choice, LOOKED)
            self.members[who] = replace(member, expects=choice)
            self._show_if_all_have_said()

    # What can be read

    def is_here(self, member: Member) -> bool:
        """Whether a trainee's page was heard of lately."""
        return self.clock() - member.seen < AWAY_AFTER

    def seats(self) -> tuple[Member, ...]:
        """All trainees in the order in which they came."""
        with self._news:
            return tuple(self.members.values())

    def said(self) -> tuple[int, int]:
        """How many of those who are here have said what they expect, of how many."""
        with self._news:
            here = [each for each in self.members.values() if self.is_here(each) or each.expects]
            return sum(bool(each.expects) for each in here), len(here)

    def counts(self) -> dict[str, int]:
        """How many expect each answer."""
        with self._news:
            asked = self.told.question
            found = Counter(each.expects for each in self.members.values())
            return {choice: found[choice] for choice in (asked.choices if asked else ())}

    def news(self, known: int, seconds: float) -> Told:
        """What all are told, as soon as it is newer than `known`, at the latest after some seconds."""
        with self._news:
            self._news.wait_for(lambda: self.told.number > known, seconds)
            return self.told

    def end(self) -> None:
        """Over, with all that was kept of anybody."""
        with self._news:
            self.members.clear()
            self._say(over=True, locks=frozenset(), question=None)

    # Within

    def _kept(self, who: str) -> threading.Condition:
        """The lock, for the one who opened the room."""
        self.check(who)
        self.touched = self.clock()
        return self._news

    def _say(self, **changed: object) -> None:
        self.told = replace(self.told, number=self.told.number + 1, **changed)  # type: ignore[arg-type]
        self._news.notify_all()

    def _ask(self, question: Question | None) -> None:
        self.members = {seat: replace(each, expects="") for seat, each in self.members.items()}
        self._say(question=question, shown=False, spread=False, answer="")

    def _show_if_all_have_said(self) -> None:
        if self.told.hides and self.told.question is not None:
            done, of = self.said()
            if done == of > 0:
                self._say(shown=True)
