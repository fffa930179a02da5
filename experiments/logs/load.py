"""How many calls are open at once, and how many officers they take, hour by hour of a log."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.results.record import Record

type Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class HourLoad(Record):
    """An hour of the day: how many on average, and how many on the fullest such hour of the log."""

    hour: int
    mean: float
    most: float


def mean_open(begins: Floats, ends: Floats, weights: Floats, marks: Floats) -> Floats:
    """Of intervals with weights, how much weight is open on average between each mark and the next.

    All in the same unit of time. Exact: it is the difference of integrals, and no sampling.
    """
    return np.diff(_integral(begins, weights, marks) - _integral(ends, weights, marks)) / np.diff(marks)


def _integral(times: Floats, weights: Floats, marks: Floats) -> Floats:
    """The sum of weight times what has passed since each time, at each mark."""
    order = np.argsort(times, kind="stable")
    sorted_, weight = times[order], weights[order]
    total = np.concatenate([[0.0], np.cumsum(weight)])
    moment = np.concatenate([[0.0], np.cumsum(weight * sorted_)])
    upto = np.searchsorted(sorted_, marks, side="right")
    found: Floats = total[upto] * marks - moment[upto]
    return found


def time_shares(begins: Floats, ends: Floats) -> list[float]:
    """Share of time, from the first begin to the last end, with 0, 1, 2 ... intervals open at once."""
    if not len(begins):
        return []
    moments = np.concatenate([begins, ends])
    steps = np.concatenate([np.ones(len(begins)), -np.ones(len(ends))])
    order = np.lexsort((steps, moments))
    moments, open_ = moments[order], np.cumsum(steps[order]).astype(int)
    lasts = np.diff(moments, append=moments[-1])
    spent = np.bincount(np.maximum(open_, 0), weights=lasts)
    total = spent.sum()
    return [] if total <= 0 else [round(float(each), 6) for each in spent / total]


def by_hour(loads: Floats, first_hour: int) -> tuple[HourLoad, ...]:
    """Loads of hours that follow one another, by hour of the day; the first is of `first_hour`."""
    hours = (np.arange(len(loads)) + first_hour) % 24
    found = []
    for hour in range(24):
        those = loads[hours == hour]
        if len(those):
            mean, most = round(float(those.mean()), 4), round(float(those.max()), 4)
            found.append(HourLoad(hour=hour, mean=mean, most=most))
    return tuple(found)
