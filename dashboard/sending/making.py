"""One file made: two worlds recorded, N worlds compared, and both put into a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.sending.compared import Asked, facts
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.sending.page import Shown
from jiaosuo.dashboard.sending.tapes import Tapes, recorded
from jiaosuo.dashboard.sending.telling import TAGS, focus_of, told
from jiaosuo.experiments.comparison.compare import check_request, compare
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.inference.trust import trust_in
from jiaosuo.experiments.replication.world import under_rule
from jiaosuo.experiments.study_tools.study import Progress
from jiaosuo.model.core.words import N_
from jiaosuo.model.moment import Moment
from jiaosuo.model.possible import check_run
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import Scenario

TWO = N_("two rules play side by side, and here are {n} ({rules}); `jiaosuo compare` takes more.")


@dataclass(frozen=True)
class Sending:
    """What one file is made of: two rules in a place, days to play, and worlds behind the verdict.

    `rules`: by name, or rules and maps themselves. `folder`: of a place of one's own, which may say how far
    the model is to be trusted there. `at`: how long after the change to its rule each run begins.
    """

    asked: Asked
    rules: tuple[AnyRule, ...]
    days: float
    worlds: int
    folder: Path | None = None
    at: Moment = Moment.LONG_RUN

    def check(self) -> None:
        """InputError or NotSendable, before anything is run, for what cannot be one file."""
        check_request(list(self.rules), self.days, self.worlds)
        if len(self.rules) != 2:
            names = ", ".join(map(called, self.rules))
            raise NotSendable(Problem(TWO, {"n": len(self.rules), "rules": names}))
        for scenario in self._sides():
            check_run(scenario, self.days, self.worlds)

    def _sides(self) -> tuple[Scenario, Scenario]:
        left, right = (under_rule(self.asked.scenario, rule, at=self.at) for rule in self.rules)
        return left, right

    def tapes(self, progress: Progress | None = None) -> Tapes:
        """Both worlds as they play; before all worlds are run, because it says what does not fit."""
        return recorded(*self._sides(), self.days, progress)

    def compared(self, workers: int, progress: Progress | None = None) -> ComparisonResult:
        """What all worlds say."""
        scenario, rules = self.asked.scenario, list(self.rules)
        found = compare(scenario, rules, self.days, self.worlds, workers, progress=progress, at=self.at)
        return replace(found.result, trust=trust_in(self.folder))

    def shown(self, tapes: Tapes, result: ComparisonResult, command: str, language_: str) -> Shown:
        """What file and cell show. `command`: what makes it again; `language_`: the one it opens in."""
        focus = focus_of(result)
        said = {each: told(facts(self.asked, result, each), focus, each) for each in TAGS}
        return Shown(tapes, said, focus, language_, command)

    def page(self, tapes: Tapes, result: ComparisonResult, command: str, language_: str) -> bytes:
        """The file."""
        return self.shown(tapes, result, command, language_).page()
