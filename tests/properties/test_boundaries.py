"""Over made-up maps: areas keep their size on the grid, borders their neighbours, mirrors change nothing."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.ndimage import label

from jiaosuo.experiments.places.geo.areas import mend, neighbours
from jiaosuo.experiments.places.geo.cells import cells_of
from jiaosuo.experiments.places.geo.export import land_of
from jiaosuo.experiments.places.geo.layers import Layer
from jiaosuo.experiments.places.geo.roads import network, roads_of
from jiaosuo.model import County, Scenario
from jiaosuo.model.given_land import pieces, read_given_land, write_given_land
from jiaosuo.model.landscape import landscape

WIDE = 24.0


@some.composite
def maps(draw):
    """A county in 2 to 9 townships by nearest points, with a border, a lake, an island, slips, overlaps."""
    seed, count = draw(some.integers(0, 10_000)), draw(some.integers(2, 9))
    chance = np.random.default_rng(seed)
    points = shapely.multipoints(chance.uniform(0, WIDE, (count, 2)))
    land = shapely.Point(WIDE / 2, WIDE / 2).buffer(WIDE / 2, quad_segs=chance.integers(2, 9))
    lake = shapely.Point(chance.uniform(6, 18, 2)).buffer(chance.uniform(0.5, 2))
    parts = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(0, 0, WIDE, WIDE)))
    inside = [part.intersection(land).difference(lake) for part in parts]
    inside = [each for each in inside if each.area > 4]
    if draw(some.booleans()):
        inside[0] = inside[0].union(shapely.box(WIDE + 3, 0, WIDE + 6, 3))
    slip = draw(some.sampled_from([0.0, 0.02, -0.02]))  # overlaps, and gaps
    slipped = [each.buffer(slip) for each in inside]
    return [each for each in slipped if not each.is_empty]


def named(shapes):
    return [str(row) for row in range(len(shapes))]


def columns_and_lines(cells):
    return cells.column - cells.column.min(), cells.line - cells.line.min()


@settings(max_examples=40, deadline=None)
@given(maps())
def test_mended_areas_neither_overlap_nor_lose_land(shapes):
    land, _ = mend(named(shapes), shapes, "map")
    before, after = shapely.union_all(shapes), shapely.union_all(land)
    assert sum(each.area for each in land) == pytest.approx(after.area, rel=1e-6)
    assert after.area >= before.area - 1e-6
    assert after.area <= before.area * 1.02 + 0.05


@settings(max_examples=40, deadline=None)
@given(maps(), some.sampled_from([0.5, 1.0, 1.5]))
def test_each_township_has_the_cells_of_its_area_and_no_cell_has_two(shapes, side):
    land, _ = mend(named(shapes), shapes, "map")
    cells = cells_of(land, side)
    places = set(zip(cells.column.tolist(), cells.line.tolist(), strict=True))
    assert len(places) == len(cells.owner)
    have = np.bincount(cells.owner, minlength=len(land)) * side**2
    assert np.abs(have - [each.area for each in land]).max() <= side**2
    column, line = columns_and_lines(cells)
    grid = np.full((column.max() + 1, line.max() + 1), -1)
    grid[column, line] = cells.owner
    for row, each in enumerate(land):
        large = sum(part.area >= 0.5 * side**2 for part in shapely.get_parts(each))
        assert 1 <= label(grid == row)[1] <= max(1, large)  # pieces that are near may touch on the grid


@settings(max_examples=30, deadline=None)
@given(maps())
def test_townships_with_a_long_border_touch_on_the_grid_and_those_far_apart_do_not(shapes):
    land, _ = mend(named(shapes), shapes, "map")
    cells = cells_of(land, 0.5)
    column, line = columns_and_lines(cells)
    grid = np.full((column.max() + 1, line.max() + 1), -1)
    grid[column, line] = cells.owner
    pairs = np.concatenate(
        [
            np.stack([grid[1:].ravel(), grid[:-1].ravel()], 1),
            np.stack([grid[:, 1:].ravel(), grid[:, :-1].ravel()], 1),
        ]
    )
    touching = {(min(a, b), max(a, b)) for a, b in pairs.tolist() if a != b and min(a, b) >= 0}
    assert neighbours(land, 2.5) <= touching
    for a, b in touching:
        assert land[a].distance(land[b]) < 1.5


def turned(shapes):
    """A quarter turn and a mirror, which keep the grid."""
    return [shapely.transform(each, lambda xy: WIDE - xy[:, ::-1]) for each in shapes]


@settings(max_examples=25, deadline=None)
@given(maps())
def test_a_turned_map_has_the_same_areas(shapes):
    land, _ = mend(named(shapes), shapes, "map")
    one, other = cells_of(land, 1.0), cells_of(turned(land), 1.0)
    first, second = (np.bincount(each.owner, minlength=len(land)) for each in (one, other))
    assert np.abs(first - second).max() <= 1


@settings(max_examples=25, deadline=None)
@given(some.integers(0, 10_000), some.integers(1, 25))
def test_a_turned_map_has_the_same_roads_and_all_cells_are_joined(seed, count):
    chance = np.random.default_rng(seed)
    lines = [shapely.LineString(chance.uniform(0, WIDE, (chance.integers(2, 6), 2))) for _ in range(count)]
    kinds = chance.choice(["primary", "tertiary", "track"], count)
    cells = cells_of([shapely.box(0, 0, WIDE, WIDE)], 1.0)
    found = []
    for shown in (lines, turned(lines)):
        layer = Layer("map", np.array(shown), {"highway": kinds}, "EPSG:4326", {})
        found.append(network(roads_of(layer, layer.shapes), cells, "map"))
    one, other = found
    assert one.road_km.sum(axis=0) == pytest.approx(other.road_km.sum(axis=0), abs=1e-6)
    assert sum(each.length for each in lines) == pytest.approx(one.road_km.sum(), rel=1e-9)
    assert len(one.links) == len(other.links)
    assert sum(each.length_km for each in one.links) == pytest.approx(
        sum(each.length_km for each in other.links), rel=1e-3, abs=0.01
    )
    reached = np.zeros(len(cells.owner), bool)
    line, reached[0] = [0], True
    beside = [[] for _ in cells.owner]
    for each in one.links:
        beside[each.tail].append(each.head)
        beside[each.head].append(each.tail)
    for here in line:
        for there in beside[here]:
            if not reached[there]:
                reached[there] = True
                line.append(there)
    assert reached.all()


@pytest.mark.parametrize("place", ["zigui-2004", "fuzhou-2003"])
def test_the_land_of_a_county_written_out_and_read_back_is_the_same_county(place, tmp_path):
    scenario = Scenario.preset(place, people_per_agent=25, seed=3)
    land = land_of(scenario)
    write_given_land(tmp_path, land)
    names = [each.name for each in scenario.townships]
    again = read_given_land(tmp_path, names, scenario["cell_km"])
    assert again == land
    assert len(pieces({each.place for each in land.cells}, land.links)) == 1
    given_ = scenario.changed(given_land=again)
    one, other = landscape(scenario), landscape(given_)
    for name in ("cells", "links", "travel_minutes", "hops", "zone_minutes", "village_share", "urban_share"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    assert County(scenario).world_digest == County(given_).world_digest
