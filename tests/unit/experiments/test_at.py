"""Comparisons at three times after a change: what a run begins with, and the change told as a path."""

import pytest

from jiaosuo.experiments.comparison.compare import compare, compare_at_all_times
from jiaosuo.experiments.comparison.moments import NAMES, SENTENCES
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.comparison.tables import time_rows
from jiaosuo.experiments.comparison.verdict import setting
from jiaosuo.experiments.replication.world import under_rule, worlds_of
from jiaosuo.model import County
from jiaosuo.model.moment import QUARTER_DAYS, Moment
from jiaosuo.model.scenario import Scenario

PLACE = Scenario.preset("county-town", people_per_agent=25, population=40_000, area_km2=300, townships=4)
RULES = ("separate", "integrated")


def test_every_time_has_its_words():
    assert list(NAMES) == list(SENTENCES) == [str(each) for each in Moment]


def test_what_a_run_begins_with():
    change, quarter, long_run = (under_rule(PLACE, "integrated", at=each) for each in Moment)
    assert change.rule_before.name == quarter.rule_before.name == "separate"
    assert [(each.minute, each.rule.name) for each in change.timeline] == [(0, "integrated")]
    assert change.rule_name == quarter.rule_name == long_run.rule_name == "integrated"
    assert (change["days_since_change"], quarter["days_since_change"]) == (0, QUARTER_DAYS)
    assert long_run.rule_before == long_run.rule


def test_the_long_run_is_the_default():
    (world,) = worlds_of(PLACE, RULES, 1, 1)
    assert [each.rule_before.name for each in world.scenarios] == list(RULES)


def test_the_rule_from_before_is_the_same_at_every_time():
    """Only who changes has a path: the first rule, which is that from before, begins alike."""
    assert under_rule(PLACE, "separate", at=Moment.CHANGE) == under_rule(PLACE, "separate")


def test_a_change_has_its_cost_in_its_first_weeks():
    """Answer 8: training is owed and work goes slower; in the long run neither is so."""
    change, _, long_run = (County(under_rule(PLACE, "integrated", at=each)) for each in Moment)
    for county, owes in ((change, True), (long_run, False)):
        county.run_days(1 / 1440)
        assert (county.force.columns["training_due"].mean() > 9 * 480) == owes
        assert (county.dispatch.tables.rule_table["disrupted_until"] > 0).all() == owes
    assert change.world_digest == long_run.world_digest


@pytest.fixture(scope="module")
def path():
    return compare_at_all_times(PLACE, RULES, 0.5, 2).result


def test_a_change_is_told_as_a_path(path):
    assert path.at == "long-run"
    assert [each.at for each in path.times] == ["change", "quarter", "long-run"]
    skill = [each.differences["skill_traffic"]["integrated"].mean for each in path.times]
    assert len(set(skill)) == 3
    rows = time_rows(path, "en")
    assert rows
    assert all(len(row) == 4 for row in rows)
    assert "long run" in setting(path, "en")
    assert "长期" in setting(path, "zh")


def test_the_last_of_the_path_is_the_comparison_itself(path):
    alone = compare(PLACE, RULES, 0.5, 2).result
    assert alone.times is None
    assert alone.at == "long-run"
    last = path.times[-1].differences
    assert last == {name: each.differences for name, each in alone.outcomes.items()}


def test_a_path_is_written_and_read_back_whole(path):
    assert ComparisonResult.from_json(path.to_json()) == path
