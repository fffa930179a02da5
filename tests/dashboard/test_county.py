"""My county: the file that holds one, drafts, positions, keeping; and no old recording under a name."""

import base64
import io
import json
import time
import zipfile

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.choice import with_mode
from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import error_sentence
from jiaosuo.dashboard.county import archive, keeping, layout
from jiaosuo.dashboard.county.draft import read_draft
from jiaosuo.dashboard.county.reader import CannotRead, Reader
from jiaosuo.dashboard.county.reading import handle
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.dashboard.rooms.address import Address
from jiaosuo.dashboard.rooms.names import fingerprint
from jiaosuo.dashboard.rooms.registry import RoomRegistry
from jiaosuo.model import own_places
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario

TABLE = """\
乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警
城关镇,"86,500",182.4,28.5,22.0,17,30
白沙镇,"41,200",240.1,12.0,30.5,5,12
高岭乡,"9,870",350.2,33.1,6.4,0,6
合计,"137,570",772.7,,,22,48
"""
SCENARIO = b"townships_csv = true\n"
OURS = b"""\
name,population,area_km2,x_km,y_km,officers_traffic,officers_station
A,9000,100,10,10,3,5
B,4000,80,20,12,0,3
"""
FILES = {"scenario.toml": SCENARIO, "townships.csv": OURS}


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv(own_places.VARIABLE, str(tmp_path / "places"))
    return tmp_path / "places"


def sent(text, name="mine.csv"):
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    return {"name": name, "content": base64.b64encode(content).decode()}


def asked(language="en", **said):
    """An answer as the page gets it: through JSON."""
    return json.loads(json.dumps(handle(json.loads(json.dumps(said)) | {"language": language})))


# The file that holds a county


def test_a_county_is_the_same_file_each_time_and_comes_back():
    content = archive.packed("我的县", FILES | {"secret.txt": b"no"})
    assert content == archive.packed("我的县", dict(reversed(FILES.items())))
    assert archive.is_county(content)
    assert archive.unpacked(content) == ("我的县", FILES)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["../townships.csv", "a/../../x", "/etc/passwd", "..\\x", "C:\\x", "a/b/../../../x"]
)
def test_a_file_whose_paths_leave_is_refused_whole(name):
    with pytest.raises(InputError, match="leaves its folder"):
        archive.unpacked(zipped([("a/scenario.toml", "x"), (name, "x")]))


def test_a_zip_bomb_is_refused_as_it_comes_out():
    bomb = zipped([("a/scenario.toml", "x"), ("a/cells.csv", b"0" * 40_000_000)])
    assert len(bomb) < 100_000
    began = time.monotonic()
    with pytest.raises(InputError, match="more than a county needs"):
        archive.unpacked(bomb)
    assert time.monotonic() - began < 30


def test_many_members_two_counties_none_and_nonsense_are_refused():
    for members in (
        [(f"a/{n}", "x") for n in range(41)],
        [("a/scenario.toml", ""), ("b/scenario.toml", "")],
        [("a", "")],
    ):
        with pytest.raises(InputError):
            archive.unpacked(zipped(members))
    whole = archive.packed("a", FILES)
    for content in (
        b"",
        b"PK\x03\x04",
        whole[:60],
        whole[:-30],
        whole.replace(b"townships", b"townshipz", 1),
    ):
        with pytest.raises(InputError):
            archive.unpacked(content)
        assert archive.is_county(content) in (True, False)


def test_what_a_zip_holds_besides_a_county_stays_in_it():
    name, files = archive.unpacked(
        zipped([("a/scenario.toml", SCENARIO), ("a/run.py", "x"), ("other/cells.csv", "x")])
    )
    assert (name, files) == ("a", {"scenario.toml": SCENARIO})


# Drafts


@pytest.mark.parametrize(
    "said",
    [
        [], 3, {"tables": 3}, {"tables": [{}] * 7}, {"tables": [{"rows": [{"line": "1"}]}]}, {"name": 3},
        {"tables": [{"rows": [{"line": 1, "cells": ["x"] * 101}]}]}, {"columns": {"a": "nothing"}},
        {"tables": [{"rows": [{"line": n + 1, "cells": ["x"]} for n in range(401)]}]}, {"scenario": ["x"]},
        {"tables": [{"rows": [{"line": 1, "cells": ["x" * 301]}]}]}, {"columns": {"a": ["population"]}},
    ],
)  # fmt: skip
def test_what_is_no_draft_is_refused(said):
    with pytest.raises(InputError):
        read_draft(said)
    assert "error" in asked(draft=said) or said == []


def test_a_table_is_seen_with_what_was_given_read_and_used():
    found = asked(files=[sent(TABLE)])
    view = found["view"]
    assert view["ready"]
    assert view["problem"] == ""
    assert view["seats"] == ["城关镇", "白沙镇", "高岭乡"]
    assert view["seat"] == "城关镇"
    assert view["used"]["城关镇"]["population"] == {
        "given": "86,500",
        "read": "86,500",
        "used": "86,500",
        "mark": "",
    }
    assert view["used"]["白沙镇"]["trunk_km"]["mark"] == "~"
    assert view["heads"][0]["columns"][:5] == ["name", "population", "area_km2", "x_km", "y_km"]
    assert any("合计" in each for each in view["notes"])
    assert set(view["map"]["land"]) == {"hill", "field", "village", "urban"}
    assert found["draft"]["name"] == "mine"


def test_problems_stand_beside_their_rows_all_of_them():
    wrong = TABLE.replace('"41,200"', "many").replace("350.2", "-3")
    view = asked(files=[sent(wrong)])["view"]
    assert not view["ready"]
    assert set(view["problems"]) == {"0:3", "0:4"}
    assert "many" in view["problems"]["0:3"]
    told = asked("zh_CN", files=[sent(wrong)])["view"]["problems"]["0:3"]
    assert "第 3 行" in told
    assert "must" not in told


def test_a_heading_put_right_and_a_seat_chosen_are_read_again():
    found = asked(files=[sent(TABLE.replace("常住人口", "R17"))])
    assert not found["view"]["ready"]
    again = asked(draft=found["draft"] | {"columns": {"R17": "population"}, "seat": "白沙镇"})
    assert again["view"]["ready"]
    assert again["view"]["seat"] == "白沙镇"
    gone = asked(draft=again["draft"] | {"seat": "Nowhere"})
    assert gone["draft"]["seat"] == ""
    assert any("Nowhere" in each for each in gone["view"]["notes"])


def test_a_town_moved_lies_there_and_the_others_stay():
    found = asked(files=[sent(TABLE)])
    moved = asked(draft=found["draft"], moved={"name": "白沙镇", "x_km": 13.5, "y_km": 29})
    towns = {each["name"]: (each["x_km"], each["y_km"]) for each in moved["view"]["towns"]}
    assert towns == {"城关镇": (28.5, 22.0), "白沙镇": (13.5, 29.0), "高岭乡": (33.1, 6.4)}
    assert moved["draft"]["tables"][0]["rows"][2]["cells"][3:5] == ["13.5", "29"]
    assert "error" in asked(draft=found["draft"], moved={"name": "Nowhere", "x_km": 1, "y_km": 1})


def test_in_degrees_too_and_what_was_given_stays():
    degrees = TABLE.replace("X坐标", "经度").replace("Y坐标", "纬度")
    for km, said in (
        ("28.5,22.0", "110.97,30.82"),
        ("12.0,30.5", "110.80,30.90"),
        ("33.1,6.4", "111.02,30.68"),
    ):
        degrees = degrees.replace(km, said)
    found = asked(files=[sent(degrees)])
    before = {each["name"]: (each["x_km"], each["y_km"]) for each in found["view"]["towns"]}
    moved = asked(draft=found["draft"], moved={"name": "白沙镇", "x_km": 3.5, "y_km": 21})
    after = {each["name"]: (each["x_km"], each["y_km"]) for each in moved["view"]["towns"]}
    assert after["白沙镇"] == (3.5, 21)
    for name in ("城关镇", "高岭乡"):
        assert after[name] == pytest.approx(before[name], abs=0.01)
    assert moved["draft"]["tables"][0]["rows"][1]["cells"][3] == "110.97"


def test_a_table_without_positions_is_laid_out_and_says_so():
    cut = "\n".join(
        ",".join(line.rsplit(",", 4)[:-4] + line.rsplit(",", 2)[-2:]) for line in TABLE.splitlines()
    )
    found = asked(files=[sent(cut)])
    assert found["view"]["ready"]
    assert any("no positions" in each for each in found["view"]["notes"])
    assert len({(each["x_km"], each["y_km"]) for each in found["view"]["towns"]}) == 3


def test_townships_are_laid_around_the_first_as_far_as_their_areas_need():
    places_ = layout.laid_out([100, 100, 400], [1, 9, 1])
    middle = places_[1]
    assert places_[0] != places_[2]
    assert all(x > 0 and y > 0 for x, y in places_)
    near = ((places_[0][0] - middle[0]) ** 2 + (places_[0][1] - middle[1]) ** 2) ** 0.5
    assert near == pytest.approx((150 / 3.14159) ** 0.5, abs=0.15)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_county_is_drawn_without_a_file(language):
    found = asked(language, template=True)
    assert found["view"]["ready"]
    assert len(found["view"]["towns"]) == 10
    assert not any(each["mark"] == "!" for town in found["view"]["used"].values() for each in town.values())


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", b"PK\x03\x04nonsense", b"\xff\xfe", b"just text", b"a;b\n1;2\n"]
)
def test_files_that_are_none_say_why_and_nothing_breaks(content):
    for name in ("x.csv", "x.xlsx", "x.zip", "../../x", "\0"):
        found = asked(files=[sent(content, name)])
        assert found.get("error") or not found["view"]["ready"]


# Maps


def square(name, west, south, **said):
    side = 0.1
    ring = [
        [west, south],
        [west + side, south],
        [west + side, south + side],
        [west, south + side],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"name": name} | said,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def mapped(*features, name="towns.geojson", kind="boundaries"):
    text = json.dumps({"type": "FeatureCollection", "features": features})
    return sent(text.encode(), name) | {"kind": kind}


def test_boundaries_dropped_are_the_land_and_a_table_to_be_typed_into():
    for library in ("shapely", "pyogrio", "pyproj", "PIL"):
        pytest.importorskip(library)
    towns = mapped(square("East", 110.1, 30.0), square("West", 110.0, 30.0))
    found = asked(maps=[towns], options={"population": "30000"})
    assert not found["view"]["ready"]
    assert "officers_traffic" in found["view"]["problem"]
    assert found["view"]["map"]
    heads, first = (each["cells"] for each in found["draft"]["tables"][0]["rows"][:2])
    for column in ("officers_traffic", "officers_station"):
        first[heads.index(column)] = "7"
    found = asked(draft=found["draft"])
    view = found["view"]
    assert view["ready"]
    assert {each["name"] for each in view["towns"]} == {"East", "West"}
    assert found["draft"]["beside"]["cells.csv"].startswith("x_km,y_km,township")
    areas = [float(view["used"][name]["area_km2"]["used"]) for name in ("East", "West")]
    assert areas == pytest.approx([106.9, 106.9], rel=0.03)
    again = asked(draft=found["draft"])["view"]
    assert again["used"] == view["used"]
    name = kept(found, "squares")
    assert Scenario.preset(name).given_land is not None
    without = asked("zh_CN", maps=[towns])
    assert "人口" in without["error"] or "population" in without["error"]


def test_a_table_and_boundaries_make_one_county():
    pytest.importorskip("shapely")
    pytest.importorskip("pyogrio")
    table = "township,people,traffic officers,station officers\nEast,20000,4,9\nWest,9000,0,5\n"
    draft = asked(files=[sent(table)])["draft"]
    found = asked(draft=draft, maps=[mapped(square("East", 110.1, 30.0), square("West", 110.0, 30.0))])
    assert found["view"]["ready"]
    assert found["view"]["used"]["East"]["population"]["read"] == "20,000"


def test_maps_that_cannot_be_say_why():
    assert "error" in asked(maps=[mapped(square("A", 1, 1), kind="nothing")])
    assert "error" in asked(maps=[sent(b"nonsense", "x.geojson") | {"kind": "boundaries"}])
    assert "error" in asked(maps=[sent(b"x", "x.dbf") | {"kind": "part"}])
    answer = asked(files=[sent(zipped([("towns.shp", b"x")]), "towns.zip")])
    assert answer["not_county"] == ["towns.zip"]


# Keeping


def kept(found, name):
    draft = found["draft"] | {"name": name}
    answer = asked(draft=draft, wants="folder")
    return keeping.keep(name, {each: text.encode() for each, text in answer["files"].items()})


def test_a_county_kept_shared_and_opened_again_is_the_same_county():
    name = kept(asked(files=[sent(TABLE)]), "我的县")
    assert [each.population for each in Scenario.preset(name).townships] == [86_500, 41_200, 9_870]
    plain, files = keeping.files_of(name)
    again = asked(files=[sent(archive.packed(plain, files), "我的县.zip")])
    assert again["view"]["ready"]
    assert again["draft"]["name"] == "我的县"
    assert kept(again, "我的县") == name
    kept(again, "other")
    assert len(places.own_in_menu("", "en")) == 2
    low, high = places.possible_urbanization(name)
    assert 0 <= low < high <= 1


def test_a_name_that_is_taken_is_replaced_only_when_asked(own):
    first = keeping.keep("mine", FILES)
    assert keeping.keep("mine", FILES) == first
    other = FILES | {"townships.csv": OURS.replace(b"4000", b"4001")}
    with pytest.raises(InputError, match="kept already"):
        keeping.keep("mine", other)
    second = keeping.keep("mine", other, replace=True)
    assert second != first
    assert sorted(each.name for each in own.iterdir()) == ["mine"]
    with pytest.raises(InputError, match="has changed"):
        keeping.files_of(first)


@pytest.mark.parametrize("name", ["../x", "", "a/b", "zigui-2004", None, {"a": 1}])
def test_no_county_is_kept_under_a_name_that_cannot_be(name, own):
    with pytest.raises(InputError):
        keeping.keep(name, FILES)
    assert not own.exists() or not list(own.iterdir())


def test_a_county_of_a_room_goes_with_the_room_and_is_listed_in_it_alone(own, monkeypatch):
    rooms = RoomRegistry()
    room, other = rooms.open("one"), rooms.open("two")
    name = keeping.keep("mine", FILES, room)
    assert keeping.is_shown(name, room.code)
    assert not keeping.is_shown(name, other.code)
    assert not keeping.is_shown(name, "")
    changed = FILES | {"townships.csv": OURS.replace(b"4000", b"4001")}
    with pytest.raises(InputError, match="kept already"):
        keeping.keep("mine", changed, other, replace=True)
    name = keeping.keep("mine", changed, room, replace=True)
    room.end()
    keeping.sweep()
    assert not (own / "mine").exists()
    with pytest.raises(InputError):
        places.scenario(name.replace("@", "@0"))


def test_on_a_server_for_others_only_who_leads_a_room_brings_a_county(monkeypatch):
    rooms = RoomRegistry()
    monkeypatch.setattr(keeping, "the_registry", lambda: rooms)
    assert keeping.may_bring("anybody")
    monkeypatch.setattr(keeping, "the_address", lambda: Address("0.0.0.0", 1, "a token of some length"))
    rooms.open(fingerprint("teacher"))
    assert keeping.may_bring("teacher")
    assert not keeping.may_bring("anybody")
    assert not keeping.may_bring("")


def test_counties_of_rooms_stand_before_the_owners_and_go_with_the_server(own, monkeypatch):
    owners = keeping.keep("mine", FILES)
    monkeypatch.setenv(own_places.VARIABLE, own_places.os.environ[own_places.VARIABLE])
    with keeping.begin_for_rooms() as folder:
        assert [str(each) for each in own_places.folders()] == [folder, str(own)]
        assert places.opened("mine") == owners
        room = RoomRegistry().open("one")
        keeping.keep("taught", FILES, room)
        assert (own_places.Path(folder) / "taught").is_dir()
        assert not (own / "taught").exists()
        room.end()
        keeping.sweep()


# What is stored hangs on the content


def test_nothing_stored_of_a_county_is_found_after_it_has_changed(own):
    name = keeping.keep("mine", FILES)
    comparison = opening(name).comparison
    assert comparison.place == name
    before = plan_run(comparison, "left")
    assert opening("mine").comparison == comparison
    keeping.keep("mine", FILES | {"townships.csv": OURS.replace(b"4000,80", b"4000,81")}, replace=True)
    with pytest.raises(InputError, match="has changed"):
        Scenario.preset(name)
    now = opening("mine").comparison
    assert now.text() != comparison.text()
    assert places.scenario(now.place).townships[1].area_km2 == 81
    after = plan_run(now, "left")
    assert not set(before.addresses) & set(after.addresses)
    assert not set(before.header_addresses) & set(after.header_addresses)
    assert not set(before.split_trials) & set(after.split_trials)


def test_years_are_planned_for_a_county_of_ones_own_as_for_any():
    choice = with_mode(opening(keeping.keep("mine", FILES)), "years")
    plan = plan_run(choice.comparison, "right")
    assert plan.base.path is not None
    assert plan.chunks > 0


def test_a_county_that_has_changed_is_said_in_the_readers_language():
    name = keeping.keep("mine", FILES)
    keeping.keep("mine", FILES | {"townships.csv": OURS.replace(b"4000", b"4001")}, replace=True)
    with pytest.raises(InputError) as refused:
        Scenario.preset(name)
    assert "这个县在打开之后改过" in error_sentence(refused.value, "zh_CN")


def test_the_townships_are_in_the_identity_of_a_run_whatever_its_place_is_called(monkeypatch):
    from dataclasses import replace

    from jiaosuo.dashboard.playback import run_plan

    base = Scenario.preset("zigui-2004")
    first, *rest = base.townships
    moved = replace(base, townships=(replace(first, x_km=first.x_km + 1), *rest))
    assert moved.described() == base.described()
    assert run_plan.content_of_place(moved) != run_plan.content_of_place(base)
    assert run_plan.content_of_place(replace(base, seat=rest[0].name)) != run_plan.content_of_place(base)


def test_a_link_opens_a_county_of_ones_own_and_says_what_has_become_of_it():
    name = keeping.keep("我的县", FILES)
    query = link.query(opening(name))
    choice, notes = link.read(query)
    assert (choice.comparison.place, notes) == (name, ())
    assert link.read("place=我的县")[0].comparison.place == name
    changed = keeping.keep("我的县", FILES | {"townships.csv": OURS.replace(b"4000", b"4001")}, replace=True)
    choice, notes = link.read(query)
    assert choice.comparison.place == changed
    assert any("has changed" in each for each in notes)
    choice, notes = link.read("place=elsewhere@0123456789ab", "zh_CN")
    assert choice.comparison.place == "zigui-2004"
    assert notes == ("“elsewhere”保存在另一台电脑上。请要来它的文件，拖到这里的“我的县”中。",)


def test_a_county_that_cannot_be_read_is_missing_from_the_menu_and_nothing_else(own):
    good = keeping.keep("good", FILES)
    keeping.keep("bad", FILES | {"townships.csv": b"nonsense"})
    assert [each.name for each in places.own_in_menu("zigui-2004", "en")] == [good]
    assert from_json({"place": good}).place == good


def test_what_is_estimated_stands_among_the_weak_figures():
    told = places.describe_place(keeping.keep("mine", FILES), "en").weak
    assert "Trunk roads" in told[-1]


# The process that reads


def test_a_reader_that_takes_too_long_is_ended_and_the_next_question_is_answered(tmp_path, monkeypatch):
    (tmp_path / "slow_reader.py").write_text(
        "import sys, time, json\nfor line in sys.stdin:\n"
        "    time.sleep(60) if 'slow' in line else print(json.dumps({'view': 1}), flush=True)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    reader = Reader(seconds=5, module="slow_reader")
    try:
        assert reader.ask({"say": "x"}) == {"view": 1}
        reader.seconds = 0.5
        with pytest.raises(CannotRead):
            reader.ask({"say": "slow"})
        reader.seconds = 20
        assert reader.ask({"say": "x"}) == {"view": 1}
    finally:
        reader.close()
