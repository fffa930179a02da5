"""`jiaosuo.County`: the model's county, which can be played, and which Mesa's own batch runner takes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Self, cast

from mesa import DataCollector

from jiaosuo.experiments.doors.progress import Watching
from jiaosuo.model.county import County as ModelCounty
from jiaosuo.model.measures import Value
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import AnyRule
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.dashboard.notebook.play import Play


class County(ModelCounty):
    """A county under a rule: `County(Scenario.preset("zigui-2004", rule="integrated", seed=7)).run_days(7)`.

    `scenario`: or the name of a shipped place. Officers, vehicles and citizens are Mesa agents: views of
    rows, made when somebody first asks for agents. With `log=True` every turn of every officer is logged.
    `rng`: a seed in the place of the scenario's, as `mesa.batch_run` gives it. InputError for a place, rule
    or number that cannot be.
    """

    _collector: DataCollector | None = None
    _given: bool = False
    """Whether the collector is somebody's own."""
    _found: tuple[int, dict[str, Value]] | None = None
    """The outcomes of a minute: each reporter asks for one of them."""

    def __init__(self, scenario: Scenario | str, *, log: bool = False, rng: int | None = None) -> None:
        case = Scenario.preset(scenario) if isinstance(scenario, str) else scenario
        super().__init__(case if rng is None else case.changed(seed=rng), log=log)

    def run_days(self, days: float) -> Self:
        """Run so many days more, parts of a day too; returns the county, so that a chain reads well.

        What else is on Mesa's schedule sees the county up to a day ahead; `run_for` goes minute by minute.
        Ended early (Ctrl-C, an error in a step of one's own), it goes on from `minute` when called again.
        """
        super().run_days(days)
        return self

    def play(
        self,
        against: AnyRule | None = None,
        days: float | None = None,
        replications: int = 20,
        jobs: int = 1,
        progress: Watching = None,
        lang: str | None = None,
    ) -> Play:
        """This county from its beginning, beside the same one under another rule; shown by a cell's last
        line.

        `against`: the other rule, which stands on the left (none: separate, or integrated where the county
        itself is separate, which then stands on the left). `days` (none: as many as it has run, or the
        place's own). All else as in `jiaosuo.play`. The county itself does not go on.
        """
        # heavy: only who plays pays
        from jiaosuo.dashboard.notebook.play import play, rules_of

        rules: Sequence[AnyRule] = (
            rules_of(self.scenario) if against is None else (against, self.scenario.rule)
        )
        return play(self, rules, days, replications, jobs=jobs, progress=progress, lang=lang)

    def __copy__(self) -> Self:
        """As `copied`: two counties that write into the same tables would be none."""
        return cast(Self, self.copied())

    @property
    def datacollector(self) -> DataCollector:
        """Mesa's collector: the one that was set, else one of every outcome at the minute it is asked for."""
        if self._collector is None:
            reporters = {name: partial(_observed, name=name) for name in OUTCOMES}
            self._collector = DataCollector(model_reporters=reporters)
        if not self._given and (self._found is None or self._found[0] != self.minute):
            self._found = self.minute, self.outcomes()
            self._collector.collect(self)
        return self._collector

    @datacollector.setter
    def datacollector(self, collector: DataCollector) -> None:
        self._collector, self._given, self._found = collector, True, None


def _observed(county: County, name: str) -> float | None:
    """The value of an outcome at the minute of the county; None where nothing was observed."""
    found = county._found
    return None if found is None else found[1][name][0]
