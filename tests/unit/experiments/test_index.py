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
from jiaosuo.experiments.comparison.values import SOON, STEMS, VALUES, correlations, members, value_of
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES

NAN = math.nan
BETTER = {"minutes": "less", "visits": "more", "delay": "less", "load": "neither"}


def index(weights: Mapping[str, float] | None = None, rules: str = "ab", **columns: Any) -> EfficiencyIndex:
    """The index of columns given as one row a world."""
    arrays = {name: np.array(rows, float) for name, rows in columns.items()}
    return efficiency_index(arrays, BETTER, list(rules), weights or dict.fromkeys(columns, 1.0))


MINUTES, VISITS = [[19, 17], [21, 13]], [[100, 90], [100, 110]]


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
    assert heavy.components["minutes"] == Component(weight=0.75, baseline=20.0, value="minutes")


def test_the_parts_add_up_to_the_total() -> None:
    told = index({"minutes": 2.0, "visits": 5.0}, minutes=MINUTES, visits=VISITS).rules["b"]
    assert sum(part.adds for part in told.parts.values()) == pytest.approx(told.total.mean)


def test_a_negative_baseline_turns_no_sign() -> None:
    """A component may be below 0; from -4 to -2 it has risen, which is worse by half of its size."""
    assert index(delay=[[-4, -2], [-4, -2]]).rules["b"].parts["delay"].change.mean == -0.5


def test_what_is_missing_is_named_with_its_reason_and_has_no_weight() -> None:
    told = index(
        dict.fromkeys(("minutes", "visits", "delay", "harm"), 1.0),
        minutes=MINUTES, visits=[[NAN, 1], [2, NAN]], delay=[[0, 5], [0, 5]],
    )  # fmt: skip
    assert told.not_available == {
        "visits": "not observed",
        "delay": "its baseline is 0",
        "harm": "not measured",
    }
    assert told.components == {"minutes": Component(weight=1.0, baseline=20.0, value="minutes")}
    assert told.weights["harm"] == 1.0


@pytest.mark.parametrize("delay", [[-110, 114, 10, -5], [-1, 3, -2, 1], [0, 0, 5, 0]])
def test_a_baseline_that_cannot_be_told_from_nothing_is_no_unit(delay: list[float]) -> None:
    """Of it a change has no size: Zigui's delay is +1.6 % [-112, +114] of one."""
    told = index(minutes=[[20, 15]] * 4, delay=[[base, base + 9] for base in delay])
    assert told.not_available == {"delay": "its baseline cannot be told from 0"}
    assert list(told.components) == list(told.rules["b"].parts) == ["minutes"]


def test_a_baseline_is_a_unit_as_soon_as_its_interval_leaves_nothing() -> None:
    """4 +- t(3) / 2 = 4 +- 1.59, and not 1.5 +- 1.59."""
    for base, missing in ((4.0, []), (1.5, ["delay"])):
        told = index(delay=[[base + step, base] for step in (-1.0, 1.0, -0.8, 0.8)])
        assert list(told.not_available) == missing


def test_few_crashes_are_no_component() -> None:
    few, enough = [[6, 3]] * 3, [[7, 3]] * 3
    told = {name: _of_crashes(rows) for name, rows in (("few", few), ("enough", enough))}
    assert told["few"].not_available == {"crashes_injury_crash": "too few events to say"}
    assert told["enough"].rules["b"].parts["crashes_injury_crash"].change.mean == pytest.approx(4 / 7)


def _of_crashes(rows: list[list[int]]) -> EfficiencyIndex:
    columns = {"crashes_injury_crash": np.array(rows, float)}
    return efficiency_index(
        columns, {"crashes_injury_crash": "less"}, list("ab"), {"crashes_injury_crash": 1.0}
    )


def test_measures_of_one_value_share_its_weight_and_count_once() -> None:
    """Response falls by 20 %, visits rise by 10 %; satisfaction, which is response again, rises by 2 %.

    Help soon: (20 + 2) / 2 = 11 %, near to people: 10 %. The index is their mean, and the first rule, which
    changes nothing, is best nowhere; beside it c, which loses 11 % of the one and gains 33 % of the other,
    wins where w 11 + (1 - w) 10 < -w 11 + (1 - w) 33, which is w < 23 / 45.
    """
    columns = {
        "response_mean": np.array([[10.0, 8.0, 12.0]] * 3),
        "satisfaction_mean": np.array([[50.0, 51.0, 49.0]] * 3),
        "community_visits": np.array([[100.0, 110.0, 133.0]] * 3),
    }
    better = {name: OUTCOMES[name].better for name in columns}
    told = efficiency_index(columns, better, list("abc"), dict.fromkeys(columns, 1.0))
    assert [told.components[name].weight for name in columns] == pytest.approx([0.25, 0.25, 0.5])
    assert told.rules["b"].total.mean == pytest.approx(0.105)
    assert [told.shares[rule].mean for rule in "abc"] == pytest.approx([0, 22 / 45, 23 / 45], abs=2e-3)


def test_a_value_keeps_its_weight_when_one_of_its_measures_is_missing() -> None:
    columns = {
        "delay_caused": np.array([[-3.0, 1], [2, 1], [4, 1]]),
        "post_coverage": np.array([[0.5, 0.6]] * 3),
        "overtime_hours": np.array([[20.0, 22]] * 3),
    }
    better = {name: OUTCOMES[name].better for name in columns}
    told = efficiency_index(columns, better, list("ab"), dict.fromkeys(columns, 1.0))
    assert list(told.not_available) == ["delay_caused"]
    assert {name: each.weight for name, each in told.components.items()} == {
        "post_coverage": 0.5,
        "overtime_hours": 0.5,
    }


def test_a_rule_that_is_another_one_here_takes_no_share() -> None:
    columns = {"minutes": np.array([[20.0, 15, 15]] * 3)}
    told = efficiency_index(columns, BETTER, list("abc"), {"minutes": 1.0}, same_as={"c": "b"})
    assert {rule: each.mean for rule, each in told.shares.items()} == {"a": 0.0, "b": 1.0}
    assert told.share("c").mean is None


RESTATED = ("within_standard", "satisfaction_mean", "cleared_up_order")


@pytest.mark.parametrize("name", RESTATED)
def test_what_says_the_response_in_other_words_is_no_value_of_its_own(name: str) -> None:
    assert value_of(name) == value_of("response_mean") == SOON
    assert name not in COMPONENTS


def test_every_component_stands_for_the_value_it_is_declared_under() -> None:
    assert {value: tuple(names) for value, names in members(COMPONENTS).items()} == dict(VALUES)
    assert len(set(COMPONENTS)) == len(COMPONENTS)
    assert set(STEMS) == set(VALUES)


def test_every_outcome_with_a_better_way_stands_for_one_of_the_values() -> None:
    stray = {name for name, each in OUTCOMES.items() if each.better != "neither" and value_of(name) == name}
    assert stray == {"yuan_a_day"}, "which is all of them at once"


def test_correlations_of_changes_by_hand() -> None:
    """b follows a, c is its mirror, d never moves; a world without c is left out where c is asked."""
    a = np.array([[0.0, 1], [0, 2], [0, 3], [0, 9]])
    columns = {"a": a, "b": 2 * a + 5, "c": -a, "d": np.ones((4, 2))}
    columns["c"][3] = NAN
    found = correlations(columns, "abcd")
    assert found[:3, :3] == pytest.approx(np.array([[1, 1, -1], [1, 1, -1], [-1, -1, 1]]))
    assert np.isnan(found[3]).all()


def test_a_world_without_one_component_is_left_out_of_all() -> None:
    told = index(minutes=[*MINUTES, [20, 0]], visits=[*VISITS, [100, NAN]])
    assert told.worlds == 2
    assert told.rules["b"].parts["minutes"].change.mean == pytest.approx(0.25)


def test_equal_rules_have_an_index_of_nothing_and_share_the_weights() -> None:
    told = index(minutes=[[19, 19], [21, 21]], visits=[[7, 7], [7.5, 7.5]])
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
        ({"minutes": NAN}, "from 0 to 1,000"),
        ({"minutes": 1e9}, "from 0 to 1,000"),
        ({"minutes": True}, "from 0 to 1,000"),
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
