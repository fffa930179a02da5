"""The efficiency index, worked by hand, and how it is told."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from jiaosuo.experiments.comparison.charts import charts
from jiaosuo.experiments.comparison.index import COMPONENTS, EQUAL_WEIGHTS, checked_weights, efficiency_index
from jiaosuo.experiments.comparison.index_result import Component, EfficiencyIndex
from jiaosuo.experiments.comparison.index_table import index_notes, index_table
from jiaosuo.experiments.comparison.report import command, page
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES

NAN = math.nan
BETTER = {"minutes": "less", "visits": "more", "delay": "less", "load": "neither"}


def index(weights: Mapping[str, float] | None = None, rules: str = "ab", **columns: Any) -> EfficiencyIndex:
    """The index of columns given as one row a world."""
    arrays = {name: np.array(rows, float) for name, rows in columns.items()}
    return efficiency_index(arrays, BETTER, list(rules), weights or dict.fromkeys(columns, 1.0))


MINUTES, VISITS = [[10, 8], [30, 22]], [[100, 90], [100, 110]]


def test_parts_are_changes_in_units_of_the_baseline_and_more_is_better() -> None:
    """Minutes fall by 2 and 8 from a mean of 20: +.1 and +.4. Visits move by -10 and +10 from 100."""
    parts = index(minutes=MINUTES, visits=VISITS).rules["b"].parts
    assert parts["minutes"].change.mean == pytest.approx(0.25)
    assert parts["visits"].change.mean == pytest.approx(0)
    assert parts["minutes"].adds == pytest.approx(0.125)


def test_the_total_is_the_weighted_mean_of_each_world_with_its_paired_interval() -> None:
    """Equal weights give 0 and .25 in the two worlds; weights 3 and 1 give .05 and .325."""
    total = index(minutes=MINUTES, visits=VISITS).rules["b"].total
    half = 12.7062047 * 0.125  # t(1, .975) times the standard error, half the distance of two worlds
    assert total.mean == pytest.approx(0.125)
    assert total.interval == pytest.approx([0.125 - half, 0.125 + half])
    heavy = index({"minutes": 3.0, "visits": 1.0}, minutes=MINUTES, visits=VISITS)
    assert heavy.rules["b"].total.mean == pytest.approx((0.05 + 0.325) / 2)
    assert heavy.components["minutes"] == Component(weight=0.75, baseline=20.0)


def test_the_parts_add_up_to_the_total() -> None:
    told = index({"minutes": 2.0, "visits": 5.0}, minutes=MINUTES, visits=VISITS).rules["b"]
    assert sum(part.adds for part in told.parts.values()) == pytest.approx(told.total.mean)


def test_a_negative_baseline_turns_no_sign() -> None:
    """Delay caused may be below 0; from -4 to -2 it has risen, which is worse by half of its size."""
    assert index(delay=[[-4, -2], [-4, -2]]).rules["b"].parts["delay"].change.mean == -0.5


def test_what_is_missing_is_named_with_its_reason_and_has_no_weight() -> None:
    told = index(
        dict.fromkeys(("minutes", "visits", "delay", "harm"), 1.0),
        minutes=MINUTES, visits=[[NAN, 1], [2, NAN]], delay=[[-1, 5], [1, 5]],
    )  # fmt: skip
    assert told.not_available == {
        "visits": "not observed",
        "delay": "its baseline is 0",
        "harm": "not measured",
    }
    assert told.components == {"minutes": Component(weight=1.0, baseline=20.0)}
    assert told.weights["harm"] == 1.0


def test_a_world_without_one_component_is_left_out_of_all() -> None:
    told = index(minutes=[*MINUTES, [20, 0]], visits=[*VISITS, [100, NAN]])
    assert told.worlds == 2
    assert told.rules["b"].parts["minutes"].change.mean == pytest.approx(0.25)


def test_equal_rules_have_an_index_of_nothing_and_share_the_weights() -> None:
    told = index(minutes=[[10, 10], [30, 30]], visits=[[7, 7], [9, 9]])
    assert told.rules["b"].total == Estimate(0.0, (0.0, 0.0), 2)
    assert {rule: each.mean for rule, each in told.shares.items()} == {"a": 0.5, "b": 0.5}


def test_the_first_rule_takes_part_in_the_shares() -> None:
    """b gains a quarter in minutes and loses a tenth in visits: share .25 / .35, and c is worse in both."""
    told = index(minutes=[[20, 15, 25]] * 2, visits=[[100, 90, 80]] * 2, rules="abc").shares
    assert [told[rule].mean for rule in "abc"] == pytest.approx([0.1 / 0.35, 0.25 / 0.35, 0], abs=1e-3)


@pytest.mark.parametrize("columns", [{"minutes": np.zeros((0, 2))}, {"minutes": [[0, 0], [0, 1]]}, {}])
def test_an_index_of_nothing_is_plain_data(columns: dict[str, Any]) -> None:
    told = index({"minutes": 1.0}, **columns)
    assert told.components == told.shares == {}
    assert told.rules["b"].total.mean is None
    json.dumps(told.to_json(), allow_nan=False)
    assert EfficiencyIndex.from_json(told.to_json()) == told


def test_the_default_components_have_a_direction_and_equal_weights() -> None:
    assert set(EQUAL_WEIGHTS.values()) == {1.0}
    assert all(OUTCOMES[name].better in ("less", "more") for name in COMPONENTS if name in OUTCOMES)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"minute": 1}, "did you mean minutes"),
        ({"load": 1}, "either less or more is better"),
        ({"minutes": -1}, "weights: minutes: -1"),
        ({"minutes": NAN}, "from 0 to 1000"),
        ({"minutes": 1e9}, "from 0 to 1000"),
        ({"minutes": True}, "from 0 to 1000"),
        ({"minutes": 0, "visits": 0}, "at least one weight above 0"),
        ({}, "at least one weight above 0"),
    ],
)
def test_weights_that_make_no_sense_are_refused(weights: dict[str, float], told: str) -> None:
    with pytest.raises(InputError, match=told):
        checked_weights(weights, BETTER)


def test_a_weight_of_nothing_leaves_the_outcome_out() -> None:
    assert checked_weights({"minutes": 2, "visits": 0}, BETTER) == {"minutes": 2.0}


@pytest.fixture
def weighed() -> ComparisonResult:
    """A result with an index of three rules and three worlds, one component missing."""
    told = index(
        dict.fromkeys(("minutes", "visits", "harm"), 1.0),
        minutes=[[20, 15, 21], [22, 16, 21], [18, 14, 19]], visits=[[100, 90, 99]] * 3, rules="abc",
    )  # fmt: skip
    labels = {"minutes": ("Time to clear (traffic, rural)", "min"), "visits": ("Community visits", "visits")}
    return ComparisonResult(
        preset="P", days=1, seed=1, rules=tuple("abc"), replications=4, staffing="workload",
        outcomes={name: OutcomeResult(label=label, unit=unit) for name, (label, unit) in labels.items()},
        index=told,
    )  # fmt: skip


def shown(result: ComparisonResult, language: str, width: int = 160) -> str:
    sheet = io.StringIO()
    Console(file=sheet, width=width).print(index_table(result, language))
    return sheet.getvalue()


def test_the_index_is_told_with_its_parts_and_the_shares(weighed: ComparisonResult) -> None:
    text = shown(weighed, "en")
    for piece in (
        "Time to clear (traffic, rural)",
        "20.0 min",
        "50 %",
        "+25.0",
        "✓",
        "≈",
        "Efficiency index",
    ):
        assert piece in text
    assert "Efficiency index" in text
    assert "Best under this share of all weights" in text
    assert "a (baseline)" in text


def test_the_notes_name_what_is_missing_and_how_many_worlds_count(weighed: ComparisonResult) -> None:
    notes = " ".join(index_notes(weighed, "en"))
    assert "Not in the index: harm (not measured)." in notes
    assert "The index rests on 3 of 4 worlds" in notes


def test_the_index_is_told_in_chinese(weighed: ComparisonResult) -> None:
    text = shown(weighed, "zh")
    for piece in ("效率指数", "处置时长（交通、农村）", "社区走访", "没有这项指标"):
        assert piece in text
    assert "Component" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_lost_on_a_narrow_terminal(weighed: ComparisonResult, language: str) -> None:
    assert "…" not in shown(weighed, language, width=60)


def test_an_index_without_components_says_why(weighed: ComparisonResult) -> None:
    nothing = index({"minutes": 1.0, "harm": 1.0}, "abc", minutes=[[0, 1, 2]])
    text = " ".join(shown(replace(weighed, index=nothing), "en").split())
    assert "harm (not measured)" in text
    assert "its baseline is 0" in text


def test_the_bar_of_weights_is_whole_and_in_the_order_of_the_rules(weighed: ComparisonResult) -> None:
    spec = charts(weighed, None, "en")["weights"]
    (bars,) = spec["datasets"].values()
    assert [bar["rule"] for bar in bars] == ["a", "b", "c"]
    assert bars[0]["start"] == 0
    assert bars[-1]["end"] == pytest.approx(1)
    assert [bar["start"] for bar in bars[1:]] == [bar["end"] for bar in bars[:-1]]


def test_without_an_index_there_is_no_bar_and_no_section(weighed: ComparisonResult) -> None:
    without = replace(weighed, index=None)
    assert "weights" not in charts(without, None, "en")
    assert "Efficiency index" not in page(without, {}, {}, "en")


@pytest.mark.parametrize(("language", "title"), [("en", "Efficiency index"), ("zh", "效率指数")])
def test_the_page_holds_the_index_its_notes_and_its_bar(
    weighed: ComparisonResult, language: str, title: str
) -> None:
    text = page(weighed, {}, {"weights": "<svg/>"}, language)
    assert f"<h2>{title}</h2>" in text
    assert text.count('id="chart-weights"') == 1
    for note in index_notes(weighed, language):
        assert note in text


def test_weights_of_ones_own_are_in_the_command_that_makes_it_again(weighed: ComparisonResult) -> None:
    assert "--weights minutes=1,visits=1,harm=1" in command(weighed)
    equal = replace(weighed, index=replace(weighed.index, weights=dict(EQUAL_WEIGHTS)))
    assert "--weights" not in command(equal)
