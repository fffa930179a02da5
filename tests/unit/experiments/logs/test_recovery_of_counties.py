"""Counties whose parameters are known are calibrated to their own logs; takes most of an hour."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.calibration_recovery import TOLD, recovered
from jiaosuo.experiments.inference.ranks import uneven


@pytest.mark.slow
def test_intervals_of_twenty_counties_hold_their_parameters(tmp_path):
    """90 % intervals hold 80 to 98 % of what is told; ranks of truths are even (false alarm: 1 in 1,000)."""
    names = ["delta", "other_work", "travel_share", "deterrence_strength"]
    _, inside, width, ranks = recovered("zigui-2004", tmp_path, 20, 120, 5.0, own=0, jobs=2, names=names)
    those = np.median(width, axis=0) <= TOLD
    assert those.any()
    assert 0.80 <= inside[:, those].mean() <= 0.98
    for axis in range(len(names)):
        assert uneven(ranks[:, axis]) > 0.001, names[axis]
