"""One room: what was pushed, what is locked, whether outcomes wait, who is in it and what they expect.

Every method may be called from any thread. What an instructor does names who asks, and is refused to anybody
but the one who opened the room. Nothing of a person is kept but a nickname with the answers given under it,
and that goes with the room.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from jiaosuo.dashboard.rooms.beat import Beat
from jiaosuo.dashboard.rooms.book import Book
from jiaosuo.dashboard.rooms.names import as_nickname, numbered
from jiaosuo.dashboard.rooms.question import Question
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

MOST_TRAINEES = 200
AWAY_AFTER = 6.0
"""Seconds without a sign of life after which a trainee counts as away."""

NOT_YOURS = N_("Only the instructor who opened the room can do this.")
FULL = N_("The room is full.")
LOCKED = N_("The instructor has locked this.")
NOT_IN_ROOM = N_("You are not in this room.")
OVER = N_("The room is closed.")
ANSWER_RULE = N_("The answer must be one of those shown.")
NOT_ASKED = N_("This is not asked now.")
ALREADY_SHOWN = N_("The outcomes have been shown already.")


@dataclass(frozen=True)
class Trainee:
    """A trainee: where they are, what they expect, when they were seen last."""

    nickname: str
    where: str = ""
    expects: str = ""
    seen: float = 0.0


@dataclass(frozen=True)
class RoomState:
    """What all in the room share; `number` grows with every change.

    `pushed` counts what was pushed, `link` holds it, `lesson` its step. `waits`: outcomes are hidden until
    all have answered; `shown`: they were revealed. `spread`: the answers are shown, with the right `answer`.
    `together`: all pages follow the instructor's clock, which is told by its last `beat`. `by_default`: which
    of the two a lesson has put on by itself, and ends with it.
    """

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
    together: bool = False
    beat: Beat | None = None
    by_default: frozenset[str] = frozenset()

    @property
    def hides(self) -> bool:
        """Whether outcomes are hidden now."""
        return self.waits and not self.shown and not self.over


@dataclass
class Room:
    """A room with its code; `instructor` is who opened it (a fingerprint, as is every `who`).

    `clock`: seconds by which is known who is here; `wall`: seconds UTC, by which answers are dated.
    """

    code: str
    instructor: str
    clock: Callable[[], float] = time.monotonic
    state: RoomState = field(default_factory=RoomState)
    trainees: dict[str, Trainee] = field(default_factory=dict)
    book: Book = field(default_factory=Book)
    wall: Callable[[], float] = time.time
    _changed: threading.Condition = field(default_factory=lambda: threading.Condition(threading.RLock()))

    def __post_init__(self) -> None:
        self.last_active = self.clock()

    # What the instructor does

    def is_led_by(self, who: str) -> bool:
        """Whether this is the instructor."""
        return hmac.compare_digest(self.instructor, who)

    def push(
        self, who: str, link: str, lesson: tuple[str, int] | None = None, before_answer: bool = False
    ) -> None:
        """Show everybody what a link holds, or a step of a lesson; what was asked in another one is over.

        A lesson that begins ties the clocks, and hides the outcomes if its step comes `before_answer`; what
        the instructor has switched by hand stays.
        """
        with self._as_instructor(who):
            asked, before = self.state.question, self.state.lesson
            if asked is None or not lesson or asked.lesson != lesson[0]:
                self._ask(None)
            if before and (not lesson or before[0] != lesson[0]):
                self._change(**dict.fromkeys(self.state.by_default, False), by_default=frozenset())
            if lesson and (not before or before[0] != lesson[0]):
                self._begin(before_answer)
            self._change(pushed=self.state.pushed + 1, link=link, lesson=lesson)

    def beat(self, who: str, minute: float, playing: bool, speed: float) -> None:
        """The instructor's clock stands at a minute of the run, and goes on from it (minutes a second)."""
        with self._as_instructor(who):
            number = self.state.beat.number + 1 if self.state.beat else 1
            self._change(beat=Beat(number, minute, playing, speed, self.wall()))

    def tie(self, who: str, on: bool) -> None:
        """Have all pages follow the instructor's clock, or no longer."""
        with self._as_instructor(who):
            self._change(together=on, by_default=self.state.by_default - {"together"})

    def lock(self, who: str, names: Iterable[str]) -> None:
        """Lock these and nothing else."""
        with self._as_instructor(who):
            self._change(locks=frozenset(names))

    def wait(self, who: str, on: bool) -> None:
        """Hide the outcomes until everybody who is here has said what they expect; or no longer."""
        with self._as_instructor(who):
            by_default = self.state.by_default - {"waits"}
            self._change(waits=on, shown=self.state.shown and not on, by_default=by_default)
            self._reveal_if_all_have_answered()

    def ask(self, who: str, question: Question | None) -> None:
        """Ask something of everybody; outcomes that wait, wait for this."""
        with self._as_instructor(who):
            self._ask(question)

    def reveal(self, who: str) -> None:
        """Show the outcomes now, even if some have not answered yet."""
        with self._as_instructor(who):
            self._change(shown=True)

    def show_spread(self, who: str, answer: str) -> None:
        """Show what was expected beside what came out: one of the answers, or nothing known yet."""
        with self._as_instructor(who):
            asked = self.state.question
            if asked is None or (answer and answer not in asked.choices):
                raise InputError("answer", answer, ANSWER_RULE)
            self.book.came_out(answer)
            self._change(spread=True, shown=True, answer=answer)

    def came_out(self, who: str, answer: str) -> None:
        """Take down what came out of what is asked; it is shown to nobody by that."""
        with self._as_instructor(who):
            asked = self.state.question
            if asked is None or answer not in asked.choices:
                raise InputError("answer", answer, ANSWER_RULE)
            if self.book.came_out(answer):
                self._change()

    def remove(self, who: str, nickname: str) -> None:
        """Remove a trainee."""
        with self._as_instructor(who):
            for trainee in [trainee for trainee, each in self.trainees.items() if each.nickname == nickname]:
                self._forget(trainee)
            self._reveal_if_all_have_answered()
            self._change()

    def close(self, who: str) -> None:
        """The room is over."""
        with self._as_instructor(who):
            self.end()

    def check(self, who: str) -> None:
        """InputError for anybody but the instructor, and once the room is over."""
        if not self.is_led_by(who):
            raise InputError("room", self.code, NOT_YOURS)
        if self.state.over:
            raise InputError("room", self.code, OVER)

    # What a trainee does

    def join(self, who: str, nickname: object) -> Trainee:
        """A trainee by nickname; who is in the room stays, and may change the name."""
        name = as_nickname(nickname)
        with self._changed:
            if self.state.over:
                raise InputError("room", self.code, OVER)
            others = {each.nickname for trainee, each in self.trainees.items() if trainee != who}
            if who not in self.trainees and len(self.trainees) >= MOST_TRAINEES:
                raise InputError("room", self.code, FULL)
            before = self.trainees.get(who, Trainee(name))
            self.trainees[who] = replace(before, nickname=numbered(name, others), seen=self.clock())
            return self.trainees[who]

    def leave(self, who: str) -> None:
        """Leave; the room remembers nothing of the trainee but answers without a name."""
        with self._changed:
            self._forget(who)
            self._reveal_if_all_have_answered()

    def seen(self, who: str, where: str = "") -> None:
        """A sign of life, from the instructor too."""
        with self._changed:
            now = self.last_active = self.clock()
            if (trainee := self.trainees.get(who)) is not None:
                self.trainees[who] = replace(trainee, seen=now, where=where or trainee.where)
            self._reveal_if_all_have_answered()

    def predict(self, who: str, lesson: str, step: int, choice: str) -> None:
        """What a trainee expects; may be changed until outcomes are shown."""
        with self._changed:
            asked, trainee = self.state.question, self.trainees.get(who)
            if trainee is None:
                raise InputError("room", self.code, NOT_IN_ROOM)
            if asked is None or asked.key != (lesson, step):
                raise InputError("prediction", lesson or step, NOT_ASKED)
            if choice not in asked.choices:
                raise InputError("prediction", choice, ANSWER_RULE)
            if self.state.shown:
                raise InputError("prediction", choice, ALREADY_SHOWN)
            self.trainees[who] = replace(trainee, expects=choice)
            self.book.answer(who, choice, self.wall())
            self._reveal_if_all_have_answered()

    # What can be read

    def held(self) -> threading.Condition:
        """The lock, for whoever reads several things that must belong together."""
        return self._changed

    def is_here(self, trainee: Trainee) -> bool:
        """Whether a trainee's page was heard of lately."""
        return self.clock() - trainee.seen < AWAY_AFTER

    def list_trainees(self) -> tuple[Trainee, ...]:
        """All trainees in the order in which they came."""
        with self._changed:
            return tuple(self.trainees.values())

    def count_answers(self) -> tuple[int, int]:
        """How many of those who are here have said what they expect, of how many."""
        with self._changed:
            here = [each for each in self.trainees.values() if self.is_here(each) or each.expects]
            return sum(bool(each.expects) for each in here), len(here)

    def counts(self) -> dict[str, int]:
        """How many expect each answer."""
        with self._changed:
            asked = self.state.question
            found = Counter(each.expects for each in self.trainees.values())
            return {choice: found[choice] for choice in (asked.choices if asked else ())}

    def outcome(self) -> str:
        """Which answer came out of what is asked, once it is known and shown; else empty."""
        with self._changed:
            last = self.book.asked.get(self.book.count)
            return last.came if last and self.state.question and self.state.shown else ""

    def wait_for_change(self, known: int, seconds: float) -> RoomState:
        """The state as soon as it is newer than `known`, at the latest after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.number > known, seconds)
            return self.state

    def end(self) -> None:
        """Over, with all that was kept of anybody."""
        with self._changed:
            self.trainees.clear()
            self.book.clear()
            self._change(over=True, locks=frozenset(), question=None)

    # Within

    def _as_instructor(self, who: str) -> threading.Condition:
        """The lock, given to nobody but the one who opened the room."""
        self.check(who)
        self.last_active = self.clock()
        return self._changed

    def _change(self, **changed: object) -> None:
        self.state = replace(self.state, number=self.state.number + 1, **changed)  # type: ignore[arg-type]
        self._changed.notify_all()

    def _ask(self, question: Question | None) -> None:
        self.trainees = {trainee: replace(each, expects="") for trainee, each in self.trainees.items()}
        if question is not None:
            self.book.ask(question, self.state.link, self.wall())
        self._change(question=question, shown=False, spread=False, answer="")

    def _begin(self, before_answer: bool) -> None:
        """What a lesson puts on by itself, where the instructor has not."""
        put = {name for name in ("together", *(["waits"] if before_answer else [])) if not self._is_on(name)}
        self._change(**dict.fromkeys(put, True), by_default=frozenset(put))

    def _is_on(self, name: str) -> bool:
        return bool(getattr(self.state, name))

    def _forget(self, who: str) -> None:
        self.trainees.pop(who, None)
        self.book.forget(who)

    def _reveal_if_all_have_answered(self) -> None:
        if self.state.hides and self.state.question is not None:
            done, of = self.count_answers()
            if done == of > 0:
                self._change(shown=True)
