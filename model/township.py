"""A township as a table gives it, and the reader of `townships.csv`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.reading import read_text
from jiaosuo.model.core.spreadsheet import guarded, unguarded
from jiaosuo.model.core.words import N_
from jiaosuo.model.parameters.land import MOST_TOWNSHIPS
from jiaosuo.model.station_places import FORM, STATIONS_AT, Place, places, written
from jiaosuo.model.table_faults import (
    MOST_DENSITY,
    are_degrees,
    row_in_degrees,
    row_of_total,
    row_too_dense,
    rows_in_one_place,
)

HEADCOUNTS = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")


@dataclass(frozen=True)
class Township:
    """A township as a row of `townships.csv` gives it.

    What the table does not say is None, and the model estimates it (`estimates.completed`).

    Parameters
    ----------
    name : str
        Its name, by which everything else names it.
    population : int
        People, from 1.
    area_km2 : float
        Area in square km.
    x_km, y_km : float
        Its seat, km east and north of the south-west corner.
    trunk_km, county_km, village_km : float, optional
        Length of its trunk, county and village roads in km.
    officers_traffic, officers_station, officers_patrol : int, default 0
        Officers of each corps that work from here.
    auxiliaries : int, default 0
        Auxiliaries.
    stations : int, optional
        Police stations, 1 to 20.
    town_weight : float, optional
        Size of its town beside others; 0: no town.
    squadron : str, optional
        The township that holds its squadron.
    central_station : str, optional
        The township that holds its central station.
    stations_at : str, default ""
        Where its stations stand, km east and north with ; between them, as in `28.5 22; 30 25`.
    name_zh : str, default ""
        Its name in Chinese, for people.
    """

    name: str
    population: int
    area_km2: float
    x_km: float
    y_km: float
    trunk_km: float | None = None
    county_km: float | None = None
    village_km: float | None = None
    officers_traffic: int = 0
    officers_station: int = 0
    officers_patrol: int = 0
    auxiliaries: int = 0
    stations: int | None = None
    town_weight: float | None = None
    squadron: str | None = None
    central_station: str | None = None
    stations_at: str = ""
    name_zh: str = ""

    @property
    def station_places(self) -> tuple[Place, ...]:
        """Where the table puts its stations, km east and north; those without a place follow the town."""
        return places(self.stations_at)

    def to_json(self) -> JsonObject:
        """The row as plain data, in names of runs and saved counties.

        Returns
        -------
        dict
            By column its value; places of stations only where given.
        """
        said = asdict(self)
        if not self.stations_at:
            del said[STATIONS_AT]
        return said


@dataclass(frozen=True)
class CompleteTownship(Township):
    """A township with nothing left open but the size of its town, which towns then have by rank."""

    trunk_km: float = 0.0
    county_km: float = 0.0
    village_km: float = 0.0
    stations: int = 1
    squadron: str = ""
    central_station: str = ""


COLUMNS = {
    each.name: each
    for each in (
        Parameter("population", 0, 1, 5_000_000, "people", N_("People"), whole=True),
        Parameter("area_km2", 0, 0.25, 40_000, "km2", N_("Area")),
        Parameter("x_km", 0, 0, 1_000, "km", N_("East of the south-west corner")),
        Parameter("y_km", 0, 0, 1_000, "km", N_("North of the south-west corner")),
        Parameter("trunk_km", 0, 0, 5_000, "km", N_("Trunk roads")),
        Parameter("county_km", 0, 0, 5_000, "km", N_("County roads")),
        Parameter("village_km", 0, 0, 20_000, "km", N_("Village roads")),
        Parameter(
            "officers_traffic", 0, 0, 5_000, "officers", N_("Traffic corps that works from here"), whole=True
        ),
        Parameter("officers_station", 0, 0, 5_000, "officers", N_("Station corps"), whole=True),
        Parameter("officers_patrol", 0, 0, 5_000, "officers", N_("Patrol corps"), whole=True),
        Parameter("auxiliaries", 0, 0, 5_000, "auxiliaries", N_("Auxiliaries"), whole=True),
        Parameter("stations", 1, 1, 20, "stations", N_("Police stations"), whole=True),
        Parameter(
            "town_weight",
            0,
            0,
            1_000,
            "-",
            N_("Size of its town beside others; empty in all rows: by people, density and rank; 0: no town"),
        ),
    )
}
"""The numeric columns, what they mean and may be."""

STATION_KM = Parameter(STATIONS_AT, 0, -200, 1_200, "km", "Place of a station: land reaches beyond the seats")

REQUIRED = ("name", "population", "area_km2", "x_km", "y_km")
NAMES = ("name", "squadron", "central_station", "name_zh")
TEXTS = (*NAMES, STATIONS_AT)
"""The columns that hold no number."""


REMEDY = "`jiaosuo place import FILE` reads tables as people have them"

METRES = "metres of a projection look like this"
WEST = "degrees west of Greenwich look like this"

_SEPARATORS = {";": "semicolons", "\t": "tabs", "，": "full-width commas", "；": "full-width semicolons"}
_THOUSANDS = re.compile(r"\d{1,3}(?:[,，'’\s]\d{3})+(?:\.\d+)?")


def read_townships(file: Path) -> tuple[Township, ...]:
    """The townships of a CSV file; InputError names the line and column of whatever is wrong.

    Blank rows are passed over. Nothing is guessed: what is in another encoding, with other headings or
    separators, in degrees, or adds up the other rows is refused with its cause and what to do.
    """
    text = read_text(file, "townships.csv", "CSV", f"save it as CSV in UTF-8, or: {REMEDY}")
    rows = csv.DictReader(io.StringIO(text, newline=None))
    try:
        _check_header(rows.fieldnames or [], file.name)
        read = {f"{file.name} line {rows.line_num}": row for row in rows if not _is_blank(row)}
    except csv.Error as error:
        raise InputError(
            f"{file.name} line {rows.line_num}", str(error), "the file is not valid CSV"
        ) from None
    townships = tuple(_township(row, line) for line, row in read.items())
    _check_names(townships, file.name)
    check_table(townships, tuple(read))
    _check_weights(townships, file.name)
    return townships


def write_townships(file: Path, townships: Sequence[Township]) -> None:
    """Write the table that `read_townships` reads as the very same townships; what is not given is empty."""
    columns = [each.name for each in fields(Township)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(columns)
        table.writerows([_cell(each, name) for name in columns] for each in townships)


def _cell(township: Township, column: str) -> object:
    """A cell as it is written: a name never as a formula."""
    value = getattr(township, column)
    return guarded(value) if column in NAMES and isinstance(value, str) else value


def _is_blank(row: dict[str, str]) -> bool:
    texts = [text for each in row.values() for text in (each if isinstance(each, list) else [each])]
    return not any(text and text.strip() for text in texts)


def _check_header(header: Sequence[str], file: str) -> None:
    shown = ",".join(header)[:80]
    for mark, name in _SEPARATORS.items():
        if len(header) == 1 and mark in header[0]:
            raise InputError(
                f"{file} header", shown, f"fields must stand between commas, not {name}; {REMEDY}"
            )
    for name in REQUIRED:
        if name not in header:
            allowed = f"the column {name} is missing; headings must be {', '.join(REQUIRED)}; {REMEDY}"
            raise InputError(f"{file} header", shown, allowed)
    for name in header:
        if list(header).count(name) > 1:
            raise InputError(f"{file} header", name, "each column only once")
        if name not in (*TEXTS, *COLUMNS):
            raise unknown(f"{file} column", name, (*TEXTS, *COLUMNS))


def _township(row: dict[str, str], place: str) -> Township:
    if None in row or None in row.values():
        allowed = "must have as many fields as the header; a thousands separator makes two fields of one"
        raise InputError(place, len(row), allowed)
    said = {name: unguarded(row.get(name, "").strip()) for name in NAMES}
    for key, name in said.items():
        if len(name) > 80 or not (name.isprintable() if name else key != "name"):
            raise InputError(f"{place} {key}", name, "must be a printable name of 1 to 80 characters")
    names = {key: name for key, name in said.items() if name}
    for key in REQUIRED:
        if not row[key].strip():
            raise InputError(f"{place} {key}", row[key], f"must be {COLUMNS[key].allowed}")
    numbers = {
        key: _number(row[key], column, place) for key, column in COLUMNS.items() if row.get(key, "").strip()
    }
    township = Township(**names, stations_at=_stations_at(row, place), **numbers)  # type: ignore[arg-type]
    check_station_places(township, f"{place} {STATIONS_AT}")
    return township


def _stations_at(row: Mapping[str, str], place: str) -> str:
    text = row.get(STATIONS_AT, "")
    try:
        return written(places(text))
    except ValueError:
        raise InputError(f"{place} {STATIONS_AT}", text, FORM) from None


def check_station_places(township: Township, field: str) -> None:
    """InputError for places off the map, and for more places than the township has stations."""
    stations = township.station_places
    for x, y in stations:
        if not all(STATION_KM.low <= value <= STATION_KM.high for value in (x, y)):
            raise InputError(field, township.stations_at, f"must be {STATION_KM.allowed} each")
    if township.stations is not None and len(stations) > township.stations:
        allowed = f"must be at most {township.stations} places, as the column stations says"
        raise InputError(field, township.stations_at, allowed)


def _number(text: str, column: Parameter, place: str) -> float:
    try:
        value = float(text if "_" not in text else "not a number, whatever Python says")
    except ValueError:
        allowed = f"must be {column.allowed}"
        if _THOUSANDS.fullmatch(text.strip()):
            allowed = f"must be written without thousands separators; {REMEDY}"
        raise InputError(f"{place} {column.name}", text, allowed) from None
    if column.name in ("x_km", "y_km") and not column.low <= value <= column.high:
        look = f"; {METRES if value > column.high else WEST}: {REMEDY}" if abs(value) > 10 else ""
        raise InputError(f"{place} {column.name}", value, f"must be {column.allowed}{look}")
    return column.check(value, f"{place} {column.name}")


def check_table(townships: Sequence[Township], lines: Sequence[str]) -> None:
    """InputError for rows that are right one by one and wrong together; `lines` names each.

    A row that adds up the others, seats in degrees or in one place, more people than land can hold.
    """
    names = [each.name for each in townships]
    people, area = [each.population for each in townships], [each.area_km2 for each in townships]
    x, y = [each.x_km for each in townships], [each.y_km for each in townships]
    counts = {name: [getattr(each, name) for each in townships] for name in HEADCOUNTS}
    if (row := row_of_total(names, {"population": people, "area_km2": area, **counts})) is not None:
        raise InputError(lines[row], names[row], f"this row adds up the others: leave it out, or: {REMEDY}")
    if are_degrees(x, y, area):
        spread = f"{max(x) - min(x):.3g} x {max(y) - min(y):.3g}"
        allowed = f"too little for {sum(area):,.0f} km2 in kilometres: they look like degrees; {REMEDY}"
        raise InputError(f"{lines[0].split()[0]} x_km and y_km", spread, allowed)
    if (row := row_in_degrees(x, y, area)) is not None:
        allowed = (
            "these look like degrees, and the other rows like kilometres; must be kilometres in all rows"
        )
        raise InputError(f"{lines[row]} x_km, y_km of {names[row]}", f"{x[row]:g}, {y[row]:g}", allowed)
    if (pair := rows_in_one_place(x, y)) is not None:
        here = f"{x[pair[0]]:g}, {y[pair[0]]:g}"
        allowed = f"{names[pair[0]]} and {names[pair[1]]} have their seats in one place; move one of them"
        raise InputError(f"{lines[pair[1]]} x_km, y_km", here, allowed)
    if (row := row_too_dense(people, area)) is not None:
        allowed = (
            f"{people[row]:,} people on it are {people[row] / area[row]:,.0f} people/km2; must be at most "
            f"{MOST_DENSITY:,.0f}: check area and people"
        )
        raise InputError(f"{lines[row]} area_km2 of {names[row]}", area[row], allowed)


def _check_names(townships: tuple[Township, ...], file: str) -> None:
    names = [each.name for each in townships]
    if not 1 <= len(names) <= MOST_TOWNSHIPS:
        raise InputError(file, len(names), f"must be 1 to {MOST_TOWNSHIPS} townships")
    if len(set(names)) < len(names):
        raise InputError(f"{file} name", next(n for n in names if names.count(n) > 1), "each name only once")
    for each in townships:
        for seat in (each.squadron, each.central_station):
            if seat and seat not in names:
                raise unknown(f"{file} site of {each.name}", seat, names)


def check_seat(seat: object, townships: Sequence[Township], field: str = "seat") -> None:
    """InputError for a county seat that is none of the townships; an empty one leaves it to the weights."""
    if seat == "":
        return
    if not townships:
        raise InputError(field, seat, "only a place with a table of townships (townships_csv) names its seat")
    names = [each.name for each in townships]
    if seat not in names:
        raise unknown(field, seat, names)


def _check_weights(townships: tuple[Township, ...], file: str) -> None:
    """Weights of towns count beside one another: all rows give one, or none does."""
    given = [each.town_weight for each in townships]
    if None in given and any(each is not None for each in given):
        where = f"{file} town_weight of {townships[given.index(None)].name}"
        raise InputError(where, "", "must be given for all townships or for none")
    if None not in given and not any(given):
        raise InputError(f"{file} town_weight", 0, "must be above 0 in at least one township")
