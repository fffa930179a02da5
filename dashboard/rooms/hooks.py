"""The page's side of a room: who the visitor is, and when the room has the page drawn again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import solara
from solara.lab import headers

from jiaosuo.dashboard.browser.polling import is_watched
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.network import ADDRESS_HEADER
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.participant import Participant
from jiaosuo.dashboard.rooms.registry import the_registry
from jiaosuo.dashboard.rooms.room import NOT_IN_ROOM, OVER, RoomState
from jiaosuo.dashboard.rooms.wall import WALL

LOOK_SECONDS = 1.0
"""Seconds between two signs of life of a page, and between two looks of an instructor at who is there."""


def use_participant(session: Session) -> Participant:
    """The visitor as a participant, in a room or not; what happens in the room draws the page again."""
    router = solara.use_router()
    participant: Participant = solara.use_memo(lambda: begin(session, router.search or ""), [])
    room = participant.room
    code = room.code if room is not None else ""
    session.room = code or participant.typed

    def start() -> Callable[[], None]:
        over = threading.Event()
        if room is not None:
            threading.Thread(
                target=follow, args=(participant, over), daemon=True, name="follows a room"
            ).start()
        return over.set

    solara.use_effect(start, [code])
    return participant


def begin(session: Session, search: str) -> Participant:
    """The participant of the session that the server knows this page by."""
    said = headers.value or {}
    address = (said.get(ADDRESS_HEADER) or ["?"])[0]
    query = parse_qs(search.removeprefix("?"))
    typed = query.get("room", [""])[0][:20]
    who, rooms = fingerprint(solara.get_session_id()), the_registry()
    # who opens the address of the wall without having opened the room gets a page as any other
    on_wall = WALL in query and rooms.led_by(who) is not None
    host = (said.get("origin") or said.get("host") or [""])[0]  # the guard has seen that they agree
    participant = Participant(session, rooms, who, address, host, typed, on_wall=on_wall)
    participant.resume()
    return participant


def follow(participant: Participant, over: threading.Event) -> None:
    """Give signs of life and follow the state of the room, until the page is closed or the room is over."""
    seen: Any = ()
    last = participant.room
    while not over.is_set() and (room := participant.room) is not None:
        last = room
        if is_watched():
            room.seen(participant.who, where(participant.session))
        known = participant.known
        state = room.wait_for_change(known.number, LOOK_SECONDS)
        if over.is_set() or state.over:
            break
        participant.note_outcome()
        if state.number != known.number:
            participant.apply(state)
            if is_seen(participant, known, state):
                participant.session.changed()
        elif (now := what_is_shown(participant)) != seen:
            seen = now
            participant.session.changed()
    if not over.is_set() and last is not None:
        participant.sent_out(OVER if last.state.over else NOT_IN_ROOM)
        participant.session.changed()


def is_seen(participant: Participant, before: RoomState, after: RoomState) -> bool:
    """Whether a page shows anything of what changed: the clock is nothing to who leads it or has one."""
    clock = participant.session.clock
    if clock is not None and not clock.leads:
        return True
    return replace(before, number=0, beat=None) != replace(after, number=0, beat=None)


def what_is_shown(participant: Participant) -> tuple[Any, ...]:
    """What a page shows of who is there: it is drawn again when this changes, and not otherwise.

    The wall shows how many have answered; a trainee's page nothing.
    """
    room = participant.room
    if room is None or not (participant.is_instructor or participant.on_wall):
        return ()
    if participant.on_wall:
        return room.count_answers()
    shown = (
        (each.nickname, each.where, bool(each.expects), room.is_here(each)) for each in room.list_trainees()
    )
    return (*shown, participant.answer(room.state))


def where(session: Session) -> str:
    """Where a visitor is: a lesson's step, a story, or a place; by name, for readers of either language."""
    choice, lesson = session.choice, getattr(session, "lesson", None)
    if lesson is not None:
        return f"lesson:{lesson.address}:{lesson.step}"
    return f"story:{choice.story}" if choice.story else f"place:{choice.comparison.place}"
