"""A map of the place under each rule, as a chart: land, roads by class, townships by name, who works where.

All of it is the model's own land, as the levers settle it; rivers are those that the place draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.charts.rendering import Head, finished, inline
from jiaosuo.experiments.charts.rule_hues import hue
from jiaosuo.experiments.charts.style import INK, PAPER, SOFT, Spec
from jiaosuo.experiments.comparison.charts import about, name_of_map
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.provenance.settlements import titles
from jiaosuo.model.core.terms import Corps, LandClass, RoadClass
from jiaosuo.model.core.words import CHINESE, N_, language, speaker
from jiaosuo.model.landscape import Landscape, landscape, rules_of_townships
from jiaosuo.model.rules import MAPS
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import establishment, posted

type Ints = npt.NDArray[np.int64]
type Rows = list[dict[str, Any]]

WIDTH = 560
"""Pixels across; the height follows the county."""

LAND = {LandClass.HILL: "#dbe2c8", LandClass.FIELD: "#f2edd9", LandClass.VILLAGE: "#eadfc6",
        LandClass.URBAN: "#d3b68d"}  # fmt: skip
ROADS = {RoadClass.VILLAGE: ("#d3cab8", 0.4), RoadClass.COUNTY: ("#a08d6c", 1.1),
         RoadClass.TRUNK: ("#8c3b2e", 2.1), RoadClass.STREET: ("#8a8373", 0.9)}  # fmt: skip
"""Colour and width of each class, those below first."""
WATER = "#8fb2c2"
GROUPS = {
    N_("traffic corps"): ((Corps.TRAFFIC, Corps.TRAFFIC_SPECIALIST), "#0072b2", "diamond", -1),
    N_("station, patrol, cases"): (
        (Corps.STATION, Corps.PATROL, Corps.CASE_SPECIALIST),
        "#009e73",
        "square",
        1,
    ),
}
"""Who is drawn at a site: corps, colour, shape, and at which side of it."""
APART = 0.012
"""Half the distance of two marks at one site, as a share of the county's width."""
NAMES = {
    LandClass.HILL: N_("hills"), LandClass.FIELD: N_("fields"), LandClass.VILLAGE: N_("villages"),
    LandClass.URBAN: N_("town"),
}  # fmt: skip
ROAD_NAMES = {
    RoadClass.TRUNK: N_("trunk road"), RoadClass.COUNTY: N_("county road"),
    RoadClass.VILLAGE: N_("village road"), RoadClass.STREET: N_("street"),
}  # fmt: skip
LEGEND: Mapping[str, Any] = {"orient": "right", "labelLimit": 220, "labelFontSize": 12, "rowPadding": 3}
TITLE = N_("{place} under {rule}")
MIXED = N_("A township's name has the colour of its rule: {rules}.")


def maps(
    result: ComparisonResult, worlds: Mapping[str, Scenario], language_: str | None = None
) -> dict[str, Spec]:
    """A Vega-Lite chart a rule, by name; `worlds`: the scenario as it begins under each rule."""
    return {name_of_map(rule): _map(result, rule, worlds[rule], language_) for rule in result.rules}


def _map(result: ComparisonResult, rule: str, world: Scenario, language_: str | None) -> Spec:
    _ = speaker(language_)
    land, side = landscape(world), float(world["cell_km"])
    x, y = land.cells["x_km"], land.cells["y_km"]
    west, east = float(x.min()) - side, float(x.max()) + side
    south, north = float(y.min()) - side, float(y.max()) + side
    layers = [
        *_ground(land, side, language_),
        *_rivers(world),
        *_borders(land, side),
        *_roads(land, language_),
        *_officers(world, land, east - west, language_),
        *_names(world, land, language_),
    ]
    height = WIDTH * (north - south) / (east - west)
    scales = {"x": [west, east], "y": [south, north]}
    drawn = alt.layer(*(_placed(each, scales) for each in layers))
    drawn = drawn.properties(width=WIDTH, height=height).resolve_scale(
        color="independent", shape="independent", size="shared", strokeWidth="independent"
    )
    more = _rules_told(world, land, language_)
    head = Head(_(TITLE, place=result.preset, rule=_(rule)), (*about(result, language_), *more))
    return finished(drawn, language_, head)


def _placed(layer: alt.Chart, scales: Mapping[str, list[float]]) -> alt.Chart:
    """The layer in km of the county, without axes: a map has a scale, no numbers at its sides."""
    for channel, domain in scales.items():
        given = layer.encoding[channel]
        given["scale"] = alt.Scale(domain=domain, nice=False, zero=False)
        given["title"] = "km"
        given["axis"] = None if channel == "y" else alt.Axis(grid=False, tickCount=6)
    return layer


def _ground(land: Landscape, side: float, language_: str | None) -> Iterator[alt.Chart]:
    """The cells by what covers them, as strips."""
    _ = speaker(language_)
    rows = [
        {"x": left, "x2": right, "y": below, "y2": below + side, "land": _(NAMES[LandClass(kind)])}
        for kind, left, right, below in strips(land.cells["land"], land, side)
    ]
    seen = [each for each in LandClass if any(row["land"] == _(NAMES[each]) for row in rows)]
    scale = alt.Scale(domain=[_(NAMES[each]) for each in seen], range=[LAND[each] for each in seen])
    color = alt.Color("land:N", title=None, scale=scale, legend=alt.Legend(symbolType="square", **LEGEND))
    base = alt.Chart(inline(rows)).mark_rect(strokeWidth=0.4)
    yield base.encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q", color=color)


def strips(values: Ints, land: Landscape, side: float) -> Iterator[tuple[int, float, float, float]]:
    """Cells of equal value side by side as one: (value, x from, x to, y from), km."""
    x, y = land.cells["x_km"], land.cells["y_km"]
    last: tuple[int, float, float, float] | None = None
    for row in np.lexsort((x, y)):
        value, left, below = int(values[row]), float(x[row]) - side / 2, float(y[row]) - side / 2
        if last and last[0] == value and last[3] == round(below, 3) and abs(last[2] - left) < side / 10:
            last = (value, last[1], round(left + side, 3), last[3])
            continue
        if last:
            yield last
        last = (value, round(left, 3), round(left + side, 3), round(below, 3))
    if last:
        yield last


def _rivers(world: Scenario) -> Iterator[alt.Chart]:
    """The rivers that the place draws."""
    rows = [
        {"line": f"river {n}", "at": at, "x": float(x), "y": float(y)}
        for n, each in enumerate(world.about.drawing.rivers)
        for at, (x, y) in enumerate(each.points)
    ]
    if rows:
        base = alt.Chart(inline(rows)).mark_line(stroke=WATER, strokeWidth=3, interpolate="monotone")
        yield base.encode(x="x:Q", y="y:Q", detail="line:N", order="at:Q")


def _borders(land: Landscape, side: float) -> Iterator[alt.Chart]:
    """Where two townships meet, and the edge of the county."""
    owner = {
        (round(float(x) / side * 2), round(float(y) / side * 2)): int(township)
        for x, y, township in zip(land.cells["x_km"], land.cells["y_km"], land.cells["township"], strict=True)
    }
    rows: Rows = []
    for (x, y), township in owner.items():
        for dx, dy in ((2, 0), (0, 2), (-2, 0), (0, -2)):
            other = owner.get((x + dx, y + dy))
            if other == township or (other is not None and dx + dy < 0):
                continue
            middle, half = (x + dx / 2, y + dy / 2), (abs(dy) / 2, abs(dx) / 2)
            ends = [(middle[axis] + sign * half[axis]) * side / 2 for sign in (-1, 1) for axis in (0, 1)]
            rows.append(dict(zip(("x", "y", "x2", "y2"), (round(end, 3) for end in ends), strict=True)))
    base = alt.Chart(inline(rows)).mark_rule(color=SOFT, strokeWidth=0.6, opacity=0.7)
    yield base.encode(x="x:Q", y="y:Q", x2="x2:Q", y2="y2:Q")


def _roads(land: Landscape, language_: str | None) -> Iterator[alt.Chart]:
    """The links by class, each once."""
    _ = speaker(language_)
    x, y = land.cells["x_km"].tolist(), land.cells["y_km"].tolist()
    tail, head, kinds = (land.links[name].tolist() for name in ("tail", "head", "road_class"))
    order = list(ROADS)
    by_class: dict[RoadClass, Rows] = {each: [] for each in order}
    for a, b, kind in zip(tail, head, kinds, strict=True):
        if a < b:
            ends = {"x": x[a], "y": y[a], "x2": x[b], "y2": y[b]}
            by_class[RoadClass(kind)].append({name: round(at, 3) for name, at in ends.items()})
    by_class = {kind: straightened(rows) for kind, rows in by_class.items()}
    seen = [each for each in ROAD_NAMES if by_class[each]]
    if not seen:
        return
    scale = alt.Scale(domain=[_(ROAD_NAMES[each]) for each in seen], range=[ROADS[each][0] for each in seen])
    told = alt.Legend(symbolType="stroke", symbolStrokeWidth=2, **LEGEND)
    for kind in order:
        if by_class[kind]:
            own = [row | {"road": _(ROAD_NAMES[kind])} for row in by_class[kind]]
            base = alt.Chart(inline(own)).mark_rule(strokeWidth=ROADS[kind][1], strokeCap="round")
            shown = alt.Color("road:N", title=None, scale=scale, legend=told if kind == seen[0] else None)
            yield base.encode(x="x:Q", y="y:Q", x2="x2:Q", y2="y2:Q", color=shown)


def straightened(rows: Rows) -> Rows:
    """Lines that go on in the same direction, end to end, as one: a fifth of the marks to draw."""
    by_line: dict[tuple[float, ...], Rows] = {}
    for row in sorted(map(_eastward, rows), key=lambda each: (each["x"], each["y"])):
        dx, dy = round(row["x2"] - row["x"], 3), round(row["y2"] - row["y"], 3)
        line = by_line.setdefault((dx, dy, round(row["x"] * dy - row["y"] * dx, 2)), [])
        if line and (line[-1]["x2"], line[-1]["y2"]) == (row["x"], row["y"]):
            line[-1] = line[-1] | {"x2": row["x2"], "y2": row["y2"]}
        else:
            line.append(row)
    return [row for line in by_line.values() for row in line]


def _eastward(row: dict[str, Any]) -> dict[str, Any]:
    """The same line from its western, or southern, end."""
    ends = sorted([(row["x"], row["y"]), (row["x2"], row["y2"])])
    return dict(zip(("x", "y", "x2", "y2"), (*ends[0], *ends[1]), strict=True))


def officers_at(world: Scenario, land: Landscape) -> dict[tuple[int, str], int]:
    """How many officers of a group work from a cell at the start: by (cell, group)."""
    corps, origin = establishment(world, land)
    homes = posted(corps, origin, world.rule, world, land).home_cell
    found: dict[tuple[int, str], int] = {}
    for group, (members, *_) in GROUPS.items():
        cells, counts = np.unique(homes[np.isin(corps, members)], return_counts=True)
        found |= {(int(cell), group): int(count) for cell, count in zip(cells, counts, strict=True)}
    return found


def _officers(world: Scenario, land: Landscape, width: float, language_: str | None) -> Iterator[alt.Chart]:
    """A mark a site and group, larger where more officers work from it, with their number."""
    _ = speaker(language_)
    x, y = land.cells["x_km"], land.cells["y_km"]
    rows = [
        {
            "x": round(float(x[cell]) + GROUPS[group][3] * APART * width, 3),
            "y": round(float(y[cell]), 3),
            "n": count,
            "who": _(group),
        }
        for (cell, group), count in officers_at(world, land).items()
    ]
    if not rows:
        return
    names = [_(group) for group in GROUPS]
    color = alt.Color(
        "who:N",
        title=_("officers who work from here"),
        scale=alt.Scale(domain=names, range=[each[1] for each in GROUPS.values()]),
        legend=alt.Legend(**LEGEND),
    )
    shape = alt.Shape(
        "who:N", scale=alt.Scale(domain=names, range=[each[2] for each in GROUPS.values()]), legend=None
    )
    size = alt.Size("n:Q", scale=alt.Scale(type="linear", range=[50, 420], zero=True), legend=None)
    base = alt.Chart(inline(rows)).encode(x="x:Q", y="y:Q")
    marks = base.mark_point(filled=True, opacity=0.95, stroke=PAPER, strokeWidth=0.8)
    yield marks.encode(color=color, shape=shape, size=size)
    yield base.mark_text(fontSize=8, color=PAPER, fontWeight="bold").encode(text="n:Q")


def _names(world: Scenario, land: Landscape, language_: str | None) -> Iterator[alt.Chart]:
    """The townships' names at their seats, in the colour of the rule where they have several."""
    zh = language(language_) == CHINESE
    rules = rules_of_townships(world.rule, world, land)
    several = len({each.name for each in rules}) > 1
    x, y = land.cells["x_km"], land.cells["y_km"]
    named = titles([(each.name, each.name_zh) for each in land.townships], land.urbanization[0])
    rows = [
        {
            "x": round(float(x[seat]), 3),
            "y": round(float(y[seat]), 3),
            "name": (in_chinese if zh else "") or in_english,
            "ink": hue(rule.name) if several else INK,
        }
        for (in_english, in_chinese), seat, rule in zip(named, land.seats.tolist(), rules, strict=True)
    ]
    base = alt.Chart(inline(rows)).encode(x="x:Q", y="y:Q", text="name:N")
    yield base.mark_text(fontSize=11, dy=-15, stroke=PAPER, strokeWidth=3, strokeJoin="round")
    yield base.mark_text(fontSize=11, dy=-15).encode(color=alt.Color("ink:N", scale=None))


def _rules_told(world: Scenario, land: Landscape, language_: str | None) -> tuple[str, ...]:
    _ = speaker(language_)
    if world.rule.name not in MAPS:
        return ()
    rules = [each.name for each in rules_of_townships(world.rule, world, land)]
    told = [f"{_(name)} {rules.count(name)}" for name in dict.fromkeys(rules)]
    return (_(MIXED, rules=_(", ").join(told)),) if len(told) > 1 else ()
