"""What a kind of call declares. A new kind is one new file with one `Kind`; all else finds it by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import Basis, Domain, HandlingLaw
from jiaosuo.model.core.units import HOURS_A_DAY


class Given(NamedTuple):
    """A kind's own number and where it comes from.

    Parameters
    ----------
    value : float
        The number, in the unit of its field.
    source : str, default "assumption"
        A tag of the fact sheet, or the honest word.
    """

    value: float
    source: str = "assumption"


class Lever(NamedTuple):
    """A parameter of another name that gives a kind's number.

    Parameters
    ----------
    parameter : Parameter
        The parameter.
    times : float, default 1
        The number is so many times its value.
    """

    parameter: Parameter
    times: float = 1.0


FIELDS: Mapping[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("rate_rural", 0, 0, 1_000_000, "per basis and year", "Rate where settlement is sparse"),
        Parameter("rate_urban", 0, 0, 1_000_000, "per basis and year", "Rate where settlement is dense"),
        Parameter("priority", 3, 1, 4, "priority", "Urgency, 1 the most urgent", whole=True),
        Parameter("officers_needed", 1, 1, 2, "officers", "Crew that the call needs", whole=True),
        Parameter("complex_share", 0, 0, 1, "share", "Calls that the simple procedure cannot close"),
        Parameter("caller_knows", 0, 0, 1, "share", "Complex calls whose caller can tell"),
        Parameter("handling_minutes", 30, 0.1, 1_000, "min", "Mean time on scene under the status quo"),
        Parameter("handling_cv", 1.2, 0, 5, "-", "Coefficient of variation of time on scene"),
        Parameter("delta_share", 1, 0, 2, "-", "Extra time of a novice, as a multiple of `delta`"),
        Parameter("error_share", 1, 0, 2, "-", "Errors in complex cases, as a multiple of the usual"),
        Parameter("judged_share", 0, 0, 1, "share", "Cases of which others judge what was found out"),
        Parameter("hit_and_run_share", 0, 0, 1, "share", "Crashes whose driver has fled"),
        Parameter("paperwork_minutes", 0, 0, 500, "min", "Paperwork of the leading officer afterwards"),
        Parameter("file_share", 0, 0, 1, "share", "Calls that leave a case file, complex ones first"),
        Parameter("file_hours", 4, 0, 200, "h", "Mean officer-hours of work in a case file"),
        Parameter("file_days", 30, 1, 365, "days", "Days until a case file is due"),
        Parameter("patience_minutes", 90, 1, 1e7, "min", "Mean time until the caller gives up"),
        Parameter("patience_cv", 0.6, 0, 5, "-", "Coefficient of variation of patience"),
        Parameter("report_share", 1, 0, 1, "share", "Incidents reported where trust is average"),
        Parameter("report_delay", 2, 0, 1_000, "min", "Mean time from the event to the call"),
        Parameter("deaths", 0, 0, 10, "deaths/event", "Expected deaths when help comes at once"),
        Parameter("flow_exponent_rural", 1, 0, 3, "-", "Growth with the daily flow of a link outside towns"),
        Parameter("flow_exponent_urban", 1, 0, 3, "-", "Growth with the daily flow of a link in towns"),
        Parameter("speed_power", 0, 0, 5, "-", "Power of the speed on the link over its free speed"),
        Parameter("block_share", 0, 0, 1, "share", "Incidents that block a lane"),
        Parameter("secondary_share", 0, 0, 1, "share", "Secondary crashes that are of this kind"),
        Parameter("deterred_by_sight", 0, 0, 1, "-", "k of (1 + minutes in sight / scale)^-k"),
        Parameter("deterred_by_stops", 0, 0, 1, "-", "k of (1 + stops near by / scale)^-k"),
    )
}
"""What the numbers of a kind mean and may be; the kinds give the values and their sources."""


HIGHEST_RATE = {
    Basis.PEOPLE: 2_000.0,
    Basis.FLOW: 20.0,
    Basis.PATROL: 0.0,
    Basis.COUNTY: 1_000_000.0,
    Basis.QUEUE: 10_000.0,
}
"""Most that a year may bring for 1,000 people, a vehicle, or the county: beyond, queues only grow."""


@dataclass(frozen=True)
class Kind:
    """One kind of call.

    Parameters
    ----------
    name : str
        What it is called in tables, TOML and the names of its parameters.
    label : str
        What it is called for people.
    domain : Domain
        What its calls are about.
    basis : Basis
        What the rates count: 1,000 people a year, one vehicle a year (on the links, by their flow), 1,000
        vehicle-hours in queues, an hour of beat with authority (then `rate_*` is not used), or the whole
        county a year.
    numbers : mapping of str to Given
        Its own numbers by name of `FIELDS`; every other has the default of all kinds.
    hours : tuple of float, shape (24,), optional
        Weights of mean 1: of the people's calls, or of the risk on the roads, whose flow has its own hours.
    law : HandlingLaw, default HandlingLaw.LOGNORMAL
        Distribution of expert handling time.
    clears_up : bool, default False
        Marks order cases whose clear-up is an outcome.
    is_crash : bool, default False
        Marks what follows the risk of the drivers on the link.
    set_by : mapping of str to Lever, optional
        Numbers that the kind does not declare but that follow from a lever, which several kinds may share.

    Attributes
    ----------
    parameters : tuple of Parameter
        What it declares, as NAME_FIELD.

    Raises
    ------
    ValueError
        When a number is of no field, or hours are not 24 weights of mean 1.

    Examples
    --------
    >>> from jiaosuo import KINDS
    >>> crash = KINDS["injury_crash"]
    >>> crash.domain.name, crash.basis.name, len(crash.hours)
    ('TRAFFIC', 'FLOW', 24)
    """

    name: str
    label: str
    domain: Domain
    basis: Basis
    numbers: Mapping[str, Given]
    hours: tuple[float, ...] = (1.0,) * HOURS_A_DAY
    law: HandlingLaw = HandlingLaw.LOGNORMAL
    clears_up: bool = False
    is_crash: bool = False
    set_by: Mapping[str, Lever] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = field(init=False)

    def __post_init__(self) -> None:
        unknown = {*self.numbers, *self.set_by} - set(FIELDS)
        if unknown:
            raise ValueError(f"kind {self.name}: no field {', '.join(sorted(unknown))}")
        if len(self.hours) != HOURS_A_DAY or min(self.hours) < 0 or abs(sum(self.hours) - HOURS_A_DAY) > 1e-6:
            raise ValueError(f"kind {self.name}: hours must be 24 weights of mean 1")
        own = tuple(self._parameter(name) for name in FIELDS if name not in self.set_by)
        object.__setattr__(self, "parameters", own)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.name}>"

    def _parameter(self, name: str) -> Parameter:
        shared, given = FIELDS[name], self.numbers.get(name)
        return Parameter(
            name=f"{self.name}_{name}",
            default=shared.default if given is None else given.value,
            low=shared.low,
            high=HIGHEST_RATE[self.basis] if name in ("rate_rural", "rate_urban") else shared.high,
            unit=shared.unit,
            meaning=f"{self.label}: {shared.meaning[0].lower()}{shared.meaning[1:]}",
            source="default of all kinds" if given is None else given.source,
            whole=shared.whole,
            group=f"kind {self.name}",
        )


def day_shape(*weights: float) -> tuple[float, ...]:
    """24 hourly weights of mean 1 from weights for equal parts of the day; their number must divide 24."""
    repeat = HOURS_A_DAY // len(weights)
    mean = sum(weights) / len(weights)
    return tuple(weight / mean for weight in weights for _ in range(repeat))


ROAD_RISK = day_shape(1.5, 1.5, 1.3, 0.8, 0.7, 0.7, 0.7, 0.7, 0.8, 0.9, 1.1, 1.3)
"""Risk of a vehicle on the road by two-hour parts: about twice as high at night (K: Elvik; assumption)."""

STREET_DAY = day_shape(0.5, 0.3, 0.7, 1.1, 1.1, 1.1, 1.4, 1.8)
"""Order and service calls by three-hour parts: rising to the evening (assumption)."""
