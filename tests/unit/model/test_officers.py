"""The force: who there is, where the answers send them, and what they can."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Apportion, Corps, Domain, SiteLevel, Staffing
from jiaosuo.model.demand import (
    offered_load,
    officers_for_posts,
    post_load,
    posts_wanted,
    response_load,
    traffic_weights,
)
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.kernels.officers.roster import people_on_shift
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Home
from jiaosuo.model.staffing import staffing_table, traffic_share_by_load
from jiaosuo.model.work_demand import free_share

HISTORIC, WORKLOAD, BEST = Staffing.HISTORIC, Staffing.WORKLOAD, Staffing.BEST_SEPARATE


@pytest.fixture(scope="module")
def of(zigui, land):
    """force of a rule: one that stands, not to be written."""
    made = {}

    def build(rule, **changes):
        key = (rule if isinstance(rule, str) else rule.name, *sorted(changes.items()))
        if key not in made:
            made[key] = force(zigui.changed(rule=rule, **changes), land, seed_key(zigui.seed))
        return made[key]

    return build


@pytest.mark.parametrize("staffing", [HISTORIC, WORKLOAD])
@pytest.mark.parametrize("rule", ["separate", "stationed", "integrated", "zigui-2004"])
def test_the_headcount_is_the_same_under_every_rule_and_staffing(of, rule, staffing):
    corps = of(rule, staffing=staffing).columns["corps"]
    count = np.bincount(corps, minlength=len(Corps))
    assert count[Corps.TRAFFIC] + count[Corps.STATION] == 28 + 99
    assert count[[Corps.PATROL, Corps.AUXILIARY]].tolist() == [0, 59]
    assert count[[Corps.TRAFFIC_SPECIALIST, Corps.CASE_SPECIALIST]].tolist() == [6, 12]


def test_historic_staffing_is_the_table_of_the_place(zigui, land):
    table = staffing_table(zigui.changed(staffing=HISTORIC), land)
    assert table[Corps.TRAFFIC].tolist() == [each.officers_traffic for each in land.townships]
    assert table[Corps.STATION].tolist() == [each.officers_station for each in land.townships]


def test_offered_load_is_response_load_and_posts(zigui, land):
    traffic, order = response_load(land, zigui)
    posts = post_load(land, zigui)
    assert posts.tolist() == (240 * posts_wanted(land, zigui)).tolist()
    for whole, parts in zip(offered_load(land, zigui), (traffic + posts, order), strict=True):
        np.testing.assert_allclose(whole, parts)


def test_workload_staffing_takes_officers_for_posts_and_splits_the_others_by_response_load(zigui, land):
    workload = zigui.changed(staffing=WORKLOAD, posts_per_urban_km2=0.1)
    traffic, order = (load.sum() for load in response_load(land, workload))
    at_hand = zigui["on_duty_share"] * free_share(land, zigui)
    for_posts = posts_wanted(land, workload).sum() / at_hand
    assert officers_for_posts(land, workload) == pytest.approx(for_posts)
    in_traffic = for_posts + (127 - for_posts) * traffic / (traffic + order)
    assert traffic_share_by_load(workload, land) == pytest.approx(in_traffic / 127)
    assert staffing_table(workload, land)[Corps.TRAFFIC].sum() == round(in_traffic)


def test_without_posts_traffic_is_placed_by_response_load_alone(zigui, land):
    none = zigui.changed(staffing=WORKLOAD, posts_per_urban_km2=0)
    traffic, order = response_load(land, none)
    np.testing.assert_allclose(traffic_weights(land, none, 40), traffic / traffic.sum())
    assert traffic_share_by_load(none, land) == pytest.approx(traffic.sum() / (traffic.sum() + order.sum()))


@pytest.mark.parametrize("posts", [2, 10])
def test_posts_never_place_more_than_half_of_the_traffic_corps(zigui, land, posts):
    many = zigui.changed(staffing=WORKLOAD, posts_per_urban_km2=posts)
    wanted, (traffic, order) = posts_wanted(land, many), response_load(land, many)
    half = 0.5 * traffic / traffic.sum() + 0.5 * wanted / wanted.sum()
    np.testing.assert_allclose(traffic_weights(land, many, 40), half)
    share = traffic.sum() / (traffic.sum() + order.sum())
    assert traffic_share_by_load(many, land) == pytest.approx(2 * share / (1 + share))


@pytest.mark.parametrize("place", ["zigui-2004", "county-town", "fujian-2002-2015", "qidong-2023"])
def test_no_squadron_swallows_the_county_and_the_seat_has_the_largest(place):
    scenario = Scenario.preset(place, staffing="workload").start
    there = landscape(scenario)
    traffic = np.bincount(there.district, weights=staffing_table(scenario, there)[Corps.TRAFFIC])
    assert traffic.argmax() == there.county_seat
    assert traffic.max() < 0.55 * traffic.sum()


def test_best_separate_uses_the_share_that_was_found(zigui, land):
    table = staffing_table(zigui.changed(staffing=BEST, traffic_share=0.5), land)
    assert table[Corps.TRAFFIC].sum() == round(127 * 0.5)
    with pytest.raises(InputError, match="staffing: 'best-separate'"):
        staffing_table(zigui.changed(staffing=BEST), land)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_neither_corps_is_left_empty_while_two_serve(zigui, land, share):
    table = staffing_table(zigui.changed(staffing=BEST, traffic_share=share), land)
    assert min(table[Corps.TRAFFIC].sum(), table[Corps.STATION].sum()) == 1


def test_squadrons_are_the_homes_of_traffic_under_separate(of, land):
    them = of("separate").columns
    traffic = them[them["corps"] == Corps.TRAFFIC]
    assert set(traffic["home_cell"].tolist()) == set(land.seats[np.unique(land.district)].tolist())


def test_a_squadron_serves_its_whole_district(of, land):
    made = of("separate")
    for row in np.flatnonzero(made.columns["corps"] == Corps.TRAFFIC):
        home = made.columns["township"][row]
        np.testing.assert_array_equal(made.serves[row], land.district == home)


@pytest.mark.parametrize("rule", ["stationed", "integrated"])
def test_stations_are_the_homes_of_traffic_where_it_moves_in(of, land, rule):
    made = of(rule)
    for row in np.flatnonzero(np.isin(made.columns["corps"], [Corps.TRAFFIC, Corps.STATION])):
        home = made.columns["township"][row]
        assert made.columns["home_cell"][row] in land.station_cells[home]
        assert np.flatnonzero(made.serves[row]).tolist() == [home]


def test_station_officers_stay_where_they_are_under_every_rule(of):
    homes = []
    for rule in ("separate", "stationed", "integrated"):
        them = of(rule).columns
        homes.append(them["home_cell"][them["corps"] == Corps.STATION].tolist())
    assert homes[0] == homes[1] == homes[2]


def test_traffic_stays_in_its_district_when_it_moves_into_stations(of, land):
    before, after = of("separate").columns, of("stationed").columns
    traffic = before["corps"] == Corps.TRAFFIC
    np.testing.assert_array_equal(
        land.district[before["township"][traffic]], land.district[after["township"][traffic]]
    )


def test_the_brigade_works_from_the_county_seat_for_the_whole_county(of, land):
    made = of("integrated")
    brigade = made.columns["corps"] >= Corps.TRAFFIC_SPECIALIST
    assert set(made.columns["home_cell"][brigade].tolist()) == {land.seats[land.county_seat]}
    assert made.serves[brigade].all()


def test_central_stations_serve_the_townships_that_name_them(zigui, land):
    home = {**RULES["separate"].home, Corps.TRAFFIC: Home(SiteLevel.CENTRAL_STATION)}
    made = force(zigui.changed(rule=replace(RULES["separate"], home=home)), land, 1)
    for row in np.flatnonzero(made.columns["corps"] == Corps.TRAFFIC):
        home_township = made.columns["township"][row]
        assert made.columns["home_cell"][row] == land.seats[home_township]
        np.testing.assert_array_equal(
            made.serves[row],
            (land.central == home_township) | (np.arange(len(land.townships)) == home_township),
        )


def test_sharing_out_by_population_follows_the_population(zigui, land):
    home = {**RULES["separate"].home, Corps.STATION: Home(SiteLevel.STATION, Apportion.POPULATION)}
    rule = replace(RULES["separate"], home=home)
    them = force(zigui.changed(rule=rule), land, 1).columns
    station = np.bincount(them["township"][them["corps"] == Corps.STATION], minlength=len(land.townships))
    people = np.array([each.population for each in land.townships])
    for district in np.unique(land.district):
        own = land.district == district
        exact = station[own].sum() * people[own] / people[own].sum()
        assert np.abs(station[own] - exact).max() < 1


def test_officers_of_several_stations_take_turns(of, land):
    them = of("separate").columns
    seat = land.county_seat
    rows = them[(them["corps"] == Corps.STATION) & (them["township"] == seat)]
    count = [int((rows["home_cell"] == cell).sum()) for cell in land.station_cells[seat]]
    assert len(count) == 2
    assert abs(count[0] - count[1]) <= 1


def test_borders_are_the_served_townships_and_those_that_touch_them(of, land):
    made = of("separate")
    for row in range(0, len(made.columns), 13):
        by_hand = land.near[made.serves[row]].any(axis=0)
        np.testing.assert_array_equal(made.borders[row], by_hand)


def test_a_roster_group_is_a_corps_at_a_site(of):
    them = of("separate").columns
    for row in range(0, len(them), 7):
        group = them[(them["home_cell"] == them["home_cell"][row]) & (them["corps"] == them["corps"][row])]
        assert them["group_size"][row] == len(group)
        assert sorted(group["group_rank"].tolist()) == list(range(len(group)))
        assert len(set(group["phase"].tolist())) == 1


def test_aligned_rosters_stagger_the_corps_of_a_site_evenly(of):
    them = of("integrated", roster_alignment=1).columns
    for cell in np.unique(them["home_cell"]):
        phases = np.unique(them["phase"][them["home_cell"] == cell])
        gaps = np.diff(np.append(phases, phases[0] + 1))
        np.testing.assert_allclose(gaps, 1 / len(phases), atol=1e-9)


def test_who_never_led_at_a_domain_starts_at_the_floor(of):
    them = of("integrated").columns
    assert them["skill"][them["corps"] == Corps.STATION, Domain.TRAFFIC].tolist() == pytest.approx(
        [0.2] * int((them["corps"] == Corps.STATION).sum())
    )


def test_specialists_start_no_lower_than_they_ever_fall(of):
    them = of("separate").columns
    for corps, domain in ((Corps.TRAFFIC_SPECIALIST, Domain.TRAFFIC), (Corps.CASE_SPECIALIST, Domain.ORDER)):
        assert 0.95 <= them["skill"][them["corps"] == corps, domain].min() < 1


def test_skill_on_the_first_day_is_that_of_the_rule_before(of, zigui, land):
    same = of("separate").columns["skill"]
    np.testing.assert_array_equal(same, of("integrated").columns["skill"])
    settled = force(zigui.changed(rule="integrated", rule_before=RULES["integrated"]), land, 1).columns
    station = settled["corps"] == Corps.STATION
    assert settled["skill"][station, Domain.TRAFFIC].min() > 0.2


def test_a_beat_lies_in_the_townships_served_within_reach_of_home(of, land, zigui):
    made = of("separate")
    for row in range(0, len(made.columns), 11):
        officer = made.columns[row]
        cells = made.beat_cells[officer["beat_first"] : officer["beat_end"]]
        away = land.travel_minutes[officer["home_cell"], cells[cells != officer["home_cell"]]]
        assert (away <= zigui["beat_minutes"]).all()
        assert officer["home_cell"] in cells
        assert made.serves[row, land.cells["township"][cells[cells != officer["home_cell"]]]].all()
        assert made.beat_chance[officer["beat_end"] - 1] == pytest.approx(1.0)


def test_posts_stand_in_the_built_up_cells_with_most_people(of, land, zigui):
    posts = of("separate").posts
    wanted = posts_wanted(land, zigui)
    assert np.bincount(posts["township"], minlength=len(land.townships)).tolist() == wanted.tolist()
    assert (land.cells["area"][posts["cell"]] == 1).all()
    assert (land.cells["township"][posts["cell"]] == posts["township"]).all()


def rota_of(rule, place="county-town", **values):
    """The scenario, its land, and its traffic officers under a rule."""
    scenario = Scenario.preset(place, rule=rule, seed=4, staffing="workload", **values)
    land = landscape(scenario)
    them = force(scenario, land, seed_key(4)).columns
    return scenario, land, them[them["corps"] == Corps.TRAFFIC]


def weights_of(scenario):
    """Of night, day and evening, with mean 1."""
    weights = [scenario[f"{part}_weight"] for part in ("night", "day", "evening")]
    return tuple(each * 3 / sum(weights) for each in weights)


def test_a_rota_between_sites_staggers_a_corps_evenly_over_the_sites_of_a_district():
    _, land, them = rota_of("stationed", rota_between_sites=1)
    district = land.district[them["township"]]
    for each in np.unique(district):
        rows = them[district == each]
        sites = np.unique(rows["home_cell"])
        phases = np.sort([rows["phase"][rows["home_cell"] == cell][0] for cell in sites])
        gaps = np.diff(np.append(phases, phases[0] + 1))
        np.testing.assert_allclose(gaps, 1 / len(sites), atol=1e-9)


def test_it_adds_nobody_and_a_district_has_fewer_shifts_with_nobody():
    """A month in Zigui, two or three at a site: districts are empty half as often, with as many shifts."""
    empty, served = [], []
    for between in (0, 1):
        scenario, land, them = rota_of("stationed", "zigui-2004", rota_between_sites=between)
        sites = {
            (int(land.district[me["township"]]), *me[["home_cell", "group_size", "phase"]]) for me in them
        }
        share, weights = scenario["on_duty_share"], weights_of(scenario)
        there = {
            site: [people_on_shift(int(site[2]), share, weights, site[3], shift)[0] for shift in range(90)]
            for site in sorted(sites)
        }
        districts = {site[0] for site in sites}
        on_duty = [np.sum([there[site] for site in sites if site[0] == each], axis=0) for each in districts]
        empty.append(np.mean([(each == 0).mean() for each in on_duty]))
        served.append(sum(each.sum() for each in on_duty))
    assert served[0] == served[1]
    assert empty[1] < 0.6 * empty[0]


def test_by_the_rota_nobody_serves_two_shifts_in_a_row():
    """So fatigue has nothing to act on but calls that outlast a shift (docs/decisions/0095)."""
    scenario, _, them = rota_of("separate")
    weights = weights_of(scenario)
    share = scenario["on_duty_share"]
    for size, phase in {(int(me["group_size"]), float(me["phase"])) for me in them}:
        before = set()
        for shift in range(60):
            due, first = people_on_shift(size, share, weights, phase, shift)
            now = {(first + place) % size for place in range(due)}
            assert not now & before
            before = now
