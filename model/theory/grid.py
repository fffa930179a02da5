"""The square-root law on a grid of cells: how far the nearest of a few units is, worked out exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from model.theory.checks import Floats, from_zero, whole


def nearest_on_grid(cells: npt.ArrayLike, units: npt.ArrayLike, within: npt.ArrayLike = 0.0) -> Floats:
    """Mean distance, in steps of the grid, to the nearest of `units` that stand in cells drawn at random.

    Each unit is in any of `cells` alike, whatever the others do; steps go along the grid, and no border is
    near. A unit in the same cell is `within` steps away. Inputs broadcast. Tends to sqrt(pi / 8) sqrt(cells /
    units), the law of Kolesar & Blum (1973) along streets; a grid of few cells and few units make it less, by
    about 3 / (8 units) + units / (2 cells) of itself.
    InputError for cells or units that are not whole, from 1, or a distance below 0.
    """
    m, n, inside = np.broadcast_arrays(
        whole("cells", cells, 1), whole("units", units, 1), from_zero("within", within)
    )
    steps = np.arange(int(np.sqrt(m.max() / 2)) + 1)
    nearer = np.minimum((2 * steps * (steps + 1) + 1) / m[..., None], 1.0)
    beyond = (1 - nearer) ** n[..., None]  # share of calls with no unit within so many steps
    distance: Floats = beyond.sum(axis=-1) + inside * (1 - beyond[..., 0])
    return distance
