"""A visitor's page in a room: what the visitor may do, and how the page follows the room's state.

Who asks is the session that the server knows the page by, never anything that the page says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.openings import with_story
from jiaosuo.dashboard.choice.session import RoomClock, Session, error_sentence
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.dashboard.results import verdict
from jiaosuo.dashboard.rooms import locks as lock
from jiaosuo.dashboard.rooms import teaching
from jiaosuo.dashboard.rooms.beat import check_beat
from jiaosuo.dashboard.rooms.question import Question, own_question
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from jiaosuo.dashboard.rooms.room import OVER, Room, RoomState
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, translate

REASON = "room"
WORLDS = ("left", "right", "same")
"""Answers to the question that can be asked of any two worlds: which side does better?"""

ONLY_SHOWS = N_("The window for the wall only shows.")
SHOW_FIRST = N_("Show the outcomes first: the class has not seen what came out.")


@dataclass
class Participant:
    """One page of a visitor, in a room or not; `error` is the sentence of what could not be done last.

    `address`: where it comes from; `host`: the name under which it asked for this server. `typed`: the code
    that came with the link. `wants_door`: whether the visitor asked for the form to open or join a room.
    `on_wall`: whether this page is the window that an instructor's session has opened for the wall: it
    follows the room as a trainee's page does, but is nobody, and does nothing.
    `outcomes`: what came out of the lesson's question asked last, once it is known. `counted`: by step, the
    number of the question in the room's book to which this page's answer was given.
    """

    session: Session
    rooms: RoomRegistry
    who: str
    address: str = ""
    host: str = ""
    typed: str = ""
    wants_door: bool = False
    on_wall: bool = False
    error: str = ""
    pushed: int = 0
    known: RoomState = field(default_factory=RoomState)
    outcomes: dict[tuple[str, int], str] = field(default_factory=dict)
    counted: dict[tuple[str, int], int] = field(default_factory=dict)

    def resume(self) -> None:
        """Go on in the room where this visitor is already, after a reload say."""
        self.session.gate = self.gate
        if (room := self.room) is not None:
            self.pushed = room.state.pushed if self.is_instructor else 0
            self.apply(room.state)

    @property
    def room(self) -> Room | None:
        """The room that this visitor joined or opened."""
        return self.rooms.of(self.who)

    @property
    def is_instructor(self) -> bool:
        """Whether this page is the desk of the instructor of a room."""
        return not self.on_wall and (room := self.room) is not None and room.is_led_by(self.who)

    # What the room makes of the page

    def apply(self, state: RoomState) -> None:
        """Follow the state of the room; whoever calls has the page drawn again."""
        self.known = state
        room = self.room
        inside = room is not None and not state.over
        self._tie(state, inside)
        if inside and not self.is_instructor and state.pushed > self.pushed:
            self.pushed = state.pushed
            self._follow(state)
        seated = inside and not self.is_instructor and not self.on_wall
        self.session.on_predict = self.predict if seated else None
        self.session.locked = state.locks if seated else frozenset()
        self._know(state, seated)
        others = self.session.hiding - {REASON}
        self.session.hiding = others | {REASON} if inside and state.hides else others

    def _tie(self, state: RoomState, inside: bool) -> None:
        """The player's clock is tied to the instructor's, or leads, or is the visitor's own."""
        session, leads = self.session, inside and self.is_instructor
        session.on_play = self.beat if leads else None
        if not inside or not (leads or state.together or self.on_wall):
            session.clock = None
            return
        beat, before = state.beat, session.clock
        if before is not None and before.leads == leads and (leads or before.number == _number(state)):
            return
        if beat is None:
            session.clock = RoomClock(leads)
        else:
            minute = beat.minute_at(self._room_time())
            session.clock = RoomClock(leads, beat.number, minute, beat.playing, beat.speed)

    def _room_time(self) -> float:
        return room.wall() if (room := self.room) is not None else 0.0

    def _know(self, state: RoomState, seated: bool) -> None:
        """The lesson of this page knows what the room knows of its question: answered, shown, asked anew."""
        asked, room = state.question, self.room
        if room is None or asked is None or not asked.lesson:
            return
        trainee = room.trainees.get(self.who) if seated else None
        expects = trainee.expects if trainee else ""
        before = self.session.predicted.get(asked.lesson, {}).get(asked.step, "")
        if seated and not expects and not state.shown and before in asked.choices:
            if self.counted.get(asked.key, room.book.count) == room.book.count:
                room.predict(self.who, asked.lesson, asked.step, before)  # said before it was asked
            else:
                before = ""  # asked once more: what was said the last time is no answer
        if expects or before:
            self.counted[asked.key] = room.book.count
        teaching.know(self.session, asked, expects or before, state.shown)

    def sent_out(self, why: str) -> None:
        """The room is no longer this visitor's; the page goes on alone."""
        self.typed, self.wants_door = "", False
        self.session.notes = (*self.session.notes, translate(why, self.session.choice.language))
        self.apply(RoomState())

    def _follow(self, state: RoomState) -> None:
        session, spoken = self.session, self.session.choice.language
        session.choice = replace(link.read(state.link, spoken)[0], language=spoken)
        session.past, session.errors, session.notes = (), {}, ()
        teaching.follow(session, state.lesson)

    def gate(self, before: Choice, after: Choice) -> None:
        """InputError for a change of what is locked here; what the instructor does is not held up."""
        room = self.room
        if self.on_wall and before != after:
            raise InputError("room", room.code if room else "", ONLY_SHOWS)
        if room is not None and not self.is_instructor:
            lock.check(before, after, room.state.locks)

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

    def toggle_door(self, *_: object) -> None:
        """Show the form to open or join a room, or put it away."""
        self.wants_door = not (self.wants_door or self.typed)
        self.typed = ""
        self.session.changed()

    def open(self) -> None:
        """Open a room whose trainees begin with what is on this page."""
        room = self.rooms.open(self.who)
        room.lock(self.who, [lock.PLACE])
        self.push_page()
        self.apply(room.state)

    def join(self, said: object) -> None:
        """Join a room by code and nickname."""
        message = said if isinstance(said, Mapping) else {}
        room = self.rooms.find(message.get("code"), self.address)
        if room.is_led_by(self.who):
            return
        if (before := self.room) is not None and before is not room:
            before.leave(self.who)
        room.join(self.who, message.get("nickname"))
        self.pushed = 0
        self.apply(room.state)

    def leave(self) -> None:
        """Leave the room and go on alone."""
        if (room := self.room) is not None and not self.is_instructor:
            room.leave(self.who)
        self.typed, self.wants_door = "", False
        self.apply(RoomState())

    def predict(self, lesson: str, step: int, choice: str) -> None:
        """Say what one expects; what the room does not ask now is said to oneself."""
        room = self.room
        if room is not None and (asked := room.state.question) is not None and asked.key == (lesson, step):
            room.predict(self.who, lesson, step, choice)

    def expects(self, choice: object) -> None:
        """Answer what is asked now."""
        room = self._inside()
        if (asked := room.state.question) is not None:
            room.predict(self.who, asked.lesson, asked.step, str(choice))

    # What the instructor does; the room asks each time who it is

    def push(self, said: object) -> None:
        """Show everybody something: `{"what": "page"}`, a story by name, or a lesson by name and step."""
        message = said if isinstance(said, Mapping) else {}
        if message.get("what") == "story":
            self.push_story(message.get("name"))
        elif message.get("what") == "lesson":
            self.push_lesson(message)
        else:
            self.push_page()

    def beat(self, said: object) -> None:
        """This page's clock was played, paused, or set to another minute or speed."""
        with suppress(InputError):  # a room that is over by now, or no beat: the page's own clock goes on
            if (room := self.room) is not None and self.is_instructor:
                room.beat(self.who, *check_beat(said))

    def tie(self, on: object) -> None:
        """Have all pages follow this page's clock, or no longer."""
        self._inside().tie(self.who, on is True)

    def next_for_all(self) -> None:
        """Show everybody what comes next: the next step of the lesson, or the next story."""
        room = self._inside()
        room.check(self.who)
        kind, name, step = self.what_is_next(room.state)
        if kind == "story":
            self.push_story(name)
            return
        if teaching.comes_after_showing(room.state.lesson, (name, step)) and room.state.hides:
            raise InputError("lesson", name, SHOW_FIRST)
        self.push_lesson({"name": name, "step": step})

    def what_is_next(self, state: RoomState) -> tuple[str, str, int]:
        """What comes after what all see: ("lesson", its address, step) or ("story", its name, 0)."""
        if state.lesson is not None:
            return ("lesson", *teaching.after(*state.lesson))
        names, story = list(STORIES), link.read(state.link)[0].story
        return "story", names[(names.index(story) + 1) % len(names)] if story in names else names[0], 0

    def push_page(self) -> None:
        """Show everybody what is on this page, and no prediction that was made on it."""
        if (at := self.session.lesson) is not None:
            return self.push_lesson({"name": at.address, "step": at.step})
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
        room, message = self._inside(), said if isinstance(said, Mapping) else {}
        room.check(self.who)
        name, step = teaching.check(message.get("name"), message.get("step"))
        teaching.follow(self.session, (name, step))
        plain = replace(self.session.choice, lesson=None)
        before_answer = teaching.comes_before_answer(name, step)
        room.push(self.who, link.query(plain), (name, step), before_answer)
        if choices := teaching.choices(name, step, plain.language):
            room.ask(self.who, Question(name, step, tuple(each["name"] for each in choices)))

    def ask(self) -> None:
        """Ask everybody which side will do better."""
        room = self._inside()
        room.ask(self.who, Question("", room.state.pushed, WORLDS, self.session.choice.focus))

    def ask_own(self, said: object) -> None:
        """Ask everybody something in one's own words: `{"text": ..., "choices": [...]}`."""
        room, message = self._inside(), said if isinstance(said, Mapping) else {}
        room.check(self.who)
        room.ask(self.who, own_question(message.get("text"), message.get("choices"), room.state.number + 1))

    def note_outcome(self) -> None:
        """Take down for the record of the class what came out, once this page knows it."""
        room = self.room
        with suppress(InputError):  # another question by now
            if room is not None and self.is_instructor and (answer := self.answer(room.state)):
                room.came_out(self.who, answer)

    def lock(self, names: object) -> None:
        """Lock these and nothing else."""
        self._inside().lock(self.who, lock.check_names(names))

    def wait(self, on: object) -> None:
        """Hide outcomes until all have said what they expect, or no longer."""
        self._inside().wait(self.who, on is True)

    def reveal(self) -> None:
        """Show the outcomes now."""
        self._inside().reveal(self.who)

    def show_spread(self) -> None:
        """Show what was expected, beside what the worlds of this page gave."""
        room = self._inside()
        room.show_spread(self.who, self.answer(room.state))

    def remove(self, nickname: object) -> None:
        """Remove a trainee."""
        self._inside().remove(self.who, str(nickname))

    def close(self) -> None:
        """The room is over."""
        self._inside().close(self.who)
        self.typed, self.wants_door = "", False
        self.apply(RoomState())

    def answer(self, state: RoomState) -> str:
        """Which answer the worlds gave, as far as this page knows; empty: not known yet."""
        asked, result = state.question, self.session.result
        if asked is None or asked.own:
            return ""
        if asked.lesson:
            if not self.outcomes.get(asked.key):
                self.outcomes = {asked.key: teaching.answer(asked.lesson, asked.step)}
            return self.outcomes[asked.key]
        if result is None or not self.shows_pushed(state):
            return ""
        better = verdict.is_better(result, asked.focus)
        return "same" if better is None else "right" if better else "left"

    def shows_pushed(self, state: RoomState) -> bool:
        """Whether this page shows the very worlds that were pushed."""
        return bool(state.link) and link.read(state.link)[0].comparison == self.session.choice.comparison

    def _inside(self) -> Room:
        room = self.room
        if room is None:
            raise InputError("room", self.typed, OVER)
        if self.on_wall:
            raise InputError("room", room.code, ONLY_SHOWS)
        return room


def _number(state: RoomState) -> int:
    return state.beat.number if state.beat else 0
