"""The window for the wall, for a projector: no names, no votes before the spread, no controls.

It is opened from the desk of the instructor, in the same browser: the session that leads the room is let in
by its cookie, and the address alone opens nothing.
"""

from __future__ import annotations

from typing import Any

from jiaosuo.dashboard.rooms import panel
from jiaosuo.dashboard.rooms.address import qr, the_address
from jiaosuo.dashboard.rooms.participant import Participant
from jiaosuo.dashboard.rooms.room import OVER
from jiaosuo.model.core.words import N_, speaker

WALL = "wall"
"""The key of the address that asks for this window."""

WORDS = {
    "room": N_("Room"), "address": N_("Address for the class"), "qr": N_("QR code of this address"),
    "spread": N_("What the class expected"), "answered": N_("What the class answered"),
    "outcome": N_("so it came out"),
}  # fmt: skip


def wall(participant: Participant, asked_host: str) -> dict[str, Any]:
    """All that the panel takes; once the room is over, nothing but a sentence."""
    language, room = participant.session.choice.language, participant.room
    words = {key: speaker(language)(word) for key, word in WORDS.items()}
    shown: dict[str, Any] = {
        "words": words,
        "code": "",
        "base": "",
        "qr": None,
        "notes": [speaker(language)(OVER)],
        "question": None,
        "spread": [],
    }
    if room is None:
        return shown
    state = participant.known if participant.known.number else room.state
    size, path = qr(the_address().link(asked_host, room.code))
    return shown | {
        "code": room.code,
        "base": the_address().base(asked_host),
        "qr": {"size": size, "path": path},
        "notes": panel.notes_of(participant, room, state),
        "question": panel.question_of(participant, state),
        "spread": panel.spread_of(participant, room, state) if state.spread else [],
    }
