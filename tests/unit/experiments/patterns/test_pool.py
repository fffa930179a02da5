"""The plan is what patterns read; each distinct world runs once; a failure is flagged where it is read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.patterns import pool
from jiaosuo.experiments.patterns.pool import Plan, run_plan
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.replication.replicate import replicate
from jiaosuo.experiments.study_tools.changes import (
    AS_IT_IS,
    CHANGES,
    GENERALISTS_TRAINED,
    NO_DELTA,
    RESERVE,
    Change,
)
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import MAPS, RULES
from tests.unit.experiments.patterns.tiny import TINY, little


def setting(reading, worlds=2):
    return Setting(little("village", 0.2), reading, replace(TINY, days=2), worlds)


def test_two_readers_of_one_point_share_its_worlds():
    plan = Plan()
    setting(plan, 2).difference("response_mean", "integrated")
    setting(plan, 3).values("clear_mean", "stationed")
    ((point, asked),) = plan.asked.items()
    assert asked.worlds == 3
    assert asked.rules == ["separate", "integrated", "stationed"]
    assert plan.runs == 9
    assert point == setting(plan).point


def test_the_same_content_by_another_way_is_the_same_point():
    plan = Plan()
    setting(plan).under(NO_DELTA).values("response_mean")
    setting(plan).at(delta=0).values("response_mean")
    setting(plan).at(delta=0.8).values("response_mean")  # what it is anyway
    setting(plan).values("response_mean")
    assert len(plan.asked) == 2


def test_an_answer_changed_or_a_settled_skill_is_another_point():
    plan = Plan()
    for change in (AS_IT_IS, RESERVE, Change("settled", "", at=Moment.CHANGE)):
        setting(plan).under(change).values("response_mean")
    assert len(plan.asked) == 3


def test_a_change_that_is_part_of_the_reform_leaves_the_status_quo_as_it_is():
    place = setting(Plan()).under(GENERALISTS_TRAINED)
    (world,) = place.point.worlds(1, ["separate", "integrated"])
    hours = {each.rule_name: each["training_hours"] for each in world.scenarios}
    assert hours == {"separate": setting(Plan()).place["training_hours"], "integrated": 80}
    assert place.point != setting(Plan()).point


def test_a_plan_observes_nothing():
    assert np.isnan(setting(Plan()).values("response_mean")).all()


@pytest.fixture(scope="module")
def run():
    plan = Plan()
    setting(plan).values("response_mean", "integrated")
    setting(plan).values("response_mean")
    done = []
    return plan, run_plan(plan, 1, lambda *step: done.append(step)), done


def test_events_are_those_of_the_rule_with_most_and_of_worlds_in_which_something_happened(run):
    here = setting(run[1].reader())
    calls = [here.observed("response_mean", rule).sum() for rule in ("separate", "integrated")]
    assert here.events("response_mean") == max(calls) > 0
    crashes = [here.values("crashes_damage_crash", rule).sum() for rule in ("separate", "integrated")]
    assert here.events("crashes_damage_crash") == max(crashes)
    assert here.events("moonlight") == 0
    assert setting(Plan()).events("response_mean") == 0


def test_progress_counts_runs(run):
    assert run[2] == [(2, 4), (4, 4)]


def test_an_outcome_the_model_does_not_have_is_not_observed(run):
    reader = run[1].reader()
    assert np.isnan(setting(reader).values("moonlight")).all()
    assert np.isfinite(setting(reader).values("response_mean")).all()
    assert reader.failed == 0


def refuse_seed_one(world):
    if world.scenarios[0].seed == 1:
        raise RuntimeError("rained off")
    return replicate(world)


def test_a_world_that_fails_is_flagged_where_it_is_read(run, monkeypatch):
    monkeypatch.setattr(pool, "replicate", refuse_seed_one)
    results = run_plan(run[0])
    assert results.failures == ["village, as it is, seed 1: RuntimeError: rained off"]
    reader = results.reader()
    column = setting(reader).values("response_mean")
    assert reader.failed == 1
    assert list(np.isfinite(column)) == [True, False]


@pytest.mark.parametrize(
    "change", [change for change in CHANGES if change.edit], ids=lambda change: change.name
)
def test_an_answer_is_changed_in_every_rule_of_a_map_and_nothing_else(change):
    rule, chart = RULES["integrated"], MAPS["hybrid"]
    edited = change.of(chart)
    assert change.of(rule) != rule
    assert (edited.rest, edited.dense) == (change.of(chart.rest), change.of(chart.dense))
    names = [name for name, answer in rule.answers().items() if change.of(rule).answers()[name] != answer]
    assert len(names) == 1
