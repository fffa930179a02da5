"""What the panel of a room shows: the form to join, the trainee's face or the instructor's, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.browser import panels
from jiaosuo.dashboard.choice import outcomes, places
from jiaosuo.dashboard.choice.levers import LABELS, levers_of
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.dashboard.rooms import locks as lock
from jiaosuo.dashboard.rooms import teaching
from jiaosuo.dashboard.rooms.address import qr, the_address
from jiaosuo.dashboard.rooms.book import RECORD
from jiaosuo.dashboard.rooms.participant import SHOW_FIRST, Participant
from jiaosuo.dashboard.rooms.question import (
    ANSWERS,
    ASKED_OF_WORLDS,
    FEWEST_CHOICES,
    LONGEST_CHOICE,
    LONGEST_TEXT,
    MOST_CHOICES,
    Question,
)
from jiaosuo.dashboard.rooms.room import MOST_TRAINEES, Room, RoomState, Trainee
from jiaosuo.model.core.words import N_, speaker

WORDS = {
    "heading": N_("Class"), "open": N_("Open a room"), "join": N_("Join a room"),
    "code": N_("Code of the room"),
    "nickname": N_("Nickname (any; nothing else is asked, and it goes with the room)"), "sit": N_("Join"),
    "nickname_note": N_("Your instructor can save who of these names answered what."),
    "open_note": N_("You become its instructor: what you show, all see; you lock, hide, ask and reveal."),
    "leave": N_("Leave the room"), "room": N_("Room"), "say": N_("This is what I expect"),
    "said": N_("You have said what you expect. You may change it until the outcomes are shown."),
    "changed": N_("Choose one of the answers first."),
    "spread": N_("What the class expected"), "answered": N_("What the class answered"),
    "outcome": N_("so it came out"),
}  # fmt: skip
INSTRUCTOR = {
    "address": N_("Address for the class"), "qr": N_("QR code of this address"),
    "alone": N_("Only this machine can reach this address. Start with --host and --token to let a class in."),
    "show": N_("Show to all"), "page": N_("What is on my page"), "story": N_("A story"),
    "lesson": N_("A step of a lesson"), "locks": N_("Locked for trainees"), "levers": N_("Single levers"),
    "all": N_("Lock all levers"), "none": N_("Free all levers"), "question": N_("Prediction"),
    "wait": N_("Hide outcomes until all who are here have said what they expect"),
    "ask": N_("Ask which side will do better"), "reveal": N_("Show the outcomes now"),
    "reveal_spread": N_("Show the spread to all"), "who": N_("Who is where"), "trainee": N_("Trainee"),
    "where": N_("Where"), "said_it": N_("Has said"), "connected": N_("Connected"), "send_away": N_("Remove"),
    "end": N_("Close the room"), "fold": N_("Fold"), "unfold": N_("Room controls"),
    "nobody": N_("Nobody is here yet."),
    "wall": N_("Open the window for the wall"),
    "wall_note": N_("For the projector: the worlds, the question and the spread. No names, no panel."),
    "together": N_("One clock for all: every page plays, pauses and jumps with mine"),
    "own": N_("A question of your own"), "own_text": N_("Question"), "own_choice": N_("Answer {n}"),
    "own_more": N_("One answer more"), "own_fewer": N_("One answer less"), "own_ask": N_("Ask the class"),
    "record": N_("Record of the class (CSV)"),
    "record_note": N_("Who answered what, and when. It goes with the room: save it before you close it."),
    "worlds": N_("The outcome stands here once all worlds of your page are run, if it shows what all see."),
}  # fmt: skip
NEXT = N_("Next for all: {what}")
YES, NO = N_("yes"), N_("no")


def of(participant: Participant) -> dict[str, Any]:
    """What the panel takes, and what its events do: whoever sends them, they act for the session's own."""
    shown = panel(participant, participant.host)
    events: dict[str, Callable[[Any], Any]] = {
        "opened": lambda _: participant.open(),
        "joined": participant.join,
        "left": lambda _: participant.leave(),
        "expected": participant.expects,
        "pushed": participant.push,
        "locked": participant.lock,
        "asked": lambda _: participant.ask(),
        "own_asked": participant.ask_own,
        "tied": participant.tie,
        "went_on": lambda _: participant.next_for_all(),
        "waits": participant.wait,
        "shown": lambda _: participant.reveal(),
        "spread_shown": lambda _: participant.show_spread(),
        "sent_away": participant.remove,
        "ended": lambda _: participant.close(),
    }
    return (
        shown
        | {"components": parts()}
        | {f"event_{name}": _doing(participant, act) for name, act in events.items()}
    )


def _doing(participant: Participant, act: Callable[[Any], Any]) -> Callable[..., None]:
    return lambda said=None: participant.do(lambda: act(said))


@cache
def parts() -> dict[str, str]:
    """The parts of the panel as Vue wants them: tag -> text of the file."""
    folder = Path(panels.__file__).parent
    return {
        f"{name}-part": (folder / f"room_{name}.vue").read_text("utf-8") for name in ("instructor", "spread")
    }


def panel(participant: Participant, asked_host: str) -> dict[str, Any]:
    """All that the panel takes; `mode` says which of its faces it shows."""
    language, room = participant.session.choice.language, participant.room
    shown: dict[str, Any] = {
        "words": {key: speaker(language)(word) for key, word in (WORDS | INSTRUCTOR).items()},
        "mode": _mode(participant, room),
        "code": room.code if room else participant.typed,
        "error": participant.error,
        "notes": [],
        "question": None,
        "spread": [],
        "trainee": {},
        "instructor": {},
    }
    if room is None:
        return shown
    state = participant.known if participant.known.number else room.state
    shown["notes"] = notes_of(participant, room, state)
    shown["question"] = question_of(participant, state)
    shown["spread"] = spread_of(participant, room, state) if state.spread else []
    if participant.is_instructor:
        shown["instructor"] = _instructor(participant, room, state, asked_host)
    else:
        trainee = room.trainees.get(participant.who, Trainee(""))
        shown["trainee"] = {"nickname": trainee.nickname, "expects": trainee.expects}
    return shown


def _mode(participant: Participant, room: Room | None) -> str:
    if room is None:
        return "door" if participant.typed or participant.wants_door else "none"
    return "instructor" if participant.is_instructor else "trainee"


def notes_of(participant: Participant, room: Room, state: RoomState) -> list[str]:
    """What holds in the room now, in sentences."""
    _ = speaker(participant.session.choice.language)
    done, of = room.count_answers()
    notes = []
    if state.hides and state.question:
        notes.append(_("Outcomes are hidden until all have said what they expect."))
    elif state.hides:
        notes.append(_("Outcomes are hidden until the instructor shows them."))
    seated = not (participant.is_instructor or participant.on_wall)
    if not seated and state.question:
        notes.append(_("{done} of {of} have said what they expect.", done=done, of=of))
    if seated and state.locks:
        names = [lock.GROUPS.get(name, LABELS.get(name, name)) for name in _in_order(state.locks)]
        every = set(LABELS) <= state.locks
        shown = [_(name) for name in names if not (every and name in LABELS.values())]
        notes.append(_("Locked by the instructor: {names}.",
                       names=_(", ").join([*shown, *([_("all levers")] if every else [])])))  # fmt: skip
    return notes


def _in_order(locks: frozenset[str]) -> list[str]:
    return [name for name in (*lock.GROUPS, *LABELS) if name in locks]


def question_of(participant: Participant, state: RoomState) -> dict[str, Any] | None:
    """What is asked, with the answers; a lesson asks on its own panel."""
    asked = state.question
    if asked is None:
        return None
    return {
        "text": _asked_words(participant, asked),
        "choices": _choices(participant, asked),
        "own": asked.own,
        "taught": bool(asked.lesson),
        "open": not state.shown and not asked.lesson and not participant.is_instructor,
    }


def _asked_words(participant: Participant, asked: Question) -> str:
    language = participant.session.choice.language
    if asked.own:
        return asked.text
    if asked.lesson:
        return teaching.question(asked.lesson, asked.step, language)
    title = outcomes.title(asked.focus, language)
    return speaker(language)(ASKED_OF_WORLDS, title=title)


def _choices(participant: Participant, asked: Question) -> list[dict[str, str]]:
    language = participant.session.choice.language
    if asked.own:
        named = zip(asked.choices, asked.labels, strict=True)
        return [{"name": name, "label": label} for name, label in named]
    if asked.lesson:
        return teaching.choices(asked.lesson, asked.step, language)
    left, right = side_names(participant.session.choice.comparison, language)
    _ = speaker(language)
    return [{"name": name, "label": _(ANSWERS[name], left=left, right=right)} for name in asked.choices]


def spread_of(participant: Participant, room: Room, state: RoomState) -> list[dict[str, Any]]:
    """For each answer how many expect it, its share, and whether it came out so."""
    asked = state.question
    if asked is None:
        return []
    counts, _ = room.counts(), speaker(participant.session.choice.language)
    total = sum(counts.values())
    answer = state.answer or room.outcome()
    return [
        {
            "name": each["name"],
            "label": each["label"],
            "count": counts.get(each["name"], 0),
            "share": counts.get(each["name"], 0) / total if total else 0.0,
            "text": _("{n} of {total}", n=counts.get(each["name"], 0), total=total),
            "came": each["name"] == answer,
        }
        for each in _choices(participant, asked)
    ]


def _instructor(participant: Participant, room: Room, state: RoomState, asked_host: str) -> dict[str, Any]:
    language, address = participant.session.choice.language, the_address()
    _ = speaker(language)
    link = address.link(asked_host, room.code)
    size, path = qr(link)
    trainees = room.list_trainees()
    kind, name, step = participant.what_is_next(state)
    coming = teaching.title(name, step, language) if kind == "lesson" else _(STORIES[name].title)
    held = kind == "lesson" and state.hides and teaching.comes_after_showing(state.lesson, (name, step))
    here = sum(room.is_here(each) for each in trainees)
    return {
        "link": link,
        "base": address.base(asked_host),
        "alone": not address.is_reached_by_others(asked_host),
        "qr": {"size": size, "path": path},
        "here": _(
            "{here} here; seats taken: {of} of {most}", here=here, of=len(trainees), most=MOST_TRAINEES
        ),
        "stories": [{"name": each.name, "title": _(each.title)} for each in STORIES.values()],
        "lessons": teaching.menu(language),
        "groups": [{"name": name, "label": _(label)} for name, label in lock.GROUPS.items()],
        "levers": [
            {"name": n, "label": _(LABELS[n])} for n in levers_of(participant.session.choice.comparison.place)
        ],
        "locks": _in_order(state.locks),
        "wall": f"?wall={room.code}&lang={language}",
        "together": state.together,
        "next": _(NEXT, what=coming),
        "next_waits": _(SHOW_FIRST) if held else "",
        "own": {
            "fewest": FEWEST_CHOICES,
            "most": MOST_CHOICES,
            "text": LONGEST_TEXT,
            "choice": LONGEST_CHOICE,
        },
        "record": f"{RECORD}?lang={language}" if room.book.asked else "",
        "waits": state.waits,
        "hides": state.hides,
        "spread": state.spread,
        "answered": bool(participant.answer(state)),
        "trainees": [_trainee(room, each, language) for each in trainees],
    }


def _trainee(room: Room, trainee: Trainee, language: str) -> dict[str, Any]:
    _ = speaker(language)
    here = room.is_here(trainee)
    return {
        "nickname": trainee.nickname,
        "where": _where(trainee.where, language),
        "said": _(YES if trainee.expects else NO),
        "here": here,
        "connected": _(YES if here else NO),
    }


def _where(where: str, language: str) -> str:
    """A trainee's place, named by their page, in the instructor's language."""
    kind, _, name = where.partition(":")
    if kind == "story" and name in STORIES:
        return speaker(language)(STORIES[name].title)
    if kind == "place":
        return places.describe_place(name, language).title
    return teaching.where(name, language) if kind == "lesson" else ""
