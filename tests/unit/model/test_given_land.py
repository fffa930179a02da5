"""Land that a place gives itself: read strictly, used as it stands, and part of what the place is."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest

from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Area, RoadClass
from jiaosuo.model.given_land import GivenCell, GivenLand, GivenLink, read_given_land, write_given_land
from jiaosuo.model.landscape import landscape, urbanization_of

TOWNSHIPS = """name,population,area_km2,x_km,y_km,village_km,officers_traffic,officers_station,town_weight
Upper,3000,6,0.5,0.5,10,4,4,1
Lower,6000,6,4.5,0.5,10,6,6,2
"""
SCENARIO = """title = "Two valleys"
townships_csv = true
cells_csv = true
{links}
[set]
population = 9000
urbanization = 0.3
{values}
"""
CELLS = "x_km,y_km,township\n" + "".join(
    f"{x + 0.5},{y + 0.5},{'Upper' if x < 3 else 'Lower'}\n" for y in (0, 1) for x in range(6)
)
LINKS = "from_x_km,from_y_km,to_x_km,to_y_km,road_class,length_km,speed_kmh\n" + "".join(
    [f"{x + 0.5},0.5,{x + 1.5},0.5,trunk,{1.1 + x},55\n" for x in range(5)]
    + [f"{x + 0.5},0.5,{x + 0.5},1.5,village,2,\n" for x in range(6)]
)


@pytest.fixture
def place(tmp_path):
    """Writes a place of two townships, its files changed as told, and gives the folder."""

    def write(cells=CELLS, links=LINKS, values=""):
        said = "links_csv = true" if links else ""
        (tmp_path / "scenario.toml").write_text(SCENARIO.format(links=said, values=values))
        (tmp_path / "townships.csv").write_text(TOWNSHIPS)
        (tmp_path / "cells.csv").write_text(cells)
        if links:
            (tmp_path / "links.csv").write_text(links)
        return tmp_path

    return write


def read(folder, **values):
    return Scenario.read(folder / "scenario.toml", **values)


def test_each_township_has_the_cells_that_the_file_gives_it(place):
    scenario = read(place())
    cells = landscape(scenario).cells
    assert np.array_equal(cells["township"], (cells["x_km"] > 3).astype(int))
    assert len(cells) == 12
    assert landscape(scenario).seats.tolist() == [0, 8]


def test_roads_have_the_class_length_and_speed_that_the_file_gives_both_ways(place):
    land = landscape(read(place()))
    links, cells = land.links, land.cells
    assert len(links) == 2 * 11
    ends = {
        (float(cells["x_km"][t]), float(cells["x_km"][h])): row
        for row, (t, h) in enumerate(zip(links["tail"], links["head"], strict=True))
        if cells["y_km"][t] == cells["y_km"][h] == 0.5
    }
    for way in ((0.5, 1.5), (1.5, 0.5)):
        row = ends[way]
        assert links["road_class"][row] == RoadClass.TRUNK
        assert links["length_km"][row] == 1.1
        assert links["free_minutes"][row] == pytest.approx(60 * 1.1 / 55)
    assert land.travel_minutes[0, 8] == pytest.approx(60 * (1.1 + 2.1 + 3.1 + 4.1) / 55, rel=1e-6)


def test_a_road_without_a_speed_is_as_fast_as_its_class(place):
    land = landscape(read(place(), speed_village=20))
    rows = land.links["road_class"] == RoadClass.VILLAGE
    assert set(land.links["free_minutes"][rows].tolist()) == {60 * 2.0 / 20}


def test_roads_in_the_built_up_area_are_streets_unless_they_are_trunk(place):
    flat = LINKS.replace("trunk", "county")
    land = landscape(read(place(links=flat), urbanization=0.8, core_density=2500, fringe_density=2000))
    urban = land.cells["area"] == Area.URBAN
    inside = urban[land.links["tail"]] & urban[land.links["head"]]
    assert inside.any()
    assert (land.links["road_class"][inside] == RoadClass.STREET).all()
    assert (land.links["road_class"][~inside] != RoadClass.STREET).all()


def test_without_links_roads_are_drawn_on_the_given_cells_and_a_ferry_is_as_long_as_its_gap(place):
    gap = "\n".join(line for line in CELLS.splitlines() if not line.startswith(("2.5", "3.5"))) + "\n"
    land = landscape(read(place(cells=gap, links=""), circuity_rural=1.0, circuity_urban=1.0))
    x = land.cells["x_km"]
    over = np.abs(x[land.links["tail"]] - x[land.links["head"]]) > 1
    assert over.sum() == 2
    assert land.links["length_km"][over].tolist() == [3.0, 3.0]
    assert np.isfinite(land.travel_minutes).all()


def test_the_order_of_the_rows_changes_nothing(place):
    first = read(place())
    head, *rows = CELLS.splitlines()
    links_head, *links = LINKS.splitlines()
    again = read(place("\n".join([head, *rows[::-1]]) + "\n", "\n".join([links_head, *links[::-1]]) + "\n"))
    assert first.given_land == again.given_land
    assert hash(first.given_land) == hash(again.given_land)


def test_a_road_written_the_other_way_round_is_the_same_road(place):
    turned = LINKS.replace("0.5,0.5,1.5,0.5", "1.5,0.5,0.5,0.5")
    assert read(place(links=turned)).given_land == read(place()).given_land


def test_people_by_cell_say_where_villagers_live_and_where_the_town_grows(place):
    head, *rows = CELLS.splitlines()
    people = {"0.5,1.5": 0, "1.5,1.5": 20, "2.5,1.5": 5, "2.5,0.5": 500}
    given = "\n".join(
        [f"{head},people", *(f"{row},{people.get(','.join(row.split(',')[:2]), 10)}" for row in rows)]
    )
    land = landscape(read(place(cells=given + "\n"), core_density=2500, fringe_density=2000))
    counted = {
        (float(c["x_km"]), float(c["y_km"])): float(c["people"]) for c in land.cells if c["township"] == 0
    }
    villagers = [counted[1.5, 1.5], counted[1.5, 0.5], counted[2.5, 1.5]]
    assert villagers[0] == pytest.approx(2 * villagers[1])
    assert villagers[1] == pytest.approx(2 * villagers[2])
    assert counted[0.5, 1.5] == pytest.approx(0, abs=1e-4)
    order = land.urban_order[np.isin(land.urban_order, np.flatnonzero(land.cells["township"] == 0))]
    places = list(dict.fromkeys((float(land.cells["x_km"][c]), float(land.cells["y_km"][c])) for c in order))
    assert places[:2] == [(0.5, 0.5), (2.5, 0.5)]
    assert land.cells["people"].sum() == pytest.approx(9000)
    townships = np.bincount(land.cells["township"], weights=land.cells["people"])
    assert townships == pytest.approx([3000, 6000])


def test_a_county_on_given_land_runs_and_is_the_same_after_a_stop(place, tmp_path):
    scenario = read(place(), people_per_agent=5, seed=3)
    whole = County(scenario).run_days(2)
    County(scenario).run_days(1).save(tmp_path / "half.zip")
    halves = County.load(tmp_path / "half.zip").run_days(1)
    assert whole.outcomes() == halves.outcomes()
    assert whole.world_digest == halves.world_digest


def test_given_land_is_part_of_what_a_run_is(place):
    one = read(place())
    other = read(place(links=LINKS.replace("1.1,55", "1.2,55")))
    assert one != other
    assert content_of_scenario(one) != content_of_scenario(other)
    assert landscape(one) is not landscape(other)
    assert "given_land" not in content_of_scenario(Scenario.preset("zigui-2004"))


def test_a_scenario_on_given_land_is_copied_and_sent_whole(place):
    scenario = read(place())
    assert copy.deepcopy(scenario) == scenario
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert scenario.changed(urbanization=0.4).given_land is scenario.given_land
    assert GivenLand.from_json(scenario.given_land.to_json()) == scenario.given_land


def test_the_size_of_cells_is_that_of_the_file(place):
    scenario = read(place())
    with pytest.raises(InputError, match=r"cell_km: 2\.0 .* must be 1 here"):
        landscape(scenario.changed(cell_km=2))
    with pytest.raises(InputError, match="must be 1 here"):
        urbanization_of(scenario.changed(cell_km=0.5))


def test_written_land_reads_back_as_the_very_same(tmp_path):
    side = 0.3
    places = [(k * side + side / 2, side / 2) for k in range(4)]
    cells = tuple(GivenCell(x, y, "A" if k < 2 else "B,C", k / 7) for k, (x, y) in enumerate(places))
    links = tuple(
        GivenLink(a, b, RoadClass.COUNTY, 1 / 3, None if k else 47.123456789)
        for k, (a, b) in enumerate(pairwise(places))
    )
    land = GivenLand(side, cells, links)
    write_given_land(tmp_path, land)
    assert read_given_land(tmp_path, ["A", "B,C"], side) == land


BAD_CELLS = [
    ("0.5,0.5,Upper", "0.5,0.5,Uper", r"cells\.csv line 2 township: 'Uper' .* did you mean Upper"),
    (
        "0.5,0.5,Upper",
        "0.4,0.5,Upper",
        r"line 2 x_km: 0\.4 .* centre of a cell of 1 km \(cell_km\), like 0\.5",
    ),
    ("0.5,0.5,Upper", "0.5,many,Upper", r"line 2 y_km: 'many' .* a number from -200 to 1,200 \(km\)"),
    ("0.5,0.5,Upper", "0.5,nan,Upper", r"line 2 y_km: nan"),
    ("0.5,0.5,Upper", "1.5,0.5,Upper", r"line 3: '1\.5, 0\.5' .* only once; Upper has it above"),
    ("0.5,0.5,Upper", "0.5,0.5", r"line 2: .* as many fields as the header"),
    ("Lower", "Upper", r"cells\.csv township: 'Lower' .* at least one cell"),
    ("township\n", "owner\n", r"header: .* the column township is missing"),
    ("township\n", "township,height\n", r"column: 'height'"),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD_CELLS)
def test_a_bad_cell_is_refused_by_line_and_column(place, old, new, says):
    with pytest.raises(InputError, match=says):
        read(place(cells=CELLS.replace(old, new)))


def test_people_are_given_for_all_cells_or_for_none(place):
    head, first, *rows = CELLS.splitlines()
    some = "\n".join([f"{head},people", f"{first},3", *(f"{row}," for row in rows)])
    with pytest.raises(InputError, match=r"people of 0\.5, 1\.5 \(Upper\): '' .* 0 where nobody lives"):
        read(place(cells=some + "\n"))


BAD_LINKS = [
    (
        "0.5,0.5,1.5,0.5,trunk",
        "0.5,0.5,9.5,0.5,trunk",
        r"links\.csv line 2: '9\.5, 0\.5' .* cell of cells\.csv",
    ),
    ("0.5,0.5,1.5,0.5,trunk", "0.5,0.5,0.5,0.5,trunk", r"line 2: .* from one cell to another"),
    ("0.5,0.5,1.5,0.5,trunk", "0.5,0.5,1.5,0.5,motorway", r"line 2 road_class: 'motorway' .* known: county"),
    ("trunk,1.1", "trunk,0", r"line 2 length_km: 0\.0 .* from 0\.001 to 500"),
    ("trunk,1.1,55", "trunk,1.1,900", r"line 2 speed_kmh: 900\.0 .* from 1 to 130"),
    ("1.5,0.5,2.5,0.5", "1.5,0.5,0.5,0.5", r"line 3: .* each pair of cells only once"),
    ("2.5,0.5,3.5,0.5", "2.5,1.5,1.5,1.5", r"links\.csv: '2 pieces' .* 6 cells from 3\.5, 0\.5"),
]


@pytest.mark.parametrize(("old", "new", "says"), BAD_LINKS)
def test_a_bad_road_is_refused_by_line_and_column(place, old, new, says):
    assert old in LINKS
    with pytest.raises(InputError, match=says):
        read(place(links=LINKS.replace(old, new)))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("townships_csv = true\nlinks_csv = true", "links_csv: True .* needs cells_csv"),
        ("cells_csv = true", "cells_csv: True .* needs townships_csv"),
        ('townships_csv = true\ncells_csv = "yes"', "cells_csv: 'yes' .* true or false"),
    ],
)
def test_keys_that_cannot_go_together_are_refused(place, said, says):
    folder = place()
    (folder / "scenario.toml").write_text(said)
    with pytest.raises(InputError, match=says):
        read(folder)


def test_a_file_that_is_named_and_missing_is_refused(place):
    folder = place()
    (folder / "links.csv").unlink()
    with pytest.raises(InputError, match=r"links\.csv: .* no such file in .*; did you mean cells\.csv\?"):
        read(folder)
