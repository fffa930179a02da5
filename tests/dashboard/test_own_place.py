"""The page opens with a place of one's own, beside the shipped ones, under a name that its content makes."""

import os

import pytest

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.comparison import from_json
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.experiments.places.named import OWN, named_place, opened_beside, place_names
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario_file import preset_names

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


def test_a_folder_stands_beside_the_shipped_places_while_it_is_open(folder):
    with opened_beside(str(folder)) as name:
        assert name.startswith("mine-")
        assert place_names() == [*preset_names(), name]
        assert len(named_place(name).townships) == 3
        assert named_place(name, rule="integrated").rule.name == "integrated"
        assert named_place("zigui-2004").place == "zigui-2004"
    assert OWN not in os.environ
    assert place_names() == preset_names()
    with pytest.raises(InputError):
        named_place(name)


def test_another_content_has_another_name(folder):
    with opened_beside(str(folder)) as first:
        pass
    with opened_beside(str(folder)) as same:
        pass
    (folder / "townships.csv").write_bytes(TABLE.replace("62,300", "62,400").encode("gb18030"))
    with opened_beside(str(folder)) as other:
        pass
    assert first == same != other


def test_the_page_opens_with_it_and_its_link_leads_back(folder):
    with opened_beside(str(folder)) as name:
        choice = opening(name)
        assert choice.comparison.place == name
        assert from_json(choice.comparison.text()) == choice.comparison
        assert link.read(link.query(choice)) == (choice, ())
        assert name in [each.name for each in places.places_in_menu(name, "en")]
        least, most = places.possible_urbanization(name)
        assert 0.05 <= least < most <= 0.95


def test_a_shipped_place_is_called_as_it_is():
    with opened_beside("zigui-2004") as name:
        assert name == "zigui-2004"
        assert OWN not in os.environ


def test_what_cannot_be_read_is_refused_before_the_page_opens(folder):
    (folder / "townships.csv").write_bytes(TABLE.replace("62,300", "many").encode("gb18030"))
    with pytest.raises(InputError, match="line 2 常住人口: 'many'"), opened_beside(str(folder)):
        pass
