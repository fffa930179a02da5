"""Boundaries: names found or asked for, overlaps and gaps mended, holes and islands named."""

import numpy as np
import pytest
import shapely

from jiaosuo.experiments.places.geo.areas import areas_of, mend, neighbours
from jiaosuo.experiments.places.geo.layers import Layer
from jiaosuo.experiments.places.geo.names import bare, matched
from jiaosuo.model.core.errors import InputError

WEST, EAST = shapely.box(0, 0, 5, 5), shapely.box(5, 0, 10, 5)


def layer(shapes, **columns):
    arrays = {name: np.array(values, object) for name, values in columns.items()}
    return Layer("map.geojson", np.array(shapes, object), arrays, "EPSG:4326", {})


def read(shapes, wanted=(), name_column=None, **columns):
    found = layer(shapes, **columns)
    return areas_of(found, found.shapes, name_column, wanted)


def told(notes):
    return " ".join(each.told("en") for each in notes)


def test_names_are_found_by_the_heading_or_said():
    assert read([WEST, EAST], NAME=["a", "b"]).names == ("a", "b")
    assert read([WEST, EAST], 乡镇=["甲", "乙"]).names == ("甲", "乙")
    assert read([WEST, EAST], kind=["x", "x"], code=["1", "2"], name_column="code").names == ("1", "2")
    with pytest.raises(InputError, match=r"name_column: None .* say which column .* kind, code"):
        read([WEST, EAST], kind=["x", "x"], code=["1", "2"])
    with pytest.raises(InputError, match=r"name_column: 'cod' .* did you mean code"):
        read([WEST, EAST], code=["1", "2"], name_column="cod")


def test_an_overlap_goes_to_the_smaller_area_and_is_named():
    found = read([WEST, shapely.box(4, 1, 10, 5)], name=["a", "b"])
    assert [round(each, 6) for each in found.km2] == [25 - 0, 24 - 4] or found.km2 == [21, 24]
    assert found.shapes[0].intersection(found.shapes[1]).area == 0
    assert sum(found.km2) == pytest.approx(45)
    assert "a and b overlap by 4 km²; the smaller one keeps it" in told(found.notes)


def test_an_enclave_drawn_on_top_of_its_township_is_taken_out_of_it():
    found = read([shapely.box(0, 0, 10, 10), shapely.box(4, 4, 6, 6)], name=["land", "town"])
    assert found.km2 == [96, 4]


def test_an_area_that_belongs_to_another_altogether_is_refused():
    with pytest.raises(InputError, match="no land of its own"):
        read([WEST, WEST], name=["a", "b"])


def test_a_sliver_between_two_areas_is_closed_and_a_hole_is_named():
    ring = shapely.box(0, 0, 20, 20).difference(shapely.box(8, 8, 12, 12))
    west, east = (
        ring.intersection(shapely.box(0, 0, 10, 20)),
        ring.intersection(shapely.box(10.02, 0, 20, 20)),
    )
    found = read([west, east], name=["a", "b"])
    assert sum(found.km2) == pytest.approx(400 - 16, abs=1e-6)
    assert "gaps between areas" in told(found.notes)
    assert "16 km² inside belong to nobody, around 10.0, 10.0" in told(found.notes)


def test_a_shape_that_crosses_itself_is_mended():
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    found = read([bow, EAST], name=["a", "b"])
    assert found.km2[0] == pytest.approx(2)
    assert "1 shapes cross themselves and were mended" in told(found.notes)


def test_features_of_one_name_are_put_together_and_islands_named():
    found = read([WEST, shapely.box(0, 8, 2, 10), EAST], name=["a", "a", "b"])
    assert found.names == ("a", "b")
    assert found.km2 == [29, 25]
    assert "a stands in 2 features" in told(found.notes)
    assert "a has 2 pieces that do not touch, of 25, 4 km²" in told(found.notes)


def test_lines_and_nothing_are_left_out_and_said():
    found = read([WEST, shapely.LineString([(0, 0), (1, 1)]), None], name=["a", "b", "c"])
    assert found.names == ("a",)
    assert "2 features are no areas" in told(found.notes)
    with pytest.raises(InputError, match="must have areas with a name"):
        read([shapely.Point(0, 0)], name=["a"])


def test_names_are_matched_to_the_table_exactly_then_without_what_kind_of_township_it_is():
    found = read([WEST, EAST], wanted=["茅坪", "归州"], 乡镇=["归州镇", "茅坪"])
    assert found.names == ("茅坪", "归州")
    assert found.shapes[0].bounds[0] == 5
    assert "归州镇 is taken for 归州" in told(found.notes)


def test_an_area_that_is_no_township_is_left_out_and_a_township_without_an_area_refused():
    found = read([WEST, EAST], wanted=["a"], name=["a", "b"])
    assert found.names == ("a",)
    assert "b are not in the table" in told(found.notes)
    with pytest.raises(InputError, match=r"name: 'c' .* no name in the file means it; it has a, b"):
        read([WEST, EAST], wanted=["c"], name=["a", "b"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("茅坪镇", "茅坪"),
        ("磨坪乡", "磨坪"),
        ("城关街道办事处", "城关"),
        ("Upper Town", "upper"),
        ("03", "3"),
    ],
)
def test_names_that_mean_the_same(one, other):
    assert bare(one) == bare(other)


def test_a_name_that_several_mean_is_refused():
    with pytest.raises(InputError, match="several names mean it: 归州镇, 归州乡"):
        matched(["归州"], ["归州镇", "归州乡"], "map")
    assert matched(["秭归"], ["归州镇", "Zigui"], "map", {"秭归": "Zigui"})[0] == {"秭归": "Zigui"}


def test_neighbours_share_a_border_and_not_a_corner():
    squares = [shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)]
    assert neighbours(squares, 0.1) == {(0, 1), (0, 2), (1, 3), (2, 3)}


def test_mending_what_is_whole_changes_nothing():
    land, notes = mend(["a", "b"], [WEST, EAST], "map")
    assert [each.equals(was) for each, was in zip(land, [WEST, EAST], strict=True)] == [True, True]
    assert notes == []
