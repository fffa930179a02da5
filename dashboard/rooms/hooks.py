"""The page's side of a room: who asks, what the room's news draw again, and the panel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import solara
from solara.lab import headers

from jiaosuo.dashboard.browser.polling import is_watched
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import the_rooms
from jiaosuo.dashboard.rooms.room import NO_SEAT, OVER
from jiaosuo.dashboard.rooms.seat import Seat
from jiaosuo.dashboard.web.guard import ADDRESS_HEADER

LOOK = 1.0
"""Seconds between two signs of life of a page, and between two looks of an instructor at who is there."""


def use_seat(session: Session) -> Seat:
    """The visitor's seat, in a room or not; what happens in the room draws the page again."""
    router = solara.use_router()
    seat: Seat = solara.use_memo(lambda: begin(session, router.search or ""), [])
    room = seat.room
    code = room.code if room is not None else ""
    session.room = code or seat.typed

    def start() -> Callable[[], None]:
        over = threading.Event()
        if room is not None:
            threading.Thread(target=follow, args=(seat, over), daemon=True, name="follows a room").start()
        return over.set

    solara.use_effect(start, [code])
    return seat


def begin(session: Session, search: str) -> Seat:
    """The seat of the session that the server knows this page by."""
    said = headers.value or {}
    address = (said.get(ADDRESS_HEADER) or ["?"])[0]
    typed = parse_qs(search.removeprefix("?")).get("room", [""])[0][:20]
    host = (said.get("host") or [""])[0]
    seat = Seat(session, the_rooms(), fingerprint(solara.get_session_id()), address, host, typed)
    seat.enter()
    return seat


def follow(seat: Seat, over: threading.Event) -> None:
    """Give signs of life and bring the news of the room, until the page is closed or the room is over."""
    seen: Any = None
    last = seat.room
    while not over.is_set() and (room := seat.room) is not None:
        last = room
        if is_watched():
            room.seen(seat.who, where(seat.session))
        known = seat.known.number
        told = room.news(known, LOOK)
        if over.is_set() or told.over:
            break
        if told.number != known:
            seat.hear(told)
            seat.session.changed()
        elif seat.keeps and (now := seats_shown(seat)) != seen:
            seen = now
            seat.session.changed()
    if not over.is_set() and last is not None:
        seat.out(OVER if last.told.over else NO_SEAT)
        seat.session.changed()


def seats_shown(seat: Seat) -> tuple[Any, ...]:
    """What an instructor sees of the trainees: it is drawn again when this changes, and not otherwise."""
    room = seat.room
    if room is None:
        return ()
    shown = ((each.nickname, each.where, bool(each.expects), room.is_here(each)) for each in room.seats())
    return (*shown, seat.answer(room.told))


def where(session: Session) -> str:
    """Where a visitor is: a lesson's step, a story, or a place; by name, for readers of either language."""
    choice, lesson = session.choice, getattr(session, "lesson", None)
    if lesson is not None:
        return f"lesson:{lesson.name}:{lesson.step}"
    return f"story:{choice.story}" if choice.story else f"place:{choice.comparison.place}"
