"""What is wrong with a table of townships as a whole, told from its numbers alone.

Each answers with rows of the table (from 0), so that whoever reads one can name the line, drop a row or
convert it. Nothing here is raised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import hypot, pi, sqrt

MOST_DENSITY = 60_000.0
"""People per km2 of a township at most: about that of the densest subdistricts of a Chinese city core, and
the most that a town's core may be told to have (`core_density`); assumption."""

TOTALS = frozenset({
    "合计", "总计", "小计", "共计", "总和", "汇总", "全县", "全市", "全区",
    "全县合计", "全市合计", "全区合计", "全县总计", "全市总计", "全区总计",
    "total", "totals", "subtotal", "sum", "grand total", "all", "county total", "overall",
})  # fmt: skip
"""What a row is called that adds up others."""

TINY_SPREAD = 0.05
"""Seats that lie within so small a part of the county's width cannot be kilometres: a degree is some 100."""

FAR = 2.0
"""A seat so many times as far from the nearest other as the two townships reach is out of the county."""

LEAST_SUMMED = 3
"""A row may be told as a sum by its numbers where there are so many rows at least."""


def row_of_total(names: Sequence[str], columns: Mapping[str, Sequence[float]]) -> int | None:
    """The first row that adds up the others: by its name, or because people and all else say so.

    `columns` holds `population`, `area_km2` and counts of officers by name, each (rows,). People must agree
    within .2 %, area within 1 %, every count exactly, whatever rounding did to the table.
    """
    for row, name in enumerate(names):
        if name.strip().strip(":：").replace("　", "").replace(" ", "").casefold() in _TOTALS:
            return row
    if len(names) < LEAST_SUMMED:
        return None
    return next((row for row in range(len(names)) if _sums_the_rest(row, columns)), None)


_TOTALS = frozenset(each.replace(" ", "") for each in TOTALS)


def _sums_the_rest(row: int, columns: Mapping[str, Sequence[float]]) -> bool:
    within = {"population": 0.002, "area_km2": 0.01}
    return all(
        abs(values[row] - (sum(values) - values[row])) <= within.get(name, 0.0) * values[row]
        for name, values in columns.items()
    )


def row_too_dense(people: Sequence[float], area_km2: Sequence[float]) -> int | None:
    """The first row with more people per km2 than land can hold (`MOST_DENSITY`)."""
    density = [each / area for each, area in zip(people, area_km2, strict=True)]
    return next((row for row, each in enumerate(density) if each > MOST_DENSITY), None)


def rows_in_one_place(x_km: Sequence[float], y_km: Sequence[float]) -> tuple[int, int] | None:
    """The first two rows whose seats are the same place."""
    places = list(zip(x_km, y_km, strict=True))
    return next(((a, b) for a, b in combinations(range(len(places)), 2) if places[a] == places[b]), None)


def are_degrees(x: Sequence[float], y: Sequence[float], area_km2: Sequence[float]) -> bool:
    """Whether all seats are in degrees: they could be, and lie far too close together for so much land."""
    if len(x) < 2 or not all(map(_may_be_degrees, x, y)):
        return False
    return hypot(max(x) - min(x), max(y) - min(y)) < TINY_SPREAD * sqrt(sum(area_km2))


def row_in_degrees(x: Sequence[float], y: Sequence[float], area_km2: Sequence[float]) -> int | None:
    """The row in degrees among kilometres: it could be (as degrees of East Asia), and is off from all others.

    None where several rows are off, or none; one township has no others.
    """
    reach = [sqrt(area / pi) for area in area_km2]
    rows = range(len(x))

    def is_off(row: int) -> bool:
        others = [other for other in rows if other != row]
        return all(
            hypot(x[row] - x[other], y[row] - y[other]) > FAR * (reach[row] + reach[other])
            for other in others
        )

    off = [row for row in rows if 70 <= x[row] <= 150 and 0 <= y[row] <= 55 and is_off(row)]
    return off[0] if len(off) == 1 and len(x) > 1 else None


def _may_be_degrees(east: float, north: float) -> bool:
    return abs(east) <= 180 and abs(north) <= 90
