"""What the plain county is given, and what it keeps: a place as data, and the state of officers and calls.

Standard library alone, like all of the twin: see `plain_county`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

OFF, STANDBY, BEAT, VISIT, TO_CALL, ON_SCENE, FILES, OWN, CASE = (
    "off", "standby", "beat", "visit", "to call", "on scene", "files", "own work", "case file",
)  # fmt: skip


@dataclass(frozen=True)
class OwnWork:
    """What each officer has to do in every shift, at the own site: a meal, say.

    `minutes` a shift; from when to when, in hours of the shift; calls it yields to; `first`: before papers.
    """

    minutes: float
    hours: tuple[float, float]
    yields_to: int
    first: bool


@dataclass(frozen=True)
class CallKind:
    """A kind of call: what it asks for, and what it leaves behind.

    `slower`: how much longer a novice takes, as a share. `slips`: a novice's chance to err at a complex case;
    `judged`, `back`: shares of cases that others judge, and of the wrong ones that are sent back; `flees`: of
    those from which somebody flees, which are never simple.
    """

    domain: int
    priority: int
    crew: int
    slower: float
    files: float
    slips: float = 0.0
    judged: float = 0.0
    back: float = 0.0
    flees: float = 0.0
    case: tuple[float, float, float] = (0.0, 0.0, 30.0)
    """Share of calls that leave a case file, its mean minutes, and the days until it is due."""


@dataclass(frozen=True)
class ReportedCall:
    """Somebody calls: a kind (its place among the kinds), from a cell, at a minute.

    `expert`: minutes that the best officer would take; `patience`: minutes until the caller gives up.
    """

    kind: int
    cell: int
    known: float
    expert: float
    patience: float


@dataclass(frozen=True)
class Person:
    """An officer as the roll has them: `group` is the roster group, `beat` cells with cumulated chances."""

    corps: int
    home: int
    group: tuple[int, int]
    serves: frozenset[int]
    borders: frozenset[int]
    beat: tuple[Sequence[int], Sequence[float]]
    skill: tuple[float, float, float]


@dataclass(frozen=True)
class Answers:
    """What the rule of the county answers. Sets hold corps, or pairs with a domain.

    `sends`: (corps, domain) whom the desk of a domain sends; `everywhere`: corps whose reach is the county;
    `next_door`: those who go to neighbours. `desks`: how many; handover is between any two.
    """

    leads: frozenset[tuple[int, int]]
    helps: frozenset[tuple[int, int]]
    sends: frozenset[tuple[int, int]]
    everywhere: frozenset[int]
    next_door: frozenset[int]
    visits: frozenset[int]
    beats: frozenset[int]
    desks: int
    preempt: bool
    ageing: float


@dataclass(frozen=True)
class Place:
    """A county as data. `minutes` (cells, cells); `township` (cells,); `visits` (townships,) minutes a day.

    `expected` (cells,): minutes after which somebody who calls thinks that the police are late.
    `numbers`: the levers by their names in the model. `shifts`: weights of night, day and evening. `calls`:
    who calls in the days that are lived through, whatever the police do.
    """

    minutes: Sequence[Sequence[float]]
    township: Sequence[int]
    expected: Sequence[float]
    visits: Sequence[float]
    kinds: Sequence[CallKind]
    roll: Sequence[Person]
    answers: Answers
    shifts: tuple[float, float, float]
    numbers: Mapping[str, float]
    own: Sequence[OwnWork] = ()
    calls: Sequence[ReportedCall] = ()


@dataclass(eq=False)
class Officer:
    """One officer. `cell` is where they are, or will be at `there`; they pass `via` at `via_time`."""

    person: Person
    skill: list[float]
    cell: int
    via: int
    via_time: float = 0.0
    there: float = 0.0
    duty: str = OFF
    since: float = 0.0
    turn: int = 0
    call: Call | None = None
    on_shift: bool = False
    own: list[float] = field(default_factory=list)
    doing: int = -1
    pledged_own: float = 0.0
    cases: list[list[float]] = field(default_factory=list)
    case: list[float] | None = None
    shift_began: float = 0.0
    files: float = 0.0
    pledged: float = 0.0
    last_domain: int | None = None
    attended: int = 0
    used: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    over_since: float | None = None
    overtime: float = 0.0
    minutes: dict[str, float] = field(default_factory=dict)
    walks: bool = False
    beat_cell: int = 0


@dataclass(eq=False)
class Call:
    """One reported call, in minutes; None: not so."""

    kind: CallKind
    cell: int
    known: float
    expert: float
    patience: float
    at_desk: bool = False
    lead: Officer | None = None
    helper: Officer | None = None
    there: list[Officer] = field(default_factory=list)
    first: float | None = None
    whole: float | None = None
    ended: float | None = None
    cleared: bool = False
    handling: float = 0.0
    work: float = 0.0
    worked_at: float = 0.0
    pace: int = 0
    plan: int = 0

    @property
    def lacks(self) -> bool:
        """Whether somebody is still to be sent."""
        if self.ended is not None or not self.at_desk:
            return False
        return self.lead is None or (self.kind.crew > 1 and self.helper is None)
