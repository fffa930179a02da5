"""What a run costs in yuan a day: hours, deaths and cases, each at a declared price.

The sum is linear in the prices, so that other prices need no other run. It is no account of a police budget:
the force is paid under every rule alike, and only what the rules make differ is worth reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiaosuo.model.core.terms import Duty
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.core.words import N_
from jiaosuo.model.evidence import Evidence
from jiaosuo.model.measures import Outcome, Value, cleared_up_shares

WORKING = (Duty.TO_CALL, Duty.ON_SCENE, Duty.PAPERWORK)

YUAN = "yuan_a_day"


@dataclass(frozen=True)
class PricedPart:
    """A quantity of a run, the outcome of that name, at the price of that name; `sign` -1: it is a gain."""

    outcome: str
    price: str
    sign: int = 1


PARTS = (
    PricedPart("hours_waiting", "price_waiting_hour"),
    PricedPart("hours_settling", "price_settling_hour"),
    PricedPart("delay_caused", "price_vehicle_hour"),
    PricedPart("officer_hours", "price_officer_hour"),
    PricedPart("overtime_hours", "price_overtime_hour"),
    PricedPart("expected_deaths", "price_death"),
    PricedPart("cases_cleared_up", "price_case", -1),
)
"""The parts of the sum; in the whole run, as their outcomes give them."""


def of_prices() -> Iterator[Outcome]:
    """The quantities that are priced and that no other measure gives."""
    yield Outcome(
        "hours_waiting",
        N_("Hours of waiting for the police"),
        "h",
        "less",
        "sum over calls of call known to first officer with authority on scene",
        "restricted",
        _waiting,
    )
    yield Outcome(
        "hours_settling",
        N_("Hours until it is settled, with the police there"),
        "h",
        "less",
        "sum over calls of time to clear less response; open calls to the end of the run",
        "restricted",
        _settling,
    )
    yield Outcome(
        "officer_hours",
        N_("Hours of officers on calls"),
        "h",
        "less",
        "hours to call, on scene and at paperwork, of all officers",
        "log",
        _officer_hours,
    )
    yield Outcome(
        "cases_cleared_up",
        N_("Order cases cleared up, in number"),
        "cases",
        "more",
        "sum of the expected shares of order cases cleared up",
        "F: Blanes i Vidal & Kirchmaier 2018",
        _cases,
    )


def yuan_a_day(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The sum of all parts at the scenario's prices, over the days of the run."""

    def value(e: Evidence) -> Value:
        parts = [(part, e.scenario[part.price]) for part in PARTS]
        seen = [(part.sign * price, outcomes[part.outcome].value(e)[0]) for part, price in parts if price]
        if e.end <= 0 or any(quantity is None for _, quantity in seen):
            return None, 0
        total = sum(price * (quantity or 0.0) for price, quantity in seen)
        return float(total / e.end * MINUTES_A_DAY), int(e.counted.sum())

    return Outcome(
        YUAN,
        N_("Cost to all, in yuan a day"),
        "yuan/day",
        "less",
        "hours of waiting, settling, delay, officers and overtime, expected deaths, less cases cleared up, "
        "each at its price; only differences between rules mean something",
        "prices: parameters",
        value,
    )


def _waiting(e: Evidence) -> Value:
    return float(e.response[e.counted].sum() / MINUTES_AN_HOUR), int(e.counted.sum())


def _settling(e: Evidence) -> Value:
    minutes = (e.clearance - e.response)[e.counted]
    return float(minutes.sum() / MINUTES_AN_HOUR), int(e.counted.sum())


def _officer_hours(e: Evidence) -> Value:
    return float(e.duty_minutes[:, list(WORKING)].sum() / MINUTES_AN_HOUR), len(e.officers)


def _cases(e: Evidence) -> Value:
    cases = e.counted & e.kinds["clears_up"][e.calls["kind"]]
    return float(cleared_up_shares(e)[cases].sum()), int(cases.sum())
