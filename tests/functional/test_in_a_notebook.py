"""What a notebook shows of the last line of a cell is short and says what it is."""

import pytest

from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.sweeps.driver import engine_of
from jiaosuo.model import RULES, County, Scenario

CASE = Scenario.preset("zigui-2004", people_per_agent=25, seed=7)


def test_a_county_a_scenario_and_a_shelf_are_shown_in_a_line():
    assert repr(County(CASE).run_days(0.01)) == "<County: zigui-2004, separate, seed 7, minute 14>"
    assert repr(CASE).startswith("<Scenario: zigui-2004, separate, seed 7, ")
    assert len(repr(CASE)) < 120
    assert repr(RULES).startswith("<rules: ")
    assert "integrated" in repr(RULES)


@pytest.mark.ci
def test_a_comparison_is_shown_as_its_sentences():
    shown = repr(compare(CASE, ["separate", "integrated"], 0.05, 2))
    assert "Compared in zigui-2004" in shown
    assert len(shown.splitlines()) < 15


def test_a_scheduler_is_taken_as_dask_prints_it():
    assert engine_of("dask://tcp://10.0.0.1:8786", 1) == engine_of("dask://10.0.0.1:8786", 1)
