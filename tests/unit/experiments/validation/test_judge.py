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


def test_a_twin_is_held_against_world_by_world():
    """The worlds differ by half, the two programs by a thousandth in each: too much to be chance."""
    twins = [1.0, 1.2, 1.5, 0.9]
    worlds = [twin + far for twin, far in zip(twins, (0.0009, 0.0011, 0.001, 0.001), strict=True)]

    def claim(worlds):
        return validate.claim_of(case(), "wait_mean", 1.15, worlds, False, twins)

    assert not validate.holds(claim(worlds))
    low, high = claim(worlds).estimate.interval
    assert (low + high) / 2 == pytest.approx(1.151)
    assert (high - low) / 2 == pytest.approx(12.924 * np.std([0.9, 1.1, 1, 1], ddof=1) / 1_000 / 2, rel=1e-3)
    assert validate.holds(claim([1.001, 1.199, 1.501, 0.899]))
    assert not validate.holds(claim([1.03, 1.17, 1.6, 0.9])), "near in no way, however wide"


def test_what_a_twin_says_is_its_mean_and_nothing_without_a_world():
    twin = Case("Case", lambda *_: {}, None, Effort(2, 1), None, twin=lambda *_: {})
    worlds = [validate.World({"delay": 1.0}, {"delay": 2.0}), validate.World({"delay": 1.0}, {"delay": 4.0})]
    assert validate.said(twin, worlds) == {"delay": 3.0}
    assert validate.said(twin, []) == {}
    assert validate.said(case(), []) == {}
