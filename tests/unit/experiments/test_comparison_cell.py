"""A comparison as the last line of a cell: its sentences, and a table with each difference drawn."""

from __future__ import annotations

from jiaosuo.experiments.comparison.cell import comparison_html
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.pages.cells import WIDE
from jiaosuo.experiments.statistics.estimate import Estimate

RULES = ("separate", "stationed", "integrated")


def outcome(name: str, better: str, *changes: float) -> OutcomeResult:
    means = {rule: Estimate(20.0, (18.0, 22.0), 20) for rule in RULES}
    differences = {
        rule: Estimate(change, (change - 1, change + 1), 20)
        for rule, change in zip(RULES[1:], changes, strict=True)
    }
    return OutcomeResult(label=name, unit="min", better=better, rules=means, differences=differences)


RESULT = ComparisonResult(
    preset="zigui-2004",
    days=7,
    seed=0,
    rules=RULES,
    replications=20,
    staffing="workload",
    outcomes={
        "response_mean_traffic_rural": outcome("response", "less", -5.0, 0.0),
        "clear_mean_traffic_rural": outcome("clear", "less", 5.0, -40.0),
    },
)


def test_right_is_better_and_what_is_beyond_ends_at_the_edge() -> None:
    shown = comparison_html(RESULT, "en")
    quarter, half = WIDE / 2 + WIDE / 4, WIDE / 2
    places = [part.split('"')[0] for part in shown.split('cx="')[1:]]
    assert places == [f"{quarter}", f"{half}", f"{WIDE / 4}", f"{float(WIDE)}"]


def test_it_says_what_a_terminal_says_in_both_languages_and_is_short() -> None:
    english, chinese = comparison_html(RESULT, "en"), comparison_html(RESULT, "zh_CN")
    assert "Compared in zigui-2004" in english
    assert "Response to traffic calls in villages" in english
    assert "Drawn: the difference from separate" in english
    assert "分设" in chinese
    assert "Drawn" not in chinese
    assert max(len(english), len(chinese)) < 10_000
    assert "<script" not in english
