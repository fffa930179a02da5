"""What a kind of other work declares. A new kind is one new file with one `Work`; all else finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.core.units import HOURS_A_DAY
from jiaosuo.model.incidents.kind import Given

FIELDS: Mapping[str, Parameter] = MappingProxyType(
    {
        each.name: each
        for each in (
            Parameter("amount", 0, 0, 480, "-", "How much of it there is to do"),
            Parameter("session", 30, 5, 480, "min", "Length of one session"),
            Parameter(
                "yields_to",
                2,
                0,
                4,
                "priority",
                "Least urgent priority of a call that takes an officer from it; 0 never",
                whole=True,
            ),
            Parameter("keeps_days", 0, 0, 60, "days", "Days for which what is left undone is still wanted"),
        )
    }
)
"""What the numbers of a kind of work mean and may be; the kinds give the values and their sources."""

DECLARED: Mapping[WorkBasis, tuple[str, ...]] = MappingProxyType(
    {
        WorkBasis.WATCH: ("amount", "yields_to"),
        WorkBasis.OFFICER: ("amount", "session", "yields_to"),
        WorkBasis.FILE: ("amount", "session", "yields_to"),
    }
)
"""The numbers that a kind of some basis has, where they are not all: the others would move nothing."""

UNITS: Mapping[WorkBasis, str] = MappingProxyType(
    {
        WorkBasis.OFFICER: "min/shift",
        WorkBasis.STATION: "h/day per station",
        WorkBasis.PEOPLE: "h/day per 1,000 people",
        WorkBasis.TOWNSPEOPLE: "h/day per 1,000 people in towns",
        WorkBasis.VEHICLES: "h/day per 1,000 vehicles",
        WorkBasis.FILE: "h per file of an order case",
        WorkBasis.WATCH: "posts per station",
    }
)


@dataclass(frozen=True)
class Work:
    """One kind of work that no call asks for.

    `basis` says what `amount` counts: minutes of each officer and shift, hours a day of a station, of 1,000
    people (in towns), of 1,000 vehicles, hours of each file of an order case, or the watch at a duty desk.
    `place` is where it is done, `who` whom it is for, `auxiliaries` whether they may do it alone. `hours` are
    those of the day in which it is to be done, from and until, or of the shift where the basis is an officer.
    What is `fixed` comes at its hours before papers and files; the rest is done when there is time. What
    comes `at_once` comes with the beginning of the hour, the rest evenly. `seen`: it is done in sight of
    the road. Of a file, the work comes when it is opened or, `on_closing`, when it is closed. `rank` is the
    place in the order in which kinds are asked for, the same under every rule.
    """

    name: str
    label: str
    basis: WorkBasis
    place: WorkPlace
    who: WorkFor
    rank: int
    numbers: Mapping[str, Given]
    hours: tuple[tuple[int, int], ...] = ((0, 24),)
    fixed: bool = False
    at_once: bool = False
    auxiliaries: bool = False
    seen: bool = False
    on_closing: bool = False
    parameters: tuple[Parameter, ...] = field(init=False)

    def __post_init__(self) -> None:
        declared = DECLARED.get(self.basis, tuple(FIELDS))
        unknown = set(self.numbers) - set(declared)
        if unknown:
            raise ValueError(f"kind of work {self.name}: no field {', '.join(sorted(unknown))}")
        if any(not 0 <= begin < end <= HOURS_A_DAY for begin, end in self.hours):
            raise ValueError(f"kind of work {self.name}: hours must be from and until, within 0 and 24")
        object.__setattr__(self, "parameters", tuple(self._parameter(name) for name in declared))

    @property
    def part_of_hours(self) -> tuple[float, ...]:
        """The part of a day's demand that comes in each hour, (24,), adding up to 1."""
        wanted = [any(begin <= hour < end for begin, end in self.hours) for hour in range(HOURS_A_DAY)]
        return tuple(float(each) / sum(wanted) for each in wanted)

    def _parameter(self, name: str) -> Parameter:
        shared, given = FIELDS[name], self.numbers.get(name)
        return Parameter(
            name=f"{self.name}_{name}",
            default=shared.default if given is None else given.value,
            low=shared.low,
            high=shared.high,
            unit=UNITS[self.basis] if name == "amount" else shared.unit,
            meaning=f"{self.label}: {shared.meaning[0].lower()}{shared.meaning[1:]}",
            source="default of all kinds of work" if given is None else given.source,
            whole=shared.whole,
            group=f"work {self.name}",
        )
