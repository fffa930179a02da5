"""What a law is: the counties that must obey it, what is measured in them, and how near it must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jiaosuo.experiments.claims.criterion import Covers, Criterion, InEveryWorld
from jiaosuo.model.core.words import N_

type Figures = Mapping[str, float]


LEVEL = 0.999
"""Of the intervals: many figures are held against theory at once."""
NEAR, QUICKLY_NEAR = 0.02, 0.05
"""How far the mean may be from theory, as a share of it, in the full and in the quick set."""


class Agreement(StrEnum):
    """How a figure is held against theory.

    CHANCE: the interval over worlds covers it and the mean is near it. EXACT: equal in every world.
    WITHIN: no world farther away than the case allows.
    """

    CHANCE = "chance"
    EXACT = "exact"
    WITHIN = "within"


@dataclass(frozen=True)
class Effort:
    """How much is run: worlds with seeds 1, 2, ..., each so many days, its warm-up among them."""

    worlds: int
    days: float


@dataclass(frozen=True)
class Case:
    """One county beside theory.

    `look(seed, days)` runs one world and gives its figures by name; `theory()` gives what they should be, of
    the same names. Both may be called in another process. `words` with `values` say which county it is.
    `quick` is None where the case is left to the full set. `allowed` is for an agreement WITHIN.

    Where no formula reaches, `theory` is None and `twin(seed, days)` says it of each world: it is called in
    the process of `look` and right after it, and the two are compared pair by pair.
    """

    words: str
    look: Callable[[int, float], Figures]
    theory: Callable[[], Figures] | None
    full: Effort
    quick: Effort | None
    agreement: Agreement = Agreement.CHANCE
    allowed: float = 0.0
    values: Mapping[str, float | str] = field(default_factory=dict)
    twin: Callable[[int, float], Figures] | None = None

    def effort(self, quick: bool) -> Effort | None:
        """What is run of it in the full or in the quick set."""
        return self.quick if quick else self.full

    def criterion(self, theory: float, quick: bool) -> Criterion:
        """How a figure of the case is judged, of which theory says this."""
        if self.agreement == Agreement.CHANCE:
            return Covers(theory, QUICKLY_NEAR if quick else NEAR)
        return InEveryWorld(theory, self.allowed if self.agreement == Agreement.WITHIN else 0.0)


@dataclass(frozen=True)
class Law:
    """A law of theory and the cases it is tried in; `name` for programs, `words` and `source` for people."""

    name: str
    words: str
    source: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Figure:
    """What a figure is called, and its unit; a name that ends in a number is that of one unit of several."""

    words: str
    unit: str


SERVICES = N_("services")
"""Waits are told in mean times of a service."""

FIGURES = {
    "wait_mean": Figure(N_("mean wait"), SERVICES),
    "wait_mean_traffic": Figure(N_("mean wait of traffic calls"), SERVICES),
    "wait_mean_order": Figure(N_("mean wait of order calls"), SERVICES),
    "response_mean_traffic": Figure(N_("mean response to traffic calls"), N_("min")),
    "response_mean_order": Figure(N_("mean response to order calls"), N_("min")),
    "crew_mean": Figure(N_("mean time until the crew is whole"), N_("min")),
    "clear_mean": Figure(N_("mean time to clear"), N_("min")),
    "calls_traffic": Figure(N_("traffic calls"), ""),
    "calls_order": Figure(N_("order calls"), ""),
    "report_delay": Figure(N_("mean time from the event to the call"), N_("min")),
    "patience": Figure(N_("mean time until the caller gives up"), N_("min")),
    "expert": Figure(N_("mean time that an expert takes"), N_("min")),
    "gave_up_share": Figure(N_("share of callers who gave up"), ""),
    "utilisation_traffic": Figure(N_("share of time busy, traffic corps"), ""),
    "utilisation_station": Figure(N_("share of time busy, station corps"), ""),
    "utilisation_patrol": Figure(N_("share of time busy, generalists"), ""),
    "workload": Figure(N_("share of time busy, unit {number}"), ""),
    "interarea": Figure(N_("share of calls answered from another area"), ""),
    "distance": Figure(N_("distance to the nearest free unit"), "km"),
    "delay": Figure(N_("mean delay of those held up"), "min"),
    "outcomes_changed": Figure(N_("outcomes that differ"), ""),
    "calls_astray": Figure(N_("calls in no state or in two"), ""),
    "minutes_astray": Figure(N_("officer-minutes not accounted for"), "min"),
    "work_astray": Figure(N_("minutes of other work not accounted for"), "min"),
    "files_astray": Figure(N_("case files in no hands or in two"), ""),
    "vehicles_astray": Figure(N_("vehicles not accounted for"), ""),
}


def called(name: str) -> tuple[Figure, str]:
    """The figure of a name, and the number of the unit it is of ("" where it is of no one unit)."""
    stem, _, number = name.rpartition("_")
    return (FIGURES[stem], number) if number.isdigit() else (FIGURES[name], "")
