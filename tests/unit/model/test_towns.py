"""Towns grow at their seats by weight and people: small tables by hand, and the shipped places."""

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.shares import within_bounds
from jiaosuo.model.core.terms import Area
from jiaosuo.model.county import County
from jiaosuo.model.ground import ground_of
from jiaosuo.model.landscape import landscape, urbanization_of
from jiaosuo.model.towns import seat_of_county, town_weights, towns
from jiaosuo.model.township import Township

LAND = {
    "cell_km": 1.0, "core_density": 1_000.0, "density_gradient": 0.0, "fringe_density": 500.0,
    "rural_dispersal": 0.6, "land_seed": 0.0, "settlement_exponent": 1.0,
}  # fmt: skip


def three(*weights):
    """Three townships of 6,000, 3,000 and 1,000 people and 30 km2 each, with these weights of towns."""
    rows = zip("ABC", (6_000, 3_000, 1_000), (10, 17, 24), weights or (None,) * 3, strict=True)
    return [Township(name, people, 30, x, 10, town_weight=weight) for name, people, x, weight in rows]


def made(townships, **changed):
    people = sum(each.population for each in townships)
    return towns(ground_of(townships, 1.0), townships, LAND | changed, people)


def held(townships, urbanization, **changed):
    """Townspeople of each township, (townships,)."""
    inside = made(townships, **changed).held(urbanization)
    people = sum(each.population for each in townships)
    return people * np.bincount(ground_of(townships, 1.0).township, weights=inside)


def test_towns_grow_together_by_weight():
    np.testing.assert_allclose(held(three(5, 3, 2), 0.1), [500, 300, 200])
    np.testing.assert_allclose(held(three(5, 3, 2), 0.4), [2000, 1200, 800])


def test_a_town_that_has_all_people_of_its_township_leaves_growth_to_the_others():
    np.testing.assert_allclose(held(three(5, 3, 2), 0.6), [3125, 1875, 1000])
    np.testing.assert_allclose(held(three(5, 3, 2), 0.95), [5500, 3000, 1000])


def test_without_weights_towns_are_by_people_and_rank():
    assert town_weights(three(), 1.0).tolist() == [6000, 1500, pytest.approx(1000 / 3)]
    np.testing.assert_allclose(held(three(), 0.1), 1000 * np.array([18, 4.5, 1]) / 23.5)


def test_a_township_of_weight_0_has_no_town_and_bounds_urbanization():
    np.testing.assert_allclose(held(three(5, 3, 0), 0.5), [3125, 1875, 0])
    assert made(three(5, 3, 0)).most == pytest.approx(0.9)


def test_weights_are_given_for_all_townships_or_for_none():
    with pytest.raises(InputError, match=r"town_weight of B: '' .* for all townships or for none"):
        town_weights(three(5, None, 2), 1.0)
    with pytest.raises(InputError, match=r"town_weight: 0 .* above 0 in at least one"):
        town_weights(three(0, 0, 0), 1.0)


def test_the_seat_of_the_county_has_the_largest_weight_and_among_equals_most_people():
    assert seat_of_county(three(1, 2, 1), 1.0) == 1
    assert seat_of_county(three(2, 2, 2), 1.0) == 0
    assert seat_of_county(three(), 1.0) == 0


def test_a_seat_with_few_townspeople_holds_just_those():
    found, seats = made(three(5, 3, 2)), ground_of(three(), 1.0).seats
    np.testing.assert_allclose(10_000 * found.held(0.1)[seats], [500, 300, 200])
    assert np.count_nonzero(found.held(0.1)) == 3


def test_a_town_fills_cells_outward_from_its_seat():
    found, seats = made(three(5, 3, 2)), ground_of(three(), 1.0).seats
    full = 10_000 * found.held(0.5)
    np.testing.assert_allclose(full[seats], 1000)
    assert sorted(full[full > 0].tolist()) == pytest.approx([500, 500, *[1000] * 4])


def test_density_falls_from_the_seat_to_the_edge():
    found, ground = made(three(), density_gradient=0.5), ground_of(three(), 1.0)
    here = ground.township == 0
    away = np.hypot(ground.x - ground.x[ground.seats[0]], ground.y - ground.y[ground.seats[0]])[here]
    inside = 10_000 * found.capacity[here]
    full = (inside > 0) & (away < away[inside > 0].max())
    np.testing.assert_allclose(inside[full], np.maximum(1000 * np.exp(-0.5 * away[full]), 500))


def test_a_town_whose_own_land_is_full_is_denser_everywhere_in_proportion():
    packed = [Township("A", 9_500, 4, 10, 10), Township("B", 500, 30, 14, 10)]
    found, ground = made(packed), ground_of(packed, 1.0)
    inside = 10_000 * found.capacity[ground.township == 0]
    assert sorted(inside.tolist()) == pytest.approx([0, *[9_500 / 3] * 3])
    assert found.least == pytest.approx(0.9)  # one cell of village land holds 500 of the 9,500


def test_no_village_is_denser_than_the_edge_of_a_town():
    crowded = [Township("A", 6_000, 12, 10, 10), Township("B", 500, 30, 14, 10)]
    found = made(crowded, rural_dispersal=3.0)
    ground = ground_of(crowded, 1.0)
    villagers = found.people - np.bincount(ground.township, weights=found.held(found.least))
    density = 6_500 * (villagers[ground.township] * found.village)
    assert density.max() == pytest.approx(500)
    np.testing.assert_allclose(density[(ground.township == 0) & (found.capacity == 0)], 500)


def test_one_cell_is_town_and_village_at_once():
    lone = [Township("A", 100, 1, 10.5, 10.5)]
    found = made(lone)
    assert found.village.tolist() == [1]
    assert found.held(0.3).tolist() == [pytest.approx(0.3)]


@pytest.mark.parametrize("total", [0.0, 1.0, 3.5, 6.0, 7.0])
def test_shares_within_bounds_add_up(total):
    shares = within_bounds([total], [1, 2, 0, 4], [0, 0.5, 0.25, 0], [2, 3, 5, 1])[0]
    assert (shares >= [0, 0.5, 0.25, 0]).all()
    assert (shares <= [2, 3, 5, 1]).all()
    assert shares.sum() == pytest.approx(np.clip(total, 0.75, 6.25))


# The shipped places

HALF = {"zigui-2004": (0.33, 0.5), "qidong-2023": (0.33, 0.5), "county-town": (0.33, 0.5),
        "fujian-2002-2015": (0.33, 0.5), "fuzhou-2003": (0.25, 0.5)}  # fmt: skip


def townspeople(scenario):
    land = landscape(scenario)
    urban = np.where(land.cells["area"] == Area.URBAN, land.cells["people"], 0.0)
    return land, np.bincount(land.cells["township"], weights=urban)


@pytest.mark.parametrize("place", HALF)
def test_the_county_seat_holds_a_third_to_a_half_of_the_townspeople(place):
    land, people = townspeople(Scenario.preset(place).start)
    low, high = HALF[place]
    assert people.argmax() == land.county_seat
    assert low <= people[land.county_seat] / people.sum() <= high


@pytest.mark.parametrize("urbanization", [0.05, 0.1, 0.22, 0.5, 0.95])
def test_maoping_is_the_largest_town_of_zigui(zigui, urbanization):
    land, people = townspeople(zigui.changed(urbanization=urbanization))
    assert land.townships[int(people.argmax())].name == "Maoping"
    assert (people <= [each.population + 1e-6 for each in land.townships]).all()


def test_each_township_keeps_its_people_at_every_urbanization(zigui):
    for urbanization in (0.05, 0.22, 0.6, 0.95):
        cells = landscape(zigui.changed(urbanization=urbanization)).cells
        people = np.bincount(cells["township"], weights=cells["people"])
        np.testing.assert_allclose(people, [each.population for each in zigui.townships])


POSSIBLE = {
    "zigui-2004": (0.05, 0.95), "county-town": (0.05, 0.95), "fujian-2002-2015": (0.05, 0.95),
    "qidong-2023": (0.15, 0.95), "fuzhou-2003": (0.42, 0.95), "city-district": (0.79, 0.95),
}  # fmt: skip


@pytest.mark.parametrize("place", POSSIBLE)
def test_a_place_says_which_urbanization_its_land_can_have(place):
    assert urbanization_of(Scenario.preset(place).start) == POSSIBLE[place]


def test_an_urbanization_that_the_land_cannot_have_is_refused_by_name_value_and_what_is_allowed():
    city = Scenario.preset("city-district")
    with pytest.raises(
        InputError, match=r"urbanization: 0\.5 .* between 0\.79 and 0\.95 here; below, villages"
    ):
        landscape(city.changed(urbanization=0.5))
    later = city.changed(timeline=[{"day": 1, "set": {"urbanization": 0.5}}])
    with pytest.raises(InputError, match=r"urbanization: 0\.5 .* between 0\.79 and 0\.95"):
        County(later)


def test_growth_of_urbanization_ends_where_the_land_does():
    most = landscape(Scenario.preset("fuzhou-2003", urbanization_growth=5, years=30))
    assert most.in_town == 0.95
    by_hand = landscape(Scenario.preset("fuzhou-2003", urbanization=0.95))
    np.testing.assert_array_equal(most.cells, by_hand.cells)


def test_growth_heals_no_urbanization_that_the_land_cannot_have():
    with pytest.raises(InputError, match=r"urbanization: 0\.1 .* between 0\.15 and 0\.95"):
        landscape(Scenario.preset("qidong-2023", urbanization=0.1, urbanization_growth=2))


def test_growth_conserves_people(zigui):
    for points in (0, 1, 5):
        cells = landscape(zigui.changed(urbanization_growth=points)).cells
        people = np.bincount(cells["township"], weights=cells["people"])
        np.testing.assert_allclose(people, [each.population for each in zigui.townships])
