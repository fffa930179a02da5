"""The result of a comparison, read: labels made of parts, and the sign of a change."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jiaosuo.experiments.comparison.document import whole_outcome
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult, label_of, scaled, sign
from jiaosuo.experiments.statistics.intervals import Estimate, paired_p_value


def result_of(**outcomes: OutcomeResult) -> ComparisonResult:
    return ComparisonResult(
        preset="P", days=1, seed=0, rules=("a", "b"), replications=1, staffing="workload", outcomes=outcomes
    )


@pytest.mark.parametrize(
    ("label", "english", "chinese"),
    [
        ("Time to clear (traffic, rural)", "Time to clear (traffic, rural)", "处置时长（交通、农村）"),
        ("Utilisation (case specialist)", "Utilisation (case specialist)", "警力利用率（案件专业民警）"),
        ("Response time, 90th percentile", "Response time, 90th percentile", "到场时间（第 90 百分位）"),
        ("{odd} (never, heard)", "{odd} (never, heard)", "{odd}（never、heard）"),
        ("an (open bracket", "an (open bracket", "an (open bracket"),
    ],
)
def test_a_label_is_told_part_by_part(label: str, english: str, chinese: str) -> None:
    found = result_of(x=OutcomeResult(label=label))
    assert label_of(found, "x", "en") == english
    assert label_of(found, "x", "zh") == chinese


def test_an_outcome_without_a_label_goes_by_its_name() -> None:
    assert label_of(result_of(), "delay_caused", "zh") == "delay_caused"


@pytest.mark.parametrize(
    ("change", "good", "beyond", "told"),
    [
        (Estimate(1.0, (0.5, 1.5), 9), True, True, "✓"),
        (Estimate(1.0, (0.5, 1.5), 9), False, True, "✗"),
        (Estimate(1.0, (0.5, 1.5), 9), None, True, ""),
        (Estimate(1.0, (-0.5, 2.5), 9), True, False, "≈"),
        (Estimate(0.0, (0.0, 0.0), 9), None, False, "="),
        (Estimate(1.0, None, 1), True, False, ""),
        (Estimate(None, None, 0), None, False, ""),
    ],
)
def test_the_sign_of_a_change(change: Estimate, good: bool | None, beyond: bool, told: str) -> None:
    assert sign(change, good, beyond) == told


def test_decimals_suit_the_scaled_numbers() -> None:
    assert scaled(Estimate(0.5, (0.4, 0.6), 9), 100) == (pytest.approx([50, 40, 60]), 1)


def test_a_result_is_written_and_read_back(result: ComparisonResult) -> None:
    document = json.loads(json.dumps(result.to_json(), allow_nan=False))
    assert ComparisonResult.from_json(document) == result


def test_what_was_not_found_is_null_and_what_was_not_asked_for_is_absent() -> None:
    document = result_of().to_json()
    assert document["geometry_rule"] is None
    assert not document.keys() & {"robust", "command", "index"}
    assert list(document)[:6] == ["preset", "days", "seed", "rules", "replications", "staffing"]


def test_a_stored_outcome_has_the_number_of_each_world_and_the_test_of_each_difference() -> None:
    """Two later rules: the surer p is doubled by Holm, and the other one is at least as large as that."""
    columns = np.array([[9.0, 7.0, 9.2], [8.0, 6.1, 8.4], [8.5, 6.4, np.nan], [9.5, 7.6, 9.3]])
    document = whole_outcome("response_mean", ["a", "b", "c"], columns).to_json()
    assert document["values"] == {
        "a": [9.0, 8.0, 8.5, 9.5],
        "b": [7.0, 6.1, 6.4, 7.6],
        "c": [9.2, 8.4, None, 9.3],
    }
    alone = {rule: paired_p_value(columns[:, 0], columns[:, place]) for rule, place in (("b", 1), ("c", 2))}
    tests = document["tests"]
    assert {rule: each["p"] for rule, each in tests.items()} == alone
    assert tests["b"]["p_holm"] == pytest.approx(2 * alone["b"])
    assert tests["c"]["p_holm"] == alone["c"]
    assert [tests[rule]["distinguishable"] for rule in "bc"] == [True, False]
    assert OutcomeResult.from_json(document).to_json() == document


def test_one_world_has_no_p_value() -> None:
    document = whole_outcome("response_mean", ["a", "b"], np.array([[9.0, 7.0]])).to_json()
    assert document["tests"] == {"b": {"p": None, "p_holm": None, "distinguishable": False}}
