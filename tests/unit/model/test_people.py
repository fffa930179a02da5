"""Citizens and vehicles: nested shares, homes, trips."""

import numpy as np
import pytest

from jiaosuo.model.citizens import citizens
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.landscape import landscape
from jiaosuo.model.sampling import sample
from jiaosuo.model.vehicles import VehicleKind, vehicles


def people_of(scenario):
    return citizens(scenario, landscape(scenario), seed_key(scenario.seed))


def fleet_of(scenario):
    return vehicles(scenario, landscape(scenario), people_of(scenario), seed_key(scenario.seed))


@pytest.fixture(scope="module")
def people(zigui):
    return people_of(zigui)


@pytest.fixture(scope="module")
def fleet(zigui):
    return fleet_of(zigui)


def test_there_is_one_citizen_for_so_many_people(people, zigui):
    assert len(people.columns) == round(zigui["population"] / zigui["people_per_agent"])


def test_who_is_urban_is_who_lives_in_a_built_up_cell(people, land):
    urban = land.cells["area"][people.columns["home"]] == 1
    np.testing.assert_array_equal(urban, people.columns["urban"])


def test_the_urban_share_lies_around_urbanization(people):
    urban, n = people.columns["urban"], len(people.columns)
    assert abs(urban.mean() - 0.22) < 4 * np.sqrt(0.22 * 0.78 / n)


def test_raising_urbanization_moves_only_those_whose_rank_lies_between(zigui, people):
    after = people_of(zigui.changed(urbanization=0.4)).columns
    rank = sample(seed_key(zigui.seed), "citizen rank", len(after))
    between = (rank >= 0.22) & (rank < 0.4)
    moved = after["home"] != people.columns["home"]
    np.testing.assert_array_equal(moved, between)
    assert moved.sum() > 500


def test_those_who_move_go_from_a_village_to_a_town(zigui, people):
    after = people_of(zigui.changed(urbanization=0.4)).columns
    moved = after["home"] != people.columns["home"]
    assert not people.columns["urban"][moved].any()
    assert after["urban"][moved].all()


def test_raising_urbanization_changes_nobody_elses_day_but_for_jobs_that_streets_put_out_of_reach(
    zigui, people, land
):
    after = people_of(zigui.changed(urbanization=0.4)).columns
    stayed = after["home"] == people.columns["home"]
    for name in ("drives", "trust"):
        np.testing.assert_array_equal(after[name][stayed], people.columns[name][stayed])
    other = stayed & (after["work"] != people.columns["work"])
    assert other.mean() < 0.001
    at_hand = [
        each.travel_minutes[after["home"][other], job[other]] <= zigui["commute_minutes"]
        for job in (people.columns["work"], after["work"])
        for each in (land, landscape(zigui.changed(urbanization=0.4)))
    ]
    assert ((at_hand[0] != at_hand[1]) | (at_hand[2] != at_hand[3])).all()


def test_more_vehicles_are_the_old_ones_and_some_more(zigui, people):
    more = people_of(zigui.changed(vehicles_per_1000=160)).columns["drives"]
    assert not (people.columns["drives"] & ~more).any()
    assert more.sum() > 1.5 * people.columns["drives"].sum()


def test_an_owner_has_the_same_vehicle_and_trips_among_more_vehicles(zigui, fleet):
    more = fleet_of(zigui.changed(vehicles_per_1000=160))
    row = {owner: n for n, owner in enumerate(more.columns["owner"].tolist())}
    same = [row[owner] for owner in fleet.columns["owner"].tolist()]
    for name in ("kind", "compliance", "cell"):
        np.testing.assert_array_equal(fleet.columns[name], more.columns[name][same])
    for owner in range(0, len(same), 17):
        mine, theirs = (f.trips[f.trips["vehicle"] == n] for f, n in ((fleet, owner), (more, same[owner])))
        for name in ("leaves", "origin", "goal", "level"):
            assert mine[name].tolist() == theirs[name].tolist()


def test_growth_compounds_by_year_up_to_a_limit(zigui):
    assert vehicles_per_head(zigui.changed(vehicle_growth=10, years=2)) == pytest.approx(0.08 * 1.21)
    assert vehicles_per_head(zigui.changed(vehicles_per_1000=600, vehicle_growth=30, years=30)) == 0.9


def test_growth_of_vehicles_alone_acts_for_ten_years(zigui):
    assert vehicles_per_head(zigui.changed(vehicle_growth=12)) == pytest.approx(0.08 * 1.12**10)
    more = people_of(zigui.changed(vehicle_growth=12)).columns["drives"]
    assert more.sum() > 2.5 * people_of(zigui).columns["drives"].sum()


def test_years_alone_change_nothing(zigui, people, fleet):
    later = zigui.changed(years=30)
    assert vehicles_per_head(later) == vehicles_per_head(zigui)
    np.testing.assert_array_equal(people_of(later).columns, people.columns)
    np.testing.assert_array_equal(fleet_of(later).trips, fleet.trips)


def test_growth_of_urbanization_alone_moves_the_people_whose_turn_it_is(zigui, people):
    """Ten years of 1.8 points: as if urbanization had been set to .22 + .18 by hand."""
    grown, by_hand = zigui.changed(urbanization_growth=1.8), zigui.changed(urbanization=0.4)
    np.testing.assert_array_equal(people_of(grown).columns, people_of(by_hand).columns)
    assert (people_of(grown).columns["home"] != people.columns["home"]).any()
    assert landscape(grown).in_town == pytest.approx(0.4)


def test_kinds_of_vehicle_have_their_shares(zigui):
    fleet = fleet_of(zigui.changed(vehicles_per_1000=500))
    n = len(fleet.columns)
    shares = np.bincount(fleet.columns["kind"], minlength=3) / n
    wanted = {VehicleKind.CAR: 0.38, VehicleKind.TRUCK: 0.12, VehicleKind.MOTORCYCLE: 0.5}
    for kind, share in wanted.items():
        assert abs(shares[kind] - share) < 4 * np.sqrt(share * (1 - share) / n)


def test_residents_are_listed_by_home(people):
    for cell in (0, int(people.columns["home"][0]), len(people.first_resident) - 2):
        here = people.residents[people.first_resident[cell] : people.first_resident[cell + 1]]
        assert sorted(here.tolist()) == np.flatnonzero(people.columns["home"] == cell).tolist()


def test_no_person_is_lost_between_night_and_day(people, zigui):
    assert people.crowd.sum(axis=1).tolist() == [zigui["people_per_agent"] * len(people.columns)] * 2
    assert (people.crowd[0] != people.crowd[1]).any()


def test_commuters_are_at_work_in_working_hours(zigui):
    people = people_of(zigui)
    for minute, crowd in ((7 * 60 + 59, 0), (8 * 60, 1), (17 * 60 + 59, 1), (18 * 60, 0), (1440 + 600, 1)):
        people.move(minute)
        np.testing.assert_array_equal(people.present, people.crowd[crowd])
