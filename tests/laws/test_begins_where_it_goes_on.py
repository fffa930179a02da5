"""A run begins at the levels at which it goes on: case files and the time that they take, by an interval."""

import numpy as np
import pytest
from scipy import stats

from jiaosuo.experiments.replication.settling import daily_levels, levels, warm_up
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Duty

SEEDS, DAYS, LATER = range(5), 8, 4
"""Worlds, days of each, and the day from which it is later."""

MUCH = {"people_per_agent": 25, "call_volume": 3, "other_work": 1}
"""Three times the calls, so that a few days hold many files."""


def interval(differences):
    """Half the width of the 99 % interval of a mean over worlds."""
    error = np.std(differences, ddof=1) / np.sqrt(len(differences))
    return stats.t.ppf(0.995, len(differences) - 1) * error


@pytest.fixture(scope="module", params=["separate", "integrated"])
def worlds(request):
    """Levels at each midnight from the first one on, and minutes at files a day, (worlds, days)."""
    owed, spent = [], []
    for seed in SEEDS:
        county = County(Scenario.preset("zigui-2004", rule=request.param, seed=seed, **MUCH))
        hours, minutes = [levels(county)["file_hours_owed"]], [0.0]
        for _ in range(DAYS):
            county.run_days(1)
            hours.append(levels(county)["file_hours_owed"])
            minutes.append(county.books().duty_minutes[:, Duty.CASE_FILE].sum())
        owed.append(hours)
        spent.append(np.diff(minutes))
    return np.array(owed), np.array(spent)


@pytest.mark.ci
def test_the_work_owed_in_files_on_the_first_midnight_is_that_of_later_ones(worlds):
    owed, _ = worlds
    drift = owed[:, 0] - owed[:, LATER:].mean(axis=1)
    assert abs(drift.mean()) < interval(drift)
    assert interval(drift) < owed[:, LATER:].mean(), "an empty beginning would be seen"


@pytest.mark.ci
def test_the_first_day_spends_as_much_time_at_files_as_later_ones(worlds):
    _, spent = worlds
    drift = spent[:, 0] - spent[:, LATER:].mean(axis=1)
    assert abs(drift.mean()) < interval(drift)
    assert interval(drift) < spent[:, LATER:].mean()


def test_levels_of_the_first_midnight_are_what_the_county_begins_with():
    county = County(Scenario.preset("zigui-2004", people_per_agent=25))
    found, files = levels(county), county.dispatch.used("files")
    assert found["files_open"] == len(files) > 0
    assert found["file_hours_owed"] == pytest.approx(county.force.columns["files_due"].sum() / 60)
    assert found["stops"] == pytest.approx(county.force.presence["stops"].sum())
    assert found["paper_hours_owed"] == 0


def test_series_are_read_a_day_at_a_time_and_cut_each_by_itself():
    series = daily_levels(Scenario.preset("theory-bench"), 2)
    assert {len(values) for values in series.values()} == {2}
    wave = [1.0, 2.0, 3.0, 2.0, 2.0]
    assert warm_up({"steady": wave * 8, "settling": [50.0] * 5 + wave * 7}) == {"steady": 0, "settling": 5}
