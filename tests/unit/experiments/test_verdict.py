"""The sentences, word for word on a small result worked by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from jiaosuo.experiments.comparison.result import HEADLINES, ComparisonResult, Pairing, number, present
from jiaosuo.experiments.comparison.tables import table
from jiaosuo.experiments.comparison.verdict import findings, notes, setting, verdict
from jiaosuo.experiments.provenance.standing import foot
from jiaosuo.model.core.errors import InputError

VILLAGES = "response_mean_traffic_rural"
Document = dict[str, Any]


def measure(
    means: list[float | None],
    *changes: tuple[float, float, float],
    unit: str = "min",
    better: str = "less",
    n: int = 10,
) -> Document:
    """An outcome of rules a, b, c: their means (± 1), and the differences of the later ones with interval."""
    entries = [
        {"mean": m, "ci95": None if m is None else [m - 1, m + 1], "n": 0 if m is None else n} for m in means
    ]
    differences = [{"mean": mean, "ci95": [low, high], "n": n} for mean, low, high in changes]
    return {
        "label": "x",
        "unit": unit,
        "better": better,
        "rules": dict(zip("abc", entries, strict=False)),
        "differences": dict(zip("bc", differences, strict=False)),
    }


def document(**outcomes: Document) -> ComparisonResult:
    rules = list("abc")[: max(len(outcome["rules"]) for outcome in outcomes.values())]
    about = {"preset": "P", "days": 30, "seed": 1, "replications": 10, "staffing": "workload", "pairing": {}}
    return ComparisonResult.from_json(about | {"rules": rules, "outcomes": outcomes})


def test_the_setting() -> None:
    told = setting(document(x=measure([1, 1], (0, 0, 0))), "en")
    assert told == (
        "Compared in P: a, b, each on the same 10 worlds of 30 days, staffing workload. "
        "This is the first weeks of a change: skill and deterrence are those of the rule before."
    )


def test_a_gain_is_told_in_minutes_and_per_cent_with_its_interval() -> None:
    result = document(**{VILLAGES: measure([32.0, 20.0], (-12.0, -13.5, -10.5))})
    assert findings(result, "en") == [
        "Response to traffic calls in villages: 32.0 min under a; "
        "b lowers it by 12.0 min (37.5 %; 95 % interval 10.5 to 13.5)."
    ]
    assert findings(result, "zh") == [
        "农村交通警情到场时间：a下为 32.0 分钟；b使其减少 12.0 分钟（37.5%；95% 区间 10.5 至 13.5）。"
    ]


def test_a_loss_is_told_as_a_rise() -> None:
    result = document(**{VILLAGES: measure([30.0, 33.0], (3.0, 1.0, 5.0))})
    assert "b raises it by 3.0 min (10.0 %; 95 % interval 1.0 to 5.0)." in findings(result, "en")[0]


def test_what_covers_nothing_is_not_distinguishable() -> None:
    result = document(**{VILLAGES: measure([30.0, 29.0], (-1.0, -2.5, 0.5))})
    expected = "b is not distinguishable from it (difference −1.0 min; 95 % interval −2.5 to 0.5)."
    assert expected in findings(result, "en")[0]


def test_two_rules_need_more_than_one_rule_does() -> None:
    """p is about .04: enough alone, not beside a second rule that shows nothing (Holm asks .025)."""
    alone = document(**{VILLAGES: measure([30.0, 29.0], (-1.0, -1.95, -0.05))})
    beside = document(**{VILLAGES: measure([30.0, 29.0, 30.0], (-1.0, -1.95, -0.05), (0.1, -1.0, 1.2))})
    assert "b lowers it by" in findings(alone, "en")[0]
    interval = "95 % interval for all 2 rules at once −2.1 to 0.1"
    assert f"b is not distinguishable from it (difference −1.0 min; {interval})" in findings(beside, "en")[0]
    assert "2种体制同时成立的 95% 区间" in findings(beside, "zh")[0]
    assert "Every interval in this table is of one rule by itself." in " ".join(printed(beside, "en").split())


def test_equal_rules_are_exactly_the_same() -> None:
    result = document(**{VILLAGES: measure([30.0, 30.0], (0.0, 0.0, 0.0))})
    assert findings(result, "en")[0].endswith("; b gives exactly the same.")


def test_equal_rules_are_marked_so_in_the_table() -> None:
    assert "0 =" in printed(document(**{VILLAGES: measure([30.0, 30.0], (0.0, 0.0, 0.0))}), "en")


def test_a_share_changes_by_percentage_points() -> None:
    result = document(satisfaction_mean=measure([0.5, 0.55], (0.05, 0.03, 0.07), unit="share", better="more"))
    assert findings(result, "en") == [
        "Satisfaction: 50.0 % under a; b raises it by 5.0 percentage points (95 % interval 3.0 to 7.0)."
    ]


def test_what_was_not_observed_is_said() -> None:
    nothing = document(**{VILLAGES: measure([None, None])})
    assert findings(nothing, "en") == ["Response to traffic calls in villages: not observed under a."]
    half = document(**{VILLAGES: measure([30.0, None])})
    assert findings(half, "en")[0].endswith("; b gives no pair to compare.")


def test_one_world_shows_nothing() -> None:
    one_world = measure([30.0, 20.0], (-10.0, 0, 0), n=1)
    one_world["differences"]["b"]["ci95"] = None
    result = document(**{VILLAGES: one_world})
    assert "b differs by −10.0 min in one world only, which shows nothing" in findings(result, "en")[0]


def test_lost_pairs_are_counted() -> None:
    result = document(**{VILLAGES: measure([32.0, 20.0], (-12.0, -13.5, -10.5), n=7)})
    assert "; 7 of 10 worlds)" in findings(result, "en")[0]


def test_a_headline_told_only_if_it_moves() -> None:
    still = measure([12.0, 12.1], (0.1, -0.5, 0.7))
    risen = measure([12.0, 14.0], (2.0, 1.0, 3.0))
    assert findings(document(response_mean_order_rural=still), "en") == []
    assert len(findings(document(response_mean_order_rural=risen), "en")) == 1


@pytest.mark.parametrize(
    ("near", "far", "told"),
    [
        ((-9.0, -10, -8), (-12.0, -13, -11), "Of the gain of c in villages, 75 % is already there under b"),
        ((-13.0, -14, -12), (-12.0, -13, -11), "The whole gain of c in villages is already there under b"),
        ((-0.1, -1, 0.8), (-12.0, -13, -11), "b, which only moves officers nearer, shows no gain"),
        ((5.0, 4, 6), (-12.0, -13, -11), "b, which only moves officers nearer, shows no gain"),
    ],
)
def test_how_much_of_the_village_gain_is_geometry(near: Any, far: Any, told: str) -> None:
    result = document(**{VILLAGES: measure([30.0, 21.0, 18.0], near, far)})
    assert told in findings(result, "en", "b")[-1]
    assert len(findings(result, "en", "b")) == 2
    assert findings(replace(result, geometry_rule="b"), "en") == findings(result, "en", "b")


@pytest.mark.parametrize("geometry", [None, "a", "c", "unknown"])
def test_no_word_of_geometry_where_there_is_nothing_to_split(geometry: str | None) -> None:
    result = document(**{VILLAGES: measure([30.0, 30.2, 18.0], (0.2, -1, 1.4), (-12.0, -13, -11))})
    assert len(findings(result, "en", geometry)) == 1


def test_pairing_utilisation_and_certainty_stand_beside() -> None:
    result = document(
        **{VILLAGES: measure([32.0, 20.0], (-12.0, -13.5, -10.5))},
        utilisation_traffic_specialist=measure([0.08, 0.11], unit="share", better="neither"),
    )
    pair = Pairing(common_calls=0.953, variance_ratio={VILLAGES: 9.4})
    pairing, utilisation, certainty, assumed = notes(replace(result, pairing={"b": pair}), "en")
    assert pairing == (
        "b against a: 95.3 % of the calls are common to both; without pairing the variance of the difference "
        "would be 9.4 times as large (Response to traffic calls in villages)."
    )
    assert utilisation == "Utilisation, traffic specialist: a 8.0 %, b 11.0 %."
    assert "any of the 1 rules" in certainty
    assert "are assumptions" in assumed


def test_a_survivors_mean_is_marked() -> None:
    result = document(
        **{VILLAGES: measure([32.0, 20.0], (-12.0, -13.5, -10.5))},
        gave_up_share_traffic_rural=measure([0.072, 0.05], unit="share"),
    )
    assert any(
        "Survivors' mean (rural, traffic)" in note and "(a 7.2 %)" in note for note in notes(result, "en")
    )
    shown = printed(result, "en")
    assert "32.0 ± 1.0 †" in shown
    assert "20.0 ± 1.0 †" not in shown


def test_the_table_shows_means_differences_and_signs(result: ComparisonResult) -> None:
    shown = printed(result, "en")
    for text in ("separate", "Below the mean: difference from separate", "✓", "✗", "≈", "Satisfaction (%)"):
        assert text in shown
    assert "整体合一" in printed(result, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_loses_nothing_on_a_narrow_terminal(result: ComparisonResult, language: str) -> None:
    assert "…" not in printed(result, language, width=80)


def test_markup_in_a_name_is_shown_as_text() -> None:
    result = document(**{VILLAGES: measure([32.0, 20.0], (-12.0, -13.5, -10.5))})
    renamed = replace(result, rules=("[red]a[/red]", "b"))
    assert "[red]a[/red]" in printed(renamed, "en")


def printed(result: ComparisonResult, language: str, width: int = 240) -> str:
    page = io.StringIO()
    Console(file=page, width=width).print(table(result, language))
    return page.getvalue()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_verdict_of_a_realistic_result(result: ComparisonResult, language: str) -> None:
    told = verdict(result, language)
    assert len(told) > 10
    assert not any("None" in sentence or "nan" in sentence or "{" in sentence for sentence in told)


def test_outcomes_that_are_missing_are_passed_over(result: ComparisonResult) -> None:
    empty = replace(result, outcomes={})
    assert present(empty) == []
    assert findings(empty, "en") == []
    assert {h.outcome for h in present(result)} <= {h.outcome for h in HEADLINES}


def test_one_rule_alone_is_told_without_differences() -> None:
    result = document(**{VILLAGES: measure([32.0])})
    assert findings(result, "en") == ["Response to traffic calls in villages: 32.0 min under a."]
    assert notes(result, "en") == [foot("en")]


@pytest.mark.parametrize("damage", [{"rules": []}, {"rules": "ab"}, {"rules": None}, {"outcomes": None}])
def test_a_document_without_its_fields_is_refused(result: ComparisonResult, damage: Document) -> None:
    with pytest.raises(InputError, match="result"):
        ComparisonResult.from_json(result.to_json() | damage)


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (0, "0"), (312.4, "312"), (99.96, "100"), (12.34, "12.3"), (-4.0, "−4.0"), (0.996, "1.0"),
        (0.123, "0.12"), (-0.0031, "−0.0031"), (1e-9, "0.000000"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_printed(quantity: float, text: str) -> None:
    assert number(quantity) == text


def test_there_is_no_minus_zero() -> None:
    assert number(-0.004, 2) == "0.00"
    assert number(0.5, 1, signed=True) == "+0.5"
