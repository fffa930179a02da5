"""Rules compared on the same worlds: one world a seed, every rule in it, differences paired.

The result is the same for any number of jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from jiaosuo.experiments.comparison.document import whole_outcome
from jiaosuo.experiments.comparison.frames import frame_of
from jiaosuo.experiments.comparison.geometry import ways_under
from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS, checked_weights, efficiency_index
from jiaosuo.experiments.comparison.priced import priced_sum, prices_in
from jiaosuo.experiments.comparison.result import ComparisonResult, Pairing, TimeResult
from jiaosuo.experiments.comparison.verdict import findings, setting
from jiaosuo.experiments.engines.local import Failure, run_all
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.replication.columns import column_of
from jiaosuo.experiments.replication.replicate import Replication, replicate
from jiaosuo.experiments.replication.same_rules import same_rules
from jiaosuo.experiments.replication.world import World, under_rule, worlds_of
from jiaosuo.experiments.results.frames import as_pandas
from jiaosuo.experiments.statistics.intervals import Values, variance_ratio
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_whole
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import landscape, rules_of_townships
from jiaosuo.model.limits import check_days
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES, directions
from jiaosuo.model.possible import check_run
from jiaosuo.model.rules import RULES, AnyRule, called, named
from jiaosuo.model.rules.rulebook import rulebook
from jiaosuo.model.scenario import TIMELINE, Scenario

MOST_REPLICATIONS = 100_000

if TYPE_CHECKING:
    import pandas as pd

type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Comparison:
    """What `compare` found.

    Attributes
    ----------
    result : ComparisonResult
        Means, paired differences and tests of every outcome; it is what is written as JSON.
    calls : polars.DataFrame or None
        The calls of all worlds, one row a call and rule; None unless they were asked for.
    failures : tuple of Failure
        The worlds that failed, with what they said.
    """

    result: ComparisonResult
    calls: pl.DataFrame | None
    failures: tuple[Failure, ...]

    def to_polars(self) -> pl.DataFrame:
        """A row an outcome and rule: mean, difference and their intervals.

        Returns
        -------
        polars.DataFrame
            The columns of `frame_of`; null where nothing was observed.
        """
        return frame_of(self.result)

    def to_pandas(self) -> pd.DataFrame:
        """The table of `to_polars` for pandas.

        Returns
        -------
        pandas.DataFrame
            The same rows and columns.

        Raises
        ------
        ImportError
            When pandas is not installed.
        """
        return as_pandas(self.to_polars())

    def __repr__(self) -> str:
        """What it says, in sentences, as a notebook shows it."""
        return "\n".join([setting(self.result), *findings(self.result)])

    def _repr_html_(self) -> str:
        """The same with the headlines as a table, each difference drawn."""
        # heavy: only a notebook pays
        from jiaosuo.experiments.comparison.cell import comparison_html

        return comparison_html(self.result)


def compare(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    days: float,
    replications: int,
    jobs: int = 1,
    keep_calls: bool = False,
    progress: Progress | None = None,
    at: Moment = Moment.LONG_RUN,
    weights: Mapping[str, float] | None = None,
) -> Comparison:
    """Compare rules on the same worlds, with seeds scenario.seed, +1, +2, ...

    Parameters
    ----------
    scenario : Scenario
        The place, with its numbers and the first seed; its own rule is left aside.
    rules : sequence of str, Rule or RuleMap
        Two or more, each once, the one to compare against first; `timeline` stands for the place's own
        changes.
    days : float
        Length of each run in days, from one minute (0.0007) to 3,660.
    replications : int
        Worlds, from 1 to 100,000: each is run under every rule.
    jobs : int, default 1
        Worker processes; 1 runs in this process. The result is the same for any number of them.
    keep_calls : bool, default False
        Whether the calls of all worlds are kept.
    progress : callable, optional
        Called with the worlds done and the worlds in all.
    at : Moment, default Moment.LONG_RUN
        How long after the change to its rule each run begins.
    weights : mapping of str to float, optional
        Weights of the efficiency index by outcome; without it all its own components weigh the same.

    Returns
    -------
    Comparison
        The result, the calls if they were asked for, and the worlds that failed.

    Raises
    ------
    InputError
        When there are fewer than two rules, one is named twice or unknown, or a number is out of range;
        nothing has run then.

    See Also
    --------
    compare_at_all_times : The same at the change, a quarter later and in the long run.

    Notes
    -----
    A world that fails, or is not the same under every rule, is left out of every rule's mean and named in
    `failures`.

    Examples
    --------
    >>> from jiaosuo import Scenario, compare
    >>> county = Scenario.preset("county-town", people_per_agent=25)
    >>> found = compare(county, ["separate", "integrated"], days=0.01, replications=1)
    >>> found.result.rules
    ('separate', 'integrated')
    >>> found.to_polars().columns[:3]
    ['outcome', 'rule', 'unit']
    """
    weights = check_request(rules, days, replications, weights)
    days, replications = check_days(days), int(replications)
    rules = [called(rule) if isinstance(rule, str) else rule for rule in rules]
    for rule in rules:
        check_run(under_rule(scenario, rule, at=at), days, replications)
    worlds = worlds_of(scenario, rules, days, replications, at=at)
    done = 0

    def on_done(_: World, __: object) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, replications)

    results = run_all(partial(replicate, keep_calls=keep_calls), worlds, jobs, on_done)
    kept = [each for each in results if isinstance(each, Replication)]
    failures = tuple(each for each in results if isinstance(each, Failure))
    frames = [each.calls for each in kept if each.calls is not None]
    result = _result(scenario, list(rules), days, replications, kept, failures, weights, at)
    return Comparison(result, pl.concat(frames) if frames else None, failures)


def compare_at_all_times(
    scenario: Scenario,
    rules: Sequence[AnyRule],
    days: float,
    replications: int,
    jobs: int = 1,
    keep_calls: bool = False,
    progress: Progress | None = None,
    weights: Mapping[str, float] | None = None,
) -> Comparison:
    """Compare rules in the long run, with their differences at all three times: a change as a path.

    Parameters
    ----------
    scenario, rules, days, replications, jobs, keep_calls : object
        As in `compare`; the calls are those of the long run.
    progress : callable, optional
        Called with the worlds done and the worlds in all, which are three times the replications.
    weights : mapping of str to float, optional
        As in `compare`.

    Returns
    -------
    Comparison
        The comparison in the long run; its result's `times` has the differences at each `Moment`, and
        `failures` are those of all three.

    Raises
    ------
    InputError
        As `compare`.

    Notes
    -----
    The same worlds are run at each time, so it costs three comparisons.
    """

    weights = check_request(rules, days, replications, weights)
    replications = int(replications)

    def at_time(at: Moment) -> Comparison:
        before = list(Moment).index(at) * replications

        def on_done(done: int, total: int) -> None:
            if progress is not None:
                progress(before + done, len(Moment) * total)

        keep = keep_calls and at == Moment.LONG_RUN
        return compare(scenario, rules, days, replications, jobs, keep, on_done, at, weights)

    by_time = {at: at_time(at) for at in Moment}
    times = tuple(
        TimeResult(
            at=str(at),
            differences={name: each.differences for name, each in comparison.result.outcomes.items()},
            tests={name: each.tests or {} for name, each in comparison.result.outcomes.items()},
        )
        for at, comparison in by_time.items()
    )
    last = by_time[Moment.LONG_RUN]
    failures = tuple(failure for each in by_time.values() for failure in each.failures)
    return replace(last, result=replace(last.result, times=times), failures=failures)


def check_request(
    rules: Sequence[AnyRule], days: float, replications: int, weights: Mapping[str, float] | None = None
) -> Mapping[str, float]:
    """Refuse, with an InputError, what `compare` could not do, and give the weights; nothing is run."""
    for rule in rules:
        if rule != TIMELINE:
            named(rule)
    names = list(map(called, rules))
    if len(names) < 2:
        raise InputError("rules", ",".join(names), "must be two or more rules, the baseline first")
    if len(set(names)) < len(names):
        raise InputError("rules", ",".join(names), "must name each rule once")
    worlds = as_whole(replications)
    if worlds is None or not 1 <= worlds <= MOST_REPLICATIONS:
        raise InputError(
            "replications", replications, f"must be a whole number from 1 to {MOST_REPLICATIONS:,}"
        )
    check_days(days)
    return EQUAL_WEIGHTS if weights is None else checked_weights(weights, directions())


def _result(
    scenario: Scenario,
    given: list[AnyRule],
    days: float,
    replications: int,
    kept: list[Replication],
    failures: tuple[Failure, ...],
    weights: Mapping[str, float],
    at: Moment,
) -> ComparisonResult:
    rules = list(map(called, given))
    columns = {name: column_of(kept, name, len(rules)) for name in OUTCOMES}
    described = scenario.described()
    beside = geometry_rule(scenario, given)
    others = [name for name in RULES if name not in rules]
    twins = same_rules(scenario, given)
    return ComparisonResult(
        preset=described.preset,
        days=days,
        seed=scenario.seed,
        rules=tuple(rules),
        replications=replications,
        staffing=described.staffing,
        at=str(at),
        traffic_share=scenario.traffic_share,
        timeline=described.timeline,
        path=described.path,
        world_digest={str(each.seed): each.measured[0].digest for each in kept},
        pairing={rule: _pairing(kept, place, columns) for place, rule in enumerate(rules) if place},
        outcomes={name: whole_outcome(name, rules, columns[name]) for name in OUTCOMES},
        index=efficiency_index(columns, directions(), rules, weights, same_as=twins),
        priced=priced_sum(columns, rules, prices_in(scenario.values), days),
        ways=ways_under(scenario, given),
        same_as=twins,
        levers=described.values,
        versions=versions(),
        failures=tuple(f"seed {failure.item.seed}: {failure.error}" for failure in failures),
        geometry_rule=beside,
        geometry_rule_missing=None if beside else geometry_rule(scenario, [given[0], *others]),
    )


def _pairing(kept: list[Replication], place: int, columns: dict[str, Values]) -> Pairing:
    shares = [share for each in kept if (share := each.common_calls[place - 1]) is not None]
    ratios = {name: variance_ratio(values[:, 0], values[:, place]) for name, values in columns.items()}
    return Pairing(
        common_calls=float(np.mean(shares)) if shares else None,
        variance_ratio={name: ratio for name, ratio in ratios.items() if ratio is not None},
    )


def geometry_rule(scenario: Scenario, rules: Sequence[AnyRule]) -> str | None:
    """The first alternative under which officers lead at the same calls as in the baseline, from other homes.

    Read from the answers: what such a rule gains, it gains by where officers are stationed.
    """
    if TIMELINE in rules:
        return None
    land = landscape(scenario)
    books = [rulebook(rules_of_townships(named(rule), scenario, land)) for rule in rules]
    for rule, book in zip(rules[1:], books[1:], strict=True):
        leads = may_lead(book.authority)
        same_leads = np.array_equal(leads, may_lead(books[0].authority))
        homes = ("home_level", "apportion")
        same_homes = all(np.array_equal(book.rule_table[name], books[0].rule_table[name]) for name in homes)
        duties = ("beats", "visits", "posts", "turns", "reach")
        same_duties = all(np.array_equal(book.rule_table[name], books[0].rule_table[name]) for name in duties)
        if same_leads and same_duties and not same_homes:
            return called(rule)
    return None
