"""What every outcome keeps: it is a formula over what a run left, and knows nothing else."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.experiments.contracts.check import has_chinese
from jiaosuo.model import County, Scenario
from jiaosuo.model.calls import CALL_FIELDS, kind_table
from jiaosuo.model.core.columns import table
from jiaosuo.model.core.terms import Domain, Duty, SettlementSize
from jiaosuo.model.core.words import spoken_label
from jiaosuo.model.evidence import Evidence, snapshot
from jiaosuo.model.kernels.base.tables import FILE_FIELDS, POOL_FIELDS
from jiaosuo.model.kernels.roads.tables import LINK_STATE, TRAFFIC_FIELDS
from jiaosuo.model.landscape import CELL_FIELDS
from jiaosuo.model.measures import Outcome, Value
from jiaosuo.model.officers import OFFICER_FIELDS, POST_FIELDS
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import RULES, STATUS_QUO
from jiaosuo.model.work import in_order

type Array = npt.NDArray[Any]

BETTER = ("less", "more", "neither")


def it_says_what_it_is(outcome: Outcome) -> None:
    """It has a label, a unit, a direction, a formula in words and a source."""
    assert outcome.name in OUTCOMES, "it is on no shelf: load its plug-in first"
    assert re.fullmatch(r"[a-z0-9_]+", outcome.name), "name: must be of small letters, figures and _"
    assert outcome.better in BETTER, f"better: must be one of {', '.join(BETTER)}"
    for field in ("label", "unit", "formula", "source"):
        assert getattr(outcome, field), f"{field}: must not be empty"


def its_label_is_told_in_both_languages(outcome: Outcome) -> None:
    """Of a plug-in: by its mapping CHINESE, which holds the Chinese of its labels by the English."""
    assert spoken_label(outcome.label, "en") == outcome.label
    said = spoken_label(outcome.label, "zh")
    assert has_chinese(said), "label: must have a Chinese form"
    assert not re.search("[A-Za-z]", said), f"label: a part of it has no Chinese form: {said}"


def nothing_seen_is_not_observed_or_a_true_zero(outcome: Outcome) -> None:
    """Of a run without a call, an officer or a vehicle it gives None or a number, and raises nothing."""
    _check(outcome.value(nothing_seen()))


def of_a_day_it_gives_a_number_or_nothing_and_leaves_all_as_it_was(outcome: Outcome) -> None:
    """Asked twice it says the same, and it writes into no row."""
    seen = a_day()
    kept = {name: np.copy(rows) for name, rows in _arrays(seen)}
    first, second = outcome.value(seen), outcome.value(seen)
    _check(first)
    assert first == second, f"asked twice, it gives {first} and {second}"
    for name, rows in _arrays(seen):
        assert _same(rows, kept[name]), f"it writes into {name}"


def it_does_not_know_the_name_of_a_rule(outcome: Outcome) -> None:
    """Efficiency must emerge: a rule under another name gives the same."""
    seen = a_day()
    other = replace(RULES[STATUS_QUO], name="another", chinese="别名", words="Another name.")
    renamed = replace(seen, scenario=seen.scenario.changed(rule=other))
    assert outcome.value(seen) == outcome.value(renamed), (
        "it gives another value under a rule of another name"
    )


CONTRACT = (
    it_says_what_it_is,
    its_label_is_told_in_both_languages,
    nothing_seen_is_not_observed_or_a_true_zero,
    of_a_day_it_gives_a_number_or_nothing_and_leaves_all_as_it_was,
    it_does_not_know_the_name_of_a_rule,
)


def _check(found: Value) -> None:
    value, n = found
    assert value is None or isinstance(value, float | int), f"it gives a {type(value).__name__}"
    assert value is None or value == value, "it gives what is not a number; give None where nothing is seen"
    assert isinstance(n, int | np.integer), "the second number must count what the first rests on"
    assert n >= 0, f"it rests on {n} observations"


def _arrays(seen: Evidence) -> list[tuple[str, Array]]:
    values = ((each.name, getattr(seen, each.name)) for each in fields(seen))
    return [(name, value) for name, value in values if isinstance(value, np.ndarray) and value.size]


def _same(rows: Array, before: Array) -> bool:
    """Column by column: between columns there may be anything."""
    if rows.dtype.names:
        return all(_same(rows[column], before[column]) for column in rows.dtype.names)
    return np.array_equal(rows, before, equal_nan=rows.dtype.kind == "f")


@cache
def a_day() -> Evidence:
    """What a day of a county left."""
    county = County(Scenario.preset("county-town", rule=STATUS_QUO, people_per_agent=25)).run_days(1)
    return snapshot(county.evidence(undisturbed=county.undisturbed_hours()))


def nothing_seen(calls: int = 0, officers: int = 0) -> Evidence:
    """What a run leaves in which nothing happened: so many calls and officers, all of them blank."""
    scenario = Scenario.preset("zigui-2004")
    rows = table(CALL_FIELDS, calls)
    rows["key"], rows["parent"], rows["reported"] = np.arange(calls), -1, True
    times = ("known", "dispatched", "first_there", "crew_there", "finisher_there", "closed")
    for name in (*times, "satisfaction"):
        rows[name] = np.nan
    return Evidence(
        scenario=scenario,
        end=1_440.0,
        calls=rows,
        kinds=kind_table(scenario),
        officers=table(OFFICER_FIELDS, officers),
        duty_minutes=np.zeros((officers, len(Duty))),
        posts=table(POST_FIELDS, 0),
        post_minutes_wanted=0.0,
        unmanned=np.zeros((12, len(Domain))),
        work=table(POOL_FIELDS, len(in_order())),
        files=table(FILE_FIELDS, 0),
        watches=2,
        visit_minutes=np.zeros(2),
        trust=np.zeros(0, np.float32),
        links=table(LINK_STATE, 0),
        cells=table(CELL_FIELDS, 1),
        roads=table(TRAFFIC_FIELDS, 1),
        settlement=np.full(1, SettlementSize.VILLAGE, np.int64),
        vehicle_hours=0.0,
    )
