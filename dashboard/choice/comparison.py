"""The comparison a person asks for: one place and seed, two sides, and the levers moved on the way.

A comparison is frozen and hashable, and its JSON is canonical: equal comparisons are the same text. Whatever
is wrong in JSON from outside is refused by an InputError that names the field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY
from jiaosuo.model.rules import named
from jiaosuo.model.scenario import TIMELINE, parameters
from jiaosuo.model.scenario_file import is_place, place_names
from jiaosuo.model.timeline import as_staffing, staffing_word

type Pairs[T] = tuple[tuple[str, T], ...]

SIDES = ("left", "right")
WEEK, YEARS = MODES = ("week", "years")
HORIZON = Parameter("horizon", 10, 0, 30, "yr", "Years of growth that are played", whole=True)
MOST_EVENTS = 60
MOST_NAMES = 400
DAYS = Parameter(
    "days", 7, 1 / HOURS_A_DAY, 62, "days", "Days that are played; on a path of years, days of each year"
)
KEYS = ("place", "seed", "days", "people_per_agent", "mode", "horizon", *SIDES)
MOST_SEED = 2**53 - 1
"""The largest whole number that survives a browser."""


@dataclass(frozen=True)
class Event:
    """A lever moved in mid-play: from this minute on. `townships` are laid over the rules then in force."""

    minute: int
    values: Pairs[float] = ()
    rule: str | None = None
    staffing: str | None = None
    townships: Pairs[str] = ()

    def to_json(self) -> JsonObject:
        """The event as plain data; what it does not say is left out."""
        return {"minute": self.minute} | _without_defaults(self)


@dataclass(frozen=True)
class Side:
    """One of the two worlds. `townships`: rules of single townships, laid over `rule`, as made by hand."""

    rule: str = TIMELINE
    townships: Pairs[str] = ()
    staffing: str = "workload"
    values: Pairs[float] = ()
    events: tuple[Event, ...] = ()

    def to_json(self) -> JsonObject:
        """The side as plain data; what is as by default is left out."""
        said = _without_defaults(self)
        return said | ({"events": [each.to_json() for each in self.events]} if self.events else {})


@dataclass(frozen=True)
class Comparison:
    """Two worlds of one place and one seed. `days`: of the run; on a path of years, of each year.

    `mode`: `week` or `years` where the place is not played as it is made, else empty. `horizon`: years of
    growth from now on that are played where the place has no path of its own.
    """

    place: str
    seed: int = 0
    days: float = 7.0
    people_per_agent: int = 10
    left: Side = field(default_factory=Side)
    right: Side = field(default_factory=Side)
    mode: str = ""
    horizon: int = int(HORIZON.default)

    def side(self, name: str) -> Side:
        """The side called `left` or `right`."""
        if name not in SIDES:
            raise unknown("side", name, SIDES)
        return self.left if name == "left" else self.right

    def to_json(self) -> JsonObject:
        """The comparison as plain data, in one order."""
        about = {name: getattr(self, name) for name in ("place", "seed", "days", "people_per_agent")}
        if self.mode:
            about |= {"mode": self.mode}
        if self.mode == YEARS:
            about |= {"horizon": self.horizon}
        return about | {name: self.side(name).to_json() for name in SIDES}

    def text(self) -> str:
        """The comparison as canonical JSON: equal comparisons, equal text."""
        return json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(content: object) -> Comparison:
    """The comparison in JSON (text, or what was read from it); InputError names what is wrong."""
    said = _table(_read(content), "comparison", KEYS)
    place = said.get("place")
    if not is_place(place):
        raise unknown("place", place, place_names())
    agents = _declared()["people_per_agent"]
    return Comparison(
        place=str(place),
        seed=_whole(said.get("seed", 0), "seed", MOST_SEED),
        days=DAYS.check(said.get("days", DAYS.default)),
        people_per_agent=int(agents.check(said.get("people_per_agent", 10))),
        left=_side(said.get("left", {}), "left"),
        right=_side(said.get("right", {}), "right"),
        mode=check_mode(said["mode"]) if said.get("mode") else "",
        horizon=int(HORIZON.check(said.get("horizon", HORIZON.default))),
    )


def check_mode(mode: object) -> str:
    """What is played, `week` or `years`, or InputError."""
    if mode not in MODES:
        raise unknown("mode", mode, MODES)
    return str(mode)


@cache
def _declared() -> Mapping[str, Parameter]:
    return parameters()


def _read(content: object) -> object:
    if not isinstance(content, str | bytes):
        return content
    try:
        return json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("comparison", content[:40], f"must be valid JSON ({str(error)[:80]})") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON table in which no key stands twice."""
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise InputError("comparison", next(n for n in names if names.count(n) > 1), "each key once")
    return dict(pairs)


def _no_number(word: str) -> float:
    raise InputError("comparison", word, "numbers must be finite")


def _side(content: object, place: str) -> Side:
    said = _table(content, place, ("rule", "townships", "staffing", "values", "events"))
    events = said.get("events", [])
    if isinstance(events, str | Mapping) or not isinstance(events, Sequence) or len(events) > MOST_EVENTS:
        raise InputError(f"{place} events", events, f"must be a list of at most {MOST_EVENTS} events")
    read = [_event(each, f"{place} event {number}") for number, each in enumerate(events, start=1)]
    return Side(
        rule=_rule(said.get("rule", TIMELINE), f"{place} rule"),
        townships=_pairs(said.get("townships", {}), f"{place} townships", _rule_there),
        staffing=staffing_word(as_staffing(said.get("staffing", "workload"))),
        values=_pairs(said.get("values", {}), f"{place} values", _number),
        events=tuple(sorted(read, key=lambda each: each.minute)),
    )


def _event(content: object, place: str) -> Event:
    said = _table(content, place, ("minute", "values", "rule", "staffing", "townships"))
    staffing = said.get("staffing")
    return Event(
        minute=_whole(said.get("minute"), f"{place} minute", MINUTES_A_DAY * 3_660),
        values=_pairs(said.get("values", {}), f"{place} values", _number),
        rule=None if said.get("rule") is None else _only_rule(said["rule"], f"{place} rule"),
        staffing=None if staffing is None else _later_staffing(staffing, place),
        townships=_pairs(said.get("townships", {}), f"{place} townships", _rule_there),
    )


def _later_staffing(staffing: object, place: str) -> str:
    if staffing not in ("historic", "workload"):
        raise InputError(
            f"{place} staffing", staffing, "must be historic or workload: the best split is found beforehand"
        )
    return str(staffing)


def _rule(name: object, place: str) -> str:
    return TIMELINE if name == TIMELINE else _only_rule(name, place)


def _rule_there(_: str, name: object, place: str) -> str:
    return _only_rule(name, place)


def _only_rule(name: object, place: str) -> str:
    if not isinstance(name, str):
        raise InputError(place, name, "must be the name of a rule")
    return named(name).name


def _number(name: str, value: object, place: str) -> float:
    declared = _declared()
    if name not in declared:
        raise unknown(place.removesuffix(f" {name}"), name, declared)
    if name == "people_per_agent":
        raise InputError(place, value, "must stand beside the sides: it is one for both")
    return declared[name].check(value, place)


def _pairs[T](content: object, place: str, check: Callable[[str, object, str], T]) -> Pairs[T]:
    if not isinstance(content, Mapping) or len(content) > MOST_NAMES:
        raise InputError(place, content, f"must be a table of at most {MOST_NAMES} NAME: VALUE")
    return tuple((name, check(name, content[name], f"{place} {name}")) for name in sorted(map(str, content)))


def _table(content: object, place: str, known: Sequence[str]) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise InputError(place, content, "must be a table")
    for key in content:
        if key not in known:
            raise unknown(place, key, known)
    return content


def _whole(value: object, place: str, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise InputError(place, value, f"must be a whole number from 0 to {most:,}")
    return value


def _without_defaults(part: Event | Side) -> dict[str, Any]:
    """What an event or a side says, besides minutes and events; what is as by default is left out."""
    blank = Side() if isinstance(part, Side) else Event(0)
    said: dict[str, Any] = {}
    for name in ("rule", "townships", "staffing", "values"):
        value = getattr(part, name)
        if value != getattr(blank, name):
            said[name] = dict(value) if isinstance(value, tuple) else value
    return said
