"""Chinese web maps: shifted by some 500 m, forth and back exact, and not outside of China."""

import numpy as np
import pytest

from jiaosuo.experiments.places.geo.china import (
    bd09_from_wgs84,
    gcj02_from_wgs84,
    wgs84_from_bd09,
    wgs84_from_gcj02,
)

METRES_A_DEGREE = 111_195.0


def metres(one, other):
    east = (one[:, 0] - other[:, 0]) * np.cos(np.radians(one[:, 1]))
    return METRES_A_DEGREE * np.hypot(east, one[:, 1] - other[:, 1])


@pytest.fixture
def china():
    draw = np.random.default_rng(1)
    return np.stack([draw.uniform(75, 134, 400), draw.uniform(18, 53, 400)], axis=1)


@pytest.fixture
def hubei():
    draw = np.random.default_rng(2)
    return np.stack([draw.uniform(108.4, 116.1, 400), draw.uniform(29.1, 33.2, 400)], axis=1)


def test_hubei_is_shifted_by_300_to_700_metres(hubei):
    shift = metres(gcj02_from_wgs84(hubei), hubei)
    assert shift.min() > 300
    assert shift.max() < 700


def test_baidu_shifts_by_more_than_a_kilometre(hubei):
    shift = metres(bd09_from_wgs84(hubei), hubei)
    assert shift.min() > 700
    assert shift.max() < 2_000


@pytest.mark.parametrize(
    ("forth", "back"), [(gcj02_from_wgs84, wgs84_from_gcj02), (bd09_from_wgs84, wgs84_from_bd09)]
)
def test_forth_and_back_ends_where_it_began(china, forth, back):
    assert metres(back(forth(china)), china).max() < 0.001
    assert metres(forth(back(china)), china).max() < 0.001


@pytest.mark.parametrize("move", [gcj02_from_wgs84, wgs84_from_gcj02, bd09_from_wgs84, wgs84_from_bd09])
def test_outside_of_china_nothing_moves(move):
    abroad = np.array([[-83.1, 42.4], [13.4, 52.5], [151.2, -33.9], [139.7, 35.7]])
    assert np.array_equal(move(abroad), abroad)


def test_a_place_that_is_known_on_both_maps():
    """Tian'anmen: 39.907333 N, 116.391083 E in WGS 84 stands at 39.908739, 116.397326 in GCJ-02."""
    found = gcj02_from_wgs84(np.array([[116.391083, 39.907333]]))
    assert metres(found, np.array([[116.397326, 39.908739]]))[0] < 1.5
