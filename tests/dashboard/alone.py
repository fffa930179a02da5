"""A desk without a crew: what a lesson asks is run here and now, and a second question finds it done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.comparison import Demand
from jiaosuo.dashboard.jobs.background_jobs import WORK
from jiaosuo.dashboard.jobs.background_queue import Errands
from jiaosuo.dashboard.playback.store import Store

NOW = 0.0
"""Time stands still: on a slow machine no question is forgotten for want of being asked again."""


class Alone:
    """What `jiaosuo.dashboard.lessons.evidence.Desk` asks for."""

    def __init__(self, folder: Path) -> None:
        self.errands = Errands(Store(folder))

    def verdict(self, demand: Demand, n: int) -> dict[str, Any]:
        """All replications."""
        self.errands.verdict(demand, n, NOW)
        self._work()
        return self.errands.verdict(demand, n, NOW)

    def years(self, demand: Demand, side: str) -> dict[str, Any] | None:
        """The years of one side."""
        return self._said("years", demand, side)

    def theory(self, demand: Demand) -> dict[str, Any] | None:
        """The loads of a demand."""
        return self._said("call", demand, "left", function="theory")

    def skills(self, demand: Demand) -> dict[str, Any] | None:
        """Skills under both rules."""
        return self._said("call", demand, "left", function="skills")

    def _said(self, what: str, demand: Demand, side: str, **more: Any) -> dict[str, Any] | None:
        self.errands.ask(what, demand, side, NOW, **more)
        self._work()
        return self.errands.ask(what, demand, side, NOW, **more)

    def _work(self) -> None:
        while (job := self.errands.next((), NOW, "alone")) is not None:
            for said in WORK[job["what"]](job):
                if "answer" in said:
                    self.errands.answers[job["address"]] = said["answer"]
            self.errands.landed(job)
