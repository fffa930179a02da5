"""A broker without workers: what a lesson asks is run here and now, and a second question finds it done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.comparison import Demand
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.background_jobs import Answer, run
from jiaosuo.dashboard.jobs.background_queue import BackgroundQueue, Function
from jiaosuo.dashboard.playback.store import Store

NOW = 0.0
"""Time stands still: on a slow machine no question is forgotten for want of being asked again."""


class Alone:
    """What `jiaosuo.dashboard.lessons.evidence.Broker` asks for."""

    def __init__(self, folder: Path) -> None:
        self.queue = BackgroundQueue(Store(folder))

    def replications(self, demand: Demand, n: int) -> Replications:
        """All replications."""
        self.queue.replications(demand, n, NOW)
        self._work()
        return self.queue.replications(demand, n, NOW)

    def years(self, demand: Demand, side: str) -> dict[str, Any] | None:
        """The years of one side."""
        self.queue.years(demand, side, NOW)
        self._work()
        return self.queue.years(demand, side, NOW)

    def call(self, function: Function, demand: Demand) -> dict[str, Any] | None:
        """What a function says of a demand."""
        self.queue.function(function, demand, NOW)
        self._work()
        return self.queue.function(function, demand, NOW)

    def _work(self) -> None:
        while (job := self.queue.next((), NOW, "alone")) is not None:
            for found in run(job):
                if isinstance(found, Answer):
                    self.queue.answers[job.address] = found.content
            self.queue.ended(job)
