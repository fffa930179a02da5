"""The sample of the people: each draw uniform, all spread evenly, the first kept as the people grow."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import kstest, qmc

from jiaosuo.model.sampling import SPREAD, _points, sample


@pytest.mark.parametrize("name", [*SPREAD, "citizen trust"])
def test_each_draw_is_uniform_over_the_seeds(name):
    of_one = [sample(seed, name, 3)[2] for seed in range(2_000)]
    assert kstest(of_one, "uniform").pvalue > 0.001


@pytest.mark.parametrize("name", SPREAD)
@pytest.mark.parametrize("count", [64, 1_024])
def test_a_power_of_two_of_them_has_one_in_each_equal_slot(name, count):
    slots = np.sort((sample(7, name, count) * count).astype(int))
    np.testing.assert_array_equal(slots, np.arange(count))


def test_together_they_are_more_even_than_independent_draws():
    even = np.transpose([sample(3, name, 700) for name in SPREAD])
    chance = np.random.default_rng(3).random(even.shape)
    assert qmc.discrepancy(even) < 0.5 * qmc.discrepancy(chance)


@pytest.mark.parametrize("name", ["citizen rank", "vehicle stay 1", "citizen trust"])
def test_more_people_keep_the_draws_of_the_first(name):
    np.testing.assert_array_equal(sample(5, name, 5_000)[:300], sample(5, name, 300))


def test_another_seed_or_name_is_another_draw():
    assert abs(np.corrcoef(sample(1, SPREAD[0], 999), sample(1, SPREAD[1], 999))[0, 1]) < 0.05
    assert (sample(1, SPREAD[0], 999) != sample(2, SPREAD[0], 999)).all()


@pytest.mark.parametrize("name", [SPREAD[0], "citizen trust"])
@pytest.mark.parametrize("count", [0, 1])
def test_no_people_and_one_person_have_draws_too(name, count):
    assert sample(1, name, count).shape == (count,)


@pytest.mark.parametrize("power", [0, 1, 13])
def test_the_points_are_those_of_the_library(power):
    library = qmc.Sobol(len(SPREAD), scramble=False, bits=30).random_base2(power)
    np.testing.assert_array_equal(_points(power), (library.T * 2**30).astype(np.uint32))


def test_a_county_begins_without_what_takes_long_to_load():
    begun = "import sys; from jiaosuo import County, Scenario; County(Scenario.preset('theory-bench'))"
    said = subprocess.run(
        [sys.executable, "-c", f"{begun}; print('scipy.stats' in sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == "False"
