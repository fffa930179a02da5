"""What a place draws of itself is read with care, and no world knows of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.drawing import read_drawing
from jiaosuo.model.scenario_file import SCENARIOS, preset_names
from jiaosuo.model.township import Township

RIVER = "[[river]]\nname = 'Blue'\npoints = [[0, 1], [2, 3.5]]\n"
SQUARE = "outline = [[0, 0], [10, 0], [10, 10], [0, 10]]\n"


@pytest.fixture
def read(tmp_path: Path):
    def reader(text: str, *townships: Township):
        (tmp_path / "drawing.toml").write_text(text, encoding="utf-8")
        return read_drawing(tmp_path / "drawing.toml", townships)

    return reader


def test_rivers_and_outline_are_read_as_written(read):
    drawing = read(SQUARE + RIVER + "width_km = 0.5\nname_zh = '蓝河'\n")
    (river,) = drawing.rivers
    assert (river.name, river.name_zh, river.width_km) == ("Blue", "蓝河", 0.5)
    assert river.points == ((0, 1), (2, 3.5))
    assert drawing.outline == ((0, 0), (10, 0), (10, 10), (0, 10))
    assert read("").rivers == read("").outline == ()


LAKE = "[[water]]\nname = 'Lake'\nrings = [[[0, 0], [4, 0], [4, 4]], [[1, 1], [2, 1], [2, 2]]]\n"


def test_waters_are_read_with_their_islands(read):
    (lake,) = read(LAKE + "name_zh = '湖'\n").waters
    assert (lake.name, lake.name_zh) == ("Lake", "湖")
    assert lake.rings == (((0, 0), (4, 0), (4, 4)), ((1, 1), (2, 1), (2, 2)))
    assert read(RIVER).waters == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("water = 3\n", r"drawing.toml water: 3 .* at most 40 tables"),
        ("water = [3]\n", r"drawing.toml water 1: 3 .* a table of NAME = VALUE"),
        (LAKE + "depth = 1\n", r"water 1: 'depth' .* known: name, name_zh, rings"),
        ("[[water]]\nname = 'Lake'\n", r"water 1 rings: None .* 1 to 20 rings of points"),
        ("[[water]]\nname = 'Lake'\nrings = [[[0, 0], [1, 1]]]\n", r"water 1 ring 1: .* 3 to 500 points"),
        ("rivers = 1\n", r"drawing.toml: 'rivers' .* did you mean river"),
        ("river = 3\n", r"drawing.toml river: 3 .* at most 40 tables"),
        ("river = [3]\n", r"drawing.toml river 1: 3 .* a table of NAME = VALUE"),
        (RIVER + "widht_km = 1\n", r"river 1: 'widht_km' .* did you mean width_km"),
        (RIVER + "width_km = 11\n", r"river 1 width_km: 11 .* from 0.02 to 10 \(km\)"),
        ("[[river]]\npoints = [[0, 1], [2, 3]]\n", r"river 1 name: '' .* printable name"),
        ("[[river]]\nname = 'Blue'\n", r"river 1 points: None .* 2 to 500 points as \[km east, km north\]"),
        ("[[river]]\nname = 'Blue'\npoints = [[0, 1]]\n", r"river 1 points: .* 2 to 500 points"),
        ("[[river]]\nname = 'B'\npoints = [[0, 1], [2]]\n", r"river 1 points 2: \[2\] .* a point as"),
        (
            "[[river]]\nname = 'B'\npoints = [[0, 1], [2, 'x']]\n",
            r"points 2: 'x' .* -200 to 1,200 \(km\)",
        ),
        ("[[river]]\nname = 'B'\npoints = [[0, 1], [2, inf]]\n", r"river 1 points 2: inf .* -200 to 1,200"),
        ("outline = [[0, 0], [1, 0]]\n", r"outline: .* 3 to 500 points"),
        (
            "outline = [[0, 0], [2, 2], [2, 0], [0, 2]]\n",
            r"not cross itself: its sides 1 and 3 do",
        ),
        ("a = = 1", "drawing.toml: .* not valid TOML"),
    ],
)
def test_a_bad_drawing_is_refused_by_name(read, text, says):
    with pytest.raises(InputError, match=says):
        read(text)


def test_an_outline_goes_around_every_seat(read):
    inside = Township("Upper", 1000, 10, 5, 5)
    assert read(SQUARE, inside).outline
    with pytest.raises(InputError, match=r"drawing.toml outline: 'without Far' .* seats of all townships"):
        read(SQUARE, inside, Township("Far", 1000, 10, 12, 5))


def test_a_file_that_a_place_names_must_be_there(tmp_path):
    (tmp_path / "place.toml").write_text("drawing_toml = true\n")
    with pytest.raises(InputError, match=r"drawing.toml: .* there is no such file in"):
        Scenario.read(tmp_path / "place.toml")


def test_a_place_of_ones_own_brings_its_river(tmp_path):
    (tmp_path / "drawing.toml").write_text(RIVER)
    (tmp_path / "place.toml").write_text("drawing_toml = true\n")
    (tmp_path / "plain.toml").write_text("")
    assert Scenario.read(tmp_path / "place.toml").about.drawing.rivers[0].name == "Blue"
    assert not Scenario.read(tmp_path / "plain.toml").about.drawing.rivers


def test_zigui_shows_the_yangtze_past_its_seat():
    scenario = Scenario.preset("zigui-2004")
    yangtze = next(each for each in scenario.about.drawing.rivers if each.name == "Yangtze")
    east = [x for x, _ in yangtze.points]
    assert east == sorted(east), "from west to east"
    maoping = next(each for each in scenario.townships if each.name == "Maoping")
    away = np.hypot(*(np.array(yangtze.points) - [maoping.x_km, maoping.y_km]).T)
    assert away.min() < 5


def test_what_is_drawn_says_that_it_is_a_sketch():
    for name in preset_names():
        if (file := SCENARIOS / name / "drawing.toml").is_file():
            assert "for drawing only" in file.read_text("utf-8")


def test_no_world_knows_what_is_drawn(tmp_path):
    for name in ("with", "without"):
        shutil.copytree(SCENARIOS / "zigui-2004", tmp_path / name)
    file = tmp_path / "without" / "scenario.toml"
    file.write_text(file.read_text("utf-8").replace("drawing_toml = true\n", ""), "utf-8")
    drawn, plain = (
        County(Scenario.read(tmp_path / name / "scenario.toml", people_per_agent=25)).run_days(0.2)
        for name in ("with", "without")
    )
    assert drawn.scenario.about.drawing.rivers
    assert not plain.scenario.about.drawing.rivers
    assert drawn.world_digest == plain.world_digest
    assert drawn.dispatch.calls.tobytes() == plain.dispatch.calls.tobytes()
    assert drawn.force.columns.tobytes() == plain.force.columns.tobytes()
    assert drawn.land.travel_minutes.tobytes() == plain.land.travel_minutes.tobytes()


def test_the_example_of_the_documents_is_read(read):
    text = (Path(__file__).parents[3] / "docs" / "experiments.md").read_text("utf-8")
    example = next(part.split("```")[0] for part in text.split("```toml\n")[1:] if "[[river]]" in part)
    drawing = read(example)
    assert drawing.outline
    assert drawing.rivers[0].name_zh == "蓝河"
