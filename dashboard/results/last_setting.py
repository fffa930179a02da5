"""What an outcome has changed by against the setting before the last move, in the same worlds."""

from __future__ import annotations

import numpy as np

from jiaosuo.dashboard.choice.outcomes import format_outcome, scale, title
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.experiments.comparison.result import number, places
from jiaosuo.experiments.statistics.intervals import Estimate, Values, paired_difference
from jiaosuo.model.core.words import N_, speaker

AGAINST = N_("{title} against my last setting: {changes}.")
CHANGE = N_("{rule} {change} ({low} to {high})")


def against(
    now: Replications, before: Replications | None, outcome: str, names: tuple[str, str], language: str
) -> str:
    """The change of each side with its interval; empty where one of the settings has no finished worlds."""
    if before is None or outcome not in now.rows or outcome not in before.rows:
        return ""
    _ = speaker(language)
    told = []
    for side, name in enumerate(names):
        change = _change(now, before, outcome, side)
        if change.mean is None or change.interval is None:
            continue
        low, high = (_size(outcome, end) for end in change.interval)
        size = format_outcome(outcome, abs(change.mean), language)
        sign = "−" if change.mean < 0 else "+"
        told.append(_(CHANGE, rule=name, change=sign + size, low=low, high=high))
    return _(AGAINST, title=title(outcome, language), changes=_("; ").join(told)) if told else ""


def _change(now: Replications, before: Replications, outcome: str, side: int) -> Estimate:
    """Now less before on one side, in the worlds that both settings have."""
    then, since = _by_seed(before, outcome, side), _by_seed(now, outcome, side)
    shared = sorted(then.keys() & since.keys())
    return paired_difference(
        _values([then[seed] for seed in shared]), _values([since[seed] for seed in shared])
    )


def _by_seed(state: Replications, outcome: str, side: int) -> dict[int, float | None]:
    return dict(zip(state.seeds, state.rows[outcome][side], strict=False))


def _values(column: list[float | None]) -> Values:
    return np.array([np.nan if each is None else each for each in column], np.float64)


def _size(outcome: str, value: float) -> str:
    size = scale(outcome) * value
    return number(size, places(abs(size)), signed=True)
