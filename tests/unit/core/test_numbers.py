"""Numbers as Python and NumPy give them are the same numbers at every door."""

import numpy as np
import pytest

from jiaosuo.experiments.comparison.compare import check_request
from jiaosuo.experiments.engines.local import run_all
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_number, as_whole
from jiaosuo.model.limits import check_days

WHOLE = [3, np.int64(3), np.int8(3), np.uint32(3)]
REAL = [0.5, np.float64(0.5), np.float32(0.5)]
NONE = [True, np.True_, "3", None, [3], 3j, np.array([3, 4])]


@pytest.mark.parametrize("value", WHOLE, ids=repr)
def test_a_whole_number_is_pythons_own_at_every_door(value):
    assert type(as_whole(value)) is type(as_number(value)) is int
    case = Scenario.preset("zigui-2004", seed=value, people_per_agent=value)
    assert type(case.seed) is int
    assert (case.seed, case["people_per_agent"]) == (3, 3)
    assert case == Scenario.preset("zigui-2004", seed=3, people_per_agent=3)
    assert type(check_days(value)) is int
    check_request(["separate", "integrated"], value, value)
    assert run_all(abs, [-1], value) == [1]


@pytest.mark.parametrize("value", REAL, ids=repr)
def test_a_fraction_is_a_length_and_no_count(value):
    assert type(as_number(value)) is float
    assert check_days(value) == 0.5
    for door in (
        lambda: Scenario.preset("zigui-2004", seed=value),
        lambda: check_request(["separate", "integrated"], 1, value),
        lambda: run_all(abs, [-1], value),
    ):
        with pytest.raises(InputError, match="must be a whole number from"):
            door()


@pytest.mark.parametrize("value", NONE, ids=repr)
def test_what_is_no_number_is_none_at_any_door(value):
    assert as_whole(value) is None
    assert as_number(value) is None
    for door in (
        lambda: Scenario.preset("zigui-2004", seed=value),
        lambda: check_days(value),
        lambda: check_request(["separate", "integrated"], 1, value),
        lambda: run_all(abs, [-1], value),
    ):
        with pytest.raises(InputError):
            door()


def test_days_as_numpy_gives_them_are_run():
    case = Scenario.preset("zigui-2004", people_per_agent=25)
    for half in REAL:
        assert County(case).run_days(half).minute == 720
