"""The square-root law: each constant integrated anew, the law itself, and the mean number of free units."""

import numpy as np
import pytest
from scipy.integrate import dblquad, quad

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory import (
    GEOMETRIES,
    Hypercube,
    erlang_b,
    mean_free_units,
    nearest_unit,
    square_root_law,
)
from jiaosuo.model.theory.larson import _log_states


def manhattan(x, y):
    return abs(x) + abs(y)


def centred(distance):
    """Mean distance from the centre of a square of area 1."""
    return dblquad(lambda y, x: 4 * distance(x, y), 0, 0.5, 0, 0.5)[0]


def patrolling(distance):
    """Mean distance of two places anywhere in a square of area 1: differences have triangular densities."""
    return dblquad(lambda y, x: 4 * (1 - x) * (1 - y) * distance(x, y), 0, 1, 0, 1)[0]


def scattered(ball):
    """Mean distance to the nearest of points with density 1, where a ball of radius r has area ball r^2."""
    return quad(lambda r: np.exp(-ball * r**2), 0, np.inf)[0]


@pytest.mark.parametrize(
    ("geometry", "integral"),
    [
        ("manhattan-random", lambda: scattered(2)),
        ("manhattan-centred", lambda: centred(manhattan)),
        ("manhattan-diamond", lambda: centred(lambda x, y: np.sqrt(2) * max(x, y))),
        ("manhattan-patrolling", lambda: patrolling(manhattan)),
        ("euclidean-random", lambda: scattered(np.pi)),
        ("euclidean-centred", lambda: centred(np.hypot)),
        ("euclidean-patrolling", lambda: patrolling(np.hypot)),
    ],
)
def test_each_constant_is_its_integral(geometry, integral):
    assert GEOMETRIES[geometry].constant == pytest.approx(integral(), rel=1e-6)


def test_constants_as_they_are_printed():
    printed = {"random": 0.627, "centred": 0.5, "patrolling": 0.667}
    for where, constant in printed.items():
        assert GEOMETRIES[f"manhattan-{where}"].constant == pytest.approx(constant, abs=5e-4)
    assert GEOMETRIES["euclidean-random"].constant == 0.5


def test_four_times_the_units_halve_the_distance():
    """A county of 2,400 km2: 6 units are 12.5 km away, 24 are 6.27 km."""
    law = square_root_law(2400.0, [6, 24], "manhattan-random")
    np.testing.assert_allclose(law, [12.533, 6.267], atol=1e-3)
    assert square_root_law(100.0, 4, 0.5) == 2.5


def test_units_scattered_at_random_are_as_far_as_the_law_says():
    """200 scatters of 100 units on a torus, which has no edge: the law is within three standard errors."""
    rng, seen = np.random.default_rng(2), []
    for _ in range(200):
        gap = np.abs(rng.random((100, 1, 2)) - rng.random((1, 100, 2)))
        seen.append(np.minimum(gap, 1 - gap).sum(axis=2).min(axis=1).mean())
    error = np.std(seen, ddof=1) / np.sqrt(200)
    assert abs(np.mean(seen) - square_root_law(1.0, 100, "manhattan-random")) < 3 * error + 1e-3


def test_busy_units_leave_the_rest_free():
    assert mean_free_units(10, 6.0) == 4
    assert mean_free_units(10, 12.0) == 0
    assert mean_free_units(10, 6.0, "zero") == pytest.approx(10 - 6 * (1 - float(erlang_b(10, 6.0))))
    served = Hypercube([1.0, 2.0], 1.0, [[0, 1, 2, 3], [3, 2, 1, 0]], line="zero")
    assert mean_free_units(4, 3.0, "zero") == pytest.approx((1 - served.workloads).sum(), rel=1e-10)


@pytest.mark.parametrize("busy", [0.1, 0.3, 0.5])
def test_the_mean_number_free_stands_for_how_many_are_free(busy):
    """The mean of the law over M/M/N/N, of calls that find a unit free: a little longer, by up to 6 %."""
    units, load = 20, 20 * busy
    share = np.exp(_log_states(units, load, "zero"))[:-1]
    law = square_root_law(1.0, units - np.arange(units), 0.5)
    exact = share @ law / share.sum()
    assert 0.94 * exact < nearest_unit(1.0, units, load, 0.5, "zero") < exact


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((0.0, 1, 0.5), "area"),
        ((1.0, 0, 0.5), "free_units"),
        ((1.0, 1, 0.0), "constant"),
        ((1.0, 1, "manhattan-randm"), "did you mean manhattan-random"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    with pytest.raises(InputError, match=field):
        square_root_law(*wrong)


@pytest.mark.parametrize(
    ("wrong", "field"), [((2.5, 1.0), "units"), ((2, -1.0), "offered_load"), ((2, 1.0, "none"), "line")]
)
def test_wrong_units_are_named(wrong, field):
    with pytest.raises(InputError, match=field):
        mean_free_units(*wrong)
