"""A page in a room: what its visitor may do, and what the room's news make of the page.

Who asks is the session that the server knows the page by, never anything that the page says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.openings import with_story
from jiaosuo.dashboard.choice.session import Session, error_sentence
from jiaosuo.dashboard.results import verdict
from jiaosuo.dashboard.rooms import locks as lock
from jiaosuo.dashboard.rooms import teaching
from jiaosuo.dashboard.rooms.registry import Rooms
from jiaosuo.dashboard.rooms.room import OVER, Question, Room, Told
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate

REASON = "room"
WORLDS = ("left", "right", "same")
"""Answers to the question that can be asked of any two worlds: which side does better?"""


@dataclass
class Seat:
    """One page of a visitor, in a room or not; `error` is the sentence of what could not be done last.

    `address`: where it comes from; `host`: the name under which it asked for this server. `typed`: the code
    that came with the link. `wants`: whether the visitor wants to see the door of the rooms.
    `came`: what came out of the lesson's question asked last, once it is known.
    """

    session: Session
    rooms: Rooms
    who: str
    address: str = ""
    host: str = ""
    typed: str = ""
    wants: bool = False
    error: str = ""
    pushed: int = 0
    known: Told = field(default_factory=Told)
    came: dict[tuple[str, int], str] = field(default_factory=dict)

    def enter(self) -> None:
        """Take the seat that this visitor has already, after a reload say."""
        self.session.gate = self.gate
        if (room := self.room) is not None:
            self.pushed = room.told.pushed if self.keeps else 0
            self.hear(room.told)

    @property
    def room(self) -> Room | None:
        """The room in which this visitor sits, or which they opened."""
        return self.rooms.of(self.who)

    @property
    def keeps(self) -> bool:
        """Whether this visitor is the instructor of their room."""
        return (room := self.room) is not None and room.is_kept_by(self.who)

    # What the room makes of the page

    def hear(self, told: Told) -> None:
        """Follow what all in the room are told; whoever calls has the page drawn again."""
        self.known = told
        room = self.room
        inside = room is not None and not told.over
        if inside and not self.keeps and told.pushed > self.pushed:
            self.pushed = told.pushed
            self._follow(told)
        self.session.on_predict = self.predict if inside and not self.keeps else None
        others = self.session.hiding - {REASON}
        self.session.hiding = others | {REASON} if inside and told.hides else others

    def out(self, why: str) -> None:
        """The room is no longer this visitor's; the page goes on alone."""
        self.typed, self.wants = "", False
        self.session.notes = (*self.session.notes, translate(why, self.session.choice.language))
        self.hear(Told())

    def _follow(self, told: Told) -> None:
        session, spoken = self.session, self.session.choice.language
        session.choice = replace(link.read(told.link, spoken)[0], language=spoken)
        session.past, session.errors, session.notes = (), {}, ()
        teaching.follow(session, told.lesson)

    def gate(self, before: Choice, after: Choice) -> None:
        """InputError for a change of what is locked here; what the instructor does is not held up."""
        room = self.room
        if room is not None and not self.keeps:
            lock.check(before, after, room.told.locks)

    # What the visitor does

    def do(self, action: Callable[[], Any]) -> None:
        """Try an action; what is refused becomes a sentence in the panel."""
        language, self.error = self.session.choice.language, ""
        try:
            action()
        except InputError as error:
            self.error = translate(error.allowed, language)
        except Exception as error:
            self.error = error_sentence(error, language)
        self.session.changed()

    def knock(self, *_: object) -> None:
        """Show the door of the rooms, or put it away."""
        self.wants = not (self.wants or self.typed)
        self.typed = ""
        self.session.changed()

    def open(self) -> None:
        """Open a room whose trainees begin with what is on this page."""
        room = self.rooms.open(self.who)
        room.lock(self.who, [lock.PLACE])
        self.push_page()
        self.hear(room.told)

    def join(self, said: object) -> None:
        """Sit down in a room by code and nickname."""
        told = said if isinstance(said, Mapping) else {}
        room = self.rooms.find(told.get("code"), self.address)
        if room.is_kept_by(self.who):
            return
        if (before := self.room) is not None and before is not room:
            before.leave(self.who)
        room.join(self.who, told.get("nickname"))
        self.pushed = 0
        self.hear(room.told)

    def leave(self) -> None:
        """Give the seat back and go on alone."""
        if (room := self.room) is not None and not self.keeps:
            room.leave(self.who)
        self.typed, self.wants = "", False
        self.hear(Told())

    def predict(self, lesson: str, step: int, choice: str) -> None:
        """Say what one expects; what the room does not ask now is said to oneself."""
        room = self.room
        if room is not None and (asked := room.told.question) is not None and asked.key == (lesson, step):
            room.predict(self.who, lesson, step, choice)

    def expects(self, choice: object) -> None:
        """Answer what is asked now."""
        room = self._inside()
        if (asked := room.told.question) is not None:
            room.predict(self.who, asked.lesson, asked.step, str(choice))

    # What the instructor does; the room asks each time who it is

    def push(self, said: object) -> None:
        """Show everybody something: `{"what": "page"}`, a story by name, or a lesson by name and step."""
        told = said if isinstance(said, Mapping) else {}
        if told.get("what") == "story":
            self.push_story(told.get("name"))
        elif told.get("what") == "lesson":
            self.push_lesson(told)
        else:
            self.push_page()

    def push_page(self) -> None:
        """Show everybody what is on this page, and no prediction that was made on it."""
        if (at := self.session.lesson) is not None:
            return self.push_lesson({"name": at.name, "step": at.step})
        self._inside().push(self.who, link.query(self.session.choice))

    def push_story(self, name: object) -> None:
        """Show everybody a story, here too."""
        room = self._inside()
        choice = with_story(self.session.choice, name)
        room.push(self.who, link.query(choice))
        self.session.choice = choice
        teaching.follow(self.session, None)

    def push_lesson(self, said: object) -> None:
        """Show everybody a step of a lesson, here too; a step that asks, asks the room."""
        room, told = self._inside(), said if isinstance(said, Mapping) else {}
        room.check(self.who)
        name, step = teaching.check(told.get("name"), told.get("step"))
        teaching.follow(self.session, (name, step))
        plain = replace(self.session.choice, lesson=None)
        room.push(self.who, link.query(plain), (name, step))
        if choices := teaching.choices(name, step, plain.language):
            room.ask(self.who, Question(name, step, tuple(each["name"] for each in choices)))

    def ask(self) -> None:
        """Ask everybody which side will do better."""
        room = self._inside()
        room.ask(self.who, Question("", room.told.pushed, WORLDS, self.session.choice.focus))

    def lock(self, names: object) -> None:
        """Lock these and nothing else."""
        self._inside().lock(self.who, lock.check_names(names))

    def wait(self, on: object) -> None:
        """Hide outcomes until all have said what they expect, or no longer."""
        self._inside().wait(self.who, on is True)

    def show(self) -> None:
        """Show the outcomes now."""
        self._inside().show(self.who)

    def spread(self) -> None:
        """Show what was expected, beside what the worlds of this page gave."""
        room = self._inside()
        room.spread(self.who, self.answer(room.told))

    def send_away(self, nickname: object) -> None:
        """Take a seat away."""
        self._inside().send_away(self.who, str(nickname))

    def close(self) -> None:
        """The room is over."""
        self._inside().close(self.who)
        self.typed, self.wants = "", False
        self.hear(Told())

    def answer(self, told: Told) -> str:
        """Which answer the worlds gave, as far as this page knows; empty: not known yet."""
        asked, result = told.question, self.session.result
        if asked is None:
            return ""
        if asked.lesson:
            if not self.came.get(asked.key):
                self.came = {asked.key: teaching.answer(asked.lesson, asked.step)}
            return self.came[asked.key]
        if result is None or not self.is_of_pushed(told):
            return ""
        better = verdict.is_better(result, asked.focus)
        return "same" if better is None else "right" if better else "left"

    def is_of_pushed(self, told: Told) -> bool:
        """Whether this page shows the very worlds that were pushed."""
        return bool(told.link) and link.read(told.link)[0].comparison == self.session.choice.comparison

    def _inside(self) -> Room:
        room = self.room
        if room is None:
            raise InputError("room", self.typed, OVER)
        return room
