"""From maps to the folder of a place: cells, links, townships, what is drawn, and a record of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.folder import SCENARIO, TABLE, make, with_line
from jiaosuo.experiments.places.geo import GeoBrought
from jiaosuo.experiments.places.geo.areas import Areas, areas_of
from jiaosuo.experiments.places.geo.cells import CellMap, cells_of, side_for
from jiaosuo.experiments.places.geo.drawn import MARGIN_KM, outline_of, waters_of, write_drawing
from jiaosuo.experiments.places.geo.layers import OSM, Frame, Part, frame_of, read_layer
from jiaosuo.experiments.places.geo.points import people_of_points, read_points, sites_of
from jiaosuo.experiments.places.geo.raster import RASTERS, people_of_raster, read_raster
from jiaosuo.experiments.places.geo.roads import Network, network, roads_of
from jiaosuo.experiments.places.geo.rows import TownRows, read_rows
from jiaosuo.experiments.places.record import Source, read_record, write_record
from jiaosuo.model.cell_tables import CELL_KM
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.words import N_
from jiaosuo.model.drawing import Drawing, read_drawing
from jiaosuo.model.given_land import (
    CELLS_FILE,
    LINKS_FILE,
    GivenCell,
    GivenLand,
    GivenLink,
    read_given_land,
    write_given_land,
)
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.township import HEADCOUNTS

type Floats = npt.NDArray[np.float64]

DRAWING = "drawing.toml"
DENSE = 1_500.0
"""People/km2 from which land counts as town where nobody says the urbanization."""

CELLS = N_("{file}: {count} cells of {side} km; each township's are within {worst} cells of its area.")
AREA_DIFFERS = N_("{name}: the table gives {given} km², the boundaries {found} km², which the cells have.")
PEOPLE_DIFFER = N_("{name}: the table gives {given} people, {file} {found}; the table's are used.")
SHARED_OUT = N_(
    "{total} people are shared out over the townships by area: give people or a table for better."
)
URBAN = N_("Urbanization is set to {value}: {why}.")
OF_CELLS = N_("so many people live in cells with {dense} a km² and more")
OF_TOWNSHIPS = N_("so many people live in townships with {dense} a km² and more")
NEAREST = N_("this land can have {least} to {most}")
SEAT_GUESSED = N_("{names}: the seat is put in the middle of the land; a table or stations can say it.")
NO_OFFICERS = N_(
    "Nobody says how many officers there are: give them by township in a table, or with the stations."
)
NO_OUTLINE = N_("The outline is not drawn: it would leave out the seat of {name}.")

SMALLEST_PLACE = 'title = "A place of my own"\n\n[set]\n'


@dataclass
class _Place:
    """A folder while it is being filled."""

    folder: Path
    scenario: str
    rows: TownRows
    frame: Frame
    cells: CellMap
    people: Floats | None = None
    links: tuple[GivenLink, ...] | None = None
    drawing: Drawing = field(default_factory=Drawing)
    sources: list[Source] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def centres(self) -> list[tuple[float, float]]:
        """As the model's own grid has them."""
        return [(float(x), float(y)) for x, y in self.cells.centres]

    def add(self, file: str, kind: str, how: Mapping[str, str], notes: Sequence[Note]) -> None:
        """Note one file that was read."""
        self.sources.append(Source(file, kind, dict(how), {}, tuple(notes)))
        self.notes += notes

    def say(self, note: Note) -> None:
        """Note what follows from several files, with the first of them."""
        self.notes.append(note)
        if self.sources:
            self.sources[0] = replace(self.sources[0], notes=(*self.sources[0].notes, note))


def bring(
    folder: Path,
    boundaries: Path | None = None,
    name_column: str | None = None,
    crs: str | None = None,
    roads: Path | None = None,
    stations: Path | None = None,
    people: Path | None = None,
    water: Path | None = None,
    cell_km: float | None = None,
    population: str | float | None = None,
    scenario: str = SMALLEST_PLACE,
) -> GeoBrought:
    """Fill a folder from maps: `cells.csv`, `links.csv`, `townships.csv`, `drawing.toml`, `import.toml`.

    `boundaries` make the land; without them the land of an earlier import is used. `crs` declares the
    coordinates of the files, `gcj02` and `bd09` among them; roads of OpenStreetMap are in what they say all
    the same. Files in several coordinates are brought one after the other. `population`: a column of the
    boundaries, or the people of the whole place; needed where no table and no `people` say who lives where.
    `scenario` is the text for a folder that has none. `cell_km` and `urbanization` that it does not set are
    set by the land. Nothing is written before all is read; InputError says what is wrong.
    """
    text = _scenario_text(folder, scenario)
    if boundaries is not None:
        side = cell_km or _set(text, "cell_km")
        place = _on_boundaries(folder, text, boundaries, name_column, crs, side)
    else:
        place = _on_earlier_land(folder, text, cell_km)
    areas = place.rows.areas
    if people is not None:
        _take_people(place, people, crs)
    _take_population(place, areas, population)
    if stations is not None:
        _take_stations(place, stations, crs)
    if roads is not None:
        _take_roads(place, roads, crs)
    if water is not None:
        _take_water(place, water, crs)
    return _write(place, areas)


def _scenario_text(folder: Path, scenario: str) -> str:
    file = folder / SCENARIO
    return read_text(file, "scenario file", "TOML") if file.is_file() else scenario


def _set(text: str, key: str) -> float | None:
    value = parse_toml(text, SCENARIO).get("set", {}).get(key)
    return float(value) if isinstance(value, int | float) else None


def _on_boundaries(
    folder: Path, text: str, file: Path, name_column: str | None, crs: str | None, cell_km: float | None
) -> _Place:
    rows = read_rows(folder / TABLE)
    layer = read_layer(file, crs)
    frame = frame_of(layer)
    shapes = frame.kilometres(layer.shapes, layer.crs)
    side = cell_km or side_for(float(np.nansum(shapely.area(shapes))))
    CELL_KM.check(side)
    corner = shapely.total_bounds(shapes)[:2]
    frame = frame.moved(float(corner[0]), float(corner[1]))
    shapes = shapely.transform(shapes, lambda places: places - corner)
    areas = areas_of(layer, shapes, name_column, rows.names, rows.other_names)
    cells = cells_of(areas.shapes, side)
    rows = rows.on_areas(areas)
    rows.place_seats(cells)
    place = _Place(folder, text, rows, frame, cells)
    notes = [*areas.notes, _count_note(file.name, areas, cells), *_area_notes(rows, areas)]
    place.add(file.name, "boundaries", {**layer.how, **frame.said()}, notes)
    place.drawing = _earlier_drawing(folder)
    return place


def _count_note(file: str, areas: Areas, cells: CellMap) -> Note:
    have = np.bincount(cells.owner, minlength=len(areas.names))
    worst = float(np.abs(have - np.array(areas.km2) / cells.side**2).max())
    values: dict[str, str | float] = {"file": file, "count": len(cells.owner), "side": cells.side}
    return Note(CELLS, {**values, "worst": f"{worst:.1f}"})


def _area_notes(rows: TownRows, areas: Areas) -> list[Note]:
    """What the table says otherwise than the boundaries, by more than a cell of 1 km or a twentieth."""
    notes = []
    for name, km2 in zip(areas.names, areas.km2, strict=True):
        given = rows.number(name, "area_km2")
        if given is not None and abs(given - km2) > max(1.0, 0.05 * km2) and name not in rows.filled_areas:
            notes.append(Note(AREA_DIFFERS, {"name": name, "given": f"{given:g}", "found": f"{km2:.1f}"}))
    return notes


def _on_earlier_land(folder: Path, text: str, cell_km: float | None) -> _Place:
    said = next((each.how for each in read_record(folder).sources if each.kind == "boundaries"), {})
    frame = Frame.of_record(said)
    if frame is None or not (folder / CELLS_FILE).is_file():
        raise InputError("boundaries", None, "must be given: without them nobody knows which cells there are")
    side = _set(text, "cell_km") or CELL_KM.default
    if cell_km is not None and cell_km != side:
        raise InputError("cell_km", cell_km, f"must be {side:g}, as the cells are, or give boundaries again")
    rows = read_rows(folder / TABLE)
    has_links = (folder / LINKS_FILE).is_file()
    land = read_given_land(folder, rows.names, side, has_links)
    column, line = (np.round(np.array([each.place for each in land.cells]) / side - 0.5).astype(int)).T
    owner = np.array([rows.names.index(each.township) for each in land.cells])
    counted = [each.people for each in land.cells if each.people is not None]
    people = np.array(counted) if counted else None
    cells = CellMap(column, line, owner, side)
    place = _Place(folder, text, rows, frame, cells, people, land.links)
    place.drawing = _earlier_drawing(folder)
    return place


def _earlier_drawing(folder: Path) -> Drawing:
    file = folder / DRAWING
    return read_drawing(file) if file.is_file() else Drawing()


def _take_people(place: _Place, file: Path, crs: str | None) -> None:
    if file.suffix.lower() in RASTERS:
        raster = read_raster(file, crs)
        place.people = people_of_raster(raster, place.frame, place.cells, file.name)
        how, notes = {"crs": raster.crs}, []
    else:
        found = read_points(file, place.frame, crs, "people")
        place.people = people_of_points(found, place.cells)
        how, notes = dict(found.how), list(found.notes)
    place.people = np.round(place.people, 2)
    counted = np.bincount(place.cells.owner, weights=place.people, minlength=len(place.rows.names))
    for name, people in zip(place.rows.names, counted.tolist(), strict=True):
        given = place.rows.number(name, "population")
        if given is None:
            place.rows.put(name, "population", max(1, round(people)))
        elif abs(given - people) > 0.02 * given:
            values = {"name": name, "given": f"{given:,.0f}", "file": file.name, "found": f"{people:,.0f}"}
            notes.append(Note(PEOPLE_DIFFER, values))
    place.add(file.name, "people", how, notes)


def _take_population(place: _Place, areas: Areas | None, said: str | float | None) -> None:
    """People of townships that neither a table nor a file of people gives."""
    rows = place.rows
    left = [name for name in rows.names if rows.number(name, "population") is None]
    if not left:
        return
    if isinstance(said, str) and areas is not None and said in areas.columns:
        for name, text in zip(areas.names, areas.columns[said], strict=True):
            rows.put(name, "population", _people(text, f"{said} of {name}"))
        return
    total = _total(said)
    if total is None or len(left) < len(rows.names):
        allowed = "must be given: a column of the boundaries, a total, a table, or a map of people"
        raise InputError(f"population of {left[0]}", said, allowed)
    _share_out(place, total)


def _total(said: str | float | None) -> float | None:
    """A number of people, as it may be typed; None for what is none."""
    try:
        return None if said is None else float(str(said).replace(",", ""))
    except ValueError:
        return None


def _people(text: str, field_: str) -> int:
    try:
        people = round(float(text.replace(",", "")))
    except (ValueError, OverflowError):
        raise InputError(field_, text, "must be a number of people") from None
    if people < 1:
        raise InputError(field_, text, "must be at least 1")
    return people


def _share_out(place: _Place, total: float) -> None:
    cells = np.bincount(place.cells.owner, minlength=len(place.rows.names))
    if not len(cells) <= total <= 50_000_000:
        raise InputError("population", total, f"must be from {len(cells)} to 50,000,000 people")
    for name, share in zip(place.rows.names, (cells / cells.sum()).tolist(), strict=True):
        place.rows.put(name, "population", max(1, round(total * share)))
    place.say(Note(SHARED_OUT, {"total": f"{total:,.0f}"}))


def _take_stations(place: _Place, file: Path, crs: str | None) -> None:
    found = read_points(file, place.frame, crs, "stations")
    sites = sites_of(found, place.cells, place.rows.names)
    for name, count in sites.count.items():
        place.rows.put(name, "stations", count)
    for name, (x, y) in sites.seat.items():
        place.rows.put_seat(name, x, y)
    for name, stations in sites.places.items():
        place.rows.put_stations(name, stations)
    for name, officers in sites.officers.items():
        for corps, count in officers.items():
            place.rows.put(name, corps, count)
    place.add(file.name, "stations", found.how, sites.notes)


def _take_roads(place: _Place, file: Path, crs: str | None) -> None:
    part = None
    if file.suffix.lower() in OSM:  # of a province: only what is near
        low, high = place.cells.centres.min(axis=0) - MARGIN_KM, place.cells.centres.max(axis=0) + MARGIN_KM
        part = Part("lines", "highway IS NOT NULL", place.frame.box(*low.tolist(), *high.tolist()))
    layer = read_layer(file, crs, "roads", part, says_first=True)
    shapes = place.frame.kilometres(layer.shapes, layer.crs)
    found = network(roads_of(layer, shapes), place.cells, file.name)
    place.links = _given_links(found, place)
    for row, name in enumerate(place.rows.names):
        km = found.road_km[place.cells.owner == row].sum(axis=0)
        for road in (RoadClass.TRUNK, RoadClass.COUNTY, RoadClass.VILLAGE):
            column = f"{road.name.lower()}_km"
            if place.rows.number(name, column) is None:
                place.rows.put(name, column, round(float(km[road]), 1))
    place.add(file.name, "roads", layer.how, found.notes)


def _given_links(found: Network, place: _Place) -> tuple[GivenLink, ...]:
    at = place.centres
    pairs = {}
    for each in found.links:
        tail, head = sorted((at[each.tail], at[each.head]))
        pairs[tail, head] = GivenLink(tail, head, each.road_class, each.length_km, each.speed_kmh)
    return tuple(pairs[pair] for pair in sorted(pairs))


def _take_water(place: _Place, file: Path, crs: str | None) -> None:
    layer = read_layer(file, crs, "water")
    shapes = place.frame.kilometres(layer.shapes, layer.crs)
    rivers, waters, notes = waters_of(layer, shapes, place.cells)
    place.drawing = replace(place.drawing, rivers=rivers, waters=waters)
    place.add(file.name, "water", layer.how, notes)


def _write(place: _Place, areas: Areas | None) -> GeoBrought:
    """Write all files; where the model refuses the result, the files are there to be mended."""
    if areas is not None:
        _draw_outline(place, areas)
    make(place.folder)
    owners = [place.rows.names[row] for row in place.cells.owner.tolist()]
    people = [None] * len(owners) if place.people is None else place.people.tolist()
    cells = tuple(
        GivenCell(x, y, owner, each)
        for (x, y), owner, each in zip(place.centres, owners, people, strict=True)
    )
    write_given_land(place.folder, GivenLand(place.cells.side, cells, place.links))
    files = [place.folder / CELLS_FILE]
    if place.links is not None:
        files.append(place.folder / LINKS_FILE)
    else:
        (place.folder / LINKS_FILE).unlink(missing_ok=True)
    files.append(put_text(place.folder / TABLE, place.rows.text()))
    if place.drawing != Drawing():
        files.append(write_drawing(place.folder / DRAWING, place.drawing))
    files.append(put_text(place.folder / SCENARIO, _switched_on(place)))
    if guessed := place.rows.guessed_seats:
        place.say(Note(SEAT_GUESSED, {"names": ", ".join(guessed[:12])}))
    if not any(place.rows.number(name, corps) for name in place.rows.names for corps in HEADCOUNTS):
        place.say(Note(NO_OFFICERS))
    if note := _settle_urbanization(place):
        place.say(note)
    record = read_record(place.folder)
    files.append(write_record(place.folder, record.with_sources(place.sources)))
    return GeoBrought(tuple(files), tuple(place.notes))


def _draw_outline(place: _Place, areas: Areas) -> None:
    outline, left_out = outline_of(areas, place.rows.seats())
    if left_out:
        place.say(Note(NO_OUTLINE, {"name": left_out}))
    place.drawing = replace(place.drawing, outline=outline)


def _switched_on(place: _Place) -> str:
    text = place.scenario
    for key in ("townships_csv", "cells_csv"):
        text = with_line(text, key, "true")
    if place.links is not None:
        text = with_line(text, "links_csv", "true")
    if place.drawing != Drawing():
        text = with_line(text, "drawing_toml", "true")
    return with_set(text, "cell_km", f"{place.cells.side:g}")


def with_set(text: str, key: str, value: str) -> str:
    """A scenario's text with a number of its table [set] set; the rest stays as it is."""
    lines, line = text.splitlines(), f"{key} = {value}"
    start = next((row for row, each in enumerate(lines) if each.strip() == "[set]"), None)
    if start is None:
        return "\n".join([*lines, "", "[set]", line]) + "\n"
    for row in range(start + 1, len(lines)):
        said = lines[row].lstrip("# ").split("=")[0].strip()
        if lines[row].startswith("["):
            break
        if said == key:
            return "\n".join([*lines[:row], line, *lines[row + 1 :]]) + "\n"
    return "\n".join([*lines[: start + 1], line, *lines[start + 1 :]]) + "\n"


def _settle_urbanization(place: _Place) -> Note | None:
    """Where the scenario says no urbanization: that of the people by cell, or the nearest possible one."""
    file = place.folder / SCENARIO
    text = read_text(file, "scenario file", "TOML")
    if _set(text, "urbanization") is not None:
        return None
    # where nobody has said how many officers there are, the land is there all the same
    least, most = urbanization_of(Scenario.read(file, officers_traffic=0, officers_station=0))
    default = next(each.default for each in LAND if each.name == "urbanization")
    found, why = _urban_share(place)
    if found < default and place.people is None:
        found, why = default, Note(NEAREST, {"least": f"{least:g}", "most": f"{most:g}"})
    value = min(max(round(found, 2), least), most)
    if least > most or value == default:
        return None
    for name in ("urbanization", "surveyed_urbanization"):
        text = with_set(text, name, f"{value:g}")
    put_text(file, text)
    return Note(URBAN, {"value": f"{value:g}", "why": why.told("en")})


def _urban_share(place: _Place) -> tuple[float, Note]:
    """Share of the people who live densely: by cell where people are given by cell, else by township."""
    people, count = place.people, len(place.rows.names)
    square = place.cells.side**2
    if people is not None:
        dense = people / square >= DENSE
        return float(people[dense].sum() / people.sum()), Note(OF_CELLS, {"dense": f"{DENSE:,.0f}"})
    living = np.array([place.rows.number(name, "population") or 0.0 for name in place.rows.names])
    land = np.bincount(place.cells.owner, minlength=count) * square
    dense = living / land >= DENSE
    return float(living[dense].sum() / living.sum()), Note(OF_TOWNSHIPS, {"dense": f"{DENSE:,.0f}"})
