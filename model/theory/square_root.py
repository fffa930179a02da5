"""How far the nearest free unit is: the square-root law (Kolesar & Blum 1973)."""

from __future__ import annotations

from math import log, pi, sqrt
from typing import NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import unknown
from jiaosuo.model.theory.checks import Floats, above_zero, from_zero, whole
from jiaosuo.model.theory.districts import Line
from jiaosuo.model.theory.erlang import erlang_b


class Geometry(NamedTuple):
    """Mean distance to the nearest unit, in square roots of the area of each free unit; where, in words."""

    constant: float
    words: str


GEOMETRIES = {
    "manhattan-random": Geometry(sqrt(pi / 8), "units scattered at random"),
    "manhattan-centred": Geometry(1 / 2, "a unit at the centre of each square beat, along the streets"),
    "manhattan-diamond": Geometry(sqrt(2) / 3, "the same beats turned by 45 degrees, the least there is"),
    "manhattan-patrolling": Geometry(2 / 3, "a unit anywhere in its square beat, along the streets"),
    "euclidean-random": Geometry(1 / 2, "units scattered at random"),
    "euclidean-centred": Geometry(
        (sqrt(2) + log(1 + sqrt(2))) / 6, "a unit at the centre of each square beat"
    ),
    "euclidean-patrolling": Geometry(
        (2 + sqrt(2) + 5 * log(1 + sqrt(2))) / 15, "a unit anywhere in its square beat"
    ),
}
"""Manhattan along streets that cross at right angles, Euclidean as the crow flies; calls are anywhere alike.

To two or three figures .627, .5, .471, .667; .5, .383, .521. Source: Larson & Odoni 1981, chapter 3 and 5.8.
"""


def square_root_law(area: npt.ArrayLike, free_units: npt.ArrayLike, constant: npt.ArrayLike | str) -> Floats:
    """Mean distance to the nearest of `free_units` in an area, constant sqrt(area / free).

    In the unit whose square the area is in; inputs broadcast. `constant` is a number, or one of GEOMETRIES by
    name. How many are free may be a mean, see `nearest_unit`. InputError for what is not above 0, or an
    unknown name.
    Source: Kolesar & Blum 1973; Larson & Odoni 1981, 5.8.
    """
    where, units = above_zero("area", area), above_zero("free_units", free_units)
    distance: Floats = _constant(constant) * np.sqrt(where / units)
    return distance


def nearest_unit(
    area: npt.ArrayLike,
    units: npt.ArrayLike,
    offered_load: npt.ArrayLike,
    constant: npt.ArrayLike | str,
    line: Line = "infinite",
) -> Floats:
    """Mean distance of a call to the nearest free unit where units are busy with calls; inputs broadcast.

    The square-root law at the mean number of free units, which Kolesar & Blum (1973) put for the mean over
    how many are free: a little too short (Jensen's inequality), and good while units are seldom all busy.
    InputError as for `square_root_law` and `mean_free_units`, and where no unit is ever free.
    """
    return square_root_law(area, mean_free_units(units, offered_load, line), constant)


def mean_free_units(units: npt.ArrayLike, offered_load: npt.ArrayLike, line: Line = "infinite") -> Floats:
    """Mean number of free units, offered a load in erlangs; inputs broadcast.

    Exact whatever the order in which units are sent (Little 1961): units less the load, or less what of it is
    not lost with `line="zero"`. 0 with a queue whose load reaches the units.
    InputError for units that are not whole, a negative load, or another line.
    """
    if line not in get_args(Line.__value__):
        raise unknown("line", line, get_args(Line.__value__))
    n, load = whole("units", units), from_zero("offered_load", offered_load)
    carried = load if line == "infinite" else load * (1 - erlang_b(n, load))
    free: Floats = np.maximum(n - carried, 0.0)
    return free


def _constant(constant: npt.ArrayLike | str) -> Floats:
    if not isinstance(constant, str):
        return above_zero("constant", constant)
    if constant not in GEOMETRIES:
        raise unknown("constant", constant, GEOMETRIES)
    return np.asarray(GEOMETRIES[constant].constant)
