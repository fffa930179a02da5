"""One file made: two worlds recorded, N worlds compared, and both put into a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.sending.compared import Asked, facts
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.sending.page import page
from jiaosuo.dashboard.sending.tapes import Tapes, recorded
from jiaosuo.dashboard.sending.telling import TAGS, focus_of, told
from jiaosuo.experiments.comparison.compare import check_request, compare
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.inference.trust import trust_in
from jiaosuo.experiments.replication.world import under_rule
from jiaosuo.experiments.study_tools.study import Progress
from jiaosuo.model.core.words import N_
from jiaosuo.model.possible import check_run

TWO = N_("two rules play side by side, and here are {n} ({rules}); `jiaosuo compare` takes more.")


@dataclass(frozen=True)
class Sending:
    """What one file is made of: two rules by name in a place, days to play, and worlds behind the verdict.

    `folder`: of a place of one's own, which may say how far the model is to be trusted there.
    """

    asked: Asked
    names: tuple[str, ...]
    days: float
    worlds: int
    folder: Path | None = None

    def check(self) -> None:
        """InputError or NotSendable, before anything is run, for what cannot be one file."""
        check_request(list(self.names), self.days, self.worlds)
        if len(self.names) != 2:
            raise NotSendable(Problem(TWO, {"n": len(self.names), "rules": ", ".join(self.names)}))
        for rule in self.names:
            check_run(under_rule(self.asked.scenario, rule), self.days, self.worlds)

    def tapes(self, progress: Progress | None = None) -> Tapes:
        """Both worlds as they play; before all worlds are run, because it says what does not fit."""
        left, right = (under_rule(self.asked.scenario, rule) for rule in self.names)
        return recorded(left, right, self.days, progress)

    def compared(self, workers: int, progress: Progress | None = None) -> ComparisonResult:
        """What all worlds say."""
        scenario, names = self.asked.scenario, list(self.names)
        found = compare(scenario, names, self.days, self.worlds, workers, progress=progress)
        return replace(found.result, trust=trust_in(self.folder))

    def page(self, tapes: Tapes, result: ComparisonResult, command: str, language_: str) -> bytes:
        """The file. `command`: what makes it again; `language_`: the one it opens in."""
        focus = focus_of(result)
        said = {each: told(facts(self.asked, result, each), focus, each) for each in TAGS}
        return page(tapes, said, focus, language_, command)
