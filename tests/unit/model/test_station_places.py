"""Stations that a table puts somewhere: read, kept, drawn; a place outside of the township is said."""

from pathlib import Path

import numpy as np
import pytest

from jiaosuo.experiments.places.check import check_place, in_short
from jiaosuo.experiments.places.folder import bring_tables, open_place
from jiaosuo.experiments.places.tables.table import read_tables, townships_csv
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.landscape import landscape
from jiaosuo.model.own_places import content_of
from jiaosuo.model.station_places import moved, places, written
from jiaosuo.model.township import Township, read_townships, write_townships
from tests.eight_townships import EIGHT

HEAD = "name,population,area_km2,x_km,y_km,officers_traffic,officers_station,stations_at"


def table(*rows):
    return "\n".join((HEAD, *rows)) + "\n"


def county(tmp_path, stations_at="", name="mine"):
    """Three townships, of which the second says where its stations stand."""
    folder = tmp_path / name
    folder.mkdir()
    text = table("A,62000,140,10,10,9,21,", f"B,31000,200,24,12,5,11,{stations_at}", "C,12000,280,14,26,0,6,")
    (folder / "townships.csv").write_text(text, "utf-8")
    (folder / "scenario.toml").write_text("townships_csv = true\n", "utf-8")
    return str(folder / "scenario.toml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("28.5 22", ((28.5, 22.0),)),
        ("28.5 22; 30 25", ((28.5, 22.0), (30.0, 25.0))),
        ("２８．５　２２；30,25;", ((28.5, 22.0), (30.0, 25.0))),
    ],
)
def test_places_are_read_from_one_text_and_written_as_it(text, found):
    assert places(text) == found
    assert places(written(found)) == found


@pytest.mark.parametrize(
    "text", ["28.5", "a b", "1 2 3", "1 2;;3 4", "nan 1", "1e5 2", "; ".join(["1 2"] * 21)]
)
def test_another_form_is_refused_by_line_with_what_is_right(text, tmp_path):
    (tmp_path / "townships.csv").write_text(table(f'A,6000,140,10,10,9,21,"{text}"'), "utf-8")
    for read in (read_townships, lambda file: read_tables([file])):
        with pytest.raises(InputError, match=r"line 2 .*stations_at.*such as 28\.5 22; 30 25") as refused:
            read(tmp_path / "townships.csv")
        assert "须为派出所位置" in told(refused.value, "zh")


def test_more_places_than_stations_and_places_off_the_map_are_refused(tmp_path):
    head = HEAD.replace("officers_station,", "officers_station,stations,")
    for cells, said in (("1,1 2; 3 4", "at most 1 places"), (",1201 4", "from -200 to 1,200")):
        (tmp_path / "townships.csv").write_text(f"{head}\nA,6000,140,10,10,9,21,{cells}\n", "utf-8")
        for read in (read_townships, lambda file: read_tables([file])):
            with pytest.raises(InputError, match=said):
                read(tmp_path / "townships.csv")


def test_a_station_stands_where_the_table_puts_it_and_officers_work_from_there(tmp_path):
    plain, placed = (
        open_place(county(tmp_path, text, name)).scenario for text, name in (("", "p"), ("28 15", "q"))
    )
    before, after = landscape(plain), landscape(placed)
    cell = int(after.station_cells[1][0])
    assert len(after.station_cells[1]) == 1
    x, y = after.cells["x_km"][cell], after.cells["y_km"][cell]
    assert max(abs(x - 28), abs(y - 15)) == 0.5
    assert cell != before.station_cells[1][0]
    assert after.cells["township"][cell] == 1
    assert np.array_equal(before.cells, after.cells)
    for row in (0, 2):
        assert np.array_equal(before.station_cells[row], after.station_cells[row])


def test_two_places_make_two_stations(tmp_path):
    land = landscape(open_place(county(tmp_path, "24.5 12.5; 28.5 15.5")).scenario)
    assert [(land.cells["x_km"][c], land.cells["y_km"][c]) for c in land.station_cells[1]] == [
        (24.5, 12.5),
        (28.5, 15.5),
    ]


def test_a_place_outside_of_the_township_is_said_in_both_languages(tmp_path):
    found = check_place(open_place(county(tmp_path, "14 26")))
    assert found.differs
    assert [each.township for each in found.stations_off] == ["B"]
    assert any("outside of the township" in line for line in in_short(found, "en"))
    assert any("不在本乡镇内" in line for line in in_short(found, "zh"))
    assert not check_place(open_place(county(tmp_path, "28 15", "right"))).stations_off


def test_a_table_without_places_has_the_names_it_had():
    township = Township("A", 6000, 140.0, 10.0, 10.0)
    assert "stations_at" not in township.to_json()
    said = Township("A", 6000, 140.0, 10.0, 10.0, stations_at="1 2").to_json()
    assert Township(**said).station_places == ((1.0, 2.0),)


def test_it_is_read_back_as_it_was_written(tmp_path):
    townships = read_townships(Path(county(tmp_path, "28 15")).parent / "townships.csv")
    write_townships(tmp_path / "townships.csv", townships)
    assert read_townships(tmp_path / "townships.csv") == townships


def test_places_go_with_positions_in_degrees_and_from_another_corner(tmp_path):
    degrees = "name,population,area_km2,lon,lat,stations_at\nA,42000,180,110.6,30.8,110.65 30.85\n"
    degrees += "B,18000,150,110.904,30.803,\nC,9500,210,110.608,31.106,\n"
    (tmp_path / "d.csv").write_text(degrees, "utf-8")
    rows = read_tables([tmp_path / "d.csv"]).townships
    (x, y), a = rows[0].station_places[0], rows[0]
    assert (x - a.x_km, y - a.y_km) == pytest.approx((0.05 * 95.4, 0.05 * 111.2), rel=0.01)
    (tmp_path / "s.csv").write_text(EIGHT_MOVED, "utf-8")
    found = read_tables([tmp_path / "s.csv"])
    assert found.townships[0].station_places[0] == pytest.approx(
        (found.townships[0].x_km + 1, found.townships[0].y_km)
    )
    assert "stations_at" in townships_csv(found.rows).splitlines()[0]


EIGHT_MOVED = table("A,62000,140,-10,10,9,21,-9 10", "B,31000,200,4,12,5,11,", "C,12000,280,-6,26,0,6,")


def test_an_imported_county_keeps_them_and_is_another_content(tmp_path):
    (tmp_path / "t.csv").write_text(table("A,62000,140,10,10,9,21,12 11", "B,31000,200,24,12,5,11,"), "utf-8")
    bring_tables(tmp_path / "one", [tmp_path / "t.csv"], "townships_csv = true\n")
    (tmp_path / "t.csv").write_text(table("A,62000,140,10,10,9,21,", "B,31000,200,24,12,5,11,"), "utf-8")
    bring_tables(tmp_path / "two", [tmp_path / "t.csv"], "townships_csv = true\n")
    assert read_townships(tmp_path / "one" / "townships.csv")[0].stations_at == "12 11"
    assert content_of(tmp_path / "one") != content_of(tmp_path / "two")


def test_moved_puts_each_place_elsewhere():
    assert moved("1 2; 3 4", lambda at: (at[0] + 1, at[1])) == "2 2; 4 4"


def test_tables_of_eight_townships_have_none():
    assert "stations_at" not in str(EIGHT)
