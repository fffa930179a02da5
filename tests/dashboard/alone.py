"""A broker without workers: what a lesson asks is run here and now, and a second question finds it done."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.jobs.background_jobs import Answer, run
from jiaosuo.dashboard.jobs.background_queue import BackgroundQueue
from jiaosuo.dashboard.jobs.function import Function, JobError, YearsOfPath
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.experiments.results.record import Record

NOW = 0.0
"""Time stands still: on a slow machine no question is forgotten for want of being asked again."""


class Alone:
    """What `jiaosuo.dashboard.lessons.asking.Broker` asks for."""

    def __init__(self, folder: Path) -> None:
        self.queue = BackgroundQueue(Store(folder))

    def replications(self, comparison: Comparison, n: int) -> Replications:
        """All replications."""
        self.queue.replications(comparison, n, NOW)
        self._work()
        return self.queue.replications(comparison, n, NOW)

    def years(self, comparison: Comparison, side: str) -> YearsOfPath | JobError | None:
        """The years of one side."""
        self.queue.years(comparison, side, NOW)
        self._work()
        return self.queue.years(comparison, side, NOW)

    def call[T: Record](self, function: Function[T], comparison: Comparison) -> T | JobError | None:
        """What a function says of a comparison."""
        self.queue.function(function, comparison, NOW)
        self._work()
        return self.queue.function(function, comparison, NOW)

    def _work(self) -> None:
        while (job := self.queue.next((), NOW, "alone")) is not None:
            for found in run(job):
                if isinstance(found, Answer):
                    self.queue.answers[job.address] = found.content
            self.queue.ended(job)
