"""The ground: one body of land, a township in one piece, areas as the table has them."""

import numpy as np
import pytest
from scipy.ndimage import label

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.ground import OUTSIDE, ground, one_body
from jiaosuo.model.landscape import landscape


def on_a_map(x, y, township, side):
    """The township of each place of a map, OUTSIDE beyond the county."""
    column, line = np.rint(x / side - 0.5).astype(int), np.rint(y / side - 0.5).astype(int)
    owner = np.full((np.ptp(column) + 1, np.ptp(line) + 1), OUTSIDE)
    owner[column - column.min(), line - line.min()] = township
    return owner


def pieces(mask):
    return label(mask)[1]


PLACES = ("zigui-2004", "county-town", "city-district", "fuzhou-2003", "qidong-2023", "fujian-2002-2015",
          "chongqing-2010", "pingdu-2021")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_shipped_place_is_one_body_of_land_with_the_areas_it_gives(place):
    scenario = Scenario.preset(place).start
    land, side = landscape(scenario), scenario["cell_km"]
    cells = land.cells
    owner = on_a_map(cells["x_km"], cells["y_km"], cells["township"], side)
    assert pieces(owner >= 0) == 1
    assert [pieces(owner == row) for row in range(len(land.townships))] == [1] * len(land.townships)
    wanted = [max(1, round(each.area_km2 / side**2)) for each in land.townships]
    assert np.bincount(cells["township"]).tolist() == wanted


def test_two_islands_are_bridged_with_land_of_their_own():
    found = ground(((25.0, 3.5, 3.5), (25.0, 11.5, 3.5)), 1.0)
    owner = on_a_map(found.x, found.y, found.township, 1.0)
    assert pieces(owner >= 0) == 1
    assert np.bincount(found.township).tolist() == [25, 25]


def test_seats_farther_apart_than_their_land_reaches_are_refused():
    with pytest.raises(InputError, match=r"x_km and y_km .* nearer to each other, or areas larger"):
        ground(((4.0, 3.5, 3.5), (4.0, 43.5, 3.5)), 1.0)


def by_hand(*lines):
    """A map from lines of letters: A, B, C are townships, a dot is outside; capitals are seats."""
    letters = np.array([list(line) for line in lines])
    owner = np.full(letters.shape, OUTSIDE)
    for row, name in enumerate("abc"):
        owner[np.char.lower(letters) == name] = row
    seats = np.array([np.argwhere(letters == name)[0] for name in "ABC" if (letters == name).any()])
    places = np.stack(np.indices(letters.shape), axis=-1)
    away = ((places[:, :, None, :] - seats) ** 2).sum(-1).astype(float)
    return owner, seats, away


def test_a_loose_piece_goes_and_its_cells_come_back_at_the_seat():
    owner, seats, away = by_hand("......", ".Aa.a.", ".aa...", ".bB...", "......")
    after = one_body(owner, seats, np.array([5, 2]), away)
    assert np.bincount(after[after >= 0]).tolist() == [5, 2]
    assert [pieces(after == row) for row in (0, 1)] == [1, 1]
    assert after[1, 4] == OUTSIDE


def test_a_township_shut_in_by_another_gets_its_land_through_it():
    owner, seats, away = by_hand(".......", ".aaaaa.", ".aabaa.", ".aaBaa.", ".aaAaa.", ".......")
    after = one_body(owner, seats, np.array([16, 4]), away)
    assert np.bincount(after[after >= 0]).tolist() == [16, 4]
    assert [pieces(after == row) for row in (0, 1)] == [1, 1]
    assert pieces(after >= 0) == 1
