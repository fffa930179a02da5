"""What a table leaves open is estimated by the stated rules, and what it gives is kept."""

from dataclasses import replace
from itertools import permutations

import pytest

from jiaosuo.model.estimates import ESTIMATED, completed, estimated
from jiaosuo.model.towns import seat_of_county
from jiaosuo.model.township import CompleteTownship, Township

SEAT = Township("Seat", 90_000, 100, 10, 10, officers_traffic=12, officers_station=24)
NEAR = Township("Near", 20_000, 200, 20, 10, officers_station=9)
FAR = Township("Far", 40_000, 400, 40, 10, officers_traffic=5)
COUNTY = (SEAT, NEAR, FAR)


def by_name(townships):
    return {each.name: each for each in townships}


def test_what_is_given_stays_as_it_is():
    given = replace(
        NEAR, trunk_km=0.0, county_km=1.5, village_km=0.0, stations=3, town_weight=2.0, squadron="Far",
        central_station="Seat",
    )  # fmt: skip
    whole = by_name(completed([replace(each, town_weight=1.0) for each in (SEAT, FAR)] + [given]))["Near"]
    assert all(getattr(whole, column) == getattr(given, column) for column in ESTIMATED)
    assert estimated([given]) == ()


def test_roads_by_hand():
    whole = by_name(completed(COUNTY))
    # 100 people/km2: the stated kilometres per km2
    assert whole["Far"].village_km == pytest.approx(400 * 0.8)
    assert whole["Far"].county_km == pytest.approx(400 * 0.15)
    assert whole["Far"].trunk_km == pytest.approx(400 * 0.03)
    assert whole["Seat"].village_km == pytest.approx(100 * 0.8 * 9**0.25, abs=0.05)
    assert whole["Near"].trunk_km == 0  # the smaller half


def test_where_people_live_along_streets_country_roads_grow_no_more():
    dense, denser = (completed([Township("A", people, 10, 5, 5)])[0] for people in (15_000, 150_000))
    assert dense.village_km == denser.village_km > 0


@pytest.mark.parametrize(
    ("people", "officers", "stations"),
    [
        (9_000, 4, 1),
        (95_000, 20, 2),
        (530_000, 310, 11),
        (530_000, 3, 3),
        (5_000_000, 900, 20),
        (99_000, 0, 1),
    ],
)
def test_stations_by_people_and_no_more_than_officers(people, officers, stations):
    assert completed([Township("A", people, 90, 5, 5, officers_station=officers)])[0].stations == stations


def test_who_has_officers_is_a_site_and_others_go_to_the_nearest():
    whole = by_name(completed(COUNTY))
    assert {name: each.squadron for name, each in whole.items()} == {
        "Seat": "Seat", "Near": "Seat", "Far": "Far",
    }  # fmt: skip
    assert {name: each.central_station for name, each in whole.items()} == {
        "Seat": "Seat", "Near": "Near", "Far": "Near",
    }  # fmt: skip


def test_without_officers_there_is_no_site():
    alone = completed([Township("A", 10, 1, 5, 5)])[0]
    assert (alone.squadron, alone.central_station) == ("", "")


def test_towns_follow_people_and_density():
    wide = Township("Wide", 30_000, 600, 10, 40)
    tight = Township("Tight", 30_000, 30, 40, 40)
    whole = by_name(completed([SEAT, wide, tight], 1.0))
    assert whole["Seat"].town_weight == 90_000 / 128
    assert whole["Tight"].town_weight == 15_000 / 128
    assert whole["Wide"].town_weight == 10_000 / 128


def test_the_county_seat_that_is_named_has_the_first_rank():
    whole = completed(COUNTY, 1.0, "Near")
    weights = {name: each.town_weight for name, each in by_name(whole).items()}
    assert weights["Seat"] == 45_000 / 64  # 90,000 people over rank 2
    assert weights["Near"] == 20_000 / 64  # over rank 1
    assert whole[seat_of_county(whole, 1.0, "Near")].name == "Near"


def test_the_order_of_the_rows_has_no_say():
    twins = (replace(NEAR, name="B"), replace(NEAR, name="A"))
    for rows in permutations((*twins, FAR)):
        whole = completed(rows)
        assert by_name(whole) == by_name(completed((*twins, FAR)))
        assert whole[seat_of_county(whole, 0.9)].name == "Far"
    for rows in permutations(twins):
        whole = completed(rows)
        assert whole[seat_of_county(whole, 0.9)].name == "A"


def test_estimates_are_told_by_township_and_column():
    part = replace(NEAR, stations=1, squadron="Seat")
    assert ("Near", "stations") not in estimated([SEAT, part])
    assert ("Seat", "squadron") in estimated([SEAT, part])
    assert len(estimated([SEAT, part])) == 2 * len(ESTIMATED) - 2
    assert isinstance(completed([part])[0], CompleteTownship)
