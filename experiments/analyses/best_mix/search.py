"""The search for the best map: candidates from rankings, halved as they part, then mended one by one.

A map is the set of townships that take the alternative. Nothing here is a finding: the map it returns was
picked because it looked best, so what it is worth must be judged in worlds that had no part in the picking.

Sources: successive halving, Karnin, Koren & Somekh (2013); paired by common worlds, Law (2015), 11.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from jiaosuo.experiments.analyses.best_mix.mix_result import Round
from jiaosuo.experiments.statistics.intervals import Values

type Map = frozenset[int]
type Score = Callable[[Sequence[Map], int], Values]
"""Losses of some maps in the first so many worlds of the search, (worlds, maps), less is better."""

FINALISTS = 3


def nested(order: Sequence[int]) -> list[Map]:
    """The maps that a ranking gives: nobody, the first, the first two, ... all."""
    return [frozenset(order[:count]) for count in range(len(order) + 1)]


@dataclass
class Search:
    """What was tried: the maps of each round with their mean losses, for the page."""

    rounds: list[Round] = field(default_factory=list)

    def note(self, kind: str, worlds: int, maps: Sequence[Map], means: Values) -> None:
        self.rounds.append(
            Round(
                kind=kind,
                worlds=worlds,
                maps=tuple(tuple(sorted(each)) for each in maps),
                means=tuple(float(mean) for mean in means),
            )
        )


def halved(candidates: Iterable[Map], score: Score, worlds: int, search: Search) -> list[Map]:
    """The finalists: each round drops the worse half and doubles the worlds; best first."""
    left = list(dict.fromkeys(candidates))
    while True:
        means = _means(score(left, worlds))
        search.note("halving", worlds, left, means)
        order = np.argsort(means, kind="stable")
        if len(left) <= FINALISTS:
            return [left[at] for at in order]
        left = [left[at] for at in order[: max(FINALISTS, (len(left) + 1) // 2)]]
        worlds *= 2


def mended(best: Map, townships: int, score: Score, worlds: int, steps: int, search: Search) -> Map:
    """The map after flips of one township that help by more than their standard error, the best one first."""
    for _ in range(steps):
        tried = [best, *(best ^ {township} for township in range(townships))]
        losses = score(tried, worlds)
        gains = losses[:, :1] - losses[:, 1:]
        search.note("flips", worlds, tried, _means(losses))
        mean = np.nan_to_num(np.nanmean(gains, axis=0), nan=-np.inf)
        error = np.nan_to_num(np.nanstd(gains, axis=0, ddof=1), nan=np.inf) / max(len(gains), 1) ** 0.5
        chosen = int((mean - error).argmax())
        if mean[chosen] <= error[chosen]:
            return best
        best = tried[chosen + 1]
    return best


def _means(losses: Values) -> Values:
    seen = np.isfinite(losses).all(axis=1)
    means: Values = losses[seen].mean(axis=0) if seen.any() else np.full(losses.shape[1], np.inf)
    return means
