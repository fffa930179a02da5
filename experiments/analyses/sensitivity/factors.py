"""Which numbers are moved, and how far: the assumptions and the weak figures of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.said_by_place import fixed_in_a_run
from jiaosuo.model.scenario import Scenario, parameters

FOLD = 2.0
"""From so many times less to so many times more than a place's own value, inside the declared range."""
NOT_MOVED = ("people_per_agent", "duty_slot_minutes", "training_block_hours", "cell_km", "land_seed")
"""Numbers of the method, not of the world."""
ALWAYS = ("call_volume",)
"""Moved though no assumption itself: it stands for the rates of all kinds together, each read from shares."""
GROUPS_LEFT_OUT = ("land", "prices", "standards")
"""The map is the place: another map would be another place. Prices and standards change no event."""


@dataclass(frozen=True)
class Factor:
    """A number that is moved between two ends."""

    name: str
    low: float
    high: float
    default: float
    meaning: str
    unit: str


def assumptions(place: Scenario, names: Sequence[str] = ()) -> list[Factor]:
    """The factors of a place: those named, else the load and every number that is weak or assumed in size.

    A number that is 0 here moves over its declared range; whole numbers, what a place fixes and what it may
    not have (numbers of the places of theory) stay. InputError for a named one that it may not have.
    """
    declared = parameters(place.kinds)
    for name in names:
        if name not in declared:
            raise unknown("--parameters", name, declared)
    chosen = [declared[name] for name in names] or [each for each in declared.values() if _assumed(each)]
    fixed = (*NOT_MOVED, *fixed_in_a_run(place.townships))
    found = [
        _factor(each, place[each.name])
        for each in chosen
        if each.name not in fixed and not each.whole and (names or each.group not in GROUPS_LEFT_OUT)
    ]
    found = [each for each in found if each.low < each.high and (names or _is_allowed(place, each))]
    for factor in found if names else ():
        _set(place, factor)
    if len(found) < 2:
        raise InputError("--parameters", ",".join(names), "must be two or more numbers that can be moved")
    return found


def _set(place: Scenario, factor: Factor) -> None:
    """The place with the number at either end; InputError where it may not have it."""
    for end in (factor.low, factor.high):
        place.changed(**{factor.name: end})


def _is_allowed(place: Scenario, factor: Factor) -> bool:
    try:
        _set(place, factor)
    except InputError:
        return False
    return True


def _assumed(parameter: Parameter) -> bool:
    """Whether a number's size is assumed, wholly or as one found elsewhere that stands for this place."""
    source = parameter.source
    assumed = source.startswith(("assumption", "A;", "A:", "form A")) or source.endswith(
        ("size assumption", "; A", ", A")
    )
    moved = parameter.weak or assumed or parameter.name in ALWAYS
    return moved and not parameter.group.startswith("surge")


def _factor(parameter: Parameter, here: float) -> Factor:
    low, high = parameter.low, parameter.high
    if here > 0:
        low, high = max(low, here / FOLD), min(high, here * FOLD)
    return Factor(parameter.name, low, high, here, parameter.meaning, parameter.unit)
