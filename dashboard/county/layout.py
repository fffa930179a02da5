"""Counties without positions: townships laid around the middle, where a table has none or there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jiaosuo.dashboard.county.draft import Draft, DraftTable
from jiaosuo.experiments.inputs.grid import GridRow
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.tables.headings import find_headings
from jiaosuo.experiments.places.tables.table import TownTable, table_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.station_places import MOST as MOST_STATIONS
from jiaosuo.model.station_places import STATIONS_AT, written
from jiaosuo.model.township import Township

type Point = tuple[float, float]

GOLDEN = math.pi * (3 - math.sqrt(5))
"""Turning by this angle, what lies around a middle leaves no gaps, as in a sunflower."""

LAID = N_(
    "{file} gives no positions: the townships are laid around the one with most people for its area. "
    "Drag each to where it lies."
)
TEMPLATE = (
    (62_000, 140, 30, 34, 12), (41_000, 210, 6, 14, 0), (33_000, 180, 4, 11, 0), (28_000, 240, 0, 9, 0),
    (24_000, 190, 4, 8, 0), (19_000, 260, 0, 7, 0), (15_000, 220, 0, 6, 0), (12_000, 310, 0, 5, 0),
    (9_000, 280, 0, 4, 0), (7_000, 330, 0, 4, 0),
)  # fmt: skip
"""Ten townships to begin with: people, km2, traffic, station and patrol officers (assumption)."""

HEADS = (
    N_("township"), N_("People"), N_("area (km2)"), N_("x (km)"), N_("y (km)"), N_("traffic officers"),
    N_("station officers"), N_("patrol officers"),
)  # fmt: skip
"""Headings of the template, as `experiments.places.tables` knows them in either language."""
COLUMNS = (
    "name", "population", "area_km2", "x_km", "y_km", "officers_traffic", "officers_station",
    "officers_patrol",
)  # fmt: skip


def laid_out(areas: Sequence[float], first: Sequence[float]) -> list[Point]:
    """Positions in km for townships of these areas: that with the largest `first` in the middle.

    Each has as much land around the middle as it is large, and all coordinates are above 0.
    """
    order = sorted(range(len(areas)), key=lambda at: -first[at])
    before, found = 0.0, {}
    for turn, at in enumerate(order):
        away = math.sqrt((before + areas[at] / 2) / math.pi) if turn else 0.0
        found[at] = (away * math.cos(turn * GOLDEN), away * math.sin(turn * GOLDEN))
        before += areas[at]
    edge = math.sqrt(sum(areas) / math.pi)
    return [(round(edge + x, 1), round(edge + y, 1)) for x, y in (found[at] for at in range(len(areas)))]


def template(language: str) -> Draft:
    """Ten townships to begin with where there is no file: circles with people, to be dragged."""
    _ = speaker(language)
    points = laid_out([row[1] for row in TEMPLATE], [row[0] / row[1] for row in TEMPLATE])
    rows = [GridRow(1, tuple(_(each) for each in HEADS))]
    for at, ((people, area, *officers), (x, y)) in enumerate(zip(TEMPLATE, points, strict=True), 1):
        name = _(N_("County seat")) if at == 1 else _(N_("Township {number}"), number=at)
        cells = (name, people, area, f"{x:g}", f"{y:g}", *officers)
        rows.append(GridRow(at + 1, tuple(map(str, cells))))
    columns = {_(head): column for head, column in zip(HEADS, COLUMNS, strict=True)}
    table = DraftTable(_(N_("drawn here")), tuple(rows))
    return Draft(name=_(N_("My county")), seat=rows[1].cells[0], tables=(table,), columns=columns)


def with_positions(draft: Draft) -> Draft:
    """The draft with positions where no table gives any; as it is where one does, or it is not read."""
    tables = [table_of(each.grid, draft.columns) for each in draft.tables]
    given = {column for table in tables for column in table.columns.values()}
    if not tables or {"x_km", "y_km"} & given or not {"name", "area_km2", "population"} <= given:
        return draft
    at = next(at for at, table in enumerate(tables) if "area_km2" in table.columns.values())
    rows = tables[at].rows
    areas = [float(row.number("area_km2") or 1) for row in rows]
    people = [float(row.number("population") or 1) for row in rows]
    dense = [each / area for each, area in zip(people, areas, strict=True)]
    points = dict(zip((row.line for row in rows), laid_out(areas, dense), strict=True))
    moved = _with_columns(draft, at, points)
    note = Note(LAID, {"file": tables[at].file})
    table = replace(moved.tables[at], notes=(*moved.tables[at].notes, note))
    return replace(moved, tables=(*moved.tables[:at], table, *moved.tables[at + 1 :]))


def moved(draft: Draft, name: str, x: float, y: float) -> Draft:
    """The draft with a township in another place, in km of the county that is read.

    Positions that the table has as kilometres are written over; degrees, or metres of a survey, give way to
    two columns of kilometres, in which all townships stand where they were read.
    """
    tables = [table_of(each.grid, draft.columns) for each in draft.tables]
    at = next((at for at, table in enumerate(tables) if "x_km" in table.columns.values()), None)
    if at is None:
        raise InputError("township", name, "has no position yet")
    read = _as_read(tables)
    lines = {row.name: row.line for row in tables[at].rows}
    if name not in lines or not _on_the_map(x, y):
        raise InputError("township", name, ON_THE_MAP)
    draft = _in_kilometres(draft, at, tables[at], read)
    return _written_over(draft, at, lines[name], (x, y))


ON_THE_MAP = "must be a township of this county, on the map"


def _on_the_map(x: float, y: float) -> bool:
    return -1_000 <= x <= 2_000 and -1_000 <= y <= 2_000


def with_stations(draft: Draft, name: str, stations: Sequence[Point]) -> Draft:
    """The draft with the stations of a township in other places, in km of the county that is read."""
    tables = [table_of(each.grid, draft.columns) for each in draft.tables]
    at = next((at for at, table in enumerate(tables) if "x_km" in table.columns.values()), None)
    if at is None:
        raise InputError("township", name, "has no position yet")
    read = _as_read(tables)
    lines = {row.name: row.line for row in tables[at].rows}
    if name not in lines or len(stations) > MOST_STATIONS or not all(_on_the_map(x, y) for x, y in stations):
        raise InputError("township", name, ON_THE_MAP)
    draft = _in_kilometres(draft, at, tables[at], read)
    return _with_texts(draft, at, STATIONS_AT, {lines[name]: written(stations)})


def _as_read(tables: Sequence[TownTable]) -> dict[str, Township]:
    """Each township as it is read once all tables are put together."""
    # heavy: only who moves something pays
    from jiaosuo.experiments.places.tables.table import put_together

    return {each.name: each for each in put_together(tables).townships}


def _in_kilometres(draft: Draft, at: int, table: TownTable, read: Mapping[str, Township]) -> Draft:
    """The draft with positions and stations in kilometres as read, if the table has them otherwise."""
    points = {each.line: (read[each.name].x_km, read[each.name].y_km) for each in table.rows}
    if all(_stands(row.number("x_km"), row.number("y_km"), points[row.line]) for row in table.rows):
        return draft
    stations = {each.line: read[each.name].stations_at for each in table.rows}
    draft = _with_columns(draft, at, points)
    return _with_texts(draft, at, STATIONS_AT, stations) if any(stations.values()) else draft


def _with_texts(draft: Draft, at: int, column: str, texts: Mapping[int, str]) -> Draft:
    """The texts of a column by line; the column is added where the table has none."""
    headings = find_headings(draft.tables[at].grid, draft.columns)
    width = max(len(row.cells) for row in draft.tables[at].rows)
    where = headings.of(column)[0].at if headings.of(column) else width
    columns, rows = dict(draft.columns), []
    for row in draft.tables[at].rows:
        cells = [*row.cells, *[""] * (max(width, where + 1) - len(row.cells))]
        if row.line == headings.line and where == width:
            cells[where] = _new(column, row.cells)
            columns |= {cells[where]: column}
        cells[where] = texts.get(row.line, cells[where])
        rows.append(replace(row, cells=tuple(cells)))
    return replace(draft.with_table(at, rows), columns=columns)


def _stands(x: object, y: object, point: Point) -> bool:
    """Whether numbers of a table are the kilometres that were read."""
    return x is not None and y is not None and abs(float(x) - point[0]) + abs(float(y) - point[1]) < 1e-6  # type: ignore[arg-type]


def _written_over(draft: Draft, at: int, line: int, point: Point) -> Draft:
    headings = find_headings(draft.tables[at].grid, draft.columns)
    where = {headings.of(column)[0].at: value for column, value in zip(("x_km", "y_km"), point, strict=True)}
    rows = [
        replace(row, cells=tuple(_km(where[n]) if n in where else cell for n, cell in enumerate(row.cells)))
        if row.line == line
        else row
        for row in draft.tables[at].rows
    ]
    return draft.with_table(at, rows)


def _with_columns(draft: Draft, at: int, points: dict[int, Point]) -> Draft:
    """Two columns of kilometres added, in place of what the table has of positions."""
    headings = find_headings(draft.tables[at].grid, draft.columns)
    columns = dict(draft.columns)
    said = next(row.cells for row in draft.tables[at].rows if row.line == headings.line)
    heads = []
    for column in ("x_km", "y_km"):
        columns |= {each.text: "" for each in headings.of(column)}
        heads.append(_new(column, said))
    width = max(len(row.cells) for row in draft.tables[at].rows)
    rows = []
    for row in draft.tables[at].rows:
        more = tuple(heads) if row.line == headings.line else ("", "")
        if row.line in points:
            more = (_km(points[row.line][0]), _km(points[row.line][1]))
        rows.append(replace(row, cells=(*row.cells, *[""] * (width - len(row.cells)), *more)))
    columns |= dict(zip(heads, ("x_km", "y_km"), strict=True))
    return replace(draft.with_table(at, rows), columns=columns)


def _new(head: str, said: Sequence[str]) -> str:
    """A heading that no column has yet."""
    while head in said:
        head += "*"
    return head


def _km(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
