"""The replications of a comparison so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.dashboard.choice.problem import Problem


@dataclass(frozen=True)
class Replications:
    """How far the replications of a comparison are, and what they gave.

    `rows`: for each outcome one list a side (or a rule) with the value of each finished world, None: not
    observed. `seeds` and `common` (the share of calls that both sides have, None without calls) by finished
    world. `failed`: why others could not be run. `waits_for`: `split` while the split of the force is
    being found. `by_year`: over years, for each finished world the outcomes of each side (or rule), by year.
    """

    done: int = 0
    wanted: int = 0
    rows: Mapping[str, list[list[float | None]]] = field(default_factory=dict)
    seeds: tuple[int, ...] = ()
    common: tuple[float | None, ...] = ()
    failed: tuple[Problem, ...] = ()
    waits_for: str | None = None
    by_year: tuple[Mapping[str, list[dict[str, float | None]]], ...] = field(default=(), compare=False)

    @property
    def complete(self) -> bool:
        """Whether every world has been run or has failed."""
        return self.done + len(self.failed) >= self.wanted > 0
