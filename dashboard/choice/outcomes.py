"""The outcomes a visitor can look at and weigh: which of the model's, and how they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.comparison.index import COMPONENTS, checked_weights
from jiaosuo.experiments.comparison.priced import DECLARED, checked_prices
from jiaosuo.experiments.comparison.result import HEADLINES, number
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import N_, speaker, spoken_label
from jiaosuo.model.measures import Outcome
from jiaosuo.model.outcomes import OUTCOMES, directions

MENU = (
    "yuan_a_day",
    "response_mean_traffic_rural",
    "response_mean_traffic_urban",
    "response_mean_order_rural",
    "response_mean_order_urban",
    "response_p90_traffic_rural",
    "within_standard",
    "clear_mean_traffic_rural",
    "clear_mean_traffic_urban",
    "lane_minutes_mean",
    "delay_caused",
    "expected_deaths",
    "crashes_injury_crash",
    "calls_gave_up",
    "first_time_right",
    "findings_right",
    "evidence_stands",
    "cleared_up_order",
    "complained_share",
    "post_coverage",
    "hours_nobody_on_duty_traffic",
    "overtime_hours",
    "community_visits",
    "satisfaction_mean",
    "trust_mean",
)
"""The outcome menu as it ships: every one has a better way."""

TITLES = {headline.outcome: headline.title for headline in HEADLINES}
"""Titles in plain words where the comparison has them; elsewhere the outcome's own label."""

IN_PRINT = (N_("vehicle-h"), N_("crashes"), N_("links"), N_("km/h"), N_("share"))
PER_CENT = ("share", "0..1")


def offered() -> tuple[str, ...]:
    """The names of the menu, and of the outcomes of plug-ins that have a better way."""
    added = plugins.entries("outcomes", Outcome)
    return (*MENU, *(name for name, each in added.items() if each.better != "neither"))


def check_focus(name: object) -> str:
    """An outcome of the menu by name, or InputError."""
    if name not in (names := offered()):
        raise unknown("focus", name, names)
    return str(name)


def check_weights(weights: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Weights of components of the index, in their order; InputError for anything else or all 0."""
    for name in weights:
        if name not in COMPONENTS:
            raise unknown("weights", name, COMPONENTS)
    checked = checked_weights(weights, directions())
    return tuple((name, checked.get(name, 0.0)) for name in COMPONENTS)


def check_prices(prices: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Prices by name, in the order they are declared; or InputError."""
    checked = checked_prices(prices)
    return tuple((name, checked[name]) for name in DECLARED if name in checked)


def title(name: str, language: str) -> str:
    """What an outcome is called on the page."""
    if name in TITLES:
        return speaker(language)(TITLES[name])
    return spoken_label(OUTCOMES[name].label, language)


def unit(name: str, language: str) -> str:
    """The unit as it is printed behind a number; shares are printed as per cent."""
    declared = OUTCOMES[name].unit
    return "%" if declared in PER_CENT else speaker(language)(declared).strip("-")


def scale(name: str) -> float:
    """What a value is multiplied with before it is printed."""
    return 100.0 if OUTCOMES[name].unit in PER_CENT else 1.0


def format_outcome(name: str, value: float, language: str, *, signed: bool = False) -> str:
    """A value with its unit, as it is printed."""
    _ = speaker(language)
    shown = number(scale(name) * value, signed=signed)
    if scale(name) != 1:
        return _("{value} %", value=shown)
    said = unit(name, language)
    return _("{value} {unit}", value=shown, unit=said) if said else shown


@dataclass(frozen=True, kw_only=True)
class OutcomeOption(Record):
    """An outcome as the page and the player offer it: its values times `scale`, in `unit`."""

    name: str
    label: str
    unit: str
    scale: float
    better: str
    decimals: int


def menu(language: str) -> tuple[OutcomeOption, ...]:
    """The outcome menu as the page and the player show it."""
    return tuple(
        OutcomeOption(
            name=name,
            label=title(name, language),
            unit=unit(name, language),
            scale=scale(name),
            better=OUTCOMES[name].better,
            decimals=1 if OUTCOMES[name].unit in ("min", "deaths", "h/day", *PER_CENT) else 0,
        )
        for name in offered()
    )
