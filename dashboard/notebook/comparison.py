"""`jiaosuo.compare`: rules compared in the same worlds, and two of them to be played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiaosuo.experiments.comparison.compare import Comparison, check_request
from jiaosuo.experiments.comparison.compare import compare as compared
from jiaosuo.experiments.doors.places import Place, scenario_of, staffed
from jiaosuo.experiments.doors.progress import WORLDS, Watching, watched
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    from jiaosuo.dashboard.notebook.play import Play


@dataclass(frozen=True, repr=False)
class PlayableComparison(Comparison):
    """A comparison that can be played.

    Attributes
    ----------
    scenario : Scenario
        The place that was compared, with the seed of the first world.
    rules : tuple of str, Rule or RuleMap
        What was compared, the baseline first.
    at : Moment
        How long after the change to its rule each run began.
    shipped : bool
        Whether the place is one that comes with the package, taken as it is.
    """

    scenario: Scenario
    rules: tuple[AnyRule, ...]
    at: Moment = Moment.LONG_RUN
    shipped: bool = field(default=False)

    def play(
        self,
        rules: Sequence[AnyRule] | None = None,
        jobs: int = 1,
        progress: Watching = None,
        lang: str | None = None,
    ) -> Play:
        """Its first world under two rules side by side, with what all worlds say.

        Parameters
        ----------
        rules : sequence of str, Rule or RuleMap, optional
            Two of those compared; None: the two there are.
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
        NotSendable
            When there are not two rules, or the days do not fit into one file.

        Notes
        -----
        Of more than two rules, the pair is compared anew in the same worlds, because what is beyond chance
        hangs on how many rules are judged.
        """
        # heavy: only who plays pays
        from jiaosuo.dashboard.notebook.play import played
        from jiaosuo.dashboard.sending.compared import Asked
        from jiaosuo.dashboard.sending.making import Sending

        pair = self.rules if rules is None else tuple(rules)
        asked = Asked(self.scenario, {}, self.shipped)
        days, worlds = self.result.days, self.result.replications
        sending = Sending(asked, pair, days, worlds, at=self.at)
        sending.check()
        known = tuple(map(called, pair)) == self.result.rules
        return played(sending, self.result if known else None, jobs, progress, lang)


def compare(
    place: Place,
    rules: Sequence[AnyRule] = ("separate", "integrated"),
    days: float | None = None,
    replications: int = 20,
    jobs: int = 1,
    keep_calls: bool = False,
    progress: Watching = None,
    at: Moment = Moment.LONG_RUN,
    weights: Mapping[str, float] | None = None,
    *,
    seed: int = 0,
) -> PlayableComparison:
    """Compare rules on the same worlds, as `jiaosuo compare` does; the same for any number of jobs.

    Parameters
    ----------
    place : str, Path or Scenario
        A name, scenario file, folder or scenario; a scenario's own seed is that of the first world.
    rules : sequence of str, Rule or RuleMap, default ("separate", "integrated")
        Two or more, each once, by name or themselves; differences are against the first, and `timeline`
        stands for the place's own changes.
    days : float, optional
        Length of each run in days, from one minute (0.0007) to 3,660; None: the place's own.
    replications : int, default 20
        Worlds, from 1 to 100,000, with seeds one after the other: each is run under every rule.
    jobs : int, default 1
        Worker processes; 1 runs in this process, and for more a script calls this under
        `if __name__ == "__main__":`.
    keep_calls : bool, default False
        Whether a row for each call of all worlds is kept in `calls`.
    progress : callable or bool, optional
        None: a bar where somebody watches; False: none; or a function of the worlds done and the worlds in
        all.
    at : Moment, default Moment.LONG_RUN
        How long after the change to its rule each run begins.
    weights : mapping of str to float, optional
        Weights of the efficiency index by outcome; None: all its own components weigh the same.
    seed : int, default 0
        Seed of the first world of a place that is not a scenario yet, from 0 to 2**256 - 1.

    Returns
    -------
    PlayableComparison
        `to_polars()` is a row an outcome and rule with mean, 95 % interval and the paired difference to the
        first rule, in the unit of the outcome; `play()` plays two of the rules.

    Raises
    ------
    InputError
        When there are fewer than two rules, one is named twice, or something is unknown or out of range;
        nothing has run then.

    Notes
    -----
    A world that fails, or is not the same under every rule, is left out of every mean and named in
    `failures`.

    Examples
    --------
    >>> from jiaosuo import Scenario, compare
    >>> county = Scenario.preset("county-town", people_per_agent=25)
    >>> found = compare(county, days=0.01, replications=1, progress=False)
    >>> found.result.rules
    ('separate', 'integrated')
    >>> found.to_polars().columns[:3]
    ['outcome', 'rule', 'unit']
    """
    # heavy: the shelf of places is read only when asked for
    from jiaosuo.model.scenario_file import preset_names

    scenario = scenario_of(place, seed=seed)
    span = (scenario.about.days if scenario.path is None else scenario.path.days) if days is None else days
    check_request(rules, span, replications, weights)
    with watched(progress, WORLDS) as told:
        scenario = staffed(scenario, jobs)
        found = compared(scenario, rules, span, replications, jobs, keep_calls, told, at, weights)
    return PlayableComparison(
        found.result,
        found.calls,
        found.failures,
        scenario=scenario,
        rules=tuple(rules),
        at=at,
        shipped=isinstance(place, str) and place in preset_names(),
    )
