"""What one visitor has chosen, and what led there: plain values, and one `Session` a visitor.

Nothing here is kept at module level: thirty people of a class share a process, and no two share a choice.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.comparison import MOST_EVENTS, SIDES, Demand, Event, Side
from jiaosuo.dashboard.choice.levers import Move, check_move, takes_hold
from jiaosuo.dashboard.lessons.progress import LessonPlace
from jiaosuo.dashboard.results.tipping_point import Point
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import ENGLISH, LANGUAGES, N_, speaker
from jiaosuo.model.scenario import parameters

MOST_STEPS_BACK = 100
MOST_ERRORS, LONGEST_NAME = 24, 60
"""Sentences that stand beside controls, and signs of a control's name: a raw client may make up names."""
FOCUS = "response_mean_traffic_rural"
WORLDS = 20
"""Replications of a verdict, fixed before the first."""

UNEXPECTED = N_("This did not work, and the fault is ours, not yours (number {number}). The rest goes on.")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """All that a link restores."""

    demand: Demand
    language: str = ENGLISH
    focus: str = FOCUS
    weights: tuple[tuple[str, float], ...] = ()
    story: str = ""
    minute: int = 0
    lesson: LessonPlace | None = None


def opening(place: str, language: str = ENGLISH) -> Choice:
    """The choice a place opens with."""
    preset = places.preset(place, language)
    left, right = places.opening_rules(place)
    demand = Demand(
        place=place,
        seed=1,
        days=preset.days,
        people_per_agent=places.opening_grain(place),
        left=side(left),
        right=side(right),
    )
    return Choice(demand, language)


def side(
    rule: str, staffing: str = places.STAFFINGS[0], values: Mapping[str, float] = MappingProxyType({})
) -> Side:
    """A side from its start on, with nothing changed later."""
    return Side(rule=rule, staffing=staffing, values=tuple(sorted(values.items())))


def sides(choice: Choice) -> dict[str, Side]:
    """Left and right by name."""
    return {"left": choice.demand.left, "right": choice.demand.right}


def with_side(choice: Choice, which: str, changed: Side) -> Choice:
    """The choice with one side exchanged."""
    if which not in SIDES:
        raise unknown("side", which, SIDES)
    left, right = (changed if each == which else choice.demand.side(each) for each in SIDES)
    return replace(choice, demand=replace(choice.demand, left=left, right=right))


def with_place(choice: Choice, place: str) -> Choice:
    """Another place, with what it opens with; language, focus and weights stay."""
    fresh = opening(place, choice.language)
    return replace(fresh, focus=choice.focus, weights=choice.weights)


def with_rule(choice: Choice, which: str, rule: str) -> Choice:
    """Another rule on one side for the whole run; a map made by hand is let go."""
    known = places.check_rule(choice.demand.place, rule)
    return with_side(choice, which, replace(sides(choice)[which], rule=known, townships=()))


def with_staffing(choice: Choice, which: str, staffing: str) -> Choice:
    """Another staffing on one side."""
    known = places.check_staffing(staffing)
    return with_side(choice, which, replace(sides(choice)[which], staffing=known))


def with_township(choice: Choice, which: str, township: str, rule: str) -> Choice:
    """Another rule in one township of one side: the side's map of rules changes."""
    name = places.check_township(choice.demand.place, township)
    known = places.check_township_rule(rule)
    by_name = dict(sides(choice)[which].townships) | {name: known}
    return with_side(choice, which, replace(sides(choice)[which], townships=tuple(sorted(by_name.items()))))


def moved(choice: Choice, name: str, value: object, minute: int, which: str = "both") -> Choice:
    """A lever moved: at the start a number of the side, later an event; what was before stays as it was."""
    if which != "both" and which not in SIDES:
        raise unknown("side", which, ("both", *SIDES))
    if not isinstance(minute, int) or isinstance(minute, bool) or minute < 0:
        raise InputError("minute", minute, "a whole minute of the run is wanted")
    move = check_move(choice.demand.place, name, value, minute)
    if move.minute >= places.minutes(choice.demand.place, choice.demand.days):
        raise InputError(name, value, "it would come into force only after the end of the run")
    for each in SIDES if which == "both" else (which,):
        choice = with_side(choice, each, _moved(sides(choice)[each], move))
    return choice


def _moved(one: Side, move: Move) -> Side:
    if move.minute == 0:
        return replace(one, values=_put(one.values, move))
    events = {event.minute: event for event in one.events}
    here = events.get(move.minute, Event(move.minute))
    events[move.minute] = replace(here, values=_put(here.values, move))
    if len(events) > MOST_EVENTS:
        raise InputError(move.name, move.value, f"a run takes {MOST_EVENTS} changes; undo one first")
    return replace(one, events=tuple(events[minute] for minute in sorted(events)))


def _put(values: tuple[tuple[str, float], ...], move: Move) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((dict(values) | {move.name: move.value}).items()))


def reset(choice: Choice, name: str) -> Choice:
    """One lever back to what the place says, for the whole run and on both sides."""
    for which, one in sides(choice).items():
        events = (replace(each, values=_without(each.values, name)) for each in one.events)
        said = tuple(each for each in events if each.values or each.rule or each.staffing or each.townships)
        choice = with_side(choice, which, replace(one, values=_without(one.values, name), events=said))
    return choice


def _without(values: tuple[tuple[str, float], ...], name: str) -> tuple[tuple[str, float], ...]:
    return tuple(pair for pair in values if pair[0] != name)


def in_force(one: Side, minute: int) -> dict[str, float]:
    """The levers' values of a side at a minute, those that were moved."""
    now = dict(one.values)
    for event in one.events:
        if event.minute <= minute:
            now |= dict(event.values)
    return now


def at_once(name: str, minute: int) -> int:
    """The minute at which a lever moved now is in force."""
    return takes_hold(parameters()[name], minute)


@dataclass
class Session:
    """One visitor: the choice now, the choices before, what could not be done and why.

    `changed` is called after each change. `notes` are sentences on top of the page, `errors` sentences beside
    a control, by the control's name. `result` is the document of all replications, `file` what is handed
    over, `plans` how often the desk was asked again for what it had let go. `looked`: by panel, the outcome
    that was chosen on it and the focus for which that holds; `refining` the point of the tipping map that is
    being refined, `refined` what the finished ones gave; `hiding` why outcomes are hidden from this visitor.
    `gate` raises InputError for a change, before and after, that a room does not allow; `on_predict` is told
    lesson, step and answer of a visitor in a room; `room` is the code of the room in the address;
    `predicted` what was said in lessons, by lesson and step.
    """

    choice: Choice
    changed: Callable[[], None] = lambda: None
    past: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    person: str = field(default_factory=lambda: secrets.token_hex(8))
    result: Mapping[str, Any] | None = None
    file: dict[str, str] | None = None
    plans: int = 0
    looked: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refining: Point | None = None
    refined: Mapping[Point, Mapping[str, Any]] = field(default_factory=dict)
    hiding: frozenset[str] = frozenset()
    gate: Callable[[Choice, Choice], None] = lambda before, after: None
    on_predict: Callable[[str, int, str], None] | None = None
    room: str = ""
    predicted: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @property
    def lesson(self) -> LessonPlace | None:
        """Where the visitor is in a lesson; None outside any."""
        return self.choice.lesson

    @property
    def hidden(self) -> bool:
        """Whether outcomes are hidden: while anybody has a reason to."""
        return bool(self.hiding)

    def hide(self, reason: str, on: bool) -> None:
        """Hide the outcomes for a reason (a lesson, a room), or let that reason go."""
        hiding = self.hiding | {reason} if on else self.hiding - {reason}
        if hiding != self.hiding:
            self.hiding = hiding
            self.changed()

    def act(self, control: str, change: Callable[[Choice], Choice], *, keep: bool = True) -> None:
        """Try a change; what goes wrong becomes a sentence beside the control, and nothing is lost.

        `keep`: whether undo can come back to the choice as it was.
        """
        control = control[:LONGEST_NAME]
        errors = {name: told for name, told in self.errors.items() if name != control}
        try:
            new = change(self.choice)
            self.gate(self.choice, new)
        except Exception as error:
            told = errors | {control: sentence(error, self.choice.language)}
            self.errors = dict(list(told.items())[-MOST_ERRORS:])
        else:
            self.errors = errors
            if new != self.choice:
                self.past = (*self.past, self.choice)[-MOST_STEPS_BACK:] if keep else self.past
                self.choice = new
        self.changed()

    def undo(self) -> None:
        """Back to the choice before the last change; language and place on the tape stay."""
        if self.past:
            before, now = self.past[-1], self.choice
            back = replace(before, language=now.language, minute=now.minute)
            try:
                self.gate(now, back)
            except InputError as error:
                self.errors = {**self.errors, "lever": sentence(error, now.language)}
            else:
                self.choice, self.past = back, self.past[:-1]
            self.changed()

    def speak(self, language: str) -> None:
        """Another language."""
        if language in LANGUAGES:
            self.act("language", lambda choice: replace(choice, language=language), keep=False)


def sentence(error: BaseException, language: str) -> str:
    """What went wrong, for a reader: what was given and what is allowed, never a traceback."""
    _ = speaker(language)
    if isinstance(error, InputError):
        return _(
            "{field}: {value} is not possible here. {allowed}",
            field=_named(error.field, language),
            value=_short(error.value),
            allowed=allowed(error.allowed, language),
        )
    number = secrets.token_hex(3)
    log.error("page, number %s", number, exc_info=error)
    return _(UNEXPECTED, number=number)


ALLOWED = (
    (r"(?:.*\? )?known: (?P<names>.*)", N_("Known here: {names}.")),
    (r"(?:must be )?a number from (?P<low>\S+) to (?P<high>\S+)(?: \((?P<unit>.*)\))?"
     r"(?:, not .*| is wanted.*)?",
     N_("It takes a number from {low} to {high}.")),
    (r"(?:must be )?a whole number from (?P<low>\S+) to (?P<high>\S+)(?: \((?P<unit>.*)\))?"
     r"(?:, not .*| is wanted.*)?",
     N_("It takes a whole number from {low} to {high}.")),
    (r"must be a number.*|a number.* is wanted", N_("A number is wanted.")),
    (r"it would come into force only after the end of the run",
     N_("It would come into force only after the end of the run.")),
    (r"a run takes (?P<most>\d+) changes; undo one first", N_("A run takes {most} changes; undo one first.")),
    (r"a (?:whole )?minute of the run is wanted", N_("A minute of the run is wanted.")),
    (r"one rule is wanted, not a map of rules", N_("One rule is wanted, not a map of rules.")),
    (r"it is made from the replications, which are not all done",
     N_("It is made from the worlds of the verdict, which are not all run yet.")),
    (r"must be a table(?: with .*)?|a table (?:with .* )?is wanted",
     N_("The page sent something that this server does not know.")),
)  # fmt: skip
"""What the model's messages say is allowed, and the sentences that say it on the page."""


def allowed(said: str, language: str) -> str:
    """What is allowed, as a sentence in a language; as it stands where no pattern knows it."""
    for pattern, message in ALLOWED:
        if found := re.fullmatch(pattern, said):
            return speaker(language)(message, **found.groupdict())
    return speaker(language)(said[:1].upper() + said[1:])


def _named(field_: str, language: str) -> str:
    from jiaosuo.dashboard.choice.levers import LABELS

    return speaker(language)(LABELS.get(field_, field_))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else repr(value)
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= 60 else text[:57] + "..."
