"""Laws of the land, over tables of townships and urbanization: towns, villages, and one body of land."""

import numpy as np
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy.ndimage import label

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.ground import OUTSIDE, ground_of
from jiaosuo.model.towns import LEAST_URBAN, MOST_URBAN, seat_of_county, towns
from jiaosuo.model.township import Township

NEAR = 1e-9


@st.composite
def tables(draw):
    """One to six townships in a country of 24 km by 24 km, of few people or many, with weights or without."""
    count = draw(st.integers(1, 6))
    weighed = draw(st.booleans())
    places = draw(
        st.lists(
            st.tuples(st.integers(0, 24), st.integers(0, 24)), min_size=count, max_size=count, unique=True
        )
    )
    return tuple(
        Township(
            name=f"T{row}",
            population=draw(st.integers(1, 200_000)),
            area_km2=draw(st.floats(0.5, 120)),
            x_km=x + 0.5,
            y_km=y + 0.5,
            town_weight=draw(st.floats(0.01, 50)) if weighed else None,
        )
        for row, (x, y) in enumerate(places)
    )


def land_of(table, **changed):
    """Ground and towns of a table; draws that the model refuses are passed over."""
    p = {
        "cell_km": 1.0, "core_density": 9_000.0, "density_gradient": 0.25, "fringe_density": 1_500.0,
        "rural_dispersal": 0.6, "land_seed": 0.0, "settlement_exponent": 0.9,
    } | changed  # fmt: skip
    try:
        ground = ground_of(table, p["cell_km"])
    except InputError:
        assume(False)
    return ground, towns(ground, table, p, sum(each.population for each in table)), p


def by_township(ground, shares):
    return np.bincount(ground.township, weights=shares, minlength=len(ground.seats))


def possible(found):
    """Urbanizations the lever may ask for here, in steps that are not those of the model."""
    low, high = max(LEAST_URBAN, found.least), min(MOST_URBAN, found.most)
    assume(low <= high)
    return np.linspace(low, high, 8)


@given(tables())
def test_towns_hold_the_urbanization_and_only_grow_with_it(table):
    ground, found, _ = land_of(table)
    before = np.zeros(len(ground.x))
    for urbanization in possible(found):
        held = found.held(urbanization)
        np.testing.assert_allclose(held.sum(), urbanization, rtol=1e-6)
        assert (held >= before - NEAR).all()
        assert (held <= found.capacity + NEAR).all()
        before = held


@given(tables())
@example(
    tuple(
        Township(name=f"T{row}", population=row + 1, area_km2=1, x_km=0.5, y_km=row + 0.5, town_weight=1.0)
        for row in range(2)
    )
)
def test_no_town_has_more_people_than_its_township_and_the_county_seat_is_the_largest(table):
    ground, found, p = land_of(table)
    seat = seat_of_county(table, p["settlement_exponent"])
    forced = by_township(ground, found.held(found.least))
    for urbanization in possible(found):
        held = by_township(ground, found.held(urbanization))
        assert (held <= found.people + NEAR).all()
        larger = held > held[seat] + NEAR
        assert held[seat] >= found.people[seat] - NEAR or (held[larger] <= forced[larger] + NEAR).all()


@given(tables(), st.floats(0, 3))
def test_no_village_is_denser_than_the_edge_of_a_town_and_villagers_are_all_there(table, dispersal):
    ground, found, p = land_of(table, rural_dispersal=dispersal)
    population = sum(each.population for each in table)
    alone = np.bincount(ground.township) == 1
    for urbanization in possible(found):
        held = found.held(urbanization)
        villagers = (found.people - by_township(ground, held))[ground.township] * found.village
        assert villagers.min() >= -NEAR
        np.testing.assert_allclose(by_township(ground, held + villagers), found.people, atol=1e-6)
        village = (held == 0) & ~alone[ground.township]
        assert (villagers[village] * population <= p["fringe_density"] * (1 + 1e-6)).all()
        assert not held[(found.village > 0) & ~alone[ground.township]].any()


@given(tables(), st.floats(0, 1))
def test_who_is_in_town_stays_in_the_same_cell_as_towns_grow(table, rank):
    _, found, _ = land_of(table)
    place = min(int(np.searchsorted(found.share, rank)), len(found.order) - 1)
    cell = found.order[place]
    for urbanization in possible(found):
        in_town = rank < urbanization
        assert not in_town or found.held(urbanization)[cell] > 0 or found.share[place] - rank < NEAR


@given(tables())
def test_a_county_is_one_body_of_land_and_so_is_each_township(table):
    ground, _, p = land_of(table)
    column, line = (
        np.floor(ground.x / p["cell_km"]).astype(int),
        np.floor(ground.y / p["cell_km"]).astype(int),
    )
    owner = np.full((np.ptp(column) + 1, np.ptp(line) + 1), OUTSIDE)
    owner[column - column.min(), line - line.min()] = ground.township
    assert label(owner >= 0)[1] == 1
    assert all(label(owner == row)[1] == 1 for row in range(len(table)))
    assert ground.township[ground.seats].tolist() == list(range(len(table)))
    wanted = np.array([max(1, round(each.area_km2)) for each in table])
    have = np.bincount(ground.township)
    assert have.sum() <= 1.1 * wanted.sum() + 1
