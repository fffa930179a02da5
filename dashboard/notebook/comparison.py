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
    """A comparison that can be played: `scenario` and `rules` are what was compared, `at` when."""

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

        `rules`: two of those compared; none: the two there are. Of more than two, the pair is compared anew
        in the same worlds, because what is beyond chance hangs on how many rules are judged. `jobs`,
        `progress` and `lang` as in `jiaosuo.play`. NotSendable for other than two rules and for days that do
        not fit into one file.
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

    `place`: a name, scenario file, folder or scenario, whose `seed` is that of the first world. `rules`: two
    or more, maps and the word `timeline` too, by name or themselves; differences are against the first.
    `days` of a run (none: the place's own). `replications`: worlds, with seeds one after the other. `jobs`:
    worker processes; 1 runs in this process, and for more a script calls this under `if __name__ ==
    "__main__":`. `keep_calls`: keep a row for each call of all worlds in `calls`. `progress`: None for a bar
    where somebody watches, False for none, or a function of worlds done and worlds in all. `at`: how long
    after the change to its rule each run begins. `weights` of the efficiency index by outcome (none: equal).

    The result has `to_polars()`: a row an outcome and rule with mean, 95 % interval and the paired difference
    to the first rule, in the unit of the outcome. A world that fails, or is not the same under every rule, is
    left out of every mean and named in `failures`. InputError, before anything is run, for fewer than two
    rules, a rule named twice, and what is unknown or out of range.
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
