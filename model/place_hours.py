"""The hours of a place's own calls: weights by kind that its file gives in place of those of the kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.numbers import as_number
from jiaosuo.model.core.units import HOURS_A_DAY
from jiaosuo.model.incidents.kind import Kind

EXACT = 1e-12
ALLOWED = "must be 24 weights from 0, one an hour from midnight on, of which one is above 0"


def with_hours(kinds: tuple[Kind, ...], said: Mapping[str, Any], field: str) -> tuple[Kind, ...]:
    """The kinds with the hours that a file says, brought to a mean of 1; InputError names what is wrong.

    `said`: 24 weights by name of a kind. How many calls a day brings stays what the rates say.
    """
    names = [kind.name for kind in kinds]
    for name in said:
        if name not in names:
            raise unknown(field, name, names)
    given = {name: _weights(f"{field} {name}", weights) for name, weights in said.items()}
    return tuple(replace(kind, hours=given[kind.name]) if kind.name in given else kind for kind in kinds)


def _weights(field: str, said: object) -> tuple[float, ...]:
    found = [as_number(each) for each in said] if isinstance(said, list | tuple) else []
    weights = [float(each) for each in found if each is not None and 0 <= each < float("inf")]
    if len(found) != HOURS_A_DAY or len(weights) != HOURS_A_DAY or not sum(weights):
        raise InputError(field, said, ALLOWED)
    mean = sum(weights) / HOURS_A_DAY
    if abs(mean - 1) < EXACT:  # so that hours that were written by us are read to the bit
        return tuple(weights)
    return tuple(each / mean for each in weights)


def own_hours(kinds: tuple[Kind, ...], shipped: Mapping[str, Kind]) -> dict[str, list[float]]:
    """The hours by kind that are not those of the kind of this name as it is shipped."""
    return {
        kind.name: list(kind.hours)
        for kind in kinds
        if kind.name in shipped and kind.hours != shipped[kind.name].hours
    }
