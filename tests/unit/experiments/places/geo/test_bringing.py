"""From maps to a folder that the model reads: every map by itself, together, once more, and refused."""

import csv
import importlib.util
import json
import subprocess
import sys

import numpy as np
import pytest
import shapely
from PIL import Image, TiffImagePlugin

from jiaosuo.experiments.places import geo
from jiaosuo.experiments.places.folder import bring_tables
from jiaosuo.experiments.places.geo import bring
from jiaosuo.experiments.places.geo.areas import areas_of
from jiaosuo.experiments.places.geo.bringing import SMALLEST_PLACE, with_set
from jiaosuo.experiments.places.geo.china import gcj02_from_wgs84
from jiaosuo.experiments.places.geo.layers import Frame, frame_of, read_layer
from jiaosuo.experiments.places.record import read_record
from jiaosuo.model import County, Scenario
from jiaosuo.model.core import refusals
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.landscape import landscape
from jiaosuo.model.station_places import places
from tests.shared import shared
from tests.unit.experiments.places.geo.conftest import KM
from tests.unit.experiments.places.geo.osm_pbf import extract

SQUARES = [shapely.box(0, 0, 10, 20), shapely.box(10, 0, 22, 12), shapely.box(10, 12, 22, 20)]
NAMES = ["南门镇", "东桥镇", "北坡乡"]


@pytest.fixture
def map_file(geojson):
    return geojson("townships.geojson", SQUARES, 乡镇=NAMES, 人口=[60_000, 30_000, 12_000])


@pytest.fixture
def road_file(geojson):
    lines = [
        shapely.LineString([(2, 8), (21, 8)]),
        shapely.LineString([(2, 2), (2, 19)]),
        shapely.LineString([(15, 8), (15, 19)]),
    ]
    return geojson("roads.geojson", lines, highway=["trunk", "tertiary", "track"], maxspeed=["70", "", ""])


def told(brought):
    return " ".join(each.told("en") for each in brought.notes)


def import_all(folder, tables, **maps):
    """Tables first, then maps over them, as the command does."""
    bring_tables(folder, tables, SMALLEST_PLACE, required=("name",))
    return bring(folder, **maps)


def read(folder):
    """The scenario, with some officers where no file says any."""
    return Scenario.read(
        folder / "scenario.toml", people_per_agent=25, officers_traffic=20, officers_station=40
    )


def table(folder):
    with (folder / "townships.csv").open(encoding="utf-8") as stream:
        return {row["name"]: row for row in csv.DictReader(stream)}


def test_boundaries_alone_make_a_place_that_the_model_reads(tmp_path, map_file):
    brought = bring(tmp_path / "mine", boundaries=map_file, population="人口")
    scenario = read(tmp_path / "mine")
    assert [each.name for each in scenario.townships] == NAMES
    assert [each.population for each in scenario.townships] == [60_000, 30_000, 12_000]
    assert [each.area_km2 for each in scenario.townships] == pytest.approx([200, 144, 96], rel=0.01)
    land = landscape(scenario)
    assert np.bincount(land.cells["township"]) == pytest.approx([200, 144, 96], abs=3)
    assert land.near.tolist() == [[True, True, True]] * 3
    assert "cells of 1.0 km" in told(brought)
    assert "the seat is put in the middle of the land" in told(brought)
    assert "Nobody says how many officers there are" in told(brought)
    assert len(scenario.about.drawing.outline) >= 4


def test_people_must_be_given_by_a_column_or_a_total(tmp_path, map_file):
    with pytest.raises(
        InputError, match=r"population of 南门镇: None .* a column of the boundaries, a total"
    ):
        bring(tmp_path / "mine", boundaries=map_file)
    assert not (tmp_path / "mine").exists()
    brought = bring(tmp_path / "mine", boundaries=map_file, population=44_000)
    assert [int(row["population"]) for row in table(tmp_path / "mine").values()] == pytest.approx(
        [20_000, 14_400, 9_600], rel=0.03
    )
    assert "44,000 people are shared out over the townships by area" in told(brought)


def test_a_table_keeps_what_it_gives_and_maps_fill_the_rest(tmp_path, map_file, road_file):
    given = tmp_path / "table.csv"
    given.write_text(
        "乡镇,人口,面积,交警\n东桥,30500,150,5\n南门,61000,,9\n北坡,11000,,2\n", encoding="utf-8"
    )
    found = import_all(tmp_path / "mine", [given], boundaries=map_file, roads=road_file)
    rows = table(tmp_path / "mine")
    assert list(rows) == ["东桥", "南门", "北坡"]
    assert rows["南门"]["population"] == "61000"
    assert rows["东桥"]["area_km2"] == "150"
    assert float(rows["南门"]["area_km2"]) == pytest.approx(200, rel=0.01)
    assert float(rows["南门"]["trunk_km"]) == pytest.approx(8, rel=0.02)
    said = " ".join(each.told("en") for each in found.notes)
    assert "南门镇 is taken for 南门" in said
    assert County(read(tmp_path / "mine")).run_days(1)


def test_roads_are_links_with_the_class_speed_and_length_of_the_road(tmp_path, map_file, road_file):
    brought = bring(tmp_path / "mine", boundaries=map_file, population="人口", roads=road_file)
    scenario = read(tmp_path / "mine")
    trunk = [each for each in scenario.given_land.links if each.road_class == RoadClass.TRUNK]
    assert sum(each.length_km for each in trunk) == pytest.approx(19, rel=0.02)
    assert {each.speed_kmh for each in trunk} == {70}
    assert "cells have no road across their border" in told(brought)
    assert np.isfinite(landscape(scenario).travel_minutes).all()


def test_stations_say_where_seats_are_and_who_works_there(tmp_path, map_file):
    file = tmp_path / "stations.csv"
    rows = [("南门派出所", 5.2, 6.1, 12, 3), ("河西所", 1.0, 18.0, 4, 0), ("东桥派出所", 9.9, 5.0, 8, 2)]
    text = "".join(f"{n},{100 + x * KM},{y * KM},{s},{t}\n" for n, x, y, s, t in rows)
    file.write_text(f"派出所,经度,纬度,派出所民警,交警\n{text}", encoding="utf-8")
    brought = bring(tmp_path / "mine", boundaries=map_file, population="人口", stations=file)
    found = table(tmp_path / "mine")
    assert (found["南门镇"]["stations"], found["南门镇"]["officers_station"]) == ("2", "16")
    assert float(found["南门镇"]["x_km"]) == pytest.approx(5.2, abs=0.05)
    assert found["东桥镇"]["officers_traffic"] == "2"
    seat, other = places(found["南门镇"]["stations_at"])
    assert seat == pytest.approx((5.2, 6.1), abs=0.05), "that of the seat first"
    assert other == pytest.approx((1.0, 18.0), rel=0.01)
    assert not found["东桥镇"]["stations_at"], "one station is at the seat"
    assert "东桥派出所 lies near the border, in 南门镇" in told(brought)
    assert "南门镇 has 2 stations" in told(brought)


def test_settlements_say_where_people_live(tmp_path, map_file, geojson):
    villages = [shapely.Point(5.5, 5.5), shapely.Point(15.5, 5.5), shapely.Point(15.5, 15.5)]
    people = geojson("villages.geojson", villages, name=["a", "b", "c"], 人口=[61_000, 30_000, 9_000])
    brought = bring(tmp_path / "mine", boundaries=map_file, population="人口", people=people)
    rows = table(tmp_path / "mine")
    assert [row["population"] for row in rows.values()] == ["61000", "30000", "9000"]
    land = read(tmp_path / "mine").given_land
    assert sum(each.people for each in land.cells) == 100_000
    assert sum(each.people > 0 for each in land.cells) == 3
    assert "Urbanization is set to 0.95" in told(brought)


def test_a_raster_of_people_is_spread_over_the_cells(tmp_path, map_file):
    side = 0.5 * KM
    values = np.full((40, 44), 10.0)
    values[0, 0] = -9999
    head = f"ncols 44\nnrows 40\nxllcorner 100\nyllcorner 0\ncellsize {side}\nNODATA_value -9999\n"
    lines = "\n".join(" ".join(map(str, row)) for row in values)
    (tmp_path / "people.asc").write_text(head + lines + "\n")
    bring(tmp_path / "mine", boundaries=map_file, people=tmp_path / "people.asc")
    people = {name: int(row["population"]) for name, row in table(tmp_path / "mine").items()}
    assert people["南门镇"] == pytest.approx(8_000, rel=0.03)
    assert sum(people.values()) == pytest.approx(17_590, rel=0.02)


def test_a_geotiff_says_its_coordinates_itself(tmp_path, map_file):
    side = 0.5 * KM
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[33550] = (side, side, 0.0)
    tags[33922] = (0.0, 0.0, 0.0, 100.0, 40 * side, 0.0)
    tags[34735] = (1, 1, 0, 1, 2048, 0, 1, 4326)
    for tag, kind in ((33550, 12), (33922, 12), (34735, 3)):
        tags.tagtype[tag] = kind
    image = Image.fromarray(np.full((40, 44), 10.0, np.float32))
    image.save(tmp_path / "people.tif", tiffinfo=tags, compression="tiff_lzw")
    bring(tmp_path / "mine", boundaries=map_file, people=tmp_path / "people.tif")
    people = [int(row["population"]) for row in table(tmp_path / "mine").values()]
    assert sum(people) == pytest.approx(17_600, rel=0.02)


def test_water_is_drawn_and_changes_no_world(tmp_path, map_file, geojson):
    lake = shapely.box(3, 3, 6, 6).difference(shapely.box(4, 4, 5, 5))
    river = shapely.LineString([(0, 10), (8, 11), (22, 9)])
    bring(tmp_path / "mine", boundaries=map_file, population="人口")
    before = read(tmp_path / "mine")
    bring(tmp_path / "mine", water=geojson("water.geojson", [lake, river], name=["东湖", "长江"]))
    after = read(tmp_path / "mine")
    (found,), (line,) = after.about.drawing.waters, after.about.drawing.rivers
    assert (found.name, len(found.rings), line.name) == ("东湖", 2, "长江")
    assert after.given_land == before.given_land
    assert landscape(after) is landscape(before)


def test_maps_may_come_one_after_the_other(tmp_path, map_file, road_file):
    once = bring(tmp_path / "once", boundaries=map_file, population="人口", roads=road_file)
    bring(tmp_path / "steps", boundaries=map_file, population="人口")
    bring(tmp_path / "steps", roads=road_file)
    one, other = (read(tmp_path / each) for each in ("once", "steps"))
    assert one.given_land == other.given_land
    assert one.townships == other.townships
    kinds = [each.kind for each in read_record(tmp_path / "steps").sources]
    assert kinds == ["boundaries", "roads"]
    assert once.files


def test_without_boundaries_other_maps_are_refused(tmp_path, road_file):
    with pytest.raises(InputError, match=r"boundaries: None .* must be given"):
        bring(tmp_path / "mine", roads=road_file)


def test_a_place_of_kilometres_is_the_same_wherever_it_lies_on_the_grid(tmp_path, geojson):
    moved = [shapely.transform(each, lambda xy: xy + np.array([7.0, 13.0])) for each in SQUARES]
    here = geojson("here.geojson", SQUARES, name=["a", "b", "c"])
    there = geojson("there.geojson", moved, name=["a", "b", "c"])
    bring(tmp_path / "one", boundaries=here, population=9_000)
    bring(tmp_path / "two", boundaries=there, population=9_000)
    one, two = (read(tmp_path / each) for each in ("one", "two"))
    counts = [np.bincount(landscape(each).cells["township"]).tolist() for each in (one, two)]
    assert counts[0] == counts[1]


def test_shifted_boundaries_and_roads_of_openstreetmap_lie_on_each_other(tmp_path):
    true = shapely.box(110.3, 30.7, 110.5, 30.9)
    shifted = shapely.transform(shapely.segmentize(true, 0.005), gcj02_from_wgs84)
    road = shapely.LineString([(110.3, 30.8), (110.5, 30.8)])
    files = {}
    for name, shape, said in (("land", shifted, {"name": "a"}), ("roads", road, {"highway": "trunk"})):
        geometry = json.loads(shapely.to_geojson(shape))
        features = [{"type": "Feature", "properties": said, "geometry": geometry}]
        files[name] = tmp_path / f"{name}.geojson"
        files[name].write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    folder = tmp_path / "mine"
    bring(folder, boundaries=files["land"], roads=files["roads"], crs="gcj02", population=5_000)
    trunk = [each for each in read(folder).given_land.links if each.road_class == RoadClass.TRUNK]
    assert {each.tail[1] for each in trunk} == {11.5}  # 0.1 degrees of latitude above the corner
    assert float(table(folder)["a"]["trunk_km"]) == pytest.approx(19.1, abs=0.2)


def test_a_number_is_set_where_its_table_has_it():
    assert with_set("[set]\n# cell_km = 1\n[kinds]\n", "cell_km", "2") == "[set]\ncell_km = 2\n[kinds]\n"
    assert with_set("[set]\nx = 1\n", "cell_km", "2") == "[set]\ncell_km = 2\nx = 1\n"
    assert with_set("title = 'a'\n", "cell_km", "2").endswith("[set]\ncell_km = 2\n")


def test_without_the_libraries_it_says_how_to_get_them(monkeypatch, tmp_path):
    find = importlib.util.find_spec
    monkeypatch.setattr(geo, "find_spec", lambda name: None if name == "pyogrio" else find(name))
    with pytest.raises(InputError, match=r'pip install "jiaosuo\[geo\]"'):
        bring(tmp_path, boundaries=tmp_path)


def test_the_commands_do_not_need_the_libraries():
    code = (
        "import sys; import jiaosuo.experiments.places.geo; import jiaosuo.experiments.places.folder\n"
        "assert not {'shapely', 'pyogrio', 'pyproj'} & set(sys.modules), sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_osm_extract_is_read_as_it_is(tmp_path, map_file):
    nodes = [(1, 2, 8), (2, 12, 8), (3, 21, 8), (4, 300, 300), (5, 301, 300)]
    text = "".join(f'<node id="{i}" lon="{100 + x * KM}" lat="{y * KM}" version="1"/>' for i, x, y in nodes)
    text += '<way id="9" version="1">' + "".join(f'<nd ref="{i}"/>' for i, *_ in nodes[:3])
    text += '<tag k="highway" v="secondary"/><tag k="maxspeed" v="50"/></way>'
    text += '<way id="10" version="1"><nd ref="4"/><nd ref="5"/><tag k="highway" v="trunk"/></way>'
    file = tmp_path / "extract.osm"
    file.write_text(f'<osm version="0.6">{text}</osm>')
    bring(tmp_path / "mine", boundaries=map_file, population="人口", roads=file)
    links = read(tmp_path / "mine").given_land.links
    county = [each for each in links if each.road_class == RoadClass.COUNTY]
    assert {each.speed_kmh for each in county} == {50}
    assert sum(each.length_km for each in county) == pytest.approx(19, rel=0.02)


def pbf_file(tmp_path):
    nodes = [(1, 2, 8), (2, 12, 8), (3, 21, 8), (4, 2, 2), (5, 2, 19), (6, 300, 300), (7, 301, 300)]
    ways = [
        (9, [1, 2, 3], {"highway": "secondary", "maxspeed": "50"}),
        (10, [4, 1, 5], {"highway": "primary", "name": "沿江路"}),
        (11, [6, 7], {"highway": "trunk"}),
        (12, [2, 5], {"waterway": "river"}),
    ]
    file = tmp_path / "extract.osm.pbf"
    file.write_bytes(extract([(i, 100 + x * KM, y * KM) for i, x, y in nodes], ways))
    return file


def test_a_packed_osm_extract_is_read_as_the_same_roads_in_xml_would_be(tmp_path, map_file):
    bring(tmp_path / "mine", boundaries=map_file, population="人口", roads=pbf_file(tmp_path))
    links = read(tmp_path / "mine").given_land.links
    by_class = {
        road: [each for each in links if each.road_class == road]
        for road in (RoadClass.COUNTY, RoadClass.TRUNK)
    }
    assert {each.speed_kmh for each in by_class[RoadClass.COUNTY]} == {50}
    assert sum(each.length_km for each in by_class[RoadClass.COUNTY]) == pytest.approx(19, rel=0.02)
    assert sum(each.length_km for each in by_class[RoadClass.TRUNK]) == pytest.approx(17, rel=0.02)


def test_a_damaged_extract_and_a_gdal_that_knows_none_are_refused(tmp_path, map_file, monkeypatch):
    file = pbf_file(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"roads: 'extract\.osm\.pbf'"):
        bring(tmp_path / "mine", boundaries=map_file, population="人口", roads=file)
    file.write_bytes(whole)
    monkeypatch.setattr("pyogrio.list_drivers", lambda **_: {"GeoJSON": "rw"})
    with pytest.raises(InputError, match="reads no extracts of OpenStreetMap; give them as") as refused:
        bring(tmp_path / "mine", boundaries=map_file, population="人口", roads=file)
    assert "不能读取 OpenStreetMap" in refusals.told(refused.value, "zh")


@pytest.fixture(scope="module")
def detroit(tmp_path_factory):
    """Precincts and stations of a city, with officers made up; people of the census of 2020."""
    data, folder = shared("data/detroit"), tmp_path_factory.mktemp("detroit")
    names = [
        each["properties"]["name"]
        for each in json.loads((data / "precincts.geojson").read_text())["features"]
    ]
    lines = [f"{name},60,120" for name in dict.fromkeys(names)]
    (folder / "officers.csv").write_text(
        "precinct,traffic officers,officers_station\n" + "\n".join(lines) + "\n"
    )
    maps = {"boundaries": data / "precincts.geojson", "stations": data / "stations.csv"}
    brought = import_all(folder / "detroit", [folder / "officers.csv"], population="639,111", **maps)
    return brought, folder / "detroit"


def test_a_real_city_comes_from_its_files_to_a_county_that_runs(detroit):
    brought, folder = detroit
    scenario = Scenario.read(folder / "scenario.toml", people_per_agent=25)
    land = landscape(scenario)
    areas = np.bincount(land.cells["township"]) * scenario["cell_km"] ** 2
    given = np.array([each.area_km2 for each in scenario.townships])
    assert len(given) == 11
    assert given.sum() == pytest.approx(362, abs=2)
    assert np.abs(areas - given).max() <= scenario["cell_km"] ** 2
    assert [each.stations for each in scenario.townships] == [1] * 11
    county = County(scenario).run_days(1)
    assert len(county.calls()) > 100
    said = " ".join(each.told("en") for each in brought.notes)
    assert "12.9 km² inside belong to nobody" in said  # Highland Park and Hamtramck
    assert "07 has 2 pieces that do not touch" in said  # Belle Isle


def test_the_beats_of_a_real_city_make_its_precincts():
    beats = shared("data/detroit") / "patrol_beats.shp"
    layer = read_layer(beats)
    assert (layer.crs, len(layer.shapes)) == ("EPSG:4326", 131)
    shapes = frame_of(layer).kilometres(layer.shapes, layer.crs)
    beats_by_name = areas_of(layer, shapes, "name")
    precincts = areas_of(layer, shapes, "precinct")
    assert len(precincts.names) == 11
    assert sum(precincts.km2) == pytest.approx(sum(beats_by_name.km2), rel=0.001)
    assert sum(precincts.km2) == pytest.approx(362, rel=0.03)  # drawn by others than the precincts


def test_a_frame_has_its_middle_where_the_land_is():
    assert Frame(100.0, 0.0).kilometres(np.array([shapely.Point(100.0, KM)]), "EPSG:4326")[
        0
    ].y == pytest.approx(1, rel=0.01)
