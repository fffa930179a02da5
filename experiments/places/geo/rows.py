"""`townships.csv` while maps fill it: what its table gave stays, what is empty is filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from jiaosuo.experiments.places.geo.areas import Areas
from jiaosuo.experiments.places.geo.cells import CellMap
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.spreadsheet import guarded, unguarded
from jiaosuo.model.station_places import STATIONS_AT, Place, moved, written
from jiaosuo.model.township import COLUMNS, NAMES, TEXTS

ORDER = ("name", *COLUMNS, *TEXTS[1:])
SEATS_INSIDE = 0.8
"""Part of the seats of a table that must lie in their own township for its positions to be believed."""


@dataclass
class TownRows:
    """Rows by name, each by our columns as texts; `areas` where boundaries were read."""

    rows: dict[str, dict[str, str]]
    areas: Areas | None = None
    filled_areas: set[str] = field(default_factory=set)
    guessed_seats: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """In the order of the table."""
        return list(self.rows)

    @property
    def other_names(self) -> dict[str, str]:
        """Chinese names, where the table gives them."""
        return {name: row["name_zh"] for name, row in self.rows.items() if row.get("name_zh")}

    def number(self, name: str, column: str) -> float | None:
        """A number of a row; None where it is not given, or is none."""
        text = self.rows[name].get(column, "").strip()
        try:
            return float(text) if text else None
        except ValueError:
            raise InputError(f"townships.csv {column} of {name}", text, "must be a number") from None

    def put(self, name: str, column: str, value: float | str) -> None:
        """Write a value; a whole number without a point."""
        self.rows[name][column] = (
            f"{value:g}" if isinstance(value, float) and value == int(value) else str(value)
        )

    def put_seat(self, name: str, x: float, y: float) -> None:
        """Write a position, km; stations that have a place move with it."""
        if (before := self.seats().get(name)) and (stations := self.rows[name].get(STATIONS_AT)):
            east, north = x - before[0], y - before[1]
            self.put(name, STATIONS_AT, moved(stations, lambda at: (at[0] + east, at[1] + north)))
        self.put(name, "x_km", round(_on_map(x), 3))
        self.put(name, "y_km", round(_on_map(y), 3))
        if name in self.guessed_seats:
            self.guessed_seats.remove(name)

    def put_stations(self, name: str, stations: Sequence[Place]) -> None:
        """Write where the stations are, km."""
        self.put(name, STATIONS_AT, written([(_on_map(x), _on_map(y)) for x, y in stations]))

    def seats(self) -> dict[str, tuple[float, float]]:
        """Positions of the seats."""
        found = {name: (self.number(name, "x_km"), self.number(name, "y_km")) for name in self.rows}
        return {name: (x, y) for name, (x, y) in found.items() if x is not None and y is not None}

    def on_areas(self, areas: Areas) -> TownRows:
        """With a row for each area where there was no table, and areas where the table gives none."""
        rows = self.rows or {name: {"name": name} for name in areas.names}
        found = replace(self, rows=rows, areas=areas)
        for name, km2 in zip(areas.names, areas.km2, strict=True):
            if found.number(name, "area_km2") is None:
                found.put(name, "area_km2", round(max(km2, 0.25), 3))
                found.filled_areas.add(name)
        return found

    def place_seats(self, cells: CellMap) -> None:
        """Seats of the table where they fit the land, as they are or moved as a whole; else middles."""
        middles = self._middles(cells)
        given = self.seats()
        if len(given) == len(self.rows):
            for seats in (given, self._moved(given, middles)):
                if self._inside(seats, cells) >= SEATS_INSIDE:
                    for name, (x, y) in seats.items():
                        self.put_seat(name, x, y)
                    return
        for name, (x, y) in middles.items():
            self.put_seat(name, x, y)
            self.guessed_seats.append(name)

    def _middles(self, cells: CellMap) -> dict[str, tuple[float, float]]:
        """The cell of each township nearest to the middle of its land."""
        found = {}
        for row, name in enumerate(self.rows):
            own = cells.centres[cells.owner == row]
            nearest = own[np.hypot(*(own - own.mean(axis=0)).T).argmin()]
            found[name] = float(nearest[0]), float(nearest[1])
        return found

    def _moved(
        self, given: Mapping[str, tuple[float, float]], middles: Mapping[str, tuple[float, float]]
    ) -> dict[str, tuple[float, float]]:
        """The seats of the table moved so that their mean is that of the middles: its corner is another."""
        shift = np.mean(list(middles.values()), axis=0) - np.mean(list(given.values()), axis=0)
        return {name: (x + float(shift[0]), y + float(shift[1])) for name, (x, y) in given.items()}

    def _inside(self, seats: Mapping[str, tuple[float, float]], cells: CellMap) -> float:
        rows = cells.row_at()
        hits = 0
        for row, (x, y) in enumerate(seats.values()):
            at = rows.get((int(x // cells.side), int(y // cells.side)))
            hits += at is not None and cells.owner[at] == row
        return hits / len(seats)

    def text(self) -> str:
        """The table as `townships.csv`."""
        columns = [each for each in ORDER if any(row.get(each, "") for row in self.rows.values())]
        stream = io.StringIO()
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows([_cell(row, column) for column in columns] for row in self.rows.values())
        return stream.getvalue()


def _on_map(km: float) -> float:
    return min(max(km, 0.0), 1_000.0)


def _cell(row: Mapping[str, str], column: str) -> str:
    text = row.get(column, "")
    return guarded(text) if column in NAMES else text


def read_rows(file: Path) -> TownRows:
    """The rows of a `townships.csv` in our columns; none where there is no such file."""
    if not file.is_file():
        return TownRows({})
    rows = list(csv.DictReader(io.StringIO(read_text(file, "townships.csv", "CSV"), newline=None)))
    _check(rows, file.name)
    return TownRows({_read(row, "name"): {key: _read(row, key) for key in row} for row in rows})


def _read(row: Mapping[str, str], column: str) -> str:
    text = (row[column] or "").strip()
    return unguarded(text) if column in NAMES else text


def _check(rows: Sequence[Mapping[str, str]], file: str) -> None:
    if rows and not set(rows[0]) <= set(ORDER):
        allowed = "must be in our columns; run `jiaosuo place import FILE` on your table first"
        raise InputError(f"{file} columns", ", ".join(map(str, rows[0]))[:80], allowed)
    if any(not row.get("name") for row in rows):
        raise InputError(f"{file} name", "", "each row must have a name")
