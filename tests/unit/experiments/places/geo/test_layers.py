"""Files of shapes: any format and projection that says its name, Chinese texts, shifted web maps."""

import zipfile

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from jiaosuo.experiments.places.geo.china import gcj02_from_wgs84
from jiaosuo.experiments.places.geo.layers import Frame, frame_of, read_layer, to_degrees
from jiaosuo.model.core.errors import InputError

ZIGUI = shapely.box(110.3, 30.7, 110.5, 30.9)


def write(file, shapes, driver, crs="EPSG:4326", names=("茅坪", "归州"), **options):
    pyogrio.raw.write(
        file,
        geometry=shapely.to_wkb(np.array(shapes)),
        field_data=[np.array(names[: len(shapes)], object)],
        fields=["name"],
        geometry_type="Polygon",
        driver=driver,
        crs=crs,
        **options,
    )
    return file


def area_km2(layer):
    return float(frame_of(layer).kilometres(layer.shapes, layer.crs)[0].area)


@pytest.fixture
def true_km2(tmp_path):
    return area_km2(read_layer(write(tmp_path / "true.gpkg", [ZIGUI], "GPKG")))


def test_a_square_of_a_fifth_of_a_degree_has_the_area_of_a_globe(true_km2):
    radius = 6371.0
    band = np.sin(np.radians(30.9)) - np.sin(np.radians(30.7))
    assert true_km2 == pytest.approx(radius**2 * band * np.radians(0.2), rel=0.005)


@pytest.mark.parametrize(
    ("ending", "driver"), [("gpkg", "GPKG"), ("geojson", "GeoJSON"), ("shp", "ESRI Shapefile")]
)
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4546", "EPSG:3857", "EPSG:32649"])
def test_every_projection_gives_the_same_land(tmp_path, true_km2, ending, driver, crs):
    if ending == "geojson" and crs != "EPSG:4326":
        pytest.skip("GeoJSON is in longitude and latitude")
    change = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    moved = shapely.transform(
        shapely.segmentize(ZIGUI, 0.01), lambda xy: np.stack(change.transform(*xy.T), 1)
    )
    layer = read_layer(write(tmp_path / f"land.{ending}", [moved], driver, crs))
    assert area_km2(layer) == pytest.approx(true_km2, rel=1e-4)
    assert layer.texts("name") == ["茅坪"]


def test_a_zipped_shapefile_is_read(tmp_path, true_km2):
    write(tmp_path / "land.shp", [ZIGUI], "ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "land.zip", "w") as archive:
        for each in tmp_path.glob("land.*"):
            if each.suffix != ".zip":
                archive.write(each, each.name)
    layer = read_layer(tmp_path / "land.zip")
    assert area_km2(layer) == pytest.approx(true_km2, rel=1e-9)
    assert layer.texts("name") == ["茅坪"]


def test_a_shapefile_without_its_encoding_is_read_in_gb18030(tmp_path):
    write(tmp_path / "land.shp", [ZIGUI], "ESRI Shapefile", encoding="gb18030")
    (tmp_path / "land.cpg").unlink()
    layer = read_layer(tmp_path / "land.shp")
    assert layer.texts("name") == ["茅坪"]
    assert layer.how["encoding"] == "gb18030"


def test_a_file_that_says_no_coordinates_is_refused_with_what_to_do(tmp_path):
    write(tmp_path / "land.shp", [ZIGUI], "ESRI Shapefile")
    (tmp_path / "land.prj").unlink()
    with pytest.raises(
        InputError, match=r"says no coordinate system; declare it: EPSG:4490, EPSG:4326, gcj02"
    ):
        read_layer(tmp_path / "land.shp")
    assert read_layer(tmp_path / "land.shp", "EPSG:4326").crs == "EPSG:4326"
    with pytest.raises(InputError, match=r"crs: 'gcj2' .* did you mean gcj02"):
        read_layer(tmp_path / "land.shp", "gcj2")


def test_a_web_map_is_moved_back_to_where_the_land_is(tmp_path):
    shifted = shapely.transform(ZIGUI, gcj02_from_wgs84)
    layer = read_layer(write(tmp_path / "land.geojson", [shifted], "GeoJSON"), "gcj02")
    (back,) = to_degrees(layer.shapes, layer.crs)
    assert shapely.hausdorff_distance(back, ZIGUI) < 1e-7
    (unsaid,) = to_degrees(layer.shapes, "EPSG:4326")
    assert shapely.hausdorff_distance(unsaid, ZIGUI) > 0.002


def test_what_is_no_map_is_refused(tmp_path):
    (tmp_path / "land.geojson").write_text("{}")
    with pytest.raises(InputError, match=r"land\.geojson.* cannot be read as a file of shapes"):
        read_layer(tmp_path / "land.geojson")
    with pytest.raises(InputError, match="must be a file of shapes"):
        read_layer(tmp_path / "missing.gpkg")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="has a table alone"):
        read_layer(tmp_path / "table.csv")


def test_coordinates_that_are_nowhere_on_the_earth_are_refused(tmp_path):
    metres = shapely.box(500_000, 3_400_000, 520_000, 3_420_000)
    layer = read_layer(write(tmp_path / "land.gpkg", [metres], "GPKG"))
    with pytest.raises(InputError, match="do not fit EPSG:4326; declare their system"):
        frame_of(layer)


def test_a_frame_is_kept_in_a_record_to_the_last_figure():
    frame = Frame(110.4, 30.8).moved(-12.34567, 3.0)
    assert Frame.of_record(frame.said()) == frame
    assert Frame.of_record({}) is None
