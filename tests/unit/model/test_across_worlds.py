"""What worlds share is worked out once, is what each alone would have, and is written to by none of them."""

from __future__ import annotations

import gc
import weakref
from dataclasses import fields, is_dataclass, replace
from itertools import combinations

import numpy as np
import pytest

from jiaosuo.model import County, Scenario, officers
from jiaosuo.model.across_worlds import KEPT, once_for_all_rules, once_for_all_worlds
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from jiaosuo.model.rules import RULES


def counting(once, land):
    """Work that counts how often it is done and says so, kept as `once` keeps it."""
    done = []

    @once
    def work(scenario, land):
        done.append(scenario)
        return [len(done)]

    return work, done, land


@pytest.fixture
def counted(land):
    return counting(once_for_all_worlds, land)


@pytest.fixture
def counted_by_rule(land):
    return counting(once_for_all_rules, land)


def test_worlds_take_one_answer_and_work_sees_no_seed(counted, zigui):
    work, done, land = counted
    assert [work(replace(zigui, seed=seed), land) for seed in range(5)] == [[1]] * 5
    assert [each.seed for each in done] == [0]


def test_whoever_writes_to_an_answer_writes_to_a_copy_of_their_own(counted, zigui):
    work, _, land = counted
    for _ in range(3):
        answer = work(zigui, land)
        assert answer == [1]
        answer.append("mine")


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "integrated"},
        {"staffing": "workload"},
        {"delta": 0.61},
        {"timeline": [{"day": 2, "rule": "integrated"}]},
        {"traffic_share": 0.4},
        {"rule_before": RULES["integrated"]},
    ],
    ids=str,
)
def test_whatever_else_differs_asks_for_work_of_its_own(counted, zigui, change):
    work, _, land = counted
    assert [work(zigui, land), work(zigui.changed(**change), land)] == [[1], [2]]


def test_another_land_asks_for_work_of_its_own_however_like_it_is(counted, zigui):
    work, _, land = counted
    like = replace(land)
    for _ in range(3):  # whichever was asked for last
        assert [work(zigui, land), work(zigui, like)] == [[1], [2]]


def test_no_land_is_kept_for_an_answer_alone(counted, zigui):
    work, _, land = counted
    gone = replace(land)
    seen = weakref.ref(gone)
    work(zigui, gone)
    del gone
    gc.collect()
    assert seen() is None
    for _ in range(2):
        assert work(zigui, land) == [2]


def test_the_oldest_answer_goes_and_what_is_asked_for_stays(counted, zigui):
    work, done, land = counted
    work(zigui, land)
    for number in range(KEPT):
        assert work(zigui, land) == [1]
        work(zigui.changed(delta=0.5 + number / 100), land)
    assert work(zigui, land) == [1]
    assert len(done) == KEPT + 1
    assert work(zigui.changed(delta=0.5), land) == [KEPT + 2]


def test_an_error_is_no_answer(zigui, land):
    @once_for_all_worlds
    def work(scenario, land):
        raise ValueError("not now")

    for _ in range(2):
        with pytest.raises(ValueError, match="not now"):
            work(zigui, land)


def arrays(of, path=""):
    """Every array in a plan, by where it stands."""
    if isinstance(of, np.ndarray):
        yield path, of
    elif is_dataclass(of):
        for each in fields(of):
            yield from arrays(getattr(of, each.name), f"{path}.{each.name}")


@pytest.mark.parametrize("rule", ["separate", "integrated"])
def test_no_run_leaves_a_trace_in_the_plan_of_the_next(rule):
    """Rules and numbers change in mid-run, so that what a county holds of the plan is written to."""
    case = Scenario.preset("zigui-2004", rule=rule, seed=3, people_per_agent=25).changed(
        timeline=[
            {"day": 1, "set": {"vehicles_per_1000": 90}},
            {"day": 2, "rule": "zigui-2004"},
        ]
    )
    land = landscape(case.start)
    before = {path: each.tobytes() for path, each in arrays(officers._plan(case.start, land))}
    assert len(before) > 15
    one = County(case, log=True).run_days(3)
    County(replace(case, seed=4), log=True).run_days(3)
    again = County(case, log=True).run_days(3)
    assert one.evidence().calls.tobytes() == again.evidence().calls.tobytes()
    assert {path: each.tobytes() for path, each in arrays(officers._plan(case.start, land))} == before


def test_forces_of_two_worlds_differ_in_their_rosters_alone(zigui, land):
    one, other = (force(zigui, land, seed) for seed in (1, 2))
    assert one.columns is not other.columns
    assert not np.array_equal(one.columns["phase"], other.columns["phase"])
    for name in set(one.columns.dtype.names) - {"phase"}:
        np.testing.assert_array_equal(one.columns[name], other.columns[name], err_msg=name)
    one.presence["sight"] = 1e9
    assert not (other.presence["sight"] == 1e9).any()


def test_all_rules_and_staffings_of_a_world_take_one_answer_and_work_sees_none(counted_by_rule, zigui):
    work, done, land = counted_by_rule
    for change in (
        {},
        {"rule": "integrated"},
        {"rule_before": RULES["integrated"]},
        {"staffing": "best-separate", "traffic_share": 0.4},
    ):
        assert work(zigui.changed(**change), land) == [1]
    assert [(each.rule.name, each.staffing.name, each.traffic_share) for each in done] == [
        ("separate", "WORKLOAD", None)
    ]


@pytest.mark.parametrize("change", [{"seed": 1}, {"delta": 0.61}, {"vehicles_per_1000": 90}], ids=str)
def test_another_world_asks_for_work_of_its_own_and_only_the_newest_is_kept(counted_by_rule, zigui, change):
    work, _, land = counted_by_rule
    asked = [zigui, zigui.changed(**change), zigui.changed(rule="integrated")]
    assert [work(each, land) for each in asked] == [[1], [2], [3]]


def test_no_run_leaves_a_trace_in_the_world_of_the_next_rule():
    place = Scenario.preset("zigui-2004", rule="integrated", seed=3, people_per_agent=25)
    County(place.under("separate"), log=True).run_days(2)
    shared = County(place, log=True).run_days(2)
    County(place.changed(seed=9))  # now nothing is kept of the world of seed 3
    alone = County(place, log=True).run_days(2)
    assert shared.world_digest == alone.world_digest
    assert shared.evidence().calls.tobytes() == alone.evidence().calls.tobytes()
    assert shared.citizens.columns.tobytes() == alone.citizens.columns.tobytes()
    assert shared.vehicles.columns.tobytes() == alone.vehicles.columns.tobytes()


def test_counties_of_one_world_share_what_no_run_writes_and_nothing_else():
    place = Scenario.preset("zigui-2004", seed=3, people_per_agent=25)
    County(place.changed(seed=9))
    first, one, other = (County(place.under(rule)) for rule in ("separate", "integrated", "stationed"))
    assert one.vehicles.trips is other.vehicles.trips
    assert one.citizens.residents is other.citizens.residents
    assert one.candidates.exposure is other.candidates.exposure
    for name in ("vehicles", "links", "clock", "pending", "heap"):
        tables = [getattr(each.vehicles.roads, name) for each in (first, one, other)]
        assert not any(np.shares_memory(a, b) for a, b in combinations(tables, 2)), name
    people = [each.citizens.columns for each in (first, one, other)]
    assert not any(np.shares_memory(a, b) for a, b in combinations(people, 2))
