"""Shares of hand-made tables: they add up, and are what is worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from jiaosuo.experiments.analyses.attribution.shapley import alone, last, shares


def test_two_answers_by_hand():
    """v(none) 10, v(a) 7, v(b) 12, v(a and b) 5: a is worth (7-10 + 5-12) / 2, b (12-10 + 5-7) / 2."""
    values = np.array([[10.0, 7.0, 12.0, 5.0]])
    assert shares(values).tolist() == [[-5.0, 0.0]]
    assert alone(values, 0).tolist() == [-3.0]
    assert last(values, 0).tolist() == [-7.0]
    assert alone(values, 1).tolist() == [2.0]
    assert last(values, 1).tolist() == [-2.0]


def test_the_glove_game():
    """One left and two right gloves (Shapley's own kind of example): 2/3 to the left, 1/6 to each right."""
    values = np.array([[0, 0, 0, 1, 0, 1, 0, 1]], float)
    assert shares(values)[0] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_an_answer_that_changes_nothing_has_no_share():
    values = np.array([[3.0, 1.0, 3.0, 1.0]])
    assert shares(values).tolist() == [[-2.0, 0.0]]


def test_answers_that_only_add_have_what_they_add():
    worth = np.array([1.5, -2.0, 0.25])
    values = np.array([[sum(worth[i] for i in range(3) if s >> i & 1) for s in range(8)]])
    assert shares(values)[0] == pytest.approx(worth)


@given(arrays(np.float64, (3, 16), elements=st.floats(-1e6, 1e6)))
def test_shares_add_up_in_every_world(values):
    assert shares(values).sum(axis=1) == pytest.approx(values[:, -1] - values[:, 0], abs=1e-6)


def test_columns_that_are_no_power_of_two_are_refused():
    with pytest.raises(ValueError, match="2 \\*\\* answers"):
        shares(np.zeros((1, 6)))
