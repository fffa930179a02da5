"""Townships made up for a county that brings no table: rank-size towns around a county seat."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.parameters.land import MOST_TOWNSHIPS
from jiaosuo.model.township import HEADCOUNTS, CompleteTownship

NUMBERED = 60
"""Townships of a map that share the stream `seats` with those of all other maps."""


def generated_townships(
    p: Mapping[str, float], headcounts: Mapping[str, int]
) -> tuple[CompleteTownship, ...]:
    """Townships by rank-size (Zipf 1949), the seat in the middle; reads land parameters and headcounts.

    The table of officers puts the traffic corps where the squadrons are and station officers by population.
    """
    count = int(p["townships"])
    size = 1.0 / np.arange(1, count + 1) ** p["settlement_exponent"]
    share = 0.5 * size / size.sum() + 0.5 / count
    seats = _seat_positions(count, p)
    squadrons = _squadron_seats(seats, int(p["squadrons"]))
    district = squadrons[np.hypot(*(seats[:, None] - seats[squadrons]).transpose(2, 0, 1)).argmin(axis=1)]
    names = ["County seat", *(f"Township {number}" for number in range(2, count + 1))]
    on_district = np.bincount(district, weights=share, minlength=count)
    officers = {
        name: largest_remainder(headcounts[name], on_district if name == "officers_traffic" else share)
        for name in HEADCOUNTS
    }
    people = largest_remainder(int(p["population"]), share)
    area = p["area_km2"] * _area_share(share)
    return tuple(
        CompleteTownship(
            name=names[row],
            population=max(1, int(people[row])),
            area_km2=float(area[row]),
            x_km=float(seats[row, 0]),
            y_km=float(seats[row, 1]),
            trunk_km=float(p["trunk_km"] * _trunk_share(size)[row]),
            county_km=float(p["county_km"] / count),
            village_km=float(p["village_km"] * area[row] / area.sum()),
            stations=int(p["urban_stations"]) if row == 0 else 1,
            squadron=names[district[row]],
            central_station=names[district[row]],
            name_zh="县城" if row == 0 else f"第{row + 1}镇",
            stations_at="",
            **{name: int(officers[name][row]) for name in HEADCOUNTS},
        )
        for row in range(count)
    )


def _seat_positions(count: int, p: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """Seats as far apart as the best of 30 draws each (Mitchell 1991), the county seat in the middle."""
    side = np.sqrt(p["area_km2"])
    seats = [np.array([side / 2, side / 2])]
    for row in range(1, count):
        tries = np.array(
            [[_drawn(int(p["land_seed"]), row, 2 * k + axis) for axis in (0, 1)] for k in range(30)]
        )
        tries = side * (0.06 + 0.88 * tries)
        apart = np.min([np.hypot(*(tries - seat).T) for seat in seats], axis=0)
        seats.append(tries[apart.argmax()])
    return np.array(seats)


def _drawn(land_seed: int, row: int, index: int) -> float:
    """A uniform draw for a township of a map; past the first 60, of a stream that no other map comes to."""
    seed = draws.process("land")
    if row < NUMBERED:
        return float(draws.uniform(seed, draws.process("seats"), land_seed * NUMBERED + row, index))
    return float(draws.uniform(seed, draws.process("further seats"), land_seed * MOST_TOWNSHIPS + row, index))


def _squadron_seats(seats: npt.NDArray[np.float64], squadrons: int) -> npt.NDArray[np.int64]:
    """The county seat and the townships farthest from the squadrons already placed."""
    chosen = [0]
    while len(chosen) < min(squadrons, len(seats)):
        apart = np.min([np.hypot(*(seats - seats[each]).T) for each in chosen], axis=0)
        chosen.append(int(apart.argmax()))
    return np.array(sorted(chosen), np.int64)


def _area_share(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Larger townships are a little larger in area too."""
    root: npt.NDArray[np.float64] = np.sqrt(np.sqrt(share))
    return root / root.sum()


def _trunk_share(size: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Trunk roads run through the larger half of the townships."""
    large = size * (np.arange(len(size)) < max(1, (len(size) + 1) // 2))
    shares: npt.NDArray[np.float64] = large / large.sum()
    return shares
