"""The link that restores a page: a query short enough to be passed on, and read with distrust.

    ?v=1&place=zigui-2004&seed=1&days=7&grain=25&left=separate&right=integrated~delta:0.4~@1440:years:3

A side is its rule and parts after `~`: `s:STAFFING`, `t:TOWNSHIP:RULE`, `NAME:VALUE`, `@MINUTE:NAME:VALUE`.
Parts that both sides share stand once, under `both`. A query that would be too long is packed into `z`.
Whatever is wrong in a link is left out, and a sentence says so; the page opens all the same.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl, quote, urlencode

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.comparison import SIDES, YEARS, Side
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.openings import opening, story_choice
from jiaosuo.dashboard.choice.session import error_sentence
from jiaosuo.dashboard.lessons import moves
from jiaosuo.dashboard.link_keys import KEYS, Change, all_changes
from jiaosuo.dashboard.playback.makers import PLAYBACK
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import ENGLISH, N_, language, speaker
from jiaosuo.model.own_places import parted
from jiaosuo.model.scenario_file import is_place

VERSION = "1"
LONGEST = 2_000
"""Characters that a link may have, so that every chat and every QR code takes it."""
LONGEST_READ = 8_000
LONGEST_UNPACKED = 40_000
MOST_KEYS = 40
MOST_NOTES = 12
"""Sentences about what was left out; behind them a link that is wrong throughout is read no further."""
OPENS_WITH = "zigui"
"""The story that the page opens with where the link names nothing."""

TOO_LONG = N_("The link is too long to be one of this page ({n} characters); nothing of it was used.")
NOT_READ = N_("The link could not be read; nothing of it was used.")
OTHER_VERSION = N_("The link is of version {given}, this page reads version {known}; nothing of it was used.")
TWICE = N_("Ignored in the link: {key} stands there more than once; the first one counts.")
UNKNOWN_KEY = N_("Ignored in the link: {key}, which this page does not know.")
NO_TEXT = N_("Ignored in the link: {key} holds signs that are no text.")
IGNORED = N_("Ignored in the link: {key}. {why}")
NO_FURTHER = N_("The rest of the link was not read.")
OTHER_MODEL = N_(
    "The link was made with another version of the model: the same settings may give other numbers here."
)

NOT_HERE = N_(
    'The county {name} is kept on another machine. Ask for its file, and drop it here under "My county".'
)
CHANGED_SINCE = N_("The county {name} has changed since this link was made: it opens as it is now.")


@cache
def model_version() -> str:
    """A short name of the code whose numbers these are; a link that was made by other code says so."""
    return PLAYBACK.version[:8]


def query(choice: Choice, model: str = "") -> str:
    """The query of a choice, without the question mark; `model` names the version of the code."""
    plain = urlencode(list(_pairs(choice, model)), quote_via=quote, safe="~:@,.")
    if len(plain) <= LONGEST:
        return plain
    packed = base64.urlsafe_b64encode(zlib.compress(plain.encode(), 9)).decode().rstrip("=")
    return urlencode({"v": VERSION, "z": packed})


def _pairs(choice: Choice, model: str) -> Iterator[tuple[str, str]]:
    comparison = choice.comparison
    yield "v", VERSION
    if choice.story:
        yield "story", choice.story
    if choice.lesson:
        yield from _lesson_pairs(choice.lesson)
    yield from (
        ("place", comparison.place),
        ("seed", str(comparison.seed)),
        ("days", _number(comparison.days)),
    )
    yield "grain", str(comparison.people_per_agent)
    if comparison.mode:
        yield "mode", comparison.mode
    if comparison.mode == YEARS:
        yield "horizon", str(comparison.horizon)
    parts = {which: list(_parts(comparison.side(which))) for which in SIDES}
    shared = [each for each in parts["left"] if each in parts["right"]]
    for which in SIDES:
        own = [each for each in parts[which] if each not in shared]
        yield which, "~".join([comparison.side(which).rule, *own])
    if shared:
        yield "both", "~".join(shared)
    yield "focus", choice.focus
    if choice.weights:
        yield "weights", ",".join(f"{name}:{_number(weight)}" for name, weight in choice.weights)
    if choice.prices:
        yield "prices", ",".join(f"{name}:{_number(price)}" for name, price in choice.prices)
    if choice.minute:
        yield "at", str(choice.minute)
    yield "lang", choice.language
    if model:
        yield "model", model


def _lesson_pairs(at: LessonPlace) -> Iterator[tuple[str, str]]:
    """A lesson, and where in it, counted from 1 as the page counts."""
    yield "lesson", at.address
    if at.said:
        yield "said", ",".join(f"{step + 1}:{choice}" for step, choice in at.said)
    yield "step", str(at.step + 1)


def _parts(side: Side) -> Iterator[str]:
    yield f"s:{side.staffing}"
    yield from (f"t:{_safe(name)}:{rule}" for name, rule in side.townships)
    yield from (f"{name}:{_number(value)}" for name, value in side.values)
    for event in side.events:
        yield from (f"@{event.minute}:{name}:{_number(value)}" for name, value in event.values)
        yield from (f"@{event.minute}:t:{_safe(name)}:{rule}" for name, rule in event.townships)
        yield from (
            f"@{event.minute}:{key}:{said}"
            for key, said in (("r", event.rule), ("s", event.staffing))
            if said
        )


def _safe(name: str) -> str:
    """A name in which no sign is left that parts a link."""
    return quote(name, safe=" ").replace("~", "%7E")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def read(text: str, default_language: str = ENGLISH, model: str = "") -> tuple[Choice, tuple[str, ...]]:
    """The choice that a query gives, and a sentence for each thing in it that was left out."""
    plain, note = _unpacked(text)
    pairs, ignored = _pairs_of(plain) if note is None else ({}, [])
    spoken = _language(pairs.get("lang"), default_language)
    _ = speaker(spoken)
    if note is None and pairs.get("v", VERSION) != VERSION:
        note, pairs = _(OTHER_VERSION, given=_shown(pairs["v"]), known=VERSION), {}
    elif note is not None:
        note = _(note, n=len(text))
    notes = [note] if note else [_(message, key=_shown(key)) for message, key in ignored[:MOST_NOTES]]
    choice = _start(pairs, spoken, notes)
    for key, change in KEYS.items():
        if key in pairs:
            choice = _tried(choice, key, pairs[key], change, notes)
    for key, change, said in all_changes(pairs):
        if len(notes) >= MOST_NOTES:
            notes.append(_(NO_FURTHER))
            break
        choice = _tried(choice, key, said, change, notes)
    if pairs.get("model") and model and pairs["model"] != model:
        notes.append(_(OTHER_MODEL))
    return choice, tuple(dict.fromkeys(notes))


def _unpacked(text: str) -> tuple[str, str | None]:
    """The plain query, or the reason why there is none."""
    text = text.removeprefix("?")
    if len(text) > LONGEST_READ:
        return "", TOO_LONG
    packed = dict(parse_qsl(text, max_num_fields=None)[:MOST_KEYS]).get("z")
    if packed is None:
        return text, None
    try:
        raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        opened = zlib.decompressobj()
        plain = opened.decompress(raw, LONGEST_UNPACKED).decode()
    except (ValueError, zlib.error):
        return "", NOT_READ
    return (plain, None) if opened.eof and plain else ("", NOT_READ)


def _pairs_of(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What stands in a query by key, and what is said of the keys that do not count."""
    found: dict[str, str] = {}
    notes = []
    for key, value in parse_qsl(text, keep_blank_values=True)[:MOST_KEYS]:
        if key in found:
            notes.append((TWICE, key))
        elif key not in KNOWN:
            notes.append((UNKNOWN_KEY, key))
        elif not value.isprintable():
            notes.append((NO_TEXT, key))
        else:
            found[key] = value
    return found, notes


def _language(given: str | None, default: str) -> str:
    try:
        return language(given) if given else default
    except ValueError:
        return default


def _start(pairs: dict[str, str], spoken: str, notes: list[str]) -> Choice:
    """What the rest of the link is laid over: a lesson, a story, a place, or the page's first story."""
    for key, begin in (("lesson", _of_lesson), ("story", story_choice), ("place", opening)):
        if key in pairs:
            try:
                begun = begin(pairs[key], spoken)
            except InputError as error:
                notes.append(_why_not_begun(key, pairs[key], error, spoken))
            else:
                notes += _if_changed(pairs.get("place", ""), spoken)
                return begun
    return story_choice(OPENS_WITH, spoken)


def _why_not_begun(key: str, said: str, error: InputError, spoken: str) -> str:
    """A place that is not shipped is one's own on another machine; a name that could be none is a slip."""
    name, content = parted(said)
    if key != "place" or is_place(said) or not content:
        return _why(key, error, spoken)
    return speaker(spoken)(NOT_HERE, name=_shown(name))


def _if_changed(said: str, spoken: str) -> list[str]:
    """A sentence where a link holds a county of one's own as it was, and it is another by now."""
    name, content = parted(said)
    if not content or not is_place(said) or places.opened(said) == said:
        return []
    return [speaker(spoken)(CHANGED_SINCE, name=_shown(name))]


def _of_lesson(name: str, spoken: str) -> Choice:
    return moves.opened(story_choice(OPENS_WITH, spoken), name)


def _tried(choice: Choice, key: str, value: str, change: Change, notes: list[str]) -> Choice:
    try:
        return change(choice, value)
    except InputError as error:
        notes.append(_why(key, error, choice.language))
        return choice


def _why(key: str, error: InputError, spoken: str) -> str:
    return speaker(spoken)(IGNORED, key=key, why=error_sentence(error, spoken))


def _shown(key: str) -> str:
    printable = "".join(sign if sign.isprintable() else "?" for sign in key)
    return printable if len(printable) <= 40 else printable[:37] + "..."


KNOWN = {*KEYS, *SIDES, "lesson", "both", "v", "z", "model", "token", "room", "wall", "size"}
