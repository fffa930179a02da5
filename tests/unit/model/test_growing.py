"""The years of any place: what grows from year to year, and that year 0 is the place as it is now."""

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.future import growing, grown
from jiaosuo.model.landscape import landscape, urbanization_of
from jiaosuo.model.path import walk
from jiaosuo.model.timeline import read_timeline
from jiaosuo.model.years import Years

DAYS = 2


@pytest.fixture(scope="module")
def place():
    """Zigui, coarse; twelve per cent more vehicles and one and a half points of urbanization a year."""
    return Scenario.preset("zigui-2004", people_per_agent=25, vehicle_growth=12, urbanization_growth=1.5)


@pytest.fixture(scope="module")
def path(place):
    return growing(place, 3, DAYS)


def of_land(path):
    """What has grown by year, up to what the land of the path can have."""
    return grown(path, urbanization_of(path.start)[1])


def year(path, number):
    """The scenario in force in a year."""
    return path.in_force(path.path.begins(number) * 1440)


def test_each_year_has_the_vehicles_and_towns_that_so_many_years_of_growth_give(path):
    """By hand: 80 x 1.12^n vehicles per 1,000 people, 22 + 1.5 n per cent in towns."""
    found = of_land(path)
    assert list(found) == [0, 1, 2, 3]
    vehicles = [found[n]["vehicles_per_1000"] for n in range(4)]
    assert vehicles == pytest.approx([80, 89.6, 100.352, 112.39424])
    assert [found[n]["urbanization"] for n in range(4)] == pytest.approx([0.22, 0.235, 0.25, 0.265])


def test_what_is_said_to_have_grown_is_what_the_land_has(path):
    for number in range(4):
        assert landscape(year(path, number)).in_town == of_land(path)[number]["urbanization"]


def test_growth_stops_at_what_the_land_can_have():
    city = Scenario.preset("fuzhou-2003", urbanization_growth=5, vehicle_growth=30)
    found = of_land(growing(city, 10, DAYS))
    assert [found[n]["urbanization"] for n in (0, 4, 5, 6, 10)] == pytest.approx([0.7, 0.9, 0.95, 0.95, 0.95])
    assert found[10]["vehicles_per_1000"] == 900


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_year_is_the_world_that_is_built_by_hand(place, path, number):
    """The same land, people and trips as urbanization and vehicles of that year set as plain numbers."""
    by_hand = place.changed(
        urbanization=0.22 + 0.015 * number,
        vehicles_per_1000=80 * 1.12**number,
        vehicle_growth=0,
        urbanization_growth=0,
    )
    on_path, alone = (County(case) for case in (year(path, number), by_hand))
    for name in ("home", "work", "urban", "drives"):
        np.testing.assert_array_equal(on_path.citizens.columns[name], alone.citizens.columns[name])
    np.testing.assert_array_equal(on_path.vehicles.trips, alone.vehicles.trips)
    np.testing.assert_allclose(on_path.land.cells["people"], alone.land.cells["people"])
    np.testing.assert_array_equal(on_path.force.columns["home_cell"], alone.force.columns["home_cell"])


def test_the_first_year_is_the_place_as_it_is_now(place, path):
    now = place.changed(vehicle_growth=0, urbanization_growth=0)
    one, other = (County(case).run_days(1).calls() for case in (path, now))
    assert one.equals(other)


def test_a_walk_counts_and_keeps_everybody(path):
    seen = []
    journey = walk(path, seen.append)
    assert seen == [0, 1, 2, 3] == list(journey.years)
    people = round(path["population"] / path["people_per_agent"])
    assert len(journey.county.citizens.columns) == people
    vehicles = len(journey.county.vehicles.columns) * path["people_per_agent"]
    assert vehicles == pytest.approx(0.11239 * path["population"], rel=0.03)
    assert {len(each.officers) for each in journey.years.values()} == {len(journey.county.force.columns)}
    assert sum(len(each.calls) for each in journey.years.values()) == len(journey.calls())


def test_all_rules_meet_the_same_world_in_every_year(path):
    digests = {walk(path.under(rule)).county.world_digest for rule in ("separate", "integrated")}
    assert len(digests) == 1


def test_a_change_of_rule_on_the_axis_costs_what_it_costs(path):
    """Merged in year 1, divided in year 3: from then on other rules, and the slower months of the first."""
    merged = path.changed(timeline=[{"year": 1, "rule": "integrated"}, {"year": 3, "rule": "separate"}])
    county = County(merged).run_days(DAYS + 1 / 1440)
    assert county.in_force.rule.name == "integrated"
    assert county.dispatch.tables.rule_table["disrupted_until"].min() > county.minute
    assert county.force.columns["training_due"].max() > 0
    assert walk(merged).outcomes()["rule"].to_list() == ["separate", "integrated", "integrated", "separate"]


def test_the_horizon_is_the_years_of_the_place_unless_said(place):
    assert growing(place).path == Years.growing(10, 7)
    assert growing(place.changed(years=4)).path.all == range(5)


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("zigui-2004", {"horizon": 31}, r"years: 31 .* from 0 to 30"),
        ("zigui-2004", {"horizon": 5, "days_per_year": 0}, r"days_per_year: 0 .* from 1 to 365"),
        ("fujian-2002-2015", {"horizon": 5}, r"years: 5 .* is a path of years and says its own"),
        ("theory-bench", {"horizon": 5}, r"years: 5 .* place of theory, which does not grow"),
    ],
)
def test_what_cannot_grow_is_refused_with_the_reason(name, given, says):
    with pytest.raises(InputError, match=says):
        growing(Scenario.preset(name), **given)


FILE = """
[set]
vehicle_growth = 12
urbanization_growth = 1.5
{more}
[path]
first_year = 2025
last_year = 2028
days_per_year = 2
growth = true
"""


def read(folder, text):
    (folder / "place.toml").write_text(text)
    return Scenario.read(folder / "place.toml")


def test_a_file_says_that_its_path_grows(tmp_path):
    case = read(tmp_path, FILE.replace("{more}", ""))
    assert case.path == Years.growing(3, 2, 2025)
    assert case.path.grows
    assert of_land(case)[2027]["vehicles_per_1000"] == pytest.approx(80 * 1.12**2)


@pytest.mark.parametrize(
    ("said", "instead", "says"),
    [
        ("growth = true", "growth = 1", r"path growth: 1 .* must be true or false"),
        ("last_year = 2028", "last_year = 2056", r"path growth: .* at most 30 years of growth"),
        ("growth = true", "growth = true\nset = {years = [0, 3]}", r"path years: .* path growth sets it"),
        (
            "growth = true",
            "growth = true\nset = {urbanization = [0.3, 0.4]}",
            r"urbanization_growth: 1\.5 .* sets it year by year",
        ),
    ],
)
def test_a_path_of_growth_that_cannot_be_is_named(tmp_path, said, instead, says):
    with pytest.raises(InputError, match=says):
        read(tmp_path, FILE.replace("{more}", "").replace(said, instead))


def test_a_path_of_numbers_is_not_one_of_growth():
    assert not Scenario.preset("fujian-2002-2015").path.grows


def test_what_a_place_changes_on_a_day_holds_from_the_next_year_on(place):
    """Days 7 and 90: year 1; a surge of day 3 is over by then; day 2,000 is after the last year."""
    surge = {"day": 3, "surge": "coach_crash", "township": "Shuitianba"}
    changes = [
        {"day": 7, "rule": "integrated"},
        {"day": 90, "staffing": "workload"},
        {"day": 2000, "rule": "separate"},
    ]
    path = growing(place.changed(timeline=read_timeline([surge, *changes])), 3, DAYS)
    assert [each.year for each in path.timeline] == [1, 1]
    assert [year(path, number).rule.name for number in (0, 1, 3)] == ["separate", "integrated", "integrated"]
    assert year(path, 1).staffing != year(path, 0).staffing
