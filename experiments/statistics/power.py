"""What a result must rest on before anything is said of it: events enough, and a mean that is not noise."""

from __future__ import annotations

from jiaosuo.experiments.statistics.estimate import Estimate

LEAST_EVENTS = 20
"""Fewer crashes, calls or deaths than this in all worlds together say nothing: the spread of a count of 20
by chance alone is 22 % of it, so that of two such counts one may be half of the other (assumption)."""


def too_few(events: float | None) -> bool:
    """Whether so many events are too few to say anything; None: nobody has counted them."""
    return events is not None and events < LEAST_EVENTS


def may_be_nothing(mean: Estimate) -> bool:
    """Whether a mean cannot be told from 0: it is 0, or its interval touches 0. One world tells nothing."""
    if mean.mean is None or mean.mean == 0.0:
        return True
    return mean.interval is not None and mean.interval[0] <= 0.0 <= mean.interval[1]
