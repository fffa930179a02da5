"""Whole numbers from shares, by hand."""

import pytest

from jiaosuo.model.core.shares import largest_remainder


@pytest.mark.parametrize(
    ("total", "weights", "shared"),
    [
        (10, [1, 1], [5, 5]),
        (10, [47, 16, 15.8, 12, 6.1, 3.1], [5, 2, 1, 1, 1, 0]),
        (1, [1, 1, 1], [1, 0, 0]),
        (5, [0, 0], [3, 2]),
        (3, [0, 7, 0], [0, 3, 0]),
        (0, [2, 3], [0, 0]),
    ],
    ids=["even", "remainders", "ties go to the first", "no weights", "one weight", "nothing"],
)
def test_wholes_go_by_share_and_what_is_left_by_remainder(total, weights, shared):
    assert largest_remainder(total, weights).tolist() == shared
