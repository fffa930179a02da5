"""Where along an axis a rule stops winning, with an interval from resampled worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.statistics.intervals import LEVEL, Estimate, Values

RESAMPLES = 1_000
FINE = 201


@dataclass(frozen=True)
class Crossing:
    """The place on the axis; `beyond` -1: lost from its start, +1: never lost up to its end."""

    estimate: Estimate
    beyond: int = 0


def crossing(axis: Values, losses: Values) -> Crossing:
    """Where losses turn from below 0 to above: the split that loses least if the rule is kept below it.

    `losses` (worlds, points): what the rule loses (above 0) or gains at each point; `axis` (points,) or
    (worlds, points), rising. The split has the least integral of the mean loss up to it, so a curve that
    crosses more than once still has one answer. The interval is the percentile bootstrap over whole worlds
    (always the same draws); with few worlds it is a rough one. Worlds with a point not observed are left out.
    """
    places = np.broadcast_to(axis, losses.shape)
    kept = np.isfinite(losses).all(axis=1) & np.isfinite(places).all(axis=1)
    places, losses = places[kept], losses[kept]
    n = len(losses)
    if n == 0:
        return Crossing(Estimate(None, None, 0))
    found, beyond = _split(places.mean(axis=0), losses.mean(axis=0))
    if n == 1:
        return Crossing(Estimate(found, None, 1), beyond)
    draws = np.random.default_rng(0).integers(n, size=(RESAMPLES, n))
    splits = [_split(places[rows].mean(axis=0), losses[rows].mean(axis=0))[0] for rows in draws]
    low, high = np.quantile(splits, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
    return Crossing(Estimate(found, (float(low), float(high)), n), beyond)


def _split(axis: Values, loss: Values) -> tuple[float, int]:
    order = np.argsort(axis, kind="stable")
    fine = np.linspace(axis[order[0]], axis[order[-1]], FINE)
    curve = np.interp(fine, axis[order], loss[order])
    steps = (curve[1:] + curve[:-1]) / 2 * np.diff(fine)
    best = int(np.concatenate(([0.0], np.cumsum(steps))).argmin())
    beyond = -1 if best == 0 else 1 if best == FINE - 1 else 0
    if beyond:
        return float(fine[best]), beyond
    near = best - 1 if curve[best] > 0 else best
    rise = curve[near + 1] - curve[near]
    share = -curve[near] / rise if rise > 0 and curve[near] <= 0 else 0.0
    return float(fine[near] + share * (fine[near + 1] - fine[near])), 0
