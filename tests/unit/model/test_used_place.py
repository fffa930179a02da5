"""What the model makes of a table of townships: people, officers and roads are where the file puts them."""

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Corps, RoadClass
from jiaosuo.model.used_place import used_place
from tests.eight_townships import EIGHT


@pytest.fixture
def read(tmp_path):
    """Reads a place of a TOML text and a table of townships."""

    def reader(toml="", table=EIGHT, **said):
        (tmp_path / "mine.toml").write_text("townships_csv = true\n" + toml, encoding="utf-8")
        (tmp_path / "townships.csv").write_text(table, encoding="utf-8")
        return Scenario.read(tmp_path / "mine.toml", **said)

    return reader


def test_the_county_is_the_one_of_the_table(read):
    scenario = read()
    used, given = used_place(scenario), scenario.townships
    assert used.names == tuple(each.name for each in given)
    assert used.seat == "城关镇"
    np.testing.assert_allclose(used.people, [each.population for each in given], rtol=1e-9)
    np.testing.assert_allclose(used.area_km2, [each.area_km2 for each in given], atol=0.5)
    assert used.planned[Corps.TRAFFIC].tolist() == [each.officers_traffic for each in given]
    assert used.planned[Corps.STATION].tolist() == [each.officers_station for each in given]
    assert used.planned[Corps.AUXILIARY].tolist() == [each.auxiliaries for each in given]
    assert len(used.estimated) == 7 * len(given)


def test_officers_work_from_where_the_table_has_them_under_separate(read):
    used = used_place(read())
    assert used.staffing == "historic"
    corps = [Corps.TRAFFIC, Corps.STATION, Corps.AUXILIARY]
    assert (used.officers[corps] == used.planned[corps]).all()


def test_towns_are_as_large_as_people_let_them_and_the_seat_has_the_largest(read):
    used = used_place(read())
    assert (used.town_people <= used.people + 1e-6).all()
    assert used.names[used.town_people.argmax()] == used.seat
    share = used.town_people / used.people
    assert share.argmax() == used.names.index(used.seat)
    assert share[used.names.index("云台乡")] < 0.2
    np.testing.assert_allclose(used.town_people.sum() / used.people.sum(), 0.35, atol=1e-6)


def test_without_columns_of_roads_there_are_roads(read):
    used = used_place(read())
    assert (used.road_km[[RoadClass.COUNTY, RoadClass.VILLAGE]] > 30).all()
    assert (used.road_km[RoadClass.TRUNK] > 0).sum() == 4


def test_sorting_the_file_moves_neither_the_seat_nor_anybody(read):
    header, *rows = EIGHT.splitlines()
    plain = used_place(read())
    for order in (sorted(rows), rows[::-1]):
        used = used_place(read(table="\n".join([header, *order])))
        back = [used.names.index(name) for name in plain.names]
        assert used.seat == plain.seat
        assert (used.officers[:, back] == plain.officers).all()
        np.testing.assert_allclose(used.people[back], plain.people, rtol=1e-9)
        np.testing.assert_allclose(used.road_km[:3, back], plain.road_km[:3], rtol=1e-6)


def test_a_seat_that_is_named_is_the_seat(read):
    assert used_place(read('seat = "石桥镇"')).seat == "石桥镇"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('seat = "石桥"', "seat: '石桥' is not allowed; did you mean 石桥镇"),
        ("seat = 3", "seat: 3 is not allowed"),
    ],
)
def test_a_seat_that_is_no_township_is_refused(read, toml, says):
    with pytest.raises(InputError, match=says):
        read(toml)


def test_a_seat_without_a_table_is_refused(tmp_path):
    (tmp_path / "mine.toml").write_text('seat = "County seat"')
    with pytest.raises(InputError, match="only a place with a table of townships"):
        Scenario.read(tmp_path / "mine.toml")


def test_a_staffing_that_is_asked_for_is_the_staffing(read):
    assert used_place(read('staffing = "workload"')).staffing == "workload"
    assert used_place(read(staffing="workload")).staffing == "workload"
    assert used_place(read('staffing = "workload"', staffing="historic")).staffing == "historic"


def test_a_generated_county_is_still_staffed_by_workload_and_nothing_of_it_is_an_estimate():
    used = used_place(Scenario.preset("county-town"))
    assert (used.staffing, used.estimated) == ("workload", ())


@pytest.mark.parametrize("value", ['"false"', "1", '"true"'])
def test_a_table_is_asked_for_with_true_or_false_alone(tmp_path, value):
    (tmp_path / "mine.toml").write_text(f"townships_csv = {value}")
    with pytest.raises(InputError, match=r"townships_csv: .* must be true or false, without quotes"):
        Scenario.read(tmp_path / "mine.toml")


@pytest.mark.parametrize(
    ("column", "calls"), [("officers_traffic", "traffic"), ("officers_station", "order and service")]
)
def test_a_table_without_a_corps_is_refused_unless_somebody_means_it(read, column, calls):
    place = EIGHT.splitlines()[0].split(",").index(column)
    rows = [each.split(",") for each in EIGHT.splitlines()]
    table = "\n".join(
        ",".join([*row[:place], "0" if at else column, *row[place + 1 :]]) for at, row in enumerate(rows)
    )
    with pytest.raises(
        InputError, match=f"{column} in townships.csv: 0 .* nobody could attend {calls} calls"
    ):
        read(table=table)
    assert read(f"[set]\n{column} = 0", table=table)[column] == 0
    assert read(table=table, **{column: 0})[column] == 0
    assert read(table=table, **{column: 9})[column] == 9


def test_two_seats_in_one_cell_name_both_townships(read):
    with pytest.raises(InputError, match=r"cell_km: 1\.0 .* 城关镇 and 白沙镇 have their seats in one cell"):
        used_place(read(table=EIGHT.replace("12.0,30.5", "28.6,21.6")))


def test_a_squadron_that_is_given_is_where_its_officers_are(read):
    header, *rows = EIGHT.splitlines()
    away = [f"{row},{'城关镇' if row.startswith('石桥镇') else ''}" for row in rows]
    used = used_place(read(table="\n".join([f"{header},squadron", *away])))
    assert used.planned[Corps.TRAFFIC, 2] == 5
    assert used.officers[Corps.TRAFFIC].tolist() == [17, 0, 0, 0, 0, 0, 0, 0]
