"""Law 3: rules are compared at equal headcount, corps by corps, under each staffing."""

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Corps

RULES = ["separate", "stationed", "integrated", "zigui-2004"]


def headcount(rule, staffing, **extra):
    scenario = Scenario.preset("zigui-2004", rule=rule, staffing=staffing, people_per_agent=25).changed(
        **extra
    )
    return np.bincount(County(scenario).force.columns["corps"], minlength=len(Corps)).tolist()


@pytest.mark.parametrize(
    ("staffing", "extra"), [("historic", {}), ("workload", {}), ("best-separate", {"traffic_share": 0.3})]
)
def test_every_rule_has_the_same_officers_of_each_corps(staffing, extra):
    assert len({tuple(headcount(rule, staffing, **extra)) for rule in RULES}) == 1


def test_staffings_move_officers_between_corps_and_keep_their_number():
    historic, workload = headcount("separate", "historic"), headcount("separate", "workload")
    assert sum(historic) == sum(workload)
    assert historic[Corps.TRAFFIC] == 28
    assert historic[Corps.TRAFFIC] != workload[Corps.TRAFFIC]


def test_an_officer_has_the_same_skill_on_the_first_day_under_every_rule():
    skills = []
    for rule in RULES:
        scenario = Scenario.preset("zigui-2004", rule=rule, people_per_agent=25)
        skills.append(County(scenario).force.columns["skill"])
    for other in skills[1:]:
        np.testing.assert_array_equal(skills[0], other)


def test_best_separate_is_found_on_other_worlds_and_not_worse_than_its_rivals(monkeypatch):
    from jiaosuo.experiments.runs import splits, staffing

    for name, value in (("SHARES", (0.1, 0.3, 0.6)), ("WORLDS", 2), ("DAYS", 2)):
        monkeypatch.setattr(splits, name, value)
        monkeypatch.setattr(staffing, name, value)
    tried = {}

    def noted(scenario, found=staffing._response):
        tried.setdefault(scenario.traffic_share, []).append(found(scenario))
        assert scenario.seed >= splits.OTHER_SEEDS
        return tried[scenario.traffic_share][-1]

    monkeypatch.setattr(staffing, "_response", noted)
    best = staffing.best_separate(Scenario.preset("zigui-2004", people_per_agent=25))
    means = {share: np.mean(values) for share, values in tried.items()}
    assert means[best.traffic_share] == min(means.values())
