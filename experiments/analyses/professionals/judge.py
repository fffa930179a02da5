"""Who wins by a measure at which load, and which mechanism decides it: from columns of worlds to records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.analyses.professionals.professionals_result import (
    ALWAYS,
    AT,
    FROM,
    NEVER,
    OPEN,
    TOO_FEW,
    UNSEEN,
    UP_TO,
    AtLoad,
    Decided,
    Switched,
    Told,
)
from jiaosuo.experiments.statistics.crossing import Crossing, crossing
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate
from jiaosuo.experiments.statistics.intervals import Values, holm, mean_interval, p_value, paired_difference
from jiaosuo.experiments.statistics.power import too_few
from jiaosuo.experiments.study_tools.result import is_significant

MOST = 0.5
"""A mechanism makes most of a difference if less than this share of it is left without."""


@dataclass(frozen=True)
class Pair:
    """A measure under two forces and under a merged rule, each (worlds,) or (worlds, loads)."""

    before: Values
    after: Values

    def at(self, place: int) -> Pair:
        """One of its loads."""
        return Pair(self.before[:, place], self.after[:, place])

    @property
    def gaps(self) -> Values:
        """How much more it is under the merged rule."""
        return self.after - self.before

    @property
    def difference(self) -> Estimate:
        """The paired difference."""
        return paired_difference(self.before, self.after)

    @property
    def is_any(self) -> bool:
        """Whether there is any of the measure under either rule."""
        return bool(np.nansum(np.abs(self.before)) + np.nansum(np.abs(self.after)) > 0)

    @property
    def events(self) -> float:
        """Of a count: how many there were in all worlds, under the rule that has most."""
        return float(max(np.nansum(self.before), np.nansum(self.after)))


def over_loads(loads: Sequence[float], measured: Pair, sign: float, *, counts: bool) -> Told:
    """A measure over the loads; `sign` +1 where less of it is better; `counts`: it is a number of events."""
    pairs = [measured.at(place) for place in range(len(loads))]
    few = [counts and too_few(each.events) for each in pairs]
    differences = [each.difference for each in pairs]
    adjusted = holm([None if none else p_value(d) for none, d in zip(few, differences, strict=True)])
    rows = tuple(
        AtLoad(
            load=load, before=mean_interval(pair.before), after=mean_interval(pair.after), difference=d, p=p
        )
        for load, pair, d, p in zip(loads, pairs, differences, adjusted, strict=True)
    )
    word = TOO_FEW if all(few) else word_of(rows, sign)
    found = _turn(loads, sign * measured.gaps, word)
    return Told(word=word, loads=rows, turn=found.estimate, beyond=found.beyond)


def of_estimates(loads: Sequence[float], totals: Sequence[Estimate], sign: float) -> Told:
    """The same of a measure of which only its difference at each load is known; it has no turn."""
    adjusted = holm([p_value(each) for each in totals])
    rows = tuple(
        AtLoad(load=load, before=NOT_OBSERVED, after=NOT_OBSERVED, difference=total, p=p)
        for load, total, p in zip(loads, totals, adjusted, strict=True)
    )
    return Told(word=word_of(rows, sign), loads=rows)


def word_of(rows: Sequence[AtLoad], sign: float) -> str:
    """Where two forces win: see the words."""
    if all(each.difference.mean is None for each in rows):
        return UNSEEN
    lost = [each.is_told and sign * (each.difference.mean or 0.0) > 0 for each in rows]
    won = [each.is_told and sign * (each.difference.mean or 0.0) < 0 for each in rows]
    if not any(lost):
        return NEVER if any(won) else OPEN
    if all(lost):
        return ALWAYS
    number = sum(lost)
    return FROM if all(lost[-number:]) else UP_TO if all(lost[:number]) else AT


def _turn(loads: Sequence[float], losses: Values, word: str) -> Crossing:
    """Where the means cross; `losses`: what the merged rule loses, (worlds, loads)."""
    axis = np.array(loads, np.float64)
    if word == FROM:
        return crossing(axis, losses)
    return crossing(axis, -losses) if word == UP_TO else Crossing(NOT_OBSERVED)


def decided(usual: Pair, off: Mapping[str, Pair]) -> Decided:
    """What moves the difference of a measure, by the names of the mechanisms, paired by world.

    A mechanism without which there is none of the measure under either rule decides nothing: no post is
    staffed where there are none.
    """
    moved = {name: paired_difference(usual.gaps, each.gaps) for name, each in off.items()}
    adjusted = dict(zip(moved, holm([p_value(each) for each in moved.values()]), strict=True))
    switched = {
        name: Switched(difference=each.difference, change=moved[name], p=adjusted[name])
        for name, each in off.items()
    }
    by, turns = decider(usual.difference, {name: switched[name] for name, each in off.items() if each.is_any})
    return Decided(difference=usual.difference, switched=switched, by=by, turns=turns)


def decider(usual: Estimate, switched: Mapping[str, Switched]) -> tuple[str, bool]:
    """The mechanism that turns a difference, else the one that makes most of it; none where neither is told.

    Only a difference that is told can be decided, and only by a mechanism that moves it significantly.
    """
    if not _is_told(usual):
        return "", False
    mean = usual.mean or 0.0
    moving = {name: each for name, each in switched.items() if is_significant(each.p)}
    turning = {n: e for n, e in moving.items() if _is_told(e.difference) and _mean(e) * mean < 0}
    if turning:
        return max(turning, key=lambda name: abs(turning[name].change.mean or 0.0)), True
    left = {name: _mean(each) / mean for name, each in moving.items()}
    most = {name: share for name, share in left.items() if share < MOST}
    return (min(most, key=lambda name: most[name]), False) if most else ("", False)


def _mean(each: Switched) -> float:
    return each.difference.mean or 0.0


def _is_told(estimate: Estimate) -> bool:
    """Whether the interval lies on one side of 0."""
    ends = estimate.interval
    return ends is not None and (ends[0] > 0 or ends[1] < 0)
