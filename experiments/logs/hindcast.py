"""A hindcast: a place fitted to some days of a log tells of others; what it told is held against what was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.inference.trust import Hindsight, Trust, trust_sentence
from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.scores import Score, score
from jiaosuo.experiments.results.record import Record
from jiaosuo.model import County
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

TOWNSHIP, HOUR, RESPONSE = "township", "hour", "response"
MEASURES = {
    TOWNSHIP: N_("calls a day by township"),
    HOUR: N_("calls in three hours by time of day"),
    RESPONSE: N_("response by township, min"),
}
HOURS = 3
EIGHTY, NINETY_FIVE = (0.70, 0.90), 0.88
"""Shares inside the intervals of 80 and 95 % where a model has earned trust: few weeks tell no finer."""


@dataclass(frozen=True, kw_only=True)
class Hindcast(Record):
    """What a place told of days of a log that it was not shown.

    Attributes
    ----------
    place : str
        Name of the place.
    first : str
        The first day, as YYYY-MM-DD.
    days : int
        How many.
    worlds : int
        Worlds that it rests on.
    scores : tuple of Score
        By measure how well it was told.
    trusted : bool
        Whether the model has earned trust in these days.
    """

    place: str
    first: str
    days: int
    worlds: int
    scores: tuple[Score, ...]
    trusted: bool


def hindcast(
    log: CallLog,
    scenario: Scenario,
    first: date,
    days: int,
    worlds: int,
    on_run: Callable[[int, int], None] = lambda done, total: None,
) -> Hindcast:
    """Let a place tell of days of a log that is not shown to it, in so many worlds.

    Parameters
    ----------
    log : CallLog
        The log; the days before serve as reference: what the log alone would have told.
    scenario : Scenario
        The place, with its numbers and the first seed.
    first : datetime.date
        The first day that is told of.
    days : int
        How many.
    worlds : int
        Worlds that are run.
    on_run : callable, optional
        Called with the runs done and the runs in all.

    Returns
    -------
    Hindcast
        Scores by measure, and whether the model has earned trust in these days.

    Raises
    ------
    InputError
        When there is no call in the days that are told of.
    """
    seen = _between(log, first, days)
    if not seen.height:
        raise InputError("log", log.place or "log", "none of its calls are in these days")
    before = _between(log, date.min, (first - date.min).days)
    dates = [first + timedelta(days=day) for day in range(days)]
    told: list[dict[str, dict[str, Floats]]] = []
    towns: list[str] = []
    for world in range(worlds):
        county = County(scenario.changed(seed=scenario.seed + world), log=True).run_days(days)
        towns = [each.name for each in county.land.townships]
        frame = _calls(run_log(county, first, log.zone).frame)
        told.append(_measured(frame, dates, towns))
        on_run(world + 1, worlds)
    observed = _measured(seen, dates, towns)
    earlier = _measured(before, _dates(before), towns) if before.height else None
    scores = [
        score(
            name,
            _together([each[name] for each in told]),
            observed[name],
            None if earlier is None else earlier[name],
        )
        for name in MEASURES
    ]
    found = tuple(each for each in scores if each is not None)
    return Hindcast(
        place=scenario.place,
        first=first.isoformat(),
        days=days,
        worlds=worlds,
        scores=found,
        trusted=bool(found) and all(_is_right(each) for each in found),
    )


def _is_right(each: Score) -> bool:
    return EIGHTY[0] <= each.inside_80 <= EIGHTY[1] and each.inside_95 >= NINETY_FIVE


def _calls(frame: pl.DataFrame) -> pl.DataFrame:
    """Calls of a kind of ours that officers did not find themselves."""
    # heavy: only who reads a log pays
    import polars as pl

    own = pl.col("officer_initiated").fill_null(False)
    return frame.filter(pl.col("received").is_not_null() & pl.col("kind").is_not_null() & ~own)


def _between(log: CallLog, first: date, days: int) -> pl.DataFrame:
    # heavy: only who reads a log pays
    import polars as pl

    day = pl.col("received").dt.date()
    return _calls(log.frame).filter((day >= first) & (day < first + timedelta(days=days)))


def _dates(frame: pl.DataFrame) -> list[date]:
    """All days from the first to the last call."""
    days = frame["received"].dt.date()
    first, last = days.min(), days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]


def _measured(
    frame: pl.DataFrame, dates: Sequence[date], towns: Sequence[str]
) -> dict[str, dict[str, Floats]]:
    """For each measure its values by group: a count a day, or the response of each call that was reached."""
    # heavy: only who reads a log pays
    import polars as pl

    day = frame["received"].dt.date()
    hours = (frame["received"].dt.hour() // HOURS * HOURS).cast(pl.String)
    minutes = (frame["arrived"] - frame["received"]).dt.total_milliseconds() / 60_000
    response = frame.select("township").with_columns(minutes.alias("minutes")).filter(pl.col("minutes") >= 0)
    return {
        TOWNSHIP: _counts(day, frame["township"], dates, towns),
        HOUR: _counts(day, hours, dates, [str(hour) for hour in range(0, 24, HOURS)]),
        RESPONSE: {
            town: response.filter(pl.col("township") == town)["minutes"].to_numpy().astype(np.float64)
            for town in towns
        },
    }


def _counts(
    day: pl.Series, group: pl.Series, dates: Sequence[date], names: Sequence[str]
) -> dict[str, Floats]:
    at = {each: row for row, each in enumerate(dates)}
    found = {name: np.zeros(len(dates)) for name in names}
    for when, name in zip(day.to_list(), group.to_list(), strict=True):
        if name in found and when in at:
            found[name][at[when]] += 1
    return found


def _together(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    return {name: np.concatenate([each[name] for each in parts]) for name in parts[0]}


def hindsight(found: Hindcast, content: str = "") -> Hindsight:
    """What is kept of a hindcast in the folder of a place, which held `content` then."""
    return Hindsight(
        first=found.first,
        days=found.days,
        worlds=found.worlds,
        trusted=found.trusted,
        wrong=tuple(MEASURES[each.measure] for each in found.scores if not _is_right(each)),
        content=content,
    )


def show_hindcast(found: Hindcast, language: str | None = None) -> None:
    """Print a hindcast: coverage and score by measure, quantiles of responses, and the sentence."""
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _ = speaker(language)
    title = _(
        "{place}: {days} days from {first}, told in {worlds} worlds",
        place=found.place,
        days=found.days,
        first=found.first,
        worlds=found.worlds,
    )
    table = Table(title=title, title_justify="left")
    for heading in (
        _("Measure"),
        "n",
        _("inside 80 %"),
        _("inside 95 %"),
        "CRPS",
        _("CRPS of the log itself"),
    ):
        table.add_column(heading)
    for each in found.scores:
        shares = [f"{100 * share:.0f} %" for share in (each.inside_80, each.inside_95)]
        reference = "-" if each.reference is None else f"{each.reference:.3g}"
        table.add_row(_(MEASURES[each.measure]), f"{each.n:,}", *shares, f"{each.crps:.3g}", reference)
    console = Console()
    console.print(table)
    for each in found.scores:
        if each.measure == RESPONSE:
            pairs = ", ".join(
                f"{100 * q.share:.0f} %: {q.observed:.3g} / {q.told:.3g}" for q in each.quantiles
            )
            console.print(
                _("Response, was / told, min: {pairs}.", pairs=pairs), highlight=False, soft_wrap=True
            )
    said = trust_sentence(Trust(hindcast=hindsight(found)), language)
    console.print(said, highlight=False, soft_wrap=True)
