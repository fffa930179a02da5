"""Timelines compared on the same worlds, year by year."""

import polars as pl
import pytest

from jiaosuo.experiments.comparison.years import compare_years
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.years import Years


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
