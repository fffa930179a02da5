"""One visitor: the choice now, the choices before, and what went wrong, in sentences.

Nothing here is kept at module level: thirty people of a class share a process, and no two share a choice.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.dashboard.choice.choice import Choice, as_it_stands
from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.lesson_place import LessonPlace
from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.choice.map_point import MapPoint
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.refusals import what_is_allowed
from jiaosuo.model.core.words import LANGUAGES, N_, speaker

MOST_STEPS_BACK = 100
MOST_ERRORS, LONGEST_NAME = 24, 60
"""Sentences that stand beside controls, and signs of a control's name: a raw client may make up names."""
MOST_PROVED = 4
"""Settings of which the worlds are kept, to be compared with the next one."""
WORLDS = 20
"""Replications of a verdict, fixed before the first."""

UNEXPECTED = N_("This did not work, and the fault is ours, not yours (number {number}). The rest goes on.")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RoomClock:
    """How the player's clock hangs on a room's: it `leads`, or goes to `minute` of the run and on from there.

    `number`: 0 as long as nothing was told; a player follows each number once. `speed`: minutes a second.
    """

    leads: bool = False
    number: int = 0
    minute: float = 0.0
    playing: bool = False
    speed: float = 0.0


@dataclass
class Session:
    """One visitor: the choice now, the choices before, what could not be done and why.

    `changed` is called after each change. `notes` are sentences on top of the page, `errors` sentences beside
    a control, by the control's name. `result` is that of all replications, `curve` the curve under the maps
    as the player takes it, `file` what is handed over, `plans` how often the broker was asked anew for a
    plan. `proved`: the finished replications of the settings seen last. `selected`: by panel, the outcome
    that was chosen on it and the focus for which that holds; `refining` the point of the tipping map that is
    being refined, `refining_since` how many worlds it had when the last came and when that was (s,
    monotonic), `refining_looked` when it was last asked for, `refined` what the finished ones gave;
    `hiding` why outcomes are hidden from this visitor.
    `gate` raises InputError for a change, before and after, that a room does not allow; `on_predict` is told
    lesson, step and answer of a visitor in a room; `room` is the code of the room in the address;
    `county` whether the panel "My county" is open; `acknowledged` how many numbered changes were taken;
    `predicted` what was said in lessons, by lesson and step;
    `locked` what a room locks for this visitor, by name; `clock` how the player's clock hangs on that of an
    instructor (None: it is the visitor's own), and `on_play` is told how the clock goes of who leads a room.
    """

    choice: Choice
    changed: Callable[[], None] = lambda: None
    past: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    person: str = field(default_factory=lambda: secrets.token_hex(8))
    result: ComparisonResult | None = None
    curve: JsonObject | None = None
    file: dict[str, str] | None = None
    plans: int = 0
    proved: Mapping[Comparison, Replications] = field(default_factory=dict)
    selected: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refining: MapPoint | None = None
    refining_since: tuple[int, float] = (0, 0.0)
    refining_looked: float = 0.0
    refined: Mapping[MapPoint, Replications] = field(default_factory=dict)
    hiding: frozenset[str] = frozenset()
    gate: Callable[[Choice, Choice], None] = lambda before, after: None
    on_predict: Callable[[str, int, str], None] | None = None
    room: str = ""
    county: bool = False
    acknowledged: int = 0
    predicted: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    clock: RoomClock | None = None
    on_play: Callable[[object], None] | None = None

    @property
    def lesson(self) -> LessonPlace | None:
        """Where the visitor is in a lesson; None outside any."""
        return self.choice.lesson

    @property
    def hidden(self) -> bool:
        """Whether outcomes are hidden: while anybody has a reason to."""
        return bool(self.hiding)

    def prove(self, comparison: Comparison, state: Replications) -> None:
        """Keep what all worlds of a setting gave."""
        if comparison not in self.proved:
            self.proved = dict([*self.proved.items(), (comparison, state)][-MOST_PROVED:])

    def last_setting(self) -> Replications | None:
        """What the worlds gave under the setting before the last move; None where they were not all run."""
        now = as_it_stands(self.choice.comparison)
        before = (as_it_stands(each.comparison) for each in reversed(self.past))
        last = next((each for each in before if each != now), None)
        return None if last is None else self.proved.get(last)

    def hide(self, reason: str, on: bool) -> None:
        """Hide the outcomes for a reason (a lesson, a room), or let that reason go."""
        hiding = self.hiding | {reason} if on else self.hiding - {reason}
        if hiding != self.hiding:
            self.hiding = hiding
            self.changed()

    def set_error(self, control: str, problem: str) -> None:
        """Put a sentence beside a control, or take it away (empty), without drawing the page again."""
        others = {name: text for name, text in self.errors.items() if name != control}
        self.errors = others | ({control: problem} if problem else {})

    def act(self, control: str, change: Callable[[Choice], Choice], *, keep: bool = True) -> None:
        """Try a change; what goes wrong becomes a sentence beside the control, and nothing is lost.

        `keep`: whether undo can come back to the choice as it was.
        """
        control = control[:LONGEST_NAME]
        errors = {name: problem for name, problem in self.errors.items() if name != control}
        try:
            new = change(self.choice)
            self.gate(self.choice, new)
        except Exception as error:
            errors[control] = error_sentence(error, self.choice.language)
            self.errors = dict(list(errors.items())[-MOST_ERRORS:])
        else:
            self.errors = errors
            if new != self.choice:
                self.past = (*self.past, self.choice)[-MOST_STEPS_BACK:] if keep else self.past
                self.choice = new
        self.changed()

    def undo(self) -> None:
        """Back to the choice before the last change; language and minute stay."""
        if self.past:
            before, now = self.past[-1], self.choice
            back = replace(before, language=now.language, minute=now.minute)
            try:
                self.gate(now, back)
            except InputError as error:
                self.set_error("lever", error_sentence(error, now.language))
            else:
                self.choice, self.past = back, self.past[:-1]
        self.changed()

    def speak(self, language: str) -> None:
        """Another language."""
        if language in LANGUAGES:
            self.act("language", lambda choice: replace(choice, language=language), keep=False)


def error_sentence(error: BaseException, language: str) -> str:
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
     r"(?:, not .*)?",
     N_("It takes a number from {low} to {high}.")),
    (r"(?:must be )?a whole number from (?P<low>\S+) to (?P<high>\S+)(?: \((?P<unit>.*)\))?"
     r"(?:, not .*)?",
     N_("It takes a whole number from {low} to {high}.")),
    (r"must be a number.*", N_("It must be a number.")),
    (r"would come into force only after the end of the run",
     N_("It would come into force only after the end of the run.")),
    (r"a run takes (?P<most>\d+) changes; undo one first", N_("A run takes {most} changes; undo one first.")),
    (r"must be (?:a whole|a) minute of the run, from 0", N_("It must be a minute of the run.")),
    (r"must be the name of one rule, not of a map of rules",
     N_("It must be the name of one rule, not of a map of rules.")),
    (r"comes once all replications are done",
     N_("It is made from the worlds of the verdict, which are not all run yet.")),
    (r"must be a table(?: with .*)?",
     N_("The page sent something that this server does not know.")),
    (r"must be NAME:VALUE", N_("It must be a name and a value: NAME:VALUE.")),
    (r"must be given once", N_("It must be given only once.")),
    (r"must be at most (?P<most>\d+) changes in a run", N_("A run takes at most {most} changes.")),
    (r"must be the name of a township.*", N_("It must be the name of a township.")),
    (r"a place of theory has no years", N_("A place of theory has no years.")),
    (r"must be a year that is played", N_("It must be a year that is played.")),
    (r"must be a place without a path of years", N_("It must be a place without a path of years.")),
)  # fmt: skip
"""What the model's messages say is allowed, and the sentences that say it on the page."""


def allowed(said: str, language: str) -> str:
    """What is allowed, as a sentence in a language; as it stands where no pattern knows it."""
    for pattern, message in ALLOWED:
        if found := re.fullmatch(pattern, said):
            return speaker(language)(message, **found.groupdict())
    if (known := what_is_allowed(said, language)) != said:
        return known[:1].upper() + known[1:]
    return speaker(language)(said[:1].upper() + said[1:])


def _named(field_: str, language: str) -> str:
    return speaker(language)(LABELS.get(field_, field_))


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else repr(value)
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= 60 else text[:57] + "..."
