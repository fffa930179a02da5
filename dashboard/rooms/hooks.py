"""The page's side of a room: who the visitor is, and when the room has the page drawn again."""

from __future__ import annotations

import threading
from collections.abc import Callable
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
from jiaosuo.dashboard.rooms.room import NOT_IN_ROOM, OVER

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
    typed = parse_qs(search.removeprefix("?")).get("room", [""])[0][:20]
    host = (said.get("origin") or said.get("host") or [""])[0]  # the guard has seen that they agree
    participant = Participant(
        session, the_registry(), fingerprint(solara.get_session_id()), address, host, typed
    )
    participant.resume()
    return participant


def follow(participant: Participant, over: threading.Event) -> None:
    """Give signs of life and follow the state of the room, until the page is closed or the room is over."""
    seen: Any = None
    last = participant.room
    while not over.is_set() and (room := participant.room) is not None:
        last = room
        if is_watched():
            room.seen(participant.who, where(participant.session))
        known = participant.known.number
        state = room.wait_for_change(known, LOOK_SECONDS)
        if over.is_set() or state.over:
            break
        if state.number != known:
            participant.apply(state)
            participant.session.changed()
        elif participant.is_instructor and (now := trainees_shown(participant)) != seen:
            seen = now
            participant.session.changed()
    if not over.is_set() and last is not None:
        participant.sent_out(OVER if last.state.over else NOT_IN_ROOM)
        participant.session.changed()


def trainees_shown(participant: Participant) -> tuple[Any, ...]:
    """What an instructor sees of the trainees: it is drawn again when this changes, and not otherwise."""
    room = participant.room
    if room is None:
        return ()
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
