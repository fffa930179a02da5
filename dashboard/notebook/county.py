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
    """A county under a rule.

    Officers, vehicles and citizens are Mesa agents: views of rows, made when somebody first asks for agents.

    Parameters
    ----------
    scenario : Scenario or str
        All that the run depends on besides its length, or the name of a shipped place.
    log : bool, default False
        Whether every turn of every officer is logged, so that `calls` tells who came.
    rng : int, optional
        A seed in the place of the scenario's, as `mesa.batch_run` gives it.

    Raises
    ------
    InputError
        When a place, rule or number cannot be, or the place and what its timeline says do not go together.

    Examples
    --------
    >>> from jiaosuo import County, Scenario
    >>> place = Scenario.preset("county-town", rule="integrated", seed=7, people_per_agent=25)
    >>> county = County(place).run_days(0.01)
    >>> county.minute
    14
    >>> county.ticks().shape[0]
    14
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
        """Run so many days more, parts of a day too.

        Parameters
        ----------
        days : float
            From one minute (0.0007) to 3,660; rounded to whole minutes.

        Returns
        -------
        County
            This county, so that a chain reads well.

        Raises
        ------
        InputError
            When the days are out of range, or the county was broken off in the middle of its work.

        Notes
        -----
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
        """This county from its beginning, beside the same one under another rule; it does not itself go on.

        Parameters
        ----------
        against : str, Rule or RuleMap, optional
            The other rule, which stands on the left; None: separate, or integrated where the county itself is
            separate, which then stands on the left.
        days : float, optional
            Days of the run; None: as many as the county has run, or else the place's own.
        replications : int, default 20
            Worlds behind the verdict, from 1 to 100,000.
        jobs : int, default 1
            Worker processes; 1 runs in this process.
        progress : callable or bool, optional
            None: a bar where somebody watches; False: none; or a function of how many are done and how many
            there are in all.
        lang : {"en", "zh"}, optional
            The language that it opens in; None: that of the user.

        Returns
        -------
        Play
            What the last line of a cell shows, and `save` writes.

        Raises
        ------
        InputError
            When a rule or number cannot be.
        NotSendable
            When it does not fit into one file.
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
