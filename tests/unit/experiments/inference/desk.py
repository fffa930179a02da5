"""A desk in a few lines of plain Python in place of a county: its parameters are known, and it is quick."""

from __future__ import annotations

import math

import numpy as np

from jiaosuo.experiments.inference.prior import Prior, Range

PRIOR = Prior((
    Range(name="calls", low=5, high=40),
    Range(name="minutes", low=10, high=90),
    Range(name="patience", low=0.5, high=2.5),
))  # fmt: skip
"""Calls a day; minutes of a case; how many cases somebody waits for. Tests add what nobody can tell."""


def day(draw, calls, minutes, patience):
    """One day of one officer: calls that came, minutes of cases, and how many gave up."""
    came = draw.poisson(calls)
    times = np.sort(draw.uniform(0, 1440, came))
    free, lost, took, waits = 0.0, 0, [], []
    for at in times:
        if free - at > patience * minutes:
            lost += 1
            continue
        begin = max(at, free)
        work = draw.exponential(minutes)
        free = begin + work
        took.append(work)
        waits.append(begin - at)
    return came, took, waits, lost


def told(draw, calls, minutes, patience, days=20):
    """The statistics of so many days."""
    came, took, waits, lost = 0, [], [], 0
    for _ in range(days):
        one, work, wait, gone = day(draw, calls, minutes, patience)
        came, lost = came + one, lost + gone
        took += work
        waits += wait
    reached = len(took)
    return [
        math.log((came + 0.5) / days),
        float(np.mean(np.log(took))),
        float(np.mean(np.log1p(waits))),
        math.log((lost + 0.5) / (reached + 0.5)),
    ]


def simulated(points, seed, days=20):
    """Statistics of each point of the box, (points, statistics); axes beyond the third do nothing."""
    values = PRIOR.values(points[:, :3])
    return np.array([
        told(np.random.default_rng([seed, at]), *row, days=days) for at, row in enumerate(values.tolist())
    ])  # fmt: skip
