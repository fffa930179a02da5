"""Where calls of a kind arise, from a log: weights of cells, and whether they tell more than the place.

Each kind is judged on calls that its kernel has not seen: the last third of the log. Weights are written only
where these are told better than by people and roads alone, so that chance in a short log moves no call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from jiaosuo.experiments.logs.estimators import Z, share
from jiaosuo.experiments.logs.exposure import expected_by_cell
from jiaosuo.experiments.logs.fit_result import FittedPlaces, NotFitted, WeightOfTownship
from jiaosuo.experiments.logs.kernel import Ground, Kernel, Patches, blended, fitted, in_patches, with_width
from jiaosuo.model import County
from jiaosuo.model.call_weights import WITH_PLACES, CallWeight, CallWeights
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents.kind import Kind

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

LEAST_PLACED = 100
"""Calls of a kind with a place from which a kernel is fitted."""
HELD_OUT = 1 / 3
"""Share of the calls, the last ones, by which it is judged."""
OFF = 1.5
"""Sides of a cell that a point may lie off the middle of the nearest one: the county's edge is cells'."""

NAME = "call_weights {kind}"
FEW = N_("only {n} calls with a place, and {least} are needed")
NO_BETTER = N_("the last third of its calls is told no better by their places than by people and roads")


@dataclass(frozen=True)
class PlacesFit:
    """What is found of where calls arise; `weights` of the kinds that earned theirs, None: of none."""

    places: tuple[FittedPlaces, ...] = ()
    not_fitted: tuple[NotFitted, ...] = ()
    weights: CallWeights | None = None


def fit_places(frame: pl.DataFrame, county: County, rates: Mapping[str, float]) -> PlacesFit:
    """Weights of cells for each kind of call of a county without any, that has not run.

    `frame` has the calls of a log, `rates` numbers that were fitted to them, by name of the parameter.
    """
    # heavy: only who reads a log pays
    import polars as pl

    land, side = county.land, county.scenario["cell_km"]
    x, y = land.cells["x_km"], land.cells["y_km"]
    expected = expected_by_cell(county, rates)
    found: list[FittedPlaces] = []
    missing: list[NotFitted] = []
    rows: list[CallWeight] = []
    for kind in county.scenario.kinds:
        if kind.basis not in WITH_PLACES:
            continue
        at = placed(frame.filter(pl.col("kind") == kind.name).sort("received"), county)
        if len(at) < LEAST_PLACED:
            name = NAME.format(kind=kind.name)
            missing.append(NotFitted(name=name, why=FEW, n=len(at), least=LEAST_PLACED))
            continue
        ground = Ground(x, y, side, blended(expected[kind.name]))
        told, weights = _of_kind(kind, ground, at, county)
        found.append(told)
        if told.written:
            rows += [
                CallWeight(east, north, kind.name, float(f"{weight:.4g}"))
                for east, north, weight in zip(x.tolist(), y.tolist(), weights.tolist(), strict=True)
            ]
        else:
            name = NAME.format(kind=kind.name)
            missing.append(NotFitted(name=name, why=NO_BETTER, n=told.held_out, least=0))
    return PlacesFit(tuple(found), tuple(missing), CallWeights(side, tuple(rows)) if rows else None)


def placed(calls: pl.DataFrame, county: County) -> Ints:
    """Where each call with a place is known to be: row of its cell, or of its township behind all cells."""
    land = county.land
    names = {each.name: len(land.cells) + row for row, each in enumerate(land.townships)}
    towns = np.array([names.get(each, -1) for each in calls["township"].to_list()], np.int64)
    cells = cells_of(calls, county)
    found = np.where(cells >= 0, cells, towns)
    return found[found >= 0]


def cells_of(calls: pl.DataFrame, county: County) -> Ints:
    """The cell of each call with a point, (calls,); -1: it has none, or one outside of the county."""
    # slow to import: only who fits pays
    from scipy.spatial import KDTree

    centres = [county.land.cells[name] for name in ("x_km", "y_km")]
    points = np.column_stack([calls[name].fill_null(np.inf).to_numpy() for name in ("x_km", "y_km")])
    found, there = np.full(calls.height, -1, np.int64), np.isfinite(points).all(axis=1)
    if there.any():
        away, cell = KDTree(np.column_stack(centres)).query(points[there])
        found[there] = np.where(away <= OFF * county.scenario["cell_km"], cell, -1)
    return found


def _of_kind(kind: Kind, ground: Ground, at: Ints, county: County) -> tuple[FittedPlaces, Floats]:
    """What is told of a kind from the patches of its calls in order of time, and the weights of its cells."""
    owner, count = county.land.cells["township"], len(county.land.townships)
    members = csr_array((np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(count, len(owner)))
    patches = ground.patches(members)
    first = len(at) - round(len(at) * HELD_OUT)
    trained = fitted(ground, patches, _counts(at[:first], patches))
    gains = _gains(trained, ground, patches, at[:first])[at[first:]]
    error = float(gains.std(ddof=1) / np.sqrt(len(gains)))
    gain = float(gains.mean())
    counts = _counts(at, patches)
    kernel = with_width(ground, patches, counts, trained.width)
    weights = kernel.shares(counts) / ground.expected
    names = [each.name for each in county.land.townships]
    told = FittedPlaces(
        kind=kind.name,
        n=len(at),
        by_township=int((at >= len(owner)).sum()),
        width_km=round(kernel.width, 4),
        held_out=len(gains),
        gain=round(gain, 5),
        low=round(gain - Z * error, 5),
        high=round(gain + Z * error, 5),
        written=gain - Z * error > 0,
        townships=tuple(_by_township(weights, at, ground, patches, owner, names)),
    )
    return told, weights


def _counts(at: Ints, patches: Patches) -> Floats:
    counts: Floats = np.bincount(at, minlength=patches.members.shape[0]).astype(np.float64)
    return counts


def _gains(kernel: Kernel, ground: Ground, patches: Patches, at: Ints) -> Floats:
    """How much more likely calls are by the kernel than by what was expected, logarithms by patch."""
    told = in_patches(patches, blended(kernel.shares(_counts(at, patches))))
    gains: Floats = np.log(told / in_patches(patches, ground.expected))
    return gains


def _by_township(
    weights: Floats, at: Ints, ground: Ground, patches: Patches, owner: Ints, names: list[str]
) -> Iterator[WeightOfTownship]:
    """What cells' weights come to in each township, beside the calls that the log has there."""
    n = len(owner)
    expected, told = (in_patches(patches, each)[n:] for each in (ground.expected, weights * ground.expected))
    town = np.where(at < n, owner[np.minimum(at, n - 1)], at - n)
    counts = np.bincount(town, minlength=len(names)).tolist()
    for name, beside, of_cells, count in zip(names, expected.tolist(), told.tolist(), counts, strict=True):
        seen = share(count, len(at))
        if seen is not None and beside > 0:
            yield WeightOfTownship(
                township=name,
                weight=round(of_cells / beside, 4),
                seen=round(seen.value / beside, 4),
                low=round(seen.low / beside, 4),
                high=round(seen.high / beside, 4),
            )
