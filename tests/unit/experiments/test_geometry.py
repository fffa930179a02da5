"""What of a gain is geometry: the law by hand, on its bench, in a county, and how it is told."""

from __future__ import annotations

import numpy as np
import pytest

from jiaosuo.experiments.comparison.geometry import law_minutes, ways, ways_under
from jiaosuo.experiments.comparison.geometry_result import Way, Ways
from jiaosuo.experiments.comparison.geometry_words import geometry_rows, geometry_sentences, measured
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.validation.shelf.square_root import theory
from jiaosuo.model import Scenario

ZIGUI = Scenario.preset("zigui-2004")


def test_the_law_by_hand():
    """One officer to 100 square km is 5 km away; at 2.4 minutes a straight km that is 12 minutes."""
    assert law_minutes(0.01, np.array([2.4])).tolist() == [12.0]
    assert law_minutes(0.04, np.array([2.4])).tolist() == [6.0]
    assert law_minutes(0.0, np.array([2.4])).tolist() == [np.inf]


@pytest.mark.ci
@pytest.mark.parametrize("units", [20, 40, 80])
def test_on_its_bench_the_law_is_what_the_validated_law_is(units):
    """A kilometre takes a minute times `travel_share`; border and grid take 2 % off, see `validate`."""
    bench = Scenario.preset("theory-square-root", officers_traffic=units)
    (village,) = [way for size, way in ways(bench).items() if size == "village"]
    assert village.officers == pytest.approx(units)
    assert village.area == pytest.approx(2_500 / units)
    km = village.law / bench["travel_share"]
    assert km == pytest.approx(theory(units)["distance"], rel=0.06)


def test_more_officers_are_nearer_by_the_law_and_by_their_sites_no_farther():
    calls_alone = ZIGUI.changed(rule="integrated", other_work=0)
    few, many = (ways(calls_alone.changed(on_duty_share=share)) for share in (0.2, 0.4))
    for size, way in few.items():
        assert many[size].officers == pytest.approx(2 * way.officers)
        assert many[size].law == pytest.approx(way.law / np.sqrt(2))
        assert many[size].sites < way.sites


def test_in_the_villages_of_zigui_more_may_attend_and_from_nearer():
    found = ways_under(ZIGUI, ["separate", "stationed", "integrated"])
    assert found is not None
    village = {rule: by_size["village"] for rule, by_size in found.rules.items()}
    assert village["integrated"].officers > 2 * village["separate"].officers
    assert village["integrated"].law < village["stationed"].law < village["separate"].law
    assert village["integrated"].sites < village["separate"].sites
    assert sum(way.people for way in found.rules["separate"].values()) == pytest.approx(1)


def test_a_rule_that_changes_over_time_has_no_one_way():
    assert ways_under(ZIGUI, ["separate", "timeline"]) is None


def way(officers: float, law: float, sites: float, people: float = 1.0) -> Way:
    return Way(officers=officers, area=100.0, law=law, sites=sites, people=people)


FOUND = Ways(rules={"a": {"village": way(3, 40, 45)}, "b": {"village": way(9, 23, 25)}})


def result(mean: float, half: float = 2.0) -> ComparisonResult:
    change = Estimate(mean, (mean - half, mean + half), 20)
    means = {"a": Estimate(50.0, (49, 51), 20), "b": Estimate(50 + mean, (49 + mean, 51 + mean), 20)}
    response = OutcomeResult(unit="min", better="less", rules=means, differences={"b": change})
    return ComparisonResult(
        preset="P", days=7, seed=1, rules=("a", "b"), replications=20, staffing="workload",
        outcomes={measured("village"): response},
    )  # fmt: skip


def said(mean: float, half: float = 2.0, language: str = "en") -> str:
    return " ".join(geometry_sentences(FOUND, result(mean, half), "b", ("a", "b"), language))


def test_a_gain_is_split_into_geometry_and_all_else():
    """The sites give 20 of 25 minutes."""
    text = said(-25.0)
    assert "9.0 officers on duty and free may lead with b, 3.0 with a: 3.0 times as many" in text
    assert "By the square-root law that alone changes the way by −17.0 min" in text
    assert "it changes by −20.0 min" in text
    assert "Measured: −25.0 min (−27.0 to −23.0). 80 % of it is geometry, −5.0 min all else." in text


@pytest.mark.parametrize(
    ("mean", "half", "words"),
    [
        (-12.0, 2.0, "Geometry alone would be more; all else takes 8.0 min of it back."),
        (6.0, 2.0, "It is not geometry."),
        (-1.0, 2.0, "cannot be told from 0"),
    ],
)
def test_where_geometry_is_more_or_nothing_it_is_said(mean, half, words):
    assert words in said(mean, half)


def test_the_row_shows_levels_so_that_the_error_of_the_law_is_seen():
    assert list(geometry_rows(FOUND, result(-25.0), "b", "en")) == [
        ("village", "3.0 → 9.0", "40.0 → 23.0", "45.0 → 25.0", "50.0 → 25.0", "−5.0")
    ]
    few = Ways(rules={"a": {"village": way(0.7, 40, 45)}, "b": {"village": way(9, 23, 25)}})
    (row,) = geometry_rows(few, result(-25.0), "b", "en")
    assert row[2] == "40.0 → 23.0 †"


def test_it_is_told_in_chinese():
    text = said(-25.0, language="zh")
    assert "平方根" in text
    assert not any(word in text for word in ("officers", "Measured", "law", "min"))
