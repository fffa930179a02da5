"""Places in theory: turned, mirrored, split, written out and read again, a county stays what it is.

What must change and what must not: turning and mirroring move cells, so chance falls otherwise and results
agree within it; splitting a township adds a seat, a town and a station, and moves nobody of the others.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Corps, RoadClass
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario_file import preset_names
from jiaosuo.model.township import Township, read_townships, write_townships
from jiaosuo.model.used_place import used_place

WIDTH = 60
"""Kilometres, whole: turned about it, cells fall on cells."""

FORCE = (Corps.TRAFFIC, Corps.STATION, Corps.AUXILIARY)
GIVEN_ROADS = (RoadClass.TRUNK, RoadClass.COUNTY, RoadClass.VILLAGE)

COUNTY = (
    Township("Seat", 42_000, 60, 24.3, 25.2, officers_traffic=9, officers_station=16, auxiliaries=6),
    Township("East", 12_000, 70, 33.4, 27.1, officers_station=6),
    Township("North", 9_500, 80, 22.8, 35.7, officers_traffic=3, officers_station=5),
    Township("West", 7_200, 65, 15.6, 22.9, officers_station=4),
)


def turned(township):
    """A quarter turn to the left, in a frame of `WIDTH` kilometres."""
    return replace(township, x_km=WIDTH - township.y_km, y_km=township.x_km)


def mirrored(township):
    return replace(township, x_km=WIDTH - township.x_km)


def crossed(township):
    """Mirrored at the line from south-west to north-east."""
    return replace(township, x_km=township.y_km, y_km=township.x_km)


MOVES = (turned, mirrored, crossed, lambda each: turned(turned(each)))


def place(townships, **values):
    """A county of these townships, officers where the table has them."""
    totals = {
        "population": sum(each.population for each in townships),
        "area_km2": sum(each.area_km2 for each in townships),
        "officers_traffic": sum(each.officers_traffic for each in townships),
        "officers_station": sum(each.officers_station for each in townships),
        "officers_patrol": 0,
        "auxiliaries": sum(each.auxiliaries for each in townships),
    }
    base = Scenario.preset("county-town", staffing="historic", people_per_agent=25)
    return base.changed(place="made-up", townships=tuple(townships), **{**totals, **values})


def land_digest(scenario):
    land = landscape(scenario)
    return digest(land.cells, land.links, land.travel_minutes, land.village_share, *land.station_cells)


@pytest.mark.parametrize("move", MOVES)
def test_a_county_turned_or_mirrored_has_the_same_people_officers_roads_and_towns(move):
    here, there = used_place(place(COUNTY)), used_place(place([move(each) for each in COUNTY]))
    assert here.seat == there.seat == "Seat"
    assert here.estimated == there.estimated
    assert (here.planned == there.planned).all()
    assert (here.officers == there.officers).all()
    np.testing.assert_allclose(there.people, here.people, rtol=1e-9)
    np.testing.assert_allclose(there.area_km2, here.area_km2, atol=1)
    np.testing.assert_allclose(there.road_km[list(GIVEN_ROADS)], here.road_km[list(GIVEN_ROADS)], rtol=1e-9)
    np.testing.assert_allclose(there.town_people, here.town_people, rtol=0.02)
    assert there.town_people.sum() == pytest.approx(here.town_people.sum(), rel=1e-9)


def responses(townships, worlds):
    """Mean response to traffic and to order calls in each world, (worlds, 2); each has a map of its own."""
    found = []
    for world in range(worlds):
        county = County(place(townships, land_seed=world, vehicles_per_1000=300).changed(seed=world))
        outcomes = county.run_days(2).outcomes()
        found.append([outcomes[f"response_mean_{domain}"][0] for domain in ("traffic", "order")])
    return np.array(found, float)


@pytest.mark.parametrize("move", [turned, mirrored])
def test_a_county_turned_or_mirrored_answers_as_soon_within_chance(move):
    here, there = responses(COUNTY, 24), responses([move(each) for each in COUNTY], 24)
    error = np.sqrt((here.var(axis=0, ddof=1) + there.var(axis=0, ddof=1)) / len(here))
    assert (np.abs(here.mean(axis=0) - there.mean(axis=0)) < 3.5 * error).all()
    assert (error < 0.15 * here.mean(axis=0)).all(), "too few worlds to tell anything"


def split_in_two(township):
    """Two halves side by side with the officers of the one they were."""
    half = replace(
        township,
        population=township.population // 2,
        area_km2=township.area_km2 / 2,
        officers_traffic=township.officers_traffic // 2,
        officers_station=township.officers_station // 2,
        auxiliaries=township.auxiliaries // 2,
    )
    rest = replace(
        half,
        name=f"{township.name} two",
        population=township.population - half.population,
        officers_traffic=township.officers_traffic - half.officers_traffic,
        officers_station=township.officers_station - half.officers_station,
        auxiliaries=township.auxiliaries - half.auxiliaries,
        x_km=township.x_km + 4,
    )
    return replace(half, x_km=township.x_km - 4), rest


@pytest.mark.parametrize("row", range(len(COUNTY)))
def test_splitting_a_township_adds_a_seat_and_moves_nobody_of_the_others(row):
    halves = split_in_two(COUNTY[row])
    whole, split = used_place(place(COUNTY)), used_place(place([*COUNTY[:row], *halves, *COUNTY[row + 1 :]]))
    back = [name for at, name in enumerate(split.names) if at not in (row, row + 1)]
    others = [split.names.index(name) for name in back], [whole.names.index(name) for name in back]
    for corps in FORCE:
        assert split.planned[corps].sum() == whole.planned[corps].sum()
        assert split.planned[corps, [row, row + 1]].sum() == whole.planned[corps, row]
        assert (split.planned[corps, others[0]] == whole.planned[corps, others[1]]).all()
        assert (split.officers[corps, others[0]] == whole.officers[corps, others[1]]).all()
    np.testing.assert_allclose(split.people[others[0]], whole.people[others[1]], rtol=1e-9)
    assert split.people[[row, row + 1]].sum() == pytest.approx(whole.people[row])
    assert split.area_km2.sum() == pytest.approx(whole.area_km2.sum(), abs=1)
    np.testing.assert_allclose(split.area_km2[others[0]], whole.area_km2[others[1]], atol=1)
    assert split.town_people.sum() == pytest.approx(whole.town_people.sum(), rel=1e-9)
    # what must change: there is a seat, a town and a station more
    assert len(landscape(place([*COUNTY[:row], *halves, *COUNTY[row + 1 :]])).seats) == len(COUNTY) + 1
    assert (split.town_people > 0).all()


WITH_TABLE = [name for name in preset_names() if Scenario.preset(name).townships]


@pytest.mark.parametrize("name", WITH_TABLE)
def test_a_shipped_county_written_out_and_read_again_is_the_same_bit_for_bit(tmp_path, name):
    scenario = Scenario.preset(name).start
    write_townships(tmp_path / "townships.csv", scenario.townships)
    again = scenario.changed(townships=read_townships(tmp_path / "townships.csv"))
    assert again.townships == scenario.townships
    assert land_digest(again) == land_digest(scenario)


def test_what_is_estimated_may_be_written_out_and_gives_the_same_county_bit_for_bit(tmp_path):
    scenario = place(COUNTY)
    write_townships(tmp_path / "townships.csv", landscape(scenario).townships)
    again = scenario.changed(townships=read_townships(tmp_path / "townships.csv"))
    assert used_place(again).estimated == ()
    assert land_digest(again) == land_digest(scenario)
    assert (used_place(again).officers == used_place(scenario).officers).all()


def test_a_generated_county_written_out_is_the_same_county_bit_for_bit(tmp_path):
    scenario = Scenario.preset("county-town")
    write_townships(tmp_path / "townships.csv", landscape(scenario).townships)
    again = scenario.changed(townships=read_townships(tmp_path / "townships.csv"))
    assert land_digest(again) == land_digest(scenario)


@st.composite
def tables(draw):
    """One to five townships on whole kilometres of a frame of 24 km, with officers in some of them."""
    spots = st.tuples(st.integers(0, 23), st.integers(0, 23))
    places = draw(st.lists(spots, min_size=1, max_size=5, unique=True))
    return tuple(
        Township(
            name=f"T{row}",
            population=draw(st.integers(500, 90_000)),
            area_km2=draw(st.integers(2, 90)),
            x_km=x + 0.5,
            y_km=y + 0.5,
            officers_traffic=draw(st.integers(0 if row else 1, 9)),
            officers_station=draw(st.integers(0 if row else 1, 20)),
        )
        for row, (x, y) in enumerate(places)
    )


def used_or_passed_over(townships):
    """The county that is built; draws that the model refuses are passed over."""
    try:
        return used_place(place(townships))
    except InputError:
        assume(False)


LAND = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@LAND
@given(tables())
def test_people_and_officers_of_any_table_are_where_it_puts_them(table):
    used = used_or_passed_over(table)
    np.testing.assert_allclose(used.people, [each.population for each in table], rtol=1e-6)
    assert (used.town_people <= used.people * (1 + 1e-9)).all()
    assert used.planned[Corps.TRAFFIC].tolist() == [each.officers_traffic for each in table]
    assert used.planned[Corps.STATION].tolist() == [each.officers_station for each in table]
    assert (used.officers[list(FORCE)] == used.planned[list(FORCE)]).all()


@LAND
@given(tables(), st.sampled_from(MOVES[:3]))
def test_estimates_and_people_of_any_table_turn_with_it(table, move):
    here, there = used_or_passed_over(table), used_or_passed_over([move(each) for each in table])
    assert here.seat == there.seat
    assert (here.planned == there.planned).all()
    np.testing.assert_allclose(there.people, here.people, rtol=1e-6)
    assert there.road_km[RoadClass.VILLAGE].sum() == pytest.approx(here.road_km[RoadClass.VILLAGE].sum())


@LAND
@given(tables(), st.randoms())
def test_sorting_any_table_moves_nothing(table, chance):
    shuffled = list(table)
    chance.shuffle(shuffled)
    here, there = used_or_passed_over(table), used_or_passed_over(shuffled)
    back = [there.names.index(name) for name in here.names]
    assert here.seat == there.seat
    assert (there.planned[:, back] == here.planned).all()
    assert (there.officers[:, back] == here.officers).all()
    np.testing.assert_allclose(there.people[back], here.people, rtol=1e-6)
