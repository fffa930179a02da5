"""Stations of My county apart from their town: kept in the table, undone with it, shared, and read again."""

import base64

from jiaosuo.dashboard.county import archive
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import own_places
from jiaosuo.model.landscape import landscape
from tests.dashboard.test_county import TABLE, asked, own, sent

__all__ = ["own"]
DEGREES = """\
乡镇,人口,面积,经度,纬度,交警,派出所民警
甲镇,42000,180,110.6,30.8,5,9
乙镇,18000,150,110.904,30.803,2,6
丙乡,9500,210,110.608,31.106,0,5
"""


def stations(answer):
    sites = answer["view"]["map"]["sites"]
    return {
        (each["name"], each["number"]): (each["x_km"], each["y_km"]) for each in sites if "number" in each
    }


def cells(answer, line):
    return next(row["cells"] for row in answer["draft"]["tables"][0]["rows"] if row["line"] == line)


def test_a_station_is_put_apart_and_towns_and_other_stations_stay():
    found = asked(files=[sent(TABLE)])
    before = stations(found)
    placed = asked(draft=found["draft"], stations={"name": "白沙镇", "places": [[15.3, 33.4]]})
    assert placed["view"]["problem"] == ""
    assert stations(placed) == before | {("白沙镇", 1): (15.5, 33.5)}
    assert placed["view"]["towns"] == found["view"]["towns"]
    assert cells(placed, 1)[-1] == "stations_at"
    assert (cells(placed, 3)[-1], cells(placed, 2)[-1]) == ("15.3 33.4", "")
    again = asked(draft=placed["draft"], stations={"name": "白沙镇", "places": [[16.5, 33.5]]})
    assert stations(again)["白沙镇", 1] == (16.5, 33.5)
    assert len(cells(again, 1)) == len(cells(placed, 1))
    assert stations(asked(draft=found["draft"])) == before  # undo is the draft before


def test_both_stations_of_a_town_have_a_place_and_a_place_elsewhere_is_said():
    found = asked(files=[sent(TABLE)])
    assert ("城关镇", 2) in stations(found)
    placed = asked(draft=found["draft"], stations={"name": "城关镇", "places": [[28.5, 22.5], [33.1, 6.4]]})
    assert stations(placed)["城关镇", 1] == (28.5, 22.5)
    assert any("outside of the township" in each for each in placed["view"]["notes"])
    assert "error" in asked(draft=found["draft"], stations={"name": "Nowhere", "places": [[1, 1]]})
    assert "error" in asked(draft=found["draft"], stations={"name": "城关镇", "places": [[1, 1]] * 21})
    assert "error" in asked(draft=found["draft"], stations={"name": "城关镇", "places": "x"})


def test_of_a_table_in_degrees_all_stay_where_they_were_read():
    found = asked(files=[sent(DEGREES)])
    before, towns = stations(found), found["view"]["towns"]
    x, y = before["乙镇", 1]
    placed = asked(draft=found["draft"], stations={"name": "乙镇", "places": [[x + 2, y - 1]]})
    assert placed["view"]["problem"] == ""
    assert placed["view"]["towns"] == towns
    assert stations(placed) == before | {("乙镇", 1): (x + 2, y - 1)}
    moved = asked(draft=placed["draft"], moved={"name": "甲镇", "x_km": 3, "y_km": 2})
    assert stations(moved)["乙镇", 1] == (x + 2, y - 1)


def test_a_table_in_degrees_that_has_stations_keeps_them_as_kilometres_come():
    lines = DEGREES.splitlines()
    text = "\n".join([lines[0] + ",派出所坐标", lines[1] + ",", lines[2] + ",110.9 30.82", lines[3] + ","])
    found = asked(files=[sent(text)])
    assert found["view"]["problem"] == ""
    moved = asked(draft=found["draft"], moved={"name": "甲镇", "x_km": 3, "y_km": 2})
    assert moved["view"]["problem"] == ""
    assert stations(moved)["乙镇", 1] == stations(found)["乙镇", 1]


def test_it_is_kept_shared_and_read_again_the_same(tmp_path):
    found = asked(files=[sent(TABLE)])
    placed = asked(draft=found["draft"], stations={"name": "白沙镇", "places": [[15.3, 33.4]]})
    draft = placed["draft"] | {"name": "放所"}
    files = asked(draft=draft, wants="folder")["files"]
    assert "15.3 33.4" in files["townships.csv"]
    folder = tmp_path / "放所"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    land = landscape(open_place(folder).scenario)
    cell = int(land.station_cells[1][0])
    assert (land.cells["x_km"][cell], land.cells["y_km"][cell]) == (15.5, 33.5)
    packed = archive.packed("放所", {name: text.encode() for name, text in files.items()})
    shared = {"name": "放所.zip", "content": base64.b64encode(packed).decode()}
    reopened = asked(files=[shared])
    assert stations(reopened) == stations(placed)
    again = asked(draft=reopened["draft"], wants="folder")["files"]
    other = tmp_path / "again"
    other.mkdir()
    for name, text in again.items():
        (other / name).write_text(text, "utf-8")
    assert again["townships.csv"] == files["townships.csv"]
    assert own_places.content_of(other) == own_places.content_of(folder)
