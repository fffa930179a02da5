"""The link that restores a page: a query short enough to be passed on, and read with distrust.

    ?v=1&place=zigui-2004&seed=1&days=7&grain=25&left=separate&right=integrated~delta:0.4~@1440:years:3

A side is its rule and parts after `~`: `s:STAFFING`, `t:TOWNSHIP:RULE`, `NAME:VALUE`, `@MINUTE:NAME:VALUE`.
Parts that both sides share stand once, under `both`. A query that would be too long is packed into `z`.
Whatever is wrong in a link is left out, and a sentence says so; the page opens all the same.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import minutes_of
from jiaosuo.dashboard.choice.choice import (
    Choice,
    move_lever,
    plain_side,
    with_mode,
    with_side,
    with_staffing,
    with_township,
)
from jiaosuo.dashboard.choice.comparison import (
    DAYS,
    HORIZON,
    MOST_EVENTS,
    MOST_SEED,
    SIDES,
    YEARS,
    Event,
    Side,
)
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.openings import opening, story_choice, with_place
from jiaosuo.dashboard.choice.outcomes import check_focus, check_prices, check_weights
from jiaosuo.dashboard.choice.session import error_sentence
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.dashboard.lessons import moves, progress
from jiaosuo.dashboard.playback.makers import PLAYBACK
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import ENGLISH, N_, language, speaker
from jiaosuo.model.own_places import parted
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import is_place

VERSION = "1"
LONGEST = 2_000
"""Characters that a link may have, so that every chat and every QR code takes it."""
LONGEST_READ = 8_000
LONGEST_UNPACKED = 40_000
MOST_KEYS = 40
MOST_NOTES = 12
"""Sentences about what was left out; behind them a link that is wrong throughout is read no further."""
MOST_STEPS = 99
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

type Change = Callable[[Choice, str], Choice]


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
    for key, change, said in _all_changes(pairs):
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


def _place(choice: Choice, value: str) -> Choice:
    """The place, where a story has brought another one; a wrong one has been told of already."""
    if not is_place(value) or choice.comparison.place == places.opened(value):
        return choice
    return with_place(choice, value)


def _seed(choice: Choice, value: str) -> Choice:
    return replace(choice, comparison=replace(choice.comparison, seed=whole("seed", value, MOST_SEED)))


def _days(choice: Choice, value: str) -> Choice:
    return replace(choice, comparison=replace(choice.comparison, days=DAYS.check(number("days", value))))


def _people_per_agent(choice: Choice, value: str) -> Choice:
    agents = int(parameters()["people_per_agent"].check(number("grain", value), "grain"))
    return replace(choice, comparison=replace(choice.comparison, people_per_agent=agents))


def _all_changes(pairs: dict[str, str]) -> Iterator[tuple[str, Change, str]]:
    """What the sides of a link change, with the key that each part stands under."""
    for key in (*SIDES, "both"):
        yield from ((key, change, said) for change, said in _changes(key, pairs.get(key, "")))


def _changes(key: str, text: str) -> Iterator[tuple[Change, str]]:
    """What the text of a side, or of both, changes, part by part: one wrong part spoils no other."""
    which = SIDES if key == "both" else (key,)
    rule, *parts = ["", *text.split("~")] if key == "both" else text.split("~")
    if rule:
        yield lambda choice, said: _ruled(choice, key, said), rule
    for part in filter(None, parts):
        yield lambda choice, said: _part(choice, which, said), part


def _ruled(choice: Choice, which: str, rule: str) -> Choice:
    """A side with a rule and nothing changed, so that a story's own levers do not linger."""
    known = places.check_rule(choice.comparison.place, rule)
    return with_side(choice, which, plain_side(known, places.opening_staffing(choice.comparison.place)))


def _part(choice: Choice, which: tuple[str, ...], part: str) -> Choice:
    """One part of a side; InputError for what is no part of a side."""
    minute = 0
    if part.startswith("@"):
        head, _, part = part.removeprefix("@").partition(":")
        minute = whole("minute", head, minutes_of(choice.comparison))
    name, colon, value = part.partition(":")
    if not colon:
        raise InputError("part", part, "must be NAME:VALUE")
    for each in which:
        choice = _part_of_one(choice, each, minute, name, value)
    return choice


def _part_of_one(choice: Choice, which: str, minute: int, name: str, value: str) -> Choice:
    if name == "s" and not minute:
        return with_staffing(choice, which, value)
    if name == "t" and not minute:
        township, _, rule = value.rpartition(":")
        return with_township(choice, which, unquote(township), rule)
    if name in ("s", "t", "r"):
        return with_side(choice, which, _later(choice, which, minute, name, value))
    return move_lever(choice, name, number(name, value), minute, which)


def _later(choice: Choice, which: str, minute: int, name: str, value: str) -> Side:
    """A side on which a rule, a staffing or a township's rule changes in mid-play."""
    side = choice.comparison.side(which)
    events = {each.minute: each for each in side.events}
    event = events.get(minute, Event(minute))
    if name == "s":
        event = replace(event, staffing=places.check_later_staffing(value))
    elif name == "r":
        event = replace(event, rule=places.check_later_rule(choice.comparison.place, value))
    else:
        coded, _, rule = value.rpartition(":")
        township = unquote(coded)
        places.check_township(choice.comparison.place, township)
        by_name = dict(event.townships) | {township: places.check_township_rule(rule)}
        event = replace(event, townships=tuple(sorted(by_name.items())))
    events[minute] = event
    if len(events) > MOST_EVENTS:
        raise InputError("events", len(events), f"must be at most {MOST_EVENTS} changes in a run")
    return replace(side, events=tuple(events[key] for key in sorted(events)))


def _focus(choice: Choice, value: str) -> Choice:
    return replace(choice, focus=check_focus(value))


def _weights(choice: Choice, value: str) -> Choice:
    return replace(choice, weights=check_weights(_numbers("weights", value)))


def _prices(choice: Choice, value: str) -> Choice:
    return replace(choice, prices=check_prices(_numbers("prices", value)))


def _numbers(field: str, value: str) -> dict[str, float]:
    """Numbers by name, as in `name:1,other:2`."""
    given: dict[str, float] = {}
    for part in value.split(","):
        name, _, text = part.partition(":")
        if name in given:
            raise InputError(field, name, "must be given once")
        given[name] = number(field, text)
    return given


def _at(choice: Choice, value: str) -> Choice:
    return replace(choice, minute=whole("at", value, minutes_of(choice.comparison)))


def _mode(choice: Choice, value: str) -> Choice:
    return with_mode(choice, value)


def _horizon(choice: Choice, value: str) -> Choice:
    years = int(HORIZON.check(number("horizon", value)))
    return replace(choice, comparison=replace(choice.comparison, horizon=years))


def _lang(choice: Choice, value: str) -> Choice:
    return replace(choice, language=language(value))


def _predictions(choice: Choice, value: str) -> Choice:
    """What was predicted in the lesson, step by step."""
    if choice.lesson is None:
        return choice
    parts = [part.partition(":") for part in value.split(",")]
    said = {whole("said", step, MOST_STEPS) - 1: answer for step, _colon, answer in parts}
    return replace(choice, lesson=progress.at(choice.lesson.address, choice.lesson.step, said))


def _step(choice: Choice, value: str) -> Choice:
    """The step of the lesson; one behind a prediction that was not given is refused."""
    if choice.lesson is None:
        return choice
    return moves.at_place(choice, progress.moved(choice.lesson, whole("step", value, MOST_STEPS) - 1))


def _story(choice: Choice, value: str) -> Choice:
    if value not in STORIES:
        raise unknown("story", value, STORIES)
    return replace(choice, story=value)


def number(field: str, text: str) -> float:
    """A number as it is typed; InputError for anything else, 1e999 and `nan` too."""
    try:
        value = float(text)
    except ValueError:
        raise InputError(field, text, "must be a number") from None
    if not abs(value) < 1e18:
        raise InputError(field, text, "must be a number below 1e18")
    return value


def whole(field: str, text: str, most: int) -> int:
    """A whole number from 0 to `most` as it is typed, or InputError."""
    if not text.isascii() or not text.isdigit() or len(text) > 20 or int(text) > most:
        raise InputError(field, text, f"must be a whole number from 0 to {most:,}")
    return int(text)


KEYS: dict[str, Change] = {
    "said": _predictions, "step": _step, "place": _place, "mode": _mode, "horizon": _horizon, "seed": _seed,
    "days": _days,
    "grain": _people_per_agent,  # its first name; links that were passed on say it so
    "focus": _focus, "weights": _weights, "prices": _prices, "at": _at, "lang": _lang, "story": _story,
}  # fmt: skip
"""What a key of the link changes, in the order in which they are read; the sides come last."""
KNOWN = {*KEYS, *SIDES, "lesson", "both", "v", "z", "model", "token", "room", "wall", "size"}
