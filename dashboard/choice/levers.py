"""The sliders, made from the parameters' own declarations: range, unit, meaning and source.

Here stand only what a declaration does not know: a short name for a slider, and how a number is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

from jiaosuo.dashboard.choice.axis import FROM_THE_START, grows, minutes_of, year_from
from jiaosuo.dashboard.choice.comparison import WEEK, Comparison
from jiaosuo.dashboard.choice.places import said_urbanization, scenario
from jiaosuo.experiments.provenance.spelt import spelt
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.said_by_place import GROWN, fixed_in_a_run, set_by
from jiaosuo.model.scenario import parameters
from jiaosuo.model.timeline import is_of_world

MAIN = {
    "urbanization": N_("Urbanisation"),
    "vehicles_per_1000": N_("Vehicles"),
    "call_volume": N_("Call volume"),
    "vehicle_growth": N_("Vehicles grow"),
    "urbanization_growth": N_("Urbanisation rises"),
    "years": N_("Years of growth"),
    "officers_traffic": N_("Traffic officers"),
    "officers_station": N_("Station officers"),
    "on_duty_share": N_("On duty at once"),
    "training_hours": N_("Cross-training"),
    "data_sharing": N_("Data sharing"),
    "ring_fence": N_("Time kept for traffic"),
    "delta": N_("Slowness of the unskilled"),
}
"""The levers of the question itself, with the short names of their sliders."""

MORE = {
    "density_boundary": N_("Line of the map of rules"),
    "officers_patrol": N_("Patrol officers"),
    "auxiliaries": N_("Auxiliaries"),
    "traffic_specialists": N_("Crash specialists"),
    "other_work": N_("Work beyond calls"),
    "roster_alignment": N_("Rosters as one"),
    "aux_share_posts": N_("Auxiliaries on posts"),
    "case_review": N_("Case review"),
    "handover_minutes": N_("Handover between desks"),
    "compliance": N_("Compliance of drivers"),
    "trips_per_day": N_("Trips of a vehicle"),
    "police_rescue_share": N_("Police part of rescue"),
    "standard_urban_minutes": N_("Standard in towns"),
    "standard_rural_minutes": N_("Standard in the country"),
}
"""Further levers, folded away."""

LABELS = MAIN | MORE

MEANINGS = (
    N_("Share of people who live in urban cells"), N_("Motor vehicles in the first year"),
    N_("Calls over those of the place, of all kinds but what is met on patrol, reported or not"),
    N_("Yearly growth of the vehicle stock"), N_("Yearly rise of urbanization, up to what the land can have"),
    N_("Years of growth before the run starts"),
    N_("Traffic corps without brigade specialists"), N_("Station corps"), N_("Patrol corps"),
    N_("Share of the roster on duty at an average hour"),
    N_("Cross-training of an officer who may lead at traffic and at order calls, in duty time"),
    N_("Records and calls shared between desks: no handover, fewer errors"),
    N_("On-duty time that generalists keep for traffic alone"),
    N_("Extra handling time of an officer of skill 0, as a share of expert time"),
    N_("Density from which a map of rules counts a township among the dense, if it draws no line of its own "
       "(0: the line that leaves half of the people on each side)"),
    N_("Auxiliaries, who assist and may hold a post"), N_("Crash specialists of the county brigade"),
    N_("Other work over what the kinds of work declare, all of it but case files; 0: none"),
    N_("Rosters of the corps at a site: 0 drawn apart, 1 staggered as one"),
    N_("Share of auxiliaries who may hold a post alone"),
    N_("Wrong closures that case review catches on the spot"),
    N_("Time to pass a call to another desk when data are not shared"),
    N_("Mean compliance of drivers with the law"), N_("Trips a vehicle plans on an average day"),
    N_("Part of the ambulance's hazard that police delay carries"),
    N_("Standard of response in built-up cells: a call is in time if somebody who may lead is there by then"),
    N_("Standard of response elsewhere"),
)  # fmt: skip
"""What these declarations say of themselves, marked for the catalogue (a test holds them together)."""

UNITS = (
    N_("people"), N_("vehicles/1,000 people"), N_("%/yr"), N_("points/yr"), N_("yr"), N_("officers"),
    N_("auxiliaries"), N_("h/yr"), N_("people/km2"), N_("trips/day"), N_("times"), N_("min"),
    N_("assumption"), N_("preset"),
)  # fmt: skip

IN_PER_CENT = ("share", "0..1")
WIDE = 8
"""A range wider than so many times the number itself makes no slider: it is cut to a window around it."""
STEPS = 50
LARGE = 20
"""From here on a number is printed without decimals."""


MINUTE_ALLOWED = "must be a whole minute of the run, from 0"
AFTER_THE_END = "would come into force only after the end of the run"


@dataclass(frozen=True)
class LeverMove:
    """A lever moved, as checked: what, to which value, from which minute on it is in force."""

    name: str
    value: float
    minute: int


def levers_of(place: str, mode: str = "") -> tuple[str, ...]:
    """Names of the levers that this place lets move; on a path, those that the path itself sets are not.

    `mode`: `week` or `years` where the place is not played as it is made.
    """
    shipped = scenario(place)
    fixed = {*fixed_in_a_run(shipped.townships), *(() if mode == WEEK else set_by(shipped.path))}
    if fixed >= set(GROWN):
        fixed.add("years")
    return tuple(name for name in LABELS if name not in fixed)


def check_move(comparison: Comparison, name: object, value: object, minute: object) -> LeverMove:
    """The move as it will be used, or InputError. The one border: what is behind it checks no move again.

    What makes the world changes at the next midnight, over years everything with the next year; that must
    still be within the run. What says how the years grow holds from the first one on.
    """
    begin = check_minute(comparison, name, minute)
    known = levers_of(comparison.place, comparison.mode)
    if name not in known:
        raise unknown("lever", name, known)
    declared = _of_place(comparison.place, str(name))
    checked = declared.check(value, declared.name)
    if grows(comparison) and name in FROM_THE_START:
        return LeverMove(declared.name, checked, 0)
    move = LeverMove(declared.name, checked, in_force_from(declared.name, begin))
    if move.minute >= minutes_of(comparison):
        raise InputError(move.name, value, AFTER_THE_END)
    return move


def check_minute(comparison: Comparison, name: object, minute: object) -> int:
    """The minute from which a change made at a minute holds, or InputError: over years, with the next one."""
    if not isinstance(minute, int) or isinstance(minute, bool) or minute < 0:
        raise InputError("minute", minute, MINUTE_ALLOWED)
    begin = year_from(comparison, minute)
    if begin and begin >= minutes_of(comparison):
        raise InputError(str(name), minute, AFTER_THE_END)
    return begin


def in_force_from(name: str, minute: int) -> int:
    """The first minute at which a change is in force: at once, or at midnight for what makes the world."""
    return math.ceil(minute / MINUTES_A_DAY) * MINUTES_A_DAY if waits_for_midnight(name) else minute


def waits_for_midnight(name: str) -> bool:
    """Whether a number makes the world, so that a change of it is in force from the next midnight."""
    return is_of_world(_declared()[name])


@dataclass(frozen=True, kw_only=True)
class Slider(Record):
    """A lever as the player draws it. Values are the model's; they are shown times `scale`, in `unit`.

    `default` is the place's own value; `midnight`: it changes with the next day; `more`: it is
    folded away; `idle`: why it changes nothing now.
    """

    name: str
    label: str
    unit: str
    scale: int
    decimals: int
    low: float
    high: float
    step: float
    value: float
    value_left: float
    value_right: float
    default: float
    source: str
    help: str
    midnight: bool
    more: bool
    error: str
    idle: str = ""


def sliders(
    place: str,
    now: tuple[Mapping[str, float], Mapping[str, float]],
    language: str,
    errors: Mapping[str, str],
    only: Iterable[str] = (),
    mode: str = "",
    idle: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Slider, ...]:
    """The declarations the player draws as sliders, with what is in force left and right.

    `only`: the names to show, in their order (none: all of the place). `mode`: as in `levers_of`. `idle`: why
    some change nothing now.
    """
    known = levers_of(place, mode)
    names = [name for name in only if name in known] or known
    found = (_slider(place, name, now, language, errors.get(name, "")) for name in names)
    return tuple(replace(each, idle=idle.get(each.name, "")) for each in found)


def _slider(place: str, name: str, now: tuple[Mapping[str, float], ...], language: str, error: str) -> Slider:
    _, declared = speaker(language), _of_place(place, name)
    shipped = scenario(place)[name]
    left, right = (float(each.get(name, shipped)) for each in now)
    low, high = window(declared, shipped, (left, right))
    scale, unit = (100, "%") if declared.unit in IN_PER_CENT else (1, _(declared.unit).strip("-"))
    step = _step(declared, low, high)
    return Slider(
        name=name,
        label=_(LABELS[name]),
        unit=unit,
        scale=scale,
        decimals=_decimals(step * scale),
        low=low,
        high=high,
        step=step,
        value=left,
        value_left=left,
        value_right=right,
        default=shipped,
        source=spelt(declared.source, language),
        help=_help(declared, language),
        midnight=is_of_world(declared),
        more=name in MORE,
        error=error,
    )


def window(declared: Parameter, shipped: float, now: tuple[float, float]) -> tuple[float, float]:
    """Ends of a slider: the declared range, cut near the place's own number where it is far too wide.

    A value that was moved to widens them, and never takes room away that was there before.
    """
    own, moved = max(abs(shipped), abs(declared.default)), max(abs(each) for each in now)
    if declared.high <= WIDE * own or (own == 0 and declared.high <= 1_000):
        return declared.low, declared.high
    high = max(_round_up(4 * own) if own else declared.high / 50, _round_up(moved) if moved else 0.0)
    return declared.low, min(declared.high, high)


def _round_up(size: float) -> float:
    """The next number with one leading figure of 1, 2, 4, 5 or 8."""
    unit = 10.0 ** math.floor(math.log10(size))
    return next((each * unit for each in (1, 2, 4, 5, 8) if each * unit >= size), 10 * unit)


def _step(declared: Parameter, low: float, high: float) -> float:
    if declared.whole:
        return max(1, 10 ** math.floor(math.log10((high - low) / STEPS))) if high - low > 1_000 else 1
    return 10.0 ** math.floor(math.log10((high - low) / STEPS) + 1e-9)


def _decimals(step: float) -> int:
    return max(0, -math.floor(math.log10(step) + 1e-9))


def _help(declared: Parameter, language: str) -> str:
    """Meaning, range and source: what stands in the tooltip."""
    _ = speaker(language)
    per_cent = declared.unit in IN_PER_CENT
    scale, unit = (100, "%") if per_cent else (1, _(declared.unit).strip("-"))
    sentence = _(
        "{meaning}. From {low} to {high} {unit}. Source: {source}",
        meaning=_(declared.meaning),
        low=declared.shown(declared.low * scale),
        high=declared.shown(declared.high * scale),
        unit=unit,
        source=spelt(declared.source, language),
    )
    return sentence.replace(" .", ".").replace("  ", " ")


def _of_place(place: str, name: str) -> Parameter:
    """The declaration of a lever, with the range that the land of a place can have."""
    declared = _declared()[name]
    possible = said_urbanization(place) if name == "urbanization" else None
    if possible is None:
        return declared
    low, high = possible
    return replace(declared, low=low, high=high)


@cache
def _declared() -> Mapping[str, Parameter]:
    return parameters()


def format_lever_value(name: str, value: float, language: str) -> str:
    """A lever's value as it is printed, with its unit."""
    if name not in LABELS:
        raise InputError("lever", name, "must be a lever of the page")
    _, declared = speaker(language), _declared()[name]
    if declared.unit in IN_PER_CENT:
        return _("{value} %", value=f"{100 * value:.3g}")
    unit = _(declared.unit).strip("-")
    said = f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.3g}"
    return _("{value} {unit}", value=said, unit=unit) if unit else said
