"""Where calls of a kind arise more often than the model expects: weights of cells that a place gives.

`call_weights.csv` stands beside `scenario.toml` where that says `call_weights_csv = true`. A weight says how
many times as often as by people and roads alone a call arises in the cell; cells that a kind has no row for
weigh 1. How many calls the county has stays what the rates say.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.cell_tables import CELL_KM, centre_of, number_in, rows_of, take_flag
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.terms import Basis
from jiaosuo.model.incidents.kind import Kind

type Floats = npt.NDArray[np.float64]

FILE, KEY = "call_weights.csv", "call_weights_csv"
COLUMNS = ("x_km", "y_km", "kind", "weight")
WEIGHT = Parameter(
    "weight", 1, 0, 1_000_000, "times", "Calls of a kind in a cell beside what is expected there"
)
WITH_PLACES = (Basis.PEOPLE, Basis.FLOW, Basis.COUNTY)
"""What a kind may be counted on to be weighed by cell: the others follow queues and beats."""

NO_CELL = "must be a cell of this county"
NOWHERE = "must be above 0 where people live or roads are used: calls of this kind could arise nowhere"


@dataclass(frozen=True)
class CallWeight:
    """The weight of a cell for calls of a kind.

    Parameters
    ----------
    x_km, y_km : float
        The cell's centre, km east and north of the south-west corner.
    kind : str
        Name of the kind.
    weight : float
        How many times as often as expected, from 0; only its size beside those of other cells counts.
    """

    x_km: float
    y_km: float
    kind: str
    weight: float


@dataclass(frozen=True)
class CallWeights:
    """The weights of a place.

    Parameters
    ----------
    cell_km : float
        Side of a cell in km.
    rows : tuple of CallWeight
        Each cell of a kind at most once; cells that are not there weigh 1.
    """

    cell_km: float
    rows: tuple[CallWeight, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.cell_km, self.rows))

    def __reduce__(self) -> tuple[Any, ...]:
        """Without the hash: that of a text is another one in each process."""
        return CallWeights, (self.cell_km, self.rows)

    @cached_property
    def by_kind(self) -> Mapping[str, Mapping[tuple[int, int], CallWeight]]:
        """The weights by kind and by column and row of the grid."""
        found: dict[str, dict[tuple[int, int], CallWeight]] = {}
        for each in self.rows:
            at = _at(each.x_km, self.cell_km), _at(each.y_km, self.cell_km)
            found.setdefault(each.kind, {})[at] = each
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data, for saved counties and names of runs.

        Returns
        -------
        dict
            `cell_km`, and a list of rows.
        """
        rows = [[each.x_km, each.y_km, each.kind, each.weight] for each in self.rows]
        return {"cell_km": self.cell_km, "rows": rows}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> CallWeights:
        """Read back what `to_json` gave.

        Parameters
        ----------
        said : mapping
            Plain data.

        Returns
        -------
        CallWeights
            The weights.
        """
        return cls(said["cell_km"], tuple(CallWeight(*each) for each in said["rows"]))


def _at(km: float, side: float) -> int:
    return round(km / side - 0.5)


def take_call_weights(
    content: dict[str, Any], folder: Path, kinds: Sequence[Kind], values: Mapping[str, Any]
) -> CallWeights | None:
    """Take `call_weights_csv` out of a scenario file's content; the weights it names, None: it names none.

    `values` are what the file sets, `cell_km` among them. InputError names file, line and column of whatever
    is wrong.
    """
    if not take_flag(content, KEY):
        return None
    return read_call_weights(folder, kinds, CELL_KM.check(values.get("cell_km", CELL_KM.default)))


def read_call_weights(folder: Path, kinds: Sequence[Kind], cell_km: float) -> CallWeights:
    """The weights of `call_weights.csv`; InputError names what is wrong with them."""
    found: dict[tuple[str, float, float], CallWeight] = {}
    for place, row in rows_of(folder / FILE, COLUMNS, ()):
        x, y = (centre_of(row[key], f"{place} {key}", cell_km) for key in ("x_km", "y_km"))
        kind = _kind(row["kind"], kinds, f"{place} kind")
        if (kind, x, y) in found:
            raise InputError(place, f"{kind}, {x:g}, {y:g}", "each cell only once for a kind")
        found[kind, x, y] = CallWeight(x, y, kind, number_in(row["weight"], WEIGHT, f"{place} weight"))
    weights = CallWeights(cell_km, tuple(found[at] for at in sorted(found)))
    for kind, cells in weights.by_kind.items():
        if not any(each.weight for each in cells.values()):
            raise InputError(f"{FILE} {kind}", 0, "must be above 0 in one cell at least")
    return weights


def _kind(name: str, kinds: Sequence[Kind], field: str) -> str:
    with_places = [kind.name for kind in kinds if kind.basis in WITH_PLACES]
    if name not in with_places:
        raise unknown(field, name, with_places)
    return name


def write_call_weights(folder: Path, weights: CallWeights) -> Path:
    """`call_weights.csv`, which reads back as the very same weights; its path. OSError if it cannot be."""
    file = folder / FILE
    with file.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows(weights.to_json()["rows"])
    return file


def cell_weights(
    weights: CallWeights | None, kind: str, x_km: Floats, y_km: Floats, side: float
) -> Floats | None:
    """The weights of a kind in the cells of a county, all arrays (cells,); None: all cells weigh the same.

    `x_km`, `y_km` are the centres of the county's cells, `side` is that of a cell in km. InputError for
    weights of cells that the county does not have, or of another size.
    """
    if weights is None or kind not in weights.by_kind:
        return None
    if weights.cell_km != side:
        raise InputError("cell_km", side, f"must be {weights.cell_km:g} here, as in {FILE}")
    left = dict(weights.by_kind[kind])
    found = np.ones(len(x_km))
    for cell, at in enumerate(zip(np.rint(x_km / side - 0.5), np.rint(y_km / side - 0.5), strict=True)):
        if (each := left.pop((int(at[0]), int(at[1])), None)) is not None:
            found[cell] = each.weight
    if left:
        each = next(iter(left.values()))
        raise InputError(f"{FILE} {kind}", f"{each.x_km:g}, {each.y_km:g}", NO_CELL)
    return found


def weighed(expected: Floats, weights: Floats | None, kind: str, counts: Floats | None = None) -> Floats:
    """What is expected in cells or on links, (n,), times their weights, with the same sum; None: as it is.

    `counts`: how much each adds to that sum for what is expected of it, (n,); all the same without them.
    InputError where weights leave nothing.
    """
    if weights is None:
        return expected
    moved = expected * weights
    before, after = (float(each.sum() if counts is None else each @ counts) for each in (expected, moved))
    if before <= 0:
        return expected
    if after <= 0:
        raise InputError(f"{FILE} {kind}", 0, NOWHERE)
    found: Floats = moved * (before / after)
    return found
