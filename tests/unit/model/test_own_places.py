"""Places of one's own: found by name, pinned to their content, and never outside their folder."""

import pytest

from jiaosuo.model import own_places, scenario_file
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.own_places import check_name, content_of, folders
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import place_names, preset_file, preset_names

SCENARIO = 'title = "Mine"\ntownships_csv = true\n'
TABLE = """\
name,population,area_km2,x_km,y_km,officers_traffic,officers_station
A,9000,100,10,10,3,5
B,4000,80,20,12,0,3
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    monkeypatch.setenv(own_places.VARIABLE, str(tmp_path))
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "scenario.toml").write_text(SCENARIO)
    (folder / "townships.csv").write_text(TABLE)
    return folder


def test_a_folder_of_a_place_is_known_by_its_name(mine):
    assert place_names() == [*preset_names(), "mine"]
    assert Scenario.preset("mine").townships[0].name == "A"
    assert preset_file("mine") == mine / "scenario.toml"


def test_a_pinned_name_gives_that_content_or_nothing(mine):
    pinned = scenario_file.pinned("mine")
    assert pinned == f"mine@{content_of(mine)}"
    assert Scenario.preset(pinned).townships[1].population == 4000
    (mine / "townships.csv").write_text(TABLE.replace("4000", "4001"))
    with pytest.raises(InputError, match="has changed"):
        Scenario.preset(pinned)
    assert scenario_file.pinned(pinned) == scenario_file.pinned("mine") != pinned
    assert Scenario.preset("mine").townships[1].population == 4001


def test_a_place_that_changes_while_it_is_read_is_not_taken_for_what_it_was(mine, monkeypatch):
    pinned, read = scenario_file.pinned("mine"), Scenario.read

    def meanwhile(file, **given):
        (mine / "townships.csv").write_text(TABLE.replace("4000", "4001"))
        return read(file, **given)

    monkeypatch.setattr(Scenario, "read", meanwhile)
    with pytest.raises(InputError, match="has changed"):
        Scenario.preset(pinned)


@pytest.mark.parametrize("name", own_places.FILES)
def test_the_content_is_of_every_file_that_the_model_reads(mine, name):
    before = content_of(mine)
    (mine / name).write_text("something else")
    assert content_of(mine) != before


def test_what_the_model_does_not_read_is_no_part_of_the_content(mine):
    before = content_of(mine)
    (mine / "import.toml").write_text("x = 1")
    assert content_of(mine) == before


def test_no_place_of_ones_own_takes_a_shipped_name(mine):
    mine.rename(mine.with_name("zigui-2004"))
    assert place_names() == preset_names()
    assert Scenario.preset("zigui-2004").about.title != "Mine"


@pytest.mark.parametrize(
    "name", ["../mine", "..", ".", "", "mine/..", "/etc", "a\\b", "mine\0", "no-such", "@", "mine@"]
)
def test_a_name_that_no_folder_has_leads_nowhere(mine, name):
    if name == "mine@":
        assert preset_file(name) == mine / "scenario.toml"
        return
    with pytest.raises(InputError):
        preset_file(name)


def test_a_link_to_a_folder_elsewhere_is_its_own_folder_and_a_hidden_one_is_none(mine, tmp_path):
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "scenario.toml").write_text(SCENARIO)
    assert "mine" in place_names()
    assert ".hidden" not in place_names()


@pytest.mark.parametrize("name", ["我的县", "Mine 2", "a-b_c", " padded ", "é"])
def test_names_that_can_be(name):
    assert check_name(name) == name.strip()


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "a:b",
        "a@b",
        "-a",
        ".a",
        "a.",
        "CON",
        "nul.txt",
        "x" * 41,
        "a\nb",
        3,
        None,
        "a%b",
        "x.toml",
    ],
)
def test_names_that_cannot_be(name):
    with pytest.raises(InputError, match="must be a name"):
        check_name(name)


def test_the_name_of_a_shipped_place_cannot_be_taken():
    with pytest.raises(InputError, match="shipped"):
        check_name("Zigui-2004", preset_names())


def test_of_several_folders_the_first_holds_what_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv(
        own_places.VARIABLE, f"{tmp_path / 'a'}:{tmp_path / 'b'}".replace(":", own_places.os.pathsep)
    )
    assert folders() == (tmp_path / "a", tmp_path / "b")
    monkeypatch.delenv(own_places.VARIABLE)
    assert folders()[0].name == "places"
