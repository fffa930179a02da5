"""What the calls of a log met under each rule, beside what the log says of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.columns import GAVE_UP
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.replaying import play, quiet, replay_of
from jiaosuo.experiments.logs.survival import response_times, survival
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.results.tabled import Tabled
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import mean_interval, paired_difference
from jiaosuo.model import County
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.moment import Moment
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

MEDIAN, NINETY, LOST, HANDLING = "median", "ninetieth", "gave_up", "handling"
MEASURES = {
    MEDIAN: N_("response, median, min"),
    NINETY: N_("response, 90 %, min"),
    LOST: N_("calls that were given up, %"),
    HANDLING: N_("from arrival to the end, mean, min"),
}
"""What log and model have in common."""

OF_MODEL = (
    "response_mean_traffic_rural", "response_mean_traffic_urban", "response_mean_order_rural",
    "response_mean_order_urban", "clear_mean_traffic_rural", "clear_mean_traffic_urban",
    "utilisation_traffic", "utilisation_station", "expected_deaths", "satisfaction_mean",
)  # fmt: skip
"""Outcomes that only the model has."""


@dataclass(frozen=True, kw_only=True)
class UnderRule(Record):
    """A measure under a rule.

    Attributes
    ----------
    rule : str
        Name of the rule.
    mean : Estimate
        Its mean over worlds.
    difference : Estimate or None
        Its difference from the first rule over the same worlds; None for that one.
    """

    rule: str
    mean: Estimate
    difference: Estimate | None


@dataclass(frozen=True, kw_only=True)
class Measured(Record):
    """A measure of a replay.

    Attributes
    ----------
    name : str
        Its name; of outcomes of the model that of the outcome.
    log : float or None
        What the log says; None: it does not.
    rules : tuple of UnderRule
        What each rule gives.
    """

    name: str
    log: float | None
    rules: tuple[UnderRule, ...]


@dataclass(frozen=True, kw_only=True)
class LeftOut(Record):
    """Calls that cannot be played.

    Attributes
    ----------
    reason : str
        Why.
    calls : int
        How many.
    """

    reason: str
    calls: int


@dataclass(frozen=True, kw_only=True)
class ReplayResult(Tabled):
    """A log under rules.

    Attributes
    ----------
    place : str
        Name of the place.
    first : str
        The first day, as YYYY-MM-DD.
    days : float
        How many.
    calls : int
        Calls that were played.
    worlds : int
        Worlds in which they were.
    error : float
        How far the lengths of cases are from those of the log, as a share.
    left_out : tuple of LeftOut
        Calls that cannot be played.
    measured : tuple of Measured
        What was measured.
    """

    TABLE: ClassVar[str] = "measured.rules"

    place: str
    first: str
    days: float
    calls: int
    worlds: int
    error: float
    left_out: tuple[LeftOut, ...]
    measured: tuple[Measured, ...]


def replay_log(
    log: CallLog,
    scenario: Scenario,
    rules: Sequence[str],
    worlds: int = 1,
    moment: Moment = Moment.LONG_RUN,
    first: date | None = None,
    days: float | None = None,
    on_run: Callable[[int, int], None] = lambda done, total: None,
) -> ReplayResult:
    """Play a log under rules: calls are the same in every world, trips, rosters and callers differ.

    Parameters
    ----------
    log : CallLog
        The log.
    scenario : Scenario
        The place, with its numbers and the first seed.
    rules : sequence of str
        Names of rules, the one to compare against first.
    worlds : int, default 1
        How many.
    moment : Moment, default Moment.LONG_RUN
        How long after the change to its rule each run begins.
    first : datetime.date, optional
        The first day; without it the first of the log.
    days : float, optional
        How many; without it to the end of the log.
    on_run : callable, optional
        Called with the runs done and the runs in all.

    Returns
    -------
    ReplayResult
        What each rule gives, beside what the log says.

    Raises
    ------
    InputError
        When there is nothing in these days that can be played, or no shelf has a rule.
    """
    by_rule = {rule: scenario.under(rule).at(moment) for rule in rules}
    replay = replay_of(log, County(quiet(by_rule[rules[0]])), first, days)
    begin = first or log.frame["received"].dt.date().min()
    assert isinstance(begin, date)
    values: dict[str, list[list[float]]] = {}
    total = worlds * len(rules)
    for rule in rules:
        for world in range(worlds):
            county = play(replay, by_rule[rule].changed(seed=scenario.seed + world))
            for name, value in _measures(county, begin).items():
                values.setdefault(name, [[] for _ in rules])[rules.index(rule)].append(value)
            on_run(rules.index(rule) * worlds + world + 1, total)
    said = _of_log(_days_of(log, begin, replay.days))
    measured = tuple(
        Measured(name=name, log=said.get(name), rules=tuple(_under(rules, columns)))
        for name, columns in values.items()
    )
    return ReplayResult(
        place=scenario.place,
        first=begin.isoformat(),
        days=replay.days,
        calls=replay.calls,
        worlds=worlds,
        error=round(replay.error, 6),
        left_out=tuple(LeftOut(reason=reason, calls=calls) for reason, calls in replay.left_out.items()),
        measured=measured,
    )


def _under(rules: Sequence[str], columns: Sequence[Sequence[float]]) -> list[UnderRule]:
    return [
        UnderRule(
            rule=rule,
            mean=mean_interval(values),
            difference=paired_difference(columns[0], values) if at else None,
        )
        for at, (rule, values) in enumerate(zip(rules, columns, strict=True))
    ]


def _measures(county: County, begin: date) -> dict[str, float]:
    outcomes = county.outcomes()
    model = {name: _number(outcomes[name][0]) for name in OF_MODEL}
    return {name: _number(value) for name, value in _of_log(run_log(county, begin).frame).items()} | model


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _days_of(log: CallLog, begin: date, days: float) -> pl.DataFrame:
    # heavy: only who reads a log pays
    import polars as pl

    passed = (pl.col("received").dt.date() - pl.lit(begin)).dt.total_days()
    return log.frame.filter(passed.is_between(0, days, closed="left"))


def _of_log(frame: pl.DataFrame) -> dict[str, float | None]:
    """The measures that a log has, of calls with a kind that officers did not find themselves."""
    # heavy: only who reads a log pays
    import polars as pl

    calls = frame.filter(pl.col("kind").is_not_null() & ~pl.col("officer_initiated").fill_null(False))
    curve = survival("", *response_times(calls))
    took = (calls["cleared"] - calls["arrived"]).dt.total_milliseconds().drop_nulls() / 60_000
    lost = calls["outcome"].drop_nulls()
    return {
        MEDIAN: None if curve is None else curve.median,
        NINETY: None if curve is None else curve.ninetieth,
        LOST: 100 * float((lost == GAVE_UP).sum()) / lost.len() if lost.len() else None,
        HANDLING: float(took.filter(took > 0).mean()) if took.len() else None,  # type: ignore[arg-type]
    }


def show_replay(found: ReplayResult, language: str | None = None) -> None:
    """Print a replay: the log, the first rule, and what each other rule changes."""
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _ = speaker(language)
    title = _(
        "{place}: {calls:,} calls of {days:g} days from {first}, {worlds} worlds",
        place=found.place,
        calls=found.calls,
        days=found.days,
        first=found.first,
        worlds=found.worlds,
    )
    table = Table(title=title, title_justify="left")
    rules = [each.rule for each in found.measured[0].rules]
    for heading in (_("Measure"), _("the log"), *(_(rule) for rule in rules)):
        table.add_column(heading)
    for each in found.measured:
        label = MEASURES.get(each.name) or OUTCOMES[each.name].label
        cells = ["-" if each.log is None else f"{each.log:.3g}"]
        table.add_row(_(label), *cells, *(_cell(one) for one in each.rules))
    console = Console()
    console.print(table)
    for reason in found.left_out:
        line = _("Not played: {count:,} calls: {reason}.", count=reason.calls, reason=_(reason.reason))
        console.print(line, highlight=False, soft_wrap=True)
    console.print(
        _("Cases take as long as in the log to {error:.2f} %.", error=100 * found.error), highlight=False
    )


def _cell(one: UnderRule) -> str:
    if one.mean.mean is None:
        return "-"
    text = f"{one.mean.mean:.3g}"
    if one.difference is None or one.difference.mean is None:
        return text
    ends = one.difference.interval
    wide = "" if ends is None else f", {ends[0]:+.2g} .. {ends[1]:+.2g}"
    return f"{text} ({one.difference.mean:+.2g}{wide})"
