"""Timelines compared on the same worlds, year by year."""

import json

import polars as pl
import pytest

from jiaosuo.experiments.comparison.result import HEADLINES
from jiaosuo.experiments.comparison.years import compare_years, rules_by_year
from jiaosuo.experiments.comparison.years_result import Turn, YearsOutcome, YearsResult
from jiaosuo.experiments.comparison.years_table import rows as rows_of
from jiaosuo.experiments.comparison.years_words import turn_sentence
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.years import Years

pytestmark = pytest.mark.ci


@pytest.fixture(scope="module")
def case():
    path = Years(2010, 2012, 2, {"vehicles_per_1000": (100, 150, 200)})
    small = Scenario.preset("zigui-2004", people_per_agent=25).changed(path=path)
    return small.changed(timeline=[{"year": 2011, "rule": "integrated"}])


@pytest.fixture(scope="module")
def rows(case):
    return compare_years(case, ["separate", "timeline"], replications=2)


def test_there_is_a_row_for_each_seed_year_rule_and_outcome(rows):
    assert len(rows) == 2 * 3 * 2 * len(OUTCOMES)
    assert set(rows["rule"]) == {"separate", "timeline"}


def test_years_before_the_change_do_not_differ_and_later_ones_do(rows):
    later = rows.filter((pl.col("rule") == "timeline") & (pl.col("outcome") == "response_mean"))
    differs = {year: value for year, value in later.select("year", "difference").iter_rows() if value}
    assert set(differs) == {2011, 2012}


def test_the_first_rule_differs_from_itself_by_nothing(rows):
    first = rows.filter(pl.col("rule") == "separate")["difference"].drop_nulls()
    assert (first == 0).all()


def test_a_place_without_years_is_refused():
    with pytest.raises(InputError, match="a place with a path of years"):
        compare_years(Scenario.preset("zigui-2004"), ["separate", "integrated"], 1)


@pytest.fixture(scope="module")
def result(case):
    return rules_by_year(case, ["separate", "timeline"], replications=2)


def test_the_result_by_year_holds_the_means_of_the_rows(result, rows):
    mean = rows.filter(
        (pl.col("rule") == "timeline") & (pl.col("outcome") == "response_mean") & (pl.col("year") == 2012)
    )["value"].mean()
    assert result.outcomes["response_mean"].rules["timeline"][2].mean == pytest.approx(mean)
    assert result.years == (2010, 2011, 2012)
    assert result.grown["vehicles_per_1000"] == pytest.approx((100, 150, 200))
    assert result.grown["urbanization"] == pytest.approx((0.22, 0.22, 0.22))


def test_the_result_by_year_can_be_read_back(result):
    assert YearsResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_outcomes_without_a_better_side_have_no_turn(result):
    for name, about in result.outcomes.items():
        assert bool(about.turns) == (OUTCOMES[name].better != "neither"), name


def sentences(turn, language="en"):
    """What is said of an outcome with this turn, in a result made by hand."""
    seen = Estimate(1.0, (0.5, 1.5), 2)
    headline = HEADLINES[0]
    about = YearsOutcome(label="", unit="min", better="less", turns={"integrated": turn},
                         rules=dict.fromkeys(("separate", "integrated"), (seen,) * 3),
                         differences={"integrated": (seen,) * 3})  # fmt: skip
    made = YearsResult(
        preset="zigui-2004", seed=0, rules=("separate", "integrated"), replications=2, staffing="historic",
        at="long-run", years=(0, 1, 2), days_per_year=7, outcomes={headline.outcome: about},
        grown={"urbanization": (0.2, 0.3, 0.4), "vehicles_per_1000": (80.0, 100.0, 120.0)},
    )  # fmt: skip
    return turn_sentence(made, headline, "integrated", language)


def test_a_crossing_is_told_with_its_year_and_what_has_grown_by_then():
    crosses = Turn(kind="crosses", year=Estimate(1.5, (1.2, 1.9), 2), before="integrated", after="separate")
    said = sentences(crosses)
    assert "integrated is better up to year 1.5 (95 % interval 1.2 to 1.9), separate from then on" in said
    assert "35 % of the people live in towns and there are 110 vehicles" in said
    assert "第1.5年" in sentences(crosses, "zh_CN")


def test_what_does_not_cross_is_said_not_to():
    ahead = Turn(kind="ahead", before="separate", after="separate")
    assert "they do not cross" in sentences(ahead)
    assert "cannot be told apart" in sentences(Turn(kind="unsure"))


def test_there_is_a_row_a_year_with_what_has_grown(result):
    cells = rows_of(result, "response_mean_traffic_rural", "en")
    assert [row[:3] for row in cells] == [
        ["2010", "22.0", "100"],
        ["2011", "22.0", "150"],
        ["2012", "22.0", "200"],
    ]
    assert all(len(row) == 5 for row in cells)
