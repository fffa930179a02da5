"""Roads onto the grid: a link where a road crosses, as long as the way is; what is not joined is tied."""

import itertools

import numpy as np
import pytest
import shapely

from jiaosuo.experiments.places.geo.cells import cells_of
from jiaosuo.experiments.places.geo.highways import road_class, speed_kmh, tag
from jiaosuo.experiments.places.geo.layers import Layer
from jiaosuo.experiments.places.geo.roads import TIE_WINDING, network, roads_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import RoadClass


def found(lines, cells, highway="primary", **columns):
    kinds = [highway] * len(lines) if isinstance(highway, str) else highway
    said = {"highway": np.array(kinds, object)} | {k: np.array(v, object) for k, v in columns.items()}
    layer = Layer("roads.geojson", np.array(lines, object), said, "EPSG:4326", {})
    return network(roads_of(layer, layer.shapes), cells, layer.file)


def row(wide, high=1):
    return cells_of([shapely.box(0, 0, wide, high)], 1.0)


def by_pair(net):
    return {(min(each.tail, each.head), max(each.tail, each.head)): each for each in net.links}


def told(net):
    return " ".join(each.told("en") for each in net.notes)


def test_a_straight_road_joins_the_cells_it_crosses_and_adds_up_to_itself():
    net = found([shapely.LineString([(0.5, 0.5), (4.5, 0.5)])], row(5))
    assert set(by_pair(net)) == {(0, 1), (1, 2), (2, 3), (3, 4)}
    assert sum(each.length_km for each in net.links) == pytest.approx(4)
    assert {each.road_class for each in net.links} == {RoadClass.TRUNK}
    assert net.road_km[:, RoadClass.TRUNK].tolist() == pytest.approx([0.5, 1, 1, 1, 0.5])


def test_a_winding_road_is_as_long_as_it_is():
    bends = [(0.5, 0.5), (0.7, 0.9), (0.9, 0.1), (1.1, 0.9), (1.5, 0.5)]
    line = shapely.LineString(bends)
    net = found([line], row(2))
    assert by_pair(net)[0, 1].length_km == pytest.approx(line.length, abs=1e-4)


def test_a_road_cut_into_short_lines_is_the_same_road():
    x = np.linspace(0.5, 4.5, 41)
    parts = [shapely.LineString([(a, 0.5), (b, 0.5)]) for a, b in itertools.pairwise(x)]
    net = found(parts, row(5))
    assert [round(each.length_km, 6) for each in net.links] == [1, 1, 1, 1]


def test_a_city_of_short_streets_is_no_set_of_short_cuts():
    """Blocks of 100 m, each street a line of its own: centres of cells are a kilometre apart all the same."""
    at = np.arange(0, 31) / 10 + 0.003
    lines = []
    for one in at:
        lines += [shapely.LineString([(a, one), (b, one)]) for a, b in itertools.pairwise(at)]
        lines += [shapely.LineString([(one, a), (one, b)]) for a, b in itertools.pairwise(at)]
    net = found(lines, row(3, 3), "residential")
    assert len(net.links) == 12
    assert [each.length_km for each in net.links] == pytest.approx([1.0] * 12, abs=0.11)


def test_no_link_where_no_road_crosses():
    lines = [shapely.LineString([(0.5, 0.5), (1.5, 0.5)]), shapely.LineString([(0.5, 1.5), (1.5, 1.5)]),
             shapely.LineString([(0.5, 0.5), (0.5, 1.5)])]  # fmt: skip
    net = found(lines, row(2, 2))
    assert set(by_pair(net)) == {(0, 1), (0, 2), (1, 3)}


def test_of_roads_side_by_side_the_quickest_way_counts():
    lines = [shapely.LineString([(0.5, 0.5), (1.5, 0.5)]),
             shapely.LineString([(0.5, 0.5), (0.5, 0.9), (1.5, 0.9), (1.5, 0.5)])]  # fmt: skip
    net = found(lines, row(2), ["track", "motorway"])
    link = by_pair(net)[0, 1]
    assert link.road_class == RoadClass.TRUNK
    assert link.length_km < 1.8 + 1e-6


def test_the_speed_of_a_link_is_what_the_roads_say_where_most_of_them_do():
    line = shapely.LineString([(0.5, 0.5), (1.5, 0.5)])
    assert by_pair(found([line], row(2), maxspeed=["40"]))[0, 1].speed_kmh == 40
    assert by_pair(found([line], row(2), maxspeed=["25 mph"]))[0, 1].speed_kmh == pytest.approx(40.2)
    assert by_pair(found([line], row(2), maxspeed=["walk"]))[0, 1].speed_kmh is None
    tags = ['"maxspeed"=>"50","surface"=>"asphalt"']
    assert by_pair(found([line], row(2), other_tags=tags))[0, 1].speed_kmh == 50


def test_cells_without_a_road_are_tied_by_the_shortest_way_and_counted():
    net = found([shapely.LineString([(0.5, 0.5), (1.5, 0.5)])], row(4))
    ties = by_pair(net)
    assert set(ties) == {(0, 1), (1, 2), (2, 3)}
    assert ties[1, 2].road_class == RoadClass.VILLAGE
    assert ties[1, 2].length_km == pytest.approx(TIE_WINDING, abs=1e-3)
    assert "2 cells have no road across their border" in told(net)


def test_a_piece_that_no_road_joins_is_named_and_tied():
    lines = [shapely.LineString([(0.5, 0.5), (2.5, 0.5)]), shapely.LineString([(3.5, 0.5), (5.5, 0.5)])]
    net = found(lines, row(6))
    assert set(by_pair(net)) == {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)}
    assert "3 cells around" in told(net)
    assert "joined to the rest by no road; a tie of 1.3 km was drawn" in told(net)


def test_an_island_is_tied_over_the_water():
    cells = cells_of([shapely.box(0, 0, 3, 1), shapely.box(6, 0, 9, 1)], 1.0)
    lines = [shapely.LineString([(0.5, 0.5), (2.5, 0.5)]), shapely.LineString([(6.5, 0.5), (8.5, 0.5)])]
    net = found(lines, cells)
    assert by_pair(net)[2, 3].length_km == pytest.approx(4 * TIE_WINDING, abs=1e-3)


def test_streets_make_links_but_no_kilometres():
    net = found([shapely.LineString([(0.5, 0.5), (1.5, 0.5)])], row(2), "residential")
    assert by_pair(net)[0, 1].road_class == RoadClass.VILLAGE
    assert net.road_km.sum() == 0
    assert "1 km of residential streets" in told(net)


def test_paths_are_no_roads_and_a_file_without_roads_is_refused():
    line = shapely.LineString([(0.5, 0.5), (1.5, 0.5)])
    net = found([line, line], row(2), ["footway", "tertiary"])
    assert by_pair(net)[0, 1].road_class == RoadClass.COUNTY
    assert "1 lines are no roads for cars" in told(net)
    with pytest.raises(InputError, match="must have lines with highway"):
        found([line], row(2), "footway")
    layer = Layer("r.geojson", np.array([line]), {"kind": np.array(["road"])}, "EPSG:4326", {})
    with pytest.raises(InputError, match="must have a column highway"):
        roads_of(layer, layer.shapes)


def mirrored(lines):
    return [shapely.transform(line, lambda xy: xy[:, ::-1]) for line in lines]


def test_a_reflected_map_has_the_same_roads():
    draw = np.random.default_rng(7)
    lines = [shapely.LineString(draw.uniform(0, 6, (6, 2))) for _ in range(12)]
    one, other = found(lines, row(6, 6)), found(mirrored(lines), row(6, 6))
    assert one.road_km.sum() == pytest.approx(other.road_km.sum(), abs=1e-9)
    assert sorted(each.length_km for each in one.links) == pytest.approx(
        sorted(each.length_km for each in other.links), abs=2e-4
    )


@pytest.mark.parametrize(
    ("highway", "road"),
    [("motorway_link", RoadClass.TRUNK), ("secondary", RoadClass.COUNTY), ("track", RoadClass.VILLAGE),
     ("footway", None), ("", None)],
)  # fmt: skip
def test_classes_of_openstreetmap(highway, road):
    assert road_class(highway) == road


@pytest.mark.parametrize(
    ("said", "speed"), [("60", 60), ("60 km/h", 60), ("30 mph", 48.28032), ("none", None), ("900", None)]
)
def test_speeds_of_openstreetmap(said, speed):
    assert speed_kmh(said) == speed


def test_other_tags_are_read():
    assert tag('"surface"=>"paved","maxspeed"=>"40"', "maxspeed") == "40"
    assert tag("", "maxspeed") == ""
