"""What each key of a link changes in a choice, and each part of a side; what is wrong raises InputError."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import unquote

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
from jiaosuo.dashboard.choice.comparison import DAYS, HORIZON, MOST_EVENTS, MOST_SEED, SIDES, Event, Side
from jiaosuo.dashboard.choice.openings import with_place
from jiaosuo.dashboard.choice.outcomes import check_focus, check_prices, check_weights
from jiaosuo.dashboard.choice.stories import STORIES
from jiaosuo.dashboard.lessons import moves, progress
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import language
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import is_place

MOST_STEPS = 99

type Change = Callable[[Choice, str], Choice]


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


def all_changes(pairs: dict[str, str]) -> Iterator[tuple[str, Change, str]]:
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
