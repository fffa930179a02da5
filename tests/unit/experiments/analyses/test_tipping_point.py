"""Who wins, how surely, what a second look costs, and theory by hand."""

import numpy as np
import pytest

from jiaosuo.experiments.analyses.tipping_point.judge import first_look, leader, second_look, to_refine
from jiaosuo.experiments.analyses.tipping_point.theory import break_even, forecast, grouped
from jiaosuo.experiments.analyses.tipping_point.tipping_result import edges
from jiaosuo.experiments.comparison.geometry import first_manned
from jiaosuo.experiments.statistics.estimate import ALPHA
from jiaosuo.experiments.statistics.intervals import holm, paired_p_value
from jiaosuo.model.rules import named
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.pooling import pooled_break_even

BENCH = Scenario.preset("county-town")


def test_the_leader_has_the_least_mean_and_the_largest_of_its_p_values():
    losses = np.array([[3.0, 1.0, 2.0], [4.0, 1.5, 2.0], [3.5, 0.5, 2.4]])
    found = leader(losses)
    assert (found.rule, found.same) == (1, (1,))
    tests = [paired_p_value(losses[:, 1], losses[:, other]) / 2 for other in (0, 2)]
    assert found.p == max(tests)


def test_rules_that_gave_the_same_in_every_world_lead_together():
    losses = np.array([[3.0, 1.0, 1.0], [4.0, 1.5, 1.5], [3.5, 0.5, 0.5]])
    found = leader(losses)
    assert (found.rule, found.same) == (1, (1, 2))
    assert found.p == paired_p_value(losses[:, 1], losses[:, 0]) / 2


def test_where_all_are_the_same_or_unseen_nobody_is_tested():
    assert leader(np.ones((4, 3))).p is None
    assert leader(np.full((4, 3), np.nan)) is None


def test_the_pick_is_paid_for_by_all_cells_and_rules():
    cells = [leader(np.random.default_rng(n).normal(0, 1, (6, 3)) + np.array([0, -9, 0])) for n in range(4)]
    adjusted = first_look(cells, rules=3)
    assert adjusted == holm([*(each.p for each in cells), *[1.0] * 8])[:4]
    assert adjusted[0] >= cells[0].p * 3


def test_a_second_look_is_judged_as_if_every_cell_had_had_one():
    again = leader(np.array([[1.0, 2.0], [1.1, 2.2], [0.9, 2.1]]))
    assert second_look(again, cells=20, rules=2) == pytest.approx(min(1, again.p * 40))
    assert second_look(None, 20, 2) is None


def test_the_cells_nearest_to_a_decision_get_the_worlds():
    assert to_refine([0.5, 0.01, 0.04, None, 0.9], ALPHA / 2, 2) == [0, 2]


@pytest.mark.slow
def test_where_all_rules_are_alike_two_looks_find_a_winner_in_at_most_one_study_of_twenty():
    """2,000 studies of 6 cells and 3 equal rules: five worlds, five more where the first look left "
    "it open."""
    dice, wrong, studies = np.random.default_rng(1), 0, 2_000
    for _ in range(studies):
        worlds = dice.normal(0, 1, (6, 10, 3)) + dice.normal(0, 3, (6, 10, 1))
        first = first_look([leader(cell[:5]) for cell in worlds], 3)
        found = any(p is not None and p <= ALPHA / 2 for p in first)
        for cell in to_refine(first, ALPHA / 2, 3):
            p = second_look(leader(worlds[cell]), 6, 3)
            found = found or (p is not None and p <= ALPHA / 2)
        wrong += found
    assert wrong / studies < 0.05 + 3 * (0.05 * 0.95 / studies) ** 0.5


def test_tiles_meet_half_way():
    values = [0.1, 0.3, 0.9]
    assert edges(tuple(values), 0.1) == pytest.approx((0.0, 0.2))
    assert edges(tuple(values), 0.3) == pytest.approx((0.2, 0.6))
    assert edges(tuple(values), 0.9) == pytest.approx((0.6, 1.2))


def test_the_nearest_manned_site_by_hand():
    """Near site manned half the time, far site always: half of the calls come from each."""
    away = np.array([[10.0, 1.0], [2.0, 5.0]])
    shares = first_manned(away, np.array([1.0, 0.5]))
    assert shares.tolist() == [[0.5, 1.0], [0.5, 0.0]]


def test_pools_with_a_common_officer_are_one():
    pools = [frozenset({1, 2}), frozenset({3}), frozenset({2, 4}), frozenset({4, 3})]
    assert grouped(pools) == [[0, 1, 2, 3]]
    assert grouped(pools[:2]) == [[0], [1]]


def test_without_ways_and_skill_theory_is_erlang_alone():
    """delta 0, no travel, no handover, everybody always on duty: two queues against one."""
    bare = BENCH.changed(
        delta=0,
        travel_share=0,
        handover_minutes=0,
        on_duty_share=1,
        other_work=0,
        officers_traffic=4,
        officers_station=6,
        setup_share=0,
        traffic_specialists=0,
        case_specialists=0,
    )
    apart, pooled = forecast(bare, named("separate")), forecast(bare, named("integrated"))
    assert apart.travel == pooled.travel == 0
    assert apart.handling == pytest.approx(pooled.handling)
    assert pooled.desk == apart.desk == bare["call_taking_minutes"]
    load = pooled.load * 10
    assert pooled.wait == pytest.approx(mean_wait(10, load / pooled.handling, 1 / pooled.handling))
    assert pooled.wait < apart.wait


def test_skill_alone_makes_integration_slower_in_theory_and_sites_alone_make_it_nearer():
    apart, pooled = forecast(BENCH, named("separate")), forecast(BENCH, named("integrated"))
    assert pooled.handling > apart.handling
    assert pooled.travel < apart.travel
    expert = BENCH.changed(delta=0)
    assert forecast(expert, named("separate")).handling == forecast(expert, named("integrated")).handling


def test_where_officers_are_seldom_busy_queues_alone_never_pay_for_a_slower_hand():
    assert break_even(BENCH) == pytest.approx(0.0, abs=1e-6)
    assert break_even(BENCH.changed(officers_traffic=0, officers_station=1)) is None
    assert float(pooled_break_even(2, 0.6, "system")) > 0.1


def test_travel_is_in_proportion_to_its_lever():
    half = BENCH.changed(travel_share=0.5)
    told = [forecast(each, named("separate")).travel for each in (BENCH, half)]
    assert told[1] == pytest.approx(told[0] / 2, rel=1e-4)
