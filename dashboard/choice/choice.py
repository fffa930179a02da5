"""What one visitor has chosen: a plain value, and each change of it as a function that gives a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import can_switch, grows, minutes_of, mode_of, own_mode
from jiaosuo.dashboard.choice.comparison import (
    MOST_EVENTS,
    SIDES,
    WEEK,
    YEARS,
    Comparison,
    Event,
    Pairs,
    Side,
    check_mode,
)
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.levers import (
    LeverMove,
    check_minute,
    check_move,
    levers_of,
    waits_for_midnight,
)
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import ENGLISH
from jiaosuo.model.scenario import TIMELINE
from jiaosuo.model.years import GROWN_FOR

FOCUS = "response_mean_traffic_rural"
BOTH = "both"
WEEK_DAYS, DAYS_OF_A_YEAR = 7, 3
"""Days played of a week, and at most of each year where years are switched on: as many as one can watch."""


@dataclass(frozen=True)
class Choice:
    """All that a link restores."""

    comparison: Comparison
    language: str = ENGLISH
    focus: str = FOCUS
    weights: tuple[tuple[str, float], ...] = ()
    prices: tuple[tuple[str, float], ...] = ()
    story: str = ""
    minute: int = 0
    lesson: LessonPlace | None = None


def plain_side(rule: str, staffing: str, values: Mapping[str, float] = MappingProxyType({})) -> Side:
    """A side from its start on, with nothing changed later."""
    return Side(rule=rule, staffing=staffing, values=tuple(sorted(values.items())))


def with_side(choice: Choice, which: str, changed: Side) -> Choice:
    """The choice with one side exchanged."""
    if which not in SIDES:
        raise unknown("side", which, SIDES)
    left, right = (changed if each == which else choice.comparison.side(each) for each in SIDES)
    return replace(choice, comparison=replace(choice.comparison, left=left, right=right))


def with_rule(choice: Choice, which: str, rule: str) -> Choice:
    """Another rule on one side for the whole run; rules of single townships go."""
    known = places.check_rule(choice.comparison.place, rule)
    return with_side(choice, which, replace(choice.comparison.side(which), rule=known, townships=()))


def with_staffing(choice: Choice, which: str, staffing: str) -> Choice:
    """Another staffing on one side."""
    known = places.check_staffing(staffing)
    return with_side(choice, which, replace(choice.comparison.side(which), staffing=known))


def with_township(choice: Choice, which: str, township: str, rule: str) -> Choice:
    """Another rule in one township of one side: the side's map of rules changes."""
    name = places.check_township(choice.comparison.place, township)
    known = places.check_township_rule(rule)
    side = choice.comparison.side(which)
    by_name = dict(side.townships) | {name: known}
    return with_side(choice, which, replace(side, townships=tuple(sorted(by_name.items()))))


def move_lever(choice: Choice, name: object, value: object, minute: object, which: str = BOTH) -> Choice:
    """A lever moved: at the start a number of the side, later an event; what was before stays as it was.

    Name, value and minute are checked here and nowhere after; InputError names the one that is wrong.
    """
    if which != BOTH and which not in SIDES:
        raise unknown("side", which, (BOTH, *SIDES))
    move = check_move(choice.comparison, name, value, minute)
    if grows(choice.comparison) and move.name == GROWN_FOR:
        return with_horizon(choice, int(move.value))
    for each in SIDES if which == BOTH else (which,):
        choice = with_side(choice, each, _moved(choice.comparison.side(each), move))
    return choice


def with_mode(choice: Choice, mode: object) -> Choice:
    """The same place over a week, or over years; levers stay where they stand, from the start on.

    Other changes in mid-play go, as minutes differ.

    The horizon of the years and the years of growth before a week are one number, and stay.
    """
    comparison = choice.comparison
    wanted = check_mode(mode)
    if wanted == mode_of(comparison):
        return choice
    if not can_switch(comparison.place):
        raise InputError("mode", wanted, "a place of theory has no years")
    place = comparison.place
    left, right = (_over(wanted, place, comparison.side(which)) for which in SIDES)
    horizon = dict(comparison.left.values).get(GROWN_FOR, comparison.horizon)
    changed = replace(
        comparison,
        mode="" if wanted == own_mode(place) else wanted,
        days=min(comparison.days, DAYS_OF_A_YEAR) if wanted == YEARS else float(WEEK_DAYS),
        horizon=int(horizon),
        left=left,
        right=right,
    )
    return replace(choice, comparison=changed, minute=0, story="")


def _over(mode: str, place: str, side: Side) -> Side:
    """A side for another mode: from its start on, with the levers that the mode lets move."""
    kept = levers_of(place, mode if mode != own_mode(place) else "")
    moved = dict(side.values) | {name: value for event in side.events for name, value in event.values}
    values = tuple(
        sorted((name, value) for name, value in moved.items() if name in kept and name != GROWN_FOR)
    )
    rule = places.first_change(place) if mode == WEEK and side.rule == TIMELINE else side.rule
    return replace(side, rule=rule, values=values, events=())


def with_horizon(choice: Choice, years: int) -> Choice:
    """Another number of years of growth that are played; changes behind their end go."""
    changed = replace(choice, comparison=replace(choice.comparison, horizon=years))
    most = minutes_of(changed.comparison)
    for which in SIDES:
        side = choice.comparison.side(which)
        kept = tuple(each for each in side.events if each.minute < most)
        changed = with_side(changed, which, replace(side, events=kept))
    return replace(changed, minute=min(choice.minute, most - 1))


def change_rule(choice: Choice, which: str, rule: object, minute: object) -> Choice:
    """Another rule on a side from a minute on, over years from the next one; it pays what a change costs.

    What else changes at that minute stays; a rule that is in force there anyway takes the change back.
    """
    comparison = choice.comparison
    known = places.check_later_rule(comparison.place, rule)
    begin = check_minute(comparison, "rule", minute)
    if not begin:
        return with_rule(choice, which, known)
    if which != BOTH and which not in SIDES:
        raise unknown("side", which, (BOTH, *SIDES))
    for each in SIDES if which == BOTH else (which,):
        side = choice.comparison.side(each)
        events = {event.minute: event for event in side.events}
        events[begin] = replace(events.get(begin, Event(begin)), rule=_unless(known, _rule_at(side, begin)))
        events = {at: event for at, event in events.items() if _says(event)}
        if len(events) > MOST_EVENTS:
            raise InputError("rule", known, f"a run takes {MOST_EVENTS} changes; undo one first")
        choice = with_side(choice, each, replace(side, events=tuple(events[at] for at in sorted(events))))
    return choice


def without_rule_change(choice: Choice, which: str, minute: object) -> Choice:
    """A change of rule of one side taken back; what else changes at that minute stays."""
    side = choice.comparison.side(which)
    events = (replace(each, rule=None) if each.minute == minute else each for each in side.events)
    return with_side(choice, which, replace(side, events=tuple(filter(_says, events))))


def _rule_at(side: Side, minute: int) -> str:
    """The rule that a side has just before a minute."""
    changes = [each.rule for each in side.events if each.minute < minute and each.rule]
    return changes[-1] if changes else side.rule


def _unless(rule: str, before: str) -> str | None:
    return None if rule == before else rule


def _says(event: Event) -> bool:
    return bool(event.values or event.rule or event.staffing or event.townships)


def _moved(side: Side, move: LeverMove) -> Side:
    if move.minute == 0:
        return replace(side, values=_put(side.values, move))
    events = {event.minute: event for event in side.events}
    here = events.get(move.minute, Event(move.minute))
    events[move.minute] = replace(here, values=_put(here.values, move))
    if len(events) > MOST_EVENTS:
        raise InputError(move.name, move.value, f"a run takes {MOST_EVENTS} changes; undo one first")
    return replace(side, events=tuple(events[minute] for minute in sorted(events)))


def _put(values: Pairs[float], move: LeverMove) -> Pairs[float]:
    return tuple(sorted((dict(values) | {move.name: move.value}).items()))


def reset_lever(choice: Choice, name: str) -> Choice:
    """One lever back to what the place says, for the whole run and on both sides."""
    if grows(choice.comparison) and name == GROWN_FOR:
        return with_horizon(choice, int(places.scenario(choice.comparison.place)[GROWN_FOR]))
    for which in SIDES:
        side = choice.comparison.side(which)
        events = (replace(each, values=_without(each.values, name)) for each in side.events)
        left = tuple(each for each in events if _says(each))
        choice = with_side(choice, which, replace(side, values=_without(side.values, name), events=left))
    return choice


def _without(values: Pairs[float], name: str) -> Pairs[float]:
    return tuple(pair for pair in values if pair[0] != name)


def as_it_stands(comparison: Comparison) -> Comparison:
    """The same two worlds with every lever as it was last moved from the first minute on.

    It is what a verdict on the present levers is about; what is played has its changes in mid-play.
    """
    left, right = (_from_the_start(comparison.side(each)) for each in SIDES)
    return replace(comparison, left=left, right=right)


def _from_the_start(side: Side) -> Side:
    values = dict(side.values)
    for event in side.events:
        values |= dict(event.values)
    later = (replace(each, values=()) for each in side.events)
    events = tuple(each for each in later if each.rule or each.staffing or each.townships)
    return replace(side, values=tuple(sorted(values.items())), events=events)


def values_in_force(side: Side, minute: int) -> dict[str, float]:
    """The levers' values of a side at a minute, those that were moved."""
    now = dict(side.values)
    for event in side.events:
        if event.minute <= minute:
            now |= dict(event.values)
    return now


def values_as_moved(choice: Choice, which: str) -> dict[str, float]:
    """The levers of a side as they were last moved: what waits for midnight counts as it will be."""
    side, minute = choice.comparison.side(which), choice.minute
    if grows(choice.comparison):
        side = replace(side, values=_put(side.values, LeverMove(GROWN_FOR, choice.comparison.horizon, 0)))
    midnight = values_in_force(side, -(-minute // MINUTES_A_DAY) * MINUTES_A_DAY)
    return values_in_force(side, minute) | {
        name: midnight[name] for name in midnight if waits_for_midnight(name)
    }
