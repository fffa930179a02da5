"""The square-root law on a grid of cells: how far the nearest of a few units is, worked out exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.checks import Floats, from_zero, whole


def nearest_on_grid(cells: npt.ArrayLike, units: npt.ArrayLike, within: npt.ArrayLike = 0.0) -> Floats:
    """Mean distance, in steps of the grid, to the nearest of some units that stand in cells drawn at random.

    Each unit is in any of the cells alike, whatever the others do; steps go along the grid, and no border is
    near.

    Parameters
    ----------
    cells : array_like of int
        Number of cells, whole numbers from 1.
    units : array_like of int
        Number of units, whole numbers from 1.
    within : array_like of float, default 0
        How many steps away a unit in the same cell is, from 0. All inputs broadcast.

    Returns
    -------
    numpy.ndarray of float
        Mean distance in steps, in the shape that the inputs broadcast to.

    Raises
    ------
    InputError
        When cells or units are no whole numbers from 1, or a distance is below 0.

    Notes
    -----
    Tends to sqrt(pi / 8) sqrt(cells / units), the law of Kolesar & Blum (1973) along streets; a grid of few
    cells and few units make it less, by about 3 / (8 units) + units / (2 cells) of itself.

    Examples
    --------
    >>> from jiaosuo.model.theory.grid import nearest_on_grid
    >>> nearest_on_grid(cells=100, units=[1, 4]).round(2).tolist()
    [4.69, 2.81]
    """
    m, n, inside = np.broadcast_arrays(
        whole("cells", cells, 1), whole("units", units, 1), from_zero("within", within)
    )
    steps = np.arange(int(np.sqrt(m.max() / 2)) + 1)
    nearer = np.minimum((2 * steps * (steps + 1) + 1) / m[..., None], 1.0)
    beyond = (1 - nearer) ** n[..., None]  # share of calls with no unit within so many steps
    distance: Floats = beyond.sum(axis=-1) + inside * (1 - beyond[..., 0])
    return distance


def nearest_in_place(
    steps: npt.ArrayLike,
    calls: npt.ArrayLike,
    stands: npt.ArrayLike,
    units: npt.ArrayLike,
    within: float = 0.0,
) -> Floats:
    """Mean distance, in steps, to the nearest of some units over a place's own cells, its border included.

    Parameters
    ----------
    steps : array_like of int, shape (call cells, unit cells)
        Whole distances from 0 between cells.
    calls : array_like of float, shape (call cells,)
        How often each cell calls; taken as shares of the sum.
    stands : array_like of float, shape (unit cells,)
        How often a unit is in each cell, whatever the others do; taken as shares of the sum.
    units : array_like of int
        Number of units, whole numbers from 1.
    within : float, default 0
        How many steps away a unit that is 0 steps away is, from 0.

    Returns
    -------
    numpy.ndarray of float
        Mean distance in steps, in the shape of `units`.

    Raises
    ------
    InputError
        When shapes do not fit, distances or units are not whole, or shares are none.

    Notes
    -----
    With no border near this is `nearest_on_grid`, the law of Kolesar & Blum (1973) on a grid.

    Examples
    --------
    >>> from jiaosuo.model.theory.grid import nearest_in_place
    >>> nearest_in_place(steps=[[0, 2], [2, 0]], calls=[1, 1], stands=[1, 1], units=[1, 2]).tolist()
    [1.0, 0.5]
    """
    away = whole("steps", steps, 0).astype(np.int64)
    callers, standing = _shares("calls", calls), _shares("stands", stands)
    if away.shape != (len(callers), len(standing)):
        raise InputError("steps", away.shape, f"must have the shape {(len(callers), len(standing))}")
    n, inside = whole("units", units, 1), float(from_zero("within", within))
    total = np.zeros(n.shape)
    for most in range(int(away.max())):
        beyond = np.maximum(
            1 - (away <= most) @ standing, 0.0
        )  # chance that one unit is farther, by call cell
        nobody = (callers[:, None] * beyond[:, None] ** n.ravel()).sum(axis=0).reshape(n.shape)
        total += nobody + (inside * (1 - nobody) if most == 0 else 0.0)
    return total


def _shares(name: str, weights: npt.ArrayLike) -> Floats:
    found = from_zero(name, weights)
    if found.ndim != 1 or not found.sum() > 0:
        raise InputError(name, found.shape, "must be a list of weights, not all 0")
    shares: Floats = found / found.sum()
    return shares
