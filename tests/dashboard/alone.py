"""A desk without a crew: what a lesson asks is run here and now, and a second question finds it done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.jobs.background_jobs import WORK
from jiaosuo.dashboard.jobs.background_queue import Errands
from jiaosuo.dashboard.playback.store import Store

NOW = 0.0
"""Time stands still: on a slow machine no question is forgotten for want of being asked again."""


class Alone:
    """What `jiaosuo.dashboard.lessons.asking.Desk` asks for."""

    def __init__(self, folder: Path) -> None:
        self.errands = Errands(Store(folder))

    def verdict(self, comparison: Comparison, n: int) -> dict[str, Any]:
        """All replications."""
        self.errands.verdict(comparison, n, NOW)
        self._work()
        return self.errands.verdict(comparison, n, NOW)

    def years(self, comparison: Comparison, side: str) -> dict[str, Any] | None:
        """The years of one side."""
        return self._said("years", comparison, side)

    def theory(self, comparison: Comparison) -> dict[str, Any] | None:
        """The loads of a comparison."""
        return self._said("call", comparison, "left", function="theory")

    def skills(self, comparison: Comparison) -> dict[str, Any] | None:
        """Skills under both rules."""
        return self._said("call", comparison, "left", function="skills")

    def _said(self, what: str, comparison: Comparison, side: str, **more: Any) -> dict[str, Any] | None:
        self.errands.ask(what, comparison, side, NOW, **more)
        self._work()
        return self.errands.ask(what, comparison, side, NOW, **more)

    def _work(self) -> None:
        while (job := self.errands.next((), NOW, "alone")) is not None:
            for said in WORK[job["what"]](job):
                if "answer" in said:
                    self.errands.answers[job["address"]] = said["answer"]
            self.errands.landed(job)
