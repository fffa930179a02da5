"""The page opens with a place of one's own, beside the shipped ones, under a name that its content makes."""

import os
from pathlib import Path

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.choice.levers import sliders
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.county.measuring import measured
from jiaosuo.dashboard.county.reader import CannotRead, set_reader, the_reader
from jiaosuo.experiments.places.named import opened_beside
from jiaosuo.model import own_places
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.own_places import VARIABLE
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import place_names, preset_names

TABLE = """\
乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警
南门镇,"62,300",150.5,20.5,18.0,9,21
东桥镇,"31,450",201.4,36.2,20.1,5,11
北坡乡,"12,080",288.9,22.4,37.3,0,6
"""


@pytest.fixture
def folder(tmp_path):
    """A folder whose table is as it came from a spreadsheet."""
    place = tmp_path / "mine"
    place.mkdir()
    (place / "scenario.toml").write_text('title = "Mine"\ntownships_csv = true\n', encoding="utf-8")
    (place / "townships.csv").write_bytes(TABLE.encode("gb18030"))
    return place


def test_a_folder_stands_beside_the_known_places_while_it_is_open(folder):
    before = os.environ.get(VARIABLE)
    with opened_beside(str(folder)) as name:
        assert name == "mine"
        assert place_names() == [*preset_names(), name]
        assert len(Scenario.preset(name).townships) == 3
        assert Scenario.preset(name, rule="integrated").rule.name == "integrated"
    assert os.environ.get(VARIABLE) == before
    assert place_names() == preset_names()
    with pytest.raises(InputError):
        Scenario.preset(name)


def test_another_content_is_another_place_to_all_that_is_stored(folder):
    with opened_beside(str(folder)) as name:
        first = places.opened(name)
    with opened_beside(str(folder)) as name:
        assert places.opened(name) == first
    (folder / "townships.csv").write_bytes(TABLE.replace("62,300", "62,400").encode("gb18030"))
    with opened_beside(str(folder)) as name:
        assert places.opened(name) != first


def test_a_name_that_another_place_has_gets_a_number(folder):
    other = folder.rename(folder.with_name("zigui-2004"))
    with opened_beside(str(other)) as name:
        assert name == "zigui-2004 2"


def test_the_page_opens_with_it_and_its_link_leads_back(folder):
    with opened_beside(str(folder)) as name:
        measured(name)
        choice = opening(name)
        assert choice.comparison.place == places.opened(name)
        assert from_json(choice.comparison.text()) == choice.comparison
        assert link.read(link.query(choice)) == (choice, ())
        assert choice.comparison.place in [each.name for each in places.own_in_menu("", "en")]
        least, most = places.said_urbanization(choice.comparison.place)
        assert 0 <= least < most <= 1
    the_reader().close()


class Asked:
    """A reader that says how urban the land is without building it."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    def ask(self, message, seconds=None):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def reader():
    """Puts a reader in place, and the real one again."""
    before = the_reader()
    yield lambda answer: set_reader(made := Asked(answer)) or made
    set_reader(before)


def test_a_folder_made_by_hand_is_measured_once_it_is_opened_and_its_slider_ends_there(folder, reader):
    asked = reader({"view": {"urbanization": [0.21, 0.83]}})
    (folder / "townships.csv").write_text(TABLE.replace("62,300", "62,700"), "utf-8")
    with opened_beside(str(folder)) as name:
        place = places.opened(name)
        own = own_places.own_file(place, preset_names()).parent
        (own / places.PAGE).unlink(missing_ok=True)
        assert sliders(place, ({}, {}), "en", {}, ["urbanization"])[0].low == 0.05
        assert measured(place) is True
        (slider,) = sliders(place, ({}, {}), "en", {}, ["urbanization"])
        assert (slider.low, slider.high) == (0.21, 0.83)
        assert measured(place) is None
        assert asked.asked == 1


def test_a_folder_in_which_nothing_may_be_written_is_measured_all_the_same(folder, reader, monkeypatch):
    reader({"view": {"urbanization": [0.22, 0.84]}})
    (folder / "townships.csv").write_text(TABLE.replace("62,300", "62,500"), "utf-8")

    def refuse(*_, **__):
        raise PermissionError(13, "no")

    with opened_beside(str(folder)) as name:
        place = places.opened(name)
        monkeypatch.setattr(Path, "write_text", refuse)
        assert measured(place) is True
        assert places.said_urbanization(place) == (0.22, 0.84)


def test_what_cannot_be_measured_keeps_the_widest_slider(folder, reader):
    (folder / "townships.csv").write_text(TABLE.replace("62,300", "62,600"), "utf-8")
    with opened_beside(str(folder)) as name:
        for answer in (CannotRead("no"), {"error": "no"}, {"view": {}}):
            reader(answer)
            assert measured(places.opened(name)) is None
        assert measured("zigui-2004") is None
        assert measured("nowhere@0123456789ab") is None


def test_a_place_that_is_known_is_called_as_it_is():
    before = os.environ.get(VARIABLE)
    with opened_beside("zigui-2004") as name:
        assert name == "zigui-2004"
        assert os.environ.get(VARIABLE) == before


def test_what_cannot_be_read_is_refused_before_the_page_opens(folder):
    (folder / "townships.csv").write_bytes(TABLE.replace("62,300", "many").encode("gb18030"))
    with pytest.raises(InputError, match="line 2 常住人口: 'many'"), opened_beside(str(folder)):
        pass
