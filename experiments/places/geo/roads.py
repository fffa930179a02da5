"""Roads onto the grid: a link wherever a road crosses from cell to cell, as long as the way really is.

Lines become a network: its nodes are the ends of lines, the points that lines share, and where a line
crosses from one cell to another. Each cell has an anchor, the node of its best road nearest to its centre. A
link is the quickest way between the anchors of two cells that a road joins, so ways along a road add up to
the road. Cells that no road joins to the rest are tied to it by the shortest way, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.geo.cells import CellMap
from jiaosuo.experiments.places.geo.highways import STREETS, road_class, speed_kmh, tag
from jiaosuo.experiments.places.geo.layers import Layer, Shapes
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.words import N_

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

USUAL_SPEED = {RoadClass.VILLAGE: 25.0, RoadClass.COUNTY: 40.0, RoadClass.TRUNK: 60.0, RoadClass.STREET: 22.0}
"""km/h by which quick ways are chosen where a road says none; in the county the levers say them."""

SNAP_KM = 1e-6
"""Points nearer than this are one."""

FARTHEST = 8.0
"""Sides of a cell: a way between neighbours that is longer at 20 km/h is no link."""

TIE_WINDING = 1.6 * np.pi / 4
"""Length of a tie over the straight line: what drawn roads have (`circuity_rural` over a grid's detour)."""

CHUNK = 64

NO_ROADS = N_("{file}: {count} lines are no roads for cars and are left out.")
STREETS_APART = N_("{file}: {km} km of residential streets make links, but count as no village road.")
ROADLESS = N_(
    "{count} cells have no road across their border; each is tied to the nearest by a village road."
)
PIECE = N_("{count} cells around {x}, {y} km are joined to the rest by no road; a tie of {km} km was drawn.")


@dataclass(frozen=True)
class Roads:
    """Lines that are roads, in km, with class, speed (km/h, nan: none said) and whether they are streets."""

    lines: Shapes
    classes: Ints
    speed: Floats
    street: npt.NDArray[np.bool_]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Link:
    """A road between two cells, by their rows."""

    tail: int
    head: int
    road_class: RoadClass
    length_km: float
    speed_kmh: float | None = None


@dataclass(frozen=True)
class Network:
    """Links that join all cells, and kilometres of road by class in each cell, (cells, classes)."""

    links: tuple[Link, ...]
    road_km: Floats
    notes: tuple[Note, ...]


def roads_of(layer: Layer, shapes: Shapes) -> Roads:
    """The roads of a layer with a column `highway`; InputError where there are none."""
    if "highway" not in layer.columns:
        allowed = f"must have a column highway, as OpenStreetMap has; it has {', '.join(layer.columns)[:120]}"
        raise InputError("roads", layer.file, allowed)
    highway = layer.texts("highway")
    classes = [road_class(each) for each in highway]
    speeds = [speed_kmh(each) for each in _maxspeed(layer)]
    rows = [row for row, each in enumerate(classes) if each is not None and shapes[row] is not None]
    lines, origin = shapely.get_parts(shapes[rows], return_index=True)
    is_line = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING
    lines, source = lines[is_line], np.array(rows, int)[origin[is_line]]
    if not len(lines):
        raise InputError(
            "roads", layer.file, "must have lines with highway = primary, secondary, tertiary ..."
        )
    notes = [Note(NO_ROADS, {"file": layer.file, "count": left})] if (left := len(shapes) - len(rows)) else []
    street = np.array([highway[row].removesuffix("_link") in STREETS for row in source], np.bool_)
    speed = np.array([np.nan if speeds[row] is None else speeds[row] for row in source], np.float64)
    return Roads(lines, np.array([classes[row] for row in source], np.int64), speed, street, tuple(notes))


def _maxspeed(layer: Layer) -> list[str]:
    if "maxspeed" in layer.columns:
        return layer.texts("maxspeed")
    if "other_tags" in layer.columns:
        return [tag(each, "maxspeed") for each in layer.texts("other_tags")]
    return [""] * len(layer.shapes)


def network(roads: Roads, cells: CellMap, file: str) -> Network:
    """The links and kilometres of roads on the cells of a place."""
    steps = _steps(roads, cells)
    edges, pairs = _edges(steps, roads)
    road_km = _kilometres(steps, roads, len(cells.owner))
    links = _links(edges, pairs, cells) if len(pairs) else []
    ties, notes = tied(cells, links)
    streets = float(steps.length[(steps.cell >= 0) & roads.street[steps.line]].sum())
    if streets >= 1:
        notes.insert(0, Note(STREETS_APART, {"file": file, "km": f"{streets:,.0f}"}))
    return Network((*links, *ties), road_km, (*roads.notes, *notes))


@dataclass(frozen=True)
class _Steps:
    """Straight parts of lines, each within one cell, in their order along each line.

    `cell` (parts,) is -1 outside; `tail`, `head` (parts,) are points, of which `at` (points, 2) has the place
    and `shared` whether lines meet or end there.
    """

    line: Ints
    cell: Ints
    length: Floats
    tail: Ints
    head: Ints
    at: Floats
    shared: npt.NDArray[np.bool_]


def _steps(roads: Roads, cells: CellMap) -> _Steps:
    """Lines cut at the borders of cells."""
    places, line_of = shapely.get_coordinates(roads.lines, return_index=True)
    same = line_of[1:] == line_of[:-1]
    start = np.flatnonzero(same)
    a, b = places[start], places[start + 1]
    part, along = _cuts(a, b, cells.side)
    begins = along < 1
    at = np.flatnonzero(begins & (np.append(part[1:] == part[:-1], False)))
    t0, t1 = along[at], along[at + 1]
    keep = t1 - t0 > 1e-12
    at, t0, t1 = at[keep], t0[keep], t1[keep]
    of = part[at]
    way = b[of] - a[of]
    middle = a[of] + way * ((t0 + t1) / 2)[:, None]
    length = np.hypot(*way.T) * (t1 - t0)
    vertex, shared = _vertices(places, line_of)
    # a cut lies behind all vertices in the list of points
    cut = len(places) + np.arange(len(part))
    tail = np.where(t0 == 0, vertex[start[of]], cut[at])
    head = np.where(t1 == 1, vertex[start[of] + 1], cut[at + 1])
    points = np.concatenate([places, a[part] + (b - a)[part] * along[:, None]])
    marks = np.concatenate([shared, np.zeros(len(part), np.bool_)])
    return _Steps(line_of[start[of]], cells.at(middle), length, tail, head, points, marks)


def _cuts(a: Floats, b: Floats, side: float) -> tuple[Ints, Floats]:
    """Rows of straight parts with how far along each is its start, every border of cells, and its end."""
    rows, along = [np.arange(len(a)), np.arange(len(a))], [np.zeros(len(a)), np.ones(len(a))]
    for axis in (0, 1):
        low, high = np.minimum(a, b)[:, axis] / side, np.maximum(a, b)[:, axis] / side
        first = np.floor(low) + 1
        count = np.maximum(np.ceil(high) - first, 0).astype(int)
        row = np.repeat(np.arange(len(a)), count)
        border = side * (first[row] + np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count))
        rows.append(row)
        along.append((border - a[row, axis]) / (b[row, axis] - a[row, axis]))
    part, where = np.concatenate(rows), np.clip(np.concatenate(along), 0, 1)
    order = np.lexsort((where, part))
    return part[order], where[order]


def _vertices(places: Floats, line_of: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """For each place of the lines the first that is the same point, and whether lines meet or end in it."""
    _, first, back, count = np.unique(
        np.round(places / SNAP_KM).astype(np.int64),
        axis=0, return_index=True, return_inverse=True, return_counts=True,
    )  # fmt: skip
    edge = np.append(True, line_of[1:] != line_of[:-1])
    ends = edge | np.append(edge[1:], True)
    meets = count > 1
    meets[back[ends]] = True
    return first[back], meets[back]


@dataclass(frozen=True)
class _Edges:
    """Ways from node to node, each within one cell (-1: outside). `said`: km of it that have a speed."""

    tail: Ints
    head: Ints
    cell: Ints
    length: Floats
    minutes: Floats
    said: Floats
    road_class: Ints
    at: Floats


def _edges(steps: _Steps, roads: Roads) -> tuple[_Edges, set[tuple[int, int]]]:
    """The network, and pairs of cells that a road crosses from one to the other."""
    follows = np.append(False, (steps.line[1:] == steps.line[:-1]) & (steps.tail[1:] == steps.head[:-1]))
    crosses = np.append(False, steps.cell[1:] != steps.cell[:-1]) & follows
    begins = ~follows | crosses | steps.shared[steps.tail]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(begins)) - 1
    length = np.add.reduceat(steps.length, first) if len(first) else np.empty(0)
    line = steps.line[first]
    road = roads.classes[line]
    usual = np.array([USUAL_SPEED[each] for each in sorted(RoadClass)])[road]
    speed = np.where(np.isnan(roads.speed[line]), usual, roads.speed[line])
    said = np.where(np.isnan(roads.speed[line]), 0.0, length)
    edges = _Edges(
        steps.tail[first],
        steps.head[last],
        steps.cell[first],
        length,
        60 * length / speed,
        said,
        road,
        steps.at,
    )
    return edges, _pairs(edges)


def _pairs(edges: _Edges) -> set[tuple[int, int]]:
    """Pairs of cells between which a road goes: those that have a node in common."""
    node, cell = np.append(edges.tail, edges.head), np.append(edges.cell, edges.cell)
    node, cell = np.unique(np.stack([node, cell])[:, cell >= 0], axis=1)
    found = set()
    for step in (1, 2, 3):  # a node lies in four cells at most
        same = node[step:] == node[:-step]
        found |= set(zip(cell[:-step][same].tolist(), cell[step:][same].tolist(), strict=True))
    return found


def _kilometres(steps: _Steps, roads: Roads, cells: int) -> Floats:
    """Kilometres of road by class in each cell; streets of towns are not counted."""
    counted = (steps.cell >= 0) & ~roads.street[steps.line]
    km = np.zeros((cells, len(RoadClass)))
    np.add.at(km, (steps.cell[counted], roads.classes[steps.line[counted]]), steps.length[counted])
    return km


def _links(edges: _Edges, pairs: set[tuple[int, int]], cells: CellMap) -> list[Link]:
    """The quickest way between the anchors of each pair of cells that a road joins."""
    nodes, ends = np.unique(np.concatenate([edges.tail, edges.head]), return_inverse=True)
    tail, head = ends[: len(edges.tail)], ends[len(edges.tail) :]
    graph, edge_of = _graph(tail, head, edges.minutes, len(nodes))
    anchors = _anchors(edges, tail, head, edges.at[nodes], graph, cells)
    wanted: dict[int, list[int]] = {}
    for a, b in sorted(pairs):
        if a in anchors and b in anchors:
            wanted.setdefault(a, []).append(b)
    limit = 60 * FARTHEST * cells.side / 20
    sources = list(wanted)
    links = []
    for begin in range(0, len(sources), CHUNK):
        chunk = sources[begin : begin + CHUNK]
        minutes, before = dijkstra(
            graph, indices=[anchors[each] for each in chunk], limit=limit, return_predecessors=True
        )
        for row, a in enumerate(chunk):
            for b in wanted[a]:
                if np.isfinite(minutes[row, anchors[b]]) and anchors[a] != anchors[b]:
                    way = _way(before[row], anchors[b], edge_of)
                    links.append(_link(a, b, edges, way, float(minutes[row, anchors[b]])))
    return links


def _graph(
    tail: Ints, head: Ints, minutes: Floats, nodes: int
) -> tuple[csr_array, Mapping[tuple[int, int], int]]:
    """Minutes from node to node, both ways, and the edge of each; of edges side by side the quickest."""
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((minutes, high, low))
    new = np.append(True, (np.diff(low[order]) != 0) | (np.diff(high[order]) != 0))
    rows = order[new & (low[order] != high[order])]
    a, b, cost = low[rows], high[rows], np.maximum(minutes[rows], 1e-9)
    ways = (np.append(cost, cost), (np.append(a, b), np.append(b, a)))
    edge_of = {(int(i), int(j)): int(row) for i, j, row in zip(a, b, rows, strict=True)}
    return csr_array(ways, shape=(nodes, nodes)), edge_of


def _anchors(
    edges: _Edges, tail: Ints, head: Ints, at: Floats, graph: csr_array, cells: CellMap
) -> dict[int, int]:
    """The node that stands for each cell with a road: of its best road, nearest to its centre.

    A road that leads nowhere counts for less than one of the network that most roads belong to.
    """
    _, part = connected_components(graph, directed=False)
    size = np.bincount(part[tail], weights=edges.length, minlength=part.max() + 1)
    rank = np.array([0, 1, 2, 0])[np.append(edges.road_class, edges.road_class)]
    node, cell = np.append(tail, head), np.append(edges.cell, edges.cell)
    away = np.hypot(*(at[node] - cells.centres[cell]).T)
    order = np.lexsort((node, np.round(away, 9), -rank, -np.round(size[part[node]], 6), cell))
    order = order[cell[order] >= 0]
    owner, first = np.unique(cell[order], return_index=True)
    return dict(zip(owner.tolist(), node[order][first].tolist(), strict=True))


def _way(before: npt.NDArray[np.int32], goal: int, edge_of: Mapping[tuple[int, int], int]) -> list[int]:
    """Edges of the way to a goal."""
    way, here = [], goal
    while (previous := int(before[here])) >= 0:
        way.append(edge_of[min(here, previous), max(here, previous)])
        here = previous
    return way


def _link(a: int, b: int, edges: _Edges, way: list[int], minutes: float) -> Link:
    """Of the class that most of the way has, and with a speed where most of it says one."""
    length = edges.length[way]
    by_class = np.bincount(edges.road_class[way], weights=length, minlength=len(RoadClass))
    total = float(length.sum())
    speed = round(60 * total / minutes, 1) if 2 * edges.said[way].sum() > total else None
    return Link(a, b, RoadClass(int(by_class.argmax())), max(round(total, 4), 0.001), speed)


def tied(cells: CellMap, links: list[Link]) -> tuple[list[Link], list[Note]]:
    """Shortest ties that join pieces of cells which no road joins, and a note on each."""
    count = len(cells.owner)
    ends = np.array([(each.tail, each.head) for each in links], int).reshape(-1, 2)
    joined = csr_array((np.ones(len(ends)), ends.T), shape=(count, count))
    pieces, piece = connected_components(joined, directed=False)
    if pieces == 1:
        return [], []
    a, b = _near_pairs(cells.centres)
    apart = np.hypot(*(cells.centres[a] - cells.centres[b]).T)
    tree = minimum_spanning_tree(
        csr_array((np.where(piece[a] == piece[b], 1e-9, apart), (a, b)), shape=(count, count))
    ).tocoo()
    ties = [
        Link(int(i), int(j), RoadClass.VILLAGE, round(TIE_WINDING * float(km), 3))
        for i, j, km in zip(tree.row, tree.col, tree.data, strict=True)
        if piece[i] != piece[j]
    ]
    return ties, _tie_notes(cells, piece, ties)


def _near_pairs(centres: Floats) -> tuple[Ints, Ints]:
    """Pairs among which the shortest ties are: neighbours of a triangulation, all where cells are few."""
    if len(centres) <= 300 or (np.ptp(centres, axis=0) == 0).any():
        a, b = np.triu_indices(len(centres), 1)
        return a, b
    corners = Delaunay(centres).simplices
    sides = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
    low, high = np.unique(np.sort(sides, axis=1), axis=0).T
    return low, high


def _tie_notes(cells: CellMap, piece: Ints, ties: list[Link]) -> list[Note]:
    size = np.bincount(piece)
    alone = int((size == 1).sum())
    notes = [Note(ROADLESS, {"count": alone})] if alone else []
    main = int(size.argmax())
    for each in np.flatnonzero(size > 1).tolist():
        if each == main:
            continue
        km = min(tie.length_km for tie in ties if each in (piece[tie.tail], piece[tie.head]))
        x, y = cells.centres[piece == each].mean(axis=0)
        values: dict[str, str | float] = {
            "count": int(size[each]),
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "km": f"{km:.1f}",
        }
        notes.append(Note(PIECE, values))
    return notes
