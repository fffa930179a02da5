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
    """Mean distance to the nearest unit, in square roots of the area of each free unit.

    Attributes
    ----------
    constant : float
        The constant of the square-root law, without unit.
    words : str
        Where units stand and how they drive, in words.
    """

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
    """Mean distance to the nearest free unit in an area: constant sqrt(area / free).

    Parameters
    ----------
    area : array_like of float
        The area, above 0, in the square of a unit of length.
    free_units : array_like of float
        How many units are free, above 0; it may be a mean, see `nearest_unit`.
    constant : array_like of float or str
        A number above 0, or the name of one of `GEOMETRIES`. All inputs broadcast.

    Returns
    -------
    numpy.ndarray of float
        Mean distance, in the unit of length whose square the area is in, in the shape that the inputs
        broadcast to.

    Raises
    ------
    InputError
        When a number is not above 0, or no geometry has the name.

    Notes
    -----
    Sources: Kolesar & Blum 1973; Larson & Odoni 1981, 5.8.

    Examples
    --------
    >>> from jiaosuo.model.theory import square_root_law
    >>> square_root_law(area=100.0, free_units=[1, 4], constant="manhattan-random").round(2).tolist()
    [6.27, 3.13]
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
    """Mean distance of a call to the nearest free unit where units are busy with calls.

    Parameters
    ----------
    area : array_like of float
        The area, above 0, in the square of a unit of length.
    units : array_like of int
        How many units there are, whole numbers from 0.
    offered_load : array_like of float
        Call rate over service rate, in erlangs, from 0.
    constant : array_like of float or str
        A number above 0, or the name of one of `GEOMETRIES`. All inputs broadcast.
    line : {"infinite", "zero"}, default "infinite"
        What becomes of calls that find all units busy: they wait, or they are lost.

    Returns
    -------
    numpy.ndarray of float
        Mean distance, in the unit of length whose square the area is in.

    Raises
    ------
    InputError
        When a number is none of `square_root_law` or `mean_free_units`, or no unit is ever free.

    Notes
    -----
    The square-root law at the mean number of free units, which Kolesar & Blum (1973) put for the mean over
    how many are free: a little too short (Jensen's inequality), and good while units are seldom all busy.

    Examples
    --------
    >>> from jiaosuo.model.theory import nearest_unit
    >>> nearest_unit(area=100.0, units=5, offered_load=1.0, constant=0.5).item()
    2.5
    """
    return square_root_law(area, mean_free_units(units, offered_load, line), constant)


def mean_free_units(units: npt.ArrayLike, offered_load: npt.ArrayLike, line: Line = "infinite") -> Floats:
    """Mean number of free units that are offered a load.

    Parameters
    ----------
    units : array_like of int
        How many units there are, whole numbers from 0.
    offered_load : array_like of float
        Call rate over service rate, in erlangs, from 0. It broadcasts with `units`.
    line : {"infinite", "zero"}, default "infinite"
        What becomes of calls that find all units busy: they wait, or they are lost.

    Returns
    -------
    numpy.ndarray of float
        Mean number of free units, in the shape that the inputs broadcast to; 0 with a queue whose load
        reaches the units.

    Raises
    ------
    InputError
        When units are no whole numbers from 0, a load is below 0, or the line is another.

    Notes
    -----
    Exact whatever the order in which units are sent (Little 1961): units less the load, or less what of it is
    not lost with `line="zero"`.

    Examples
    --------
    >>> from jiaosuo.model.theory import mean_free_units
    >>> mean_free_units(2, 1.0).item(), mean_free_units(2, 1.0, "zero").round(2).item()
    (1.0, 1.2)
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
