"""When a figure agrees with theory, and when it does not."""

import numpy as np
import pytest

from jiaosuo.experiments.validation import validate
from jiaosuo.experiments.validation.law import Agreement, Case, Effort, called


def case(how=Agreement.CHANCE, allowed=0.0):
    return Case("Case", lambda *_: {}, dict, Effort(1, 1), None, agreement=how, allowed=allowed)


def holds(theory, worlds, how=Agreement.CHANCE, quick=False, allowed=0.0):
    return validate.holds(validate.claim_of(case(how, allowed), "wait_mean", theory, worlds, quick))


def test_the_interval_must_cover_theory():
    assert holds(1.0, [0.99, 1.01, 1.0, 1.005])
    assert not holds(1.0, [1.0101, 1.0102, 1.0101, 1.0102])


def test_the_mean_must_be_near_theory_however_wide_the_interval_is():
    wide = [1.0, 1.06, 0.9, 1.16]
    assert np.mean(wide) == pytest.approx(1.03)
    assert holds(1.0, wide, quick=True)
    assert not holds(1.0, wide)


@pytest.mark.parametrize("worlds", [[], [1.0], [1.0, 1.0, np.nan]])
def test_what_was_not_seen_in_every_one_of_several_worlds_does_not_hold(worlds):
    assert not holds(1.0, worlds)


def test_what_is_exact_is_equal_in_every_world():
    assert holds(0.0, [0.0, 0.0], Agreement.EXACT)
    assert not holds(0.0, [0.0, 1e-12], Agreement.EXACT)
    assert not holds(0.0, [0.0, np.nan], Agreement.EXACT)
    assert not holds(0.0, [], Agreement.EXACT)


def test_what_is_within_is_no_farther_off_in_any_world():
    assert holds(2.0, [2.1, 1.9], Agreement.WITHIN, allowed=0.11)
    assert not holds(2.0, [2.0, 2.2], Agreement.WITHIN, allowed=0.11)
    assert not holds(2.0, [2.0, np.nan], Agreement.WITHIN, allowed=0.11)


def test_a_figure_of_one_of_several_units_is_called_by_its_number():
    figure, number = called("workload_3")
    assert figure.words.format(number=number) == "share of time busy, unit 3"
    assert called("wait_mean_order")[1] == ""


def test_the_error_of_a_theory_that_is_a_simulation_widens_the_interval_and_excuses_no_distance():
    def claim(theory, margin):
        worlds = [1.0101, 1.0102, 1.0101, 1.0102]
        return validate.claim_of(case(), "wait_mean", theory, worlds, quick=False, margin=margin)

    assert not validate.holds(claim(1.0, 0.0))
    assert validate.holds(claim(1.0, 0.02))
    assert not validate.holds(claim(0.98, 0.1)), "3 % off"
    bare, wide = (claim(1.0, margin).estimate.interval for margin in (0.0, 0.02))
    assert (wide[1] - wide[0]) / 2 == pytest.approx(np.hypot((bare[1] - bare[0]) / 2, 0.02))


def test_the_full_set_may_ask_more_of_theory_than_the_quick_one():
    few = (lambda: {"delay": 1.0}), (lambda: {"delay": 0.3})
    many = (lambda: {"delay": 1.1}), (lambda: {"delay": 0.1})
    made = Case("Case", lambda *_: {}, few[0], Effort(1, 1), None, margins=few[1], fully=many)
    assert made.says(quick=True) == ({"delay": 1.0}, {"delay": 0.3})
    assert made.says(quick=False) == ({"delay": 1.1}, {"delay": 0.1})
    assert case().says(quick=False) == ({}, {})
