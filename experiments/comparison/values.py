"""What is weighed: values that are distinct quantities, and the measures that stand for each.

Measures that tell the same are one value, because counted twice it would weigh twice. Which do, is read from
how they are worked out and from the correlation of their changes (decision 64).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.words import N_

type ValueOf = Callable[[str], str]

SOON, SETTLED, WELL, ROADS, HARM, NEAR, COST = (
    N_("How soon help comes"),
    N_("How soon it is settled"),
    N_("Work done well"),
    N_("Order on the roads"),
    N_("Harm"),
    N_("Closeness to people"),
    N_("Cost to officers"),
)
VALUES: Mapping[str, tuple[str, ...]] = {
    SOON: ("response_mean",),
    SETTLED: ("clear_mean",),
    WELL: ("first_time_right",),
    ROADS: ("delay_caused", "lane_minutes_mean", "post_coverage"),
    HARM: ("crashes_injury_crash",),
    NEAR: ("community_visits",),
    COST: ("overtime_hours",),
}
"""The values of the index and their components."""

STEMS: Mapping[str, tuple[str, ...]] = {
    SOON: (
        "response", "within_standard", "wait", "calls_waited", "travel", "crew", "gave_up", "calls_gave_up",
        "finisher", "satisfaction", "cleared_up", "cases_cleared_up", "rural_urban_gap",
        "hours_nobody_on_duty", "hours_waiting",
    ),
    SETTLED: (
        "clear_mean", "hours_settling", "calls_open_at_end", "file_days", "file_hours_owed", "files_closed",
        "files_late", "files_open",
    ),
    WELL: (
        "first_time_right", "handling_ratio", "escalated", "calls_returned", "skill", "findings",
        "evidence_stands", "hit_and_run_solved", "reopened", "complained",
    ),
    ROADS: (
        "delay", "lane_minutes", "blocked", "post_coverage", "mean_speed", "peak_load", "overloaded_links",
        "refused_entries", "post_gain",
    ),
    HARM: ("crashes", "expected_deaths"),
    NEAR: ("community", "trust", "calls_unreported", "visits_undone", "watch_empty"),
    COST: ("overtime", "recalls", "officer_km", "officer_hours", "work_undone"),
}  # fmt: skip
"""How the names of the measures of a value begin, those that are no component among them: satisfaction,
calls within the standard and cases cleared up are the response in other words, and expected deaths are
crashes times the exponential of it."""


def value_of(measure: str) -> str:
    """The value that a measure stands for; one that stands for none of them is a value of its own."""
    return next((value for value, stems in STEMS.items() if measure.startswith(stems)), measure)


def members(measures: Iterable[str], value: ValueOf = value_of) -> dict[str, list[str]]:
    """The values that these measures stand for, each with its measures, in their order."""
    found: dict[str, list[str]] = {}
    for each in measures:
        found.setdefault(value(each), []).append(each)
    return found


def correlations(columns: Mapping[str, Values], measures: Iterable[str]) -> Values:
    """How the changes of measures go together over worlds and later rules, (measures, measures).

    Each column has shape (worlds, rules), the first rule first. For each two, the worlds count in which both
    were observed; nan where one of them never moves.
    """
    names = list(measures)
    changes = [(columns[name][:, 1:] - columns[name][:, :1]).ravel() for name in names]
    return np.array([[_together(one, other) for other in changes] for one in changes])


def _together(one: Values, other: Values) -> float:
    seen = np.isfinite(one) & np.isfinite(other)
    if seen.sum() < 2 or not one[seen].std() or not other[seen].std():
        return np.nan
    return float(np.corrcoef(one[seen], other[seen])[0, 1])
