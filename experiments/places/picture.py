"""A place drawn: land, townships, roads by class, stations and people; what is estimated is hatched.

A PNG for a slide and one page of HTML with the table of given, read and used, which asks the network for
nothing. Drawn is what the model's land holds, in kilometres.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaosuo.experiments.charts.rendering import Head, finished, inline, png
from jiaosuo.experiments.charts.style import HUES, INK, SOFT, Spec
from jiaosuo.experiments.pages.templating import html
from jiaosuo.experiments.places.check import ALL, PlaceCheck, check_place, in_short, label, number
from jiaosuo.model.core.files import put, put_text
from jiaosuo.model.core.terms import Area, RoadClass
from jiaosuo.model.core.words import ENGLISH, N_, speaker
from jiaosuo.model.core.words import language as spoken
from jiaosuo.model.landscape import Landscape, landscape

if TYPE_CHECKING:
    from jiaosuo.experiments.places.folder import OpenPlace

type Row = dict[str, str | float | bool]

PICTURE, PAGE = "place.png", "place.html"
SIZE = 640
"""Pixels of the longer side."""

ROAD_LABELS = {
    RoadClass.TRUNK: N_("trunk road"),
    RoadClass.COUNTY: N_("county road"),
    RoadClass.VILLAGE: N_("village road"),
}
ROAD_WIDTHS = {RoadClass.TRUNK: 2.6, RoadClass.COUNTY: 1.4, RoadClass.VILLAGE: 0.35}
COLUMN_OF = {RoadClass.TRUNK: "trunk_km", RoadClass.COUNTY: "county_km", RoadClass.VILLAGE: "village_km"}
WATER = "#9fc3d6"


def write_picture(opened: OpenPlace, folder: Path, language: str | None = None) -> list[Path]:
    """Write the PNG and the page; the files written."""
    found = check_place(opened, language)
    spec = spec_of(opened, found, language)
    page = html(
        "place.html.jinja",
        language,
        title=_title(opened, language),
        setting=in_short(found, language)[0],
        charts={"land": spec},
        sentences=in_short(found, language)[1:],
        rows=list(_table(found, language)),
    )
    return [put(folder / PICTURE, png(spec)), put_text(folder / PAGE, page)]


def _title(opened: OpenPlace, language: str | None) -> str:
    about = opened.scenario.about
    own = about.title if spoken(language) == ENGLISH else about.title_zh
    return own or about.title or opened.scenario.place


def _table(found: PlaceCheck, language: str | None) -> Iterator[list[str]]:
    _ = speaker(language)
    for each in found.numbers:
        if each.given is None and not each.used and not each.read:
            continue
        yield [
            _("whole county") if each.township == ALL else each.township,
            label(each.column, language),
            each.given if each.given is not None else "-",
            number(each.read, each.column) or "-",
            number(each.used, each.column),
            each.mark,
        ]


def spec_of(opened: OpenPlace, found: PlaceCheck, language: str | None) -> Spec:
    """The map as Vega-Lite."""
    # heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    land, side = landscape(opened.scenario.in_force(0)), opened.scenario["cell_km"]
    estimated = {(each.township, each.column) for each in found.estimated}
    cells = list(_cells(land, side, estimated))
    x, y, width, height = _frame(cells)
    layers = [
        _people(alt, cells, x, y, language),
        *_waters(alt, opened, x, y),
        _hatching(alt, cells, x, y),
        *_roads(alt, land, estimated, x, y, language),
        _borders(alt, land, side, x, y),
        *_sites(alt, land, estimated, x, y, language),
    ]
    chart = alt.layer(*layers).properties(width=width, height=height)
    about = (
        in_short(found, language)[0],
        _("Hatched, dashed or hollow: estimated, as no file gives it."),
    )
    return finished(chart, language, Head(_title(opened, language), about))


def _frame(cells: Sequence[Row]) -> tuple[Any, Any, float, float]:
    """Scales of x and y in which a kilometre is as long both ways, and the size in pixels."""
    # heavy: only who draws pays
    import altair as alt

    west, east = min(float(c["x"]) for c in cells), max(float(c["x2"]) for c in cells)
    south, north = min(float(c["y"]) for c in cells), max(float(c["y2"]) for c in cells)
    pixels = SIZE / max(east - west, north - south)
    x = alt.Scale(domain=[west, east], nice=False, zero=False)
    y = alt.Scale(domain=[south, north], nice=False, zero=False)
    return x, y, pixels * (east - west), pixels * (north - south)


def _cells(land: Landscape, side: float, estimated: set[tuple[str, str]]) -> Iterator[Row]:
    cells = land.cells
    for row in range(len(cells)):
        township = land.townships[int(cells["township"][row])].name
        east, north = float(cells["x_km"][row]), float(cells["y_km"][row])
        town = bool(cells["area"][row] == Area.URBAN)
        yield {
            "x": east - side / 2,
            "x2": east + side / 2,
            "y": north - side / 2,
            "y2": north + side / 2,
            "township": township,
            "density": float(cells["people"][row]) / side**2,
            "hatched": town and (township, "town_weight") in estimated,
        }


def _at(alt: Any, name: str, scale: Any, title: str | None = None) -> Any:
    return alt.X(name, type="quantitative", scale=scale, axis=alt.Axis(title=title, grid=False))


def _up(alt: Any, name: str, scale: Any, title: str | None = None) -> Any:
    return alt.Y(name, type="quantitative", scale=scale, axis=alt.Axis(title=title, grid=False))


def _people(alt: Any, cells: Sequence[Row], x: Any, y: Any, language: str | None) -> Any:
    _ = speaker(language)
    colour = alt.Color(
        "density:Q",
        title=_("people/km2"),
        scale=alt.Scale(type="symlog", constant=50, range=["#f3efe2", "#e3d3a8", "#c08a4e", "#6d3f22"]),
        legend=alt.Legend(gradientLength=160, format=",.0f"),
    )
    return (
        alt.Chart(inline(cells))
        .mark_rect(stroke=None)
        .encode(x=_at(alt, "x", x, "km"), x2="x2", y=_up(alt, "y", y, "km"), y2="y2", color=colour)
    )


def _hatching(alt: Any, cells: Sequence[Row], x: Any, y: Any) -> Any:
    """A slanted line through each cell of a town whose size is estimated."""
    return (
        alt.Chart(inline([each for each in cells if each["hatched"]]))
        .mark_rule(color=INK, opacity=0.45, strokeWidth=0.8)
        .encode(x=_at(alt, "x", x), x2="x2", y=_up(alt, "y", y), y2="y2")
    )


def _waters(alt: Any, opened: OpenPlace, x: Any, y: Any) -> list[Any]:
    """Rivers and areas of water as the place draws them."""
    drawing = opened.scenario.about.drawing
    rivers = _points_of([river.points for river in drawing.rivers])
    rings = _points_of([ring for water in drawing.waters for ring in water.rings])
    charts = []
    if rings:
        area = alt.Chart(inline(rings)).mark_line(
            color=WATER, fill=WATER, filled=True, interpolate="linear-closed", opacity=0.9, clip=True
        )
        charts.append(area)
    if rivers:
        charts.append(alt.Chart(inline(rivers)).mark_line(color=WATER, strokeWidth=5, opacity=0.9, clip=True))
    return [
        chart.encode(x=_at(alt, "x", x), y=_up(alt, "y", y), detail="line:N", order="step:Q")
        for chart in charts
    ]


def _points_of(lines: Sequence[Sequence[tuple[float, float]]]) -> list[Row]:
    return [
        {"line": at, "step": step, "x": point[0], "y": point[1]}
        for at, points in enumerate(lines)
        for step, point in enumerate(points)
    ]


def _roads(
    alt: Any, land: Landscape, estimated: set[tuple[str, str]], x: Any, y: Any, language: str | None
) -> list[Any]:
    """Roads by class, one layer each, thin ones below; estimated ones are dashed."""
    _ = speaker(language)
    charts = []
    for road in (RoadClass.VILLAGE, RoadClass.COUNTY, RoadClass.TRUNK):
        rows = list(_links(land, road, estimated))
        for dashed in (True, False):
            those = [each for each in rows if each["estimated"] is dashed]
            if those:
                look: dict[str, Any] = {"strokeDash": [4, 2]} if dashed else {}
                mark = alt.Chart(inline(those)).mark_rule(
                    strokeWidth=ROAD_WIDTHS[road], color="#8a2d1e", opacity=0.85, **look
                )
                charts.append(mark.encode(x=_at(alt, "x", x), x2="x2", y=_up(alt, "y", y), y2="y2"))
    return charts


def _links(land: Landscape, road: RoadClass, estimated: set[tuple[str, str]]) -> Iterator[Row]:
    """Links of a class, each once."""
    cells, links = land.cells, land.links
    for row in np.flatnonzero((links["road_class"] == road) & (links["tail"] < links["head"])):
        tail, head = int(links["tail"][row]), int(links["head"][row])
        township = land.townships[int(cells["township"][tail])].name
        yield {
            "x": float(cells["x_km"][tail]),
            "y": float(cells["y_km"][tail]),
            "x2": float(cells["x_km"][head]),
            "y2": float(cells["y_km"][head]),
            "estimated": (township, COLUMN_OF[road]) in estimated,
        }


def _borders(alt: Any, land: Landscape, side: float, x: Any, y: Any) -> Any:
    """The sides of cells at which another township, or no land, begins."""
    rows = list(_edges(land, side))
    return (
        alt.Chart(inline(rows))
        .mark_rule(strokeWidth=1.1, color=SOFT)
        .encode(x=_at(alt, "x", x), x2="x2", y=_up(alt, "y", y), y2="y2")
    )


def _edges(land: Landscape, side: float) -> Iterator[Row]:
    cells = land.cells
    at = {
        (round(east / side - 0.5), round(north / side - 0.5)): int(township)
        for east, north, township in zip(cells["x_km"], cells["y_km"], cells["township"], strict=True)
    }
    for (column, line), township in at.items():
        west, south = column * side, line * side
        for (dx, dy), (x, y, x2, y2) in {
            (1, 0): (west + side, south, west + side, south + side),
            (0, 1): (west, south + side, west + side, south + side),
            (-1, 0): (west, south, west, south + side),
            (0, -1): (west, south, west + side, south),
        }.items():
            other = at.get((column + dx, line + dy))
            if other != township and (other is None or (dx, dy) in ((1, 0), (0, 1))):
                yield {"x": x, "y": y, "x2": x2, "y2": y2}


def _sites(
    alt: Any, land: Landscape, estimated: set[tuple[str, str]], x: Any, y: Any, language: str | None
) -> list[Any]:
    """Stations, seats of squadrons, and the names of townships; the county seat's is larger."""
    _ = speaker(language)
    stations = [
        {
            "x": float(land.cells["x_km"][cell]),
            "y": float(land.cells["y_km"][cell]),
            "site": _("station"),
            "filled": (township.name, "stations") not in estimated,
        }
        for township, cells in zip(land.townships, land.station_cells, strict=True)
        for cell in cells
    ]
    squadrons = [
        {
            "x": float(land.cells["x_km"][land.seats[row]]),
            "y": float(land.cells["y_km"][land.seats[row]]),
            "site": _("squadron"),
            "filled": (land.townships[row].name, "squadron") not in estimated,
        }
        for row in sorted({int(each) for each in land.district})
    ]
    return [
        _points(alt, squadrons, x, y, "diamond", HUES[1], 210),
        _points(alt, stations, x, y, "circle", HUES[0], 70),
        *_names(alt, land, x, y),
    ]


def _points(
    alt: Any, rows: Sequence[Mapping[str, Any]], x: Any, y: Any, shape: str, hue: str, size: int
) -> Any:
    fill = alt.condition("datum.filled", alt.value(hue), alt.value("#ffffff"))
    mark = alt.Chart(inline(rows)).mark_point(shape=shape, size=size, strokeWidth=1.8, opacity=1, color=hue)
    return mark.encode(x=_at(alt, "x", x), y=_up(alt, "y", y), fill=fill, tooltip="site:N")


def _names(alt: Any, land: Landscape, x: Any, y: Any) -> list[Any]:
    rows = [
        {
            "x": float(land.cells["x_km"][land.seats[row]]),
            "y": float(land.cells["y_km"][land.seats[row]]),
            "name": each.name,
            "seat": row == land.county_seat,
        }
        for row, each in enumerate(land.townships)
    ]
    charts = []
    for seat, size in ((False, 12), (True, 15)):
        those = inline([each for each in rows if each["seat"] is seat])
        for look in ({"stroke": "#ffffff", "strokeWidth": 3, "opacity": 0.85}, {"color": INK}):
            mark = alt.Chart(those).mark_text(dy=-14, fontSize=size, fontWeight=600, **look)
            charts.append(mark.encode(x=_at(alt, "x", x), y=_up(alt, "y", y), text="name:N"))
    return charts
