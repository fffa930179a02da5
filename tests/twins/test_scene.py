"""Skill on the road by hand: when a lane is clear, what it takes, who stands at a junction, commands."""

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, Domain, Duty, EventKind
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.calls.on_scene import go_on
from jiaosuo.model.kernels.calls.road_incidents import (
    block_lane,
    clear_lane,
    secondary_chance,
    staff_junctions,
)
from jiaosuo.model.kernels.calls.scene import (
    attention,
    edge_at_post,
    manage_scene,
    part_until_clear,
    unwarned,
    usual_traffic_skill,
)
from jiaosuo.model.kernels.roads.link_queues import capacity_now
from tests.twins.roads import Link, Trip, made
from tests.twins.worlds import world

OFF = {"scene_lane": 0, "scene_warning": 0, "post_skill": 0, "command_span": 0}
TRAFFIC = [row for row, kind in enumerate(KINDS.values()) if kind.domain == Domain.TRAFFIC]


@pytest.mark.parametrize(
    ("gap", "lever", "part"),
    [(0.0, 0.5, 0.5), (0.5, 0.5, 0.625), (-0.2, 0.5, 0.45), (1.0, 1.0, 1.0), (0.5, 0.0, 0.5)],
)
def test_a_novice_frees_the_lane_later_in_the_work(gap, lever, part):
    w = world(scene_lane=lever, block_until=0.5)
    w.calls["scene_gap"] = gap
    assert part_until_clear(w, 0) == pytest.approx(part)


def test_no_lane_is_blocked_for_longer_than_the_work():
    w = world(scene_lane=1, block_until=0.9)
    w.calls["scene_gap"] = 1.0
    assert part_until_clear(w, 0) == 1.0


@pytest.mark.parametrize(("gap", "clear"), [(0.0, 130.0), (0.4, 136.0), (-0.4, 124.0)])
def test_the_lane_clears_at_the_part_of_the_work_that_the_lead_takes(gap, clear):
    """60 minutes of work, half of it until the lane is clear, a fifth of that more or less by the gap."""
    w = world(scene_lane=0.5, block_until=0.5)
    it = w.calls[0]
    it["blocking"], it["lead_there"], it["officers_needed"], it["link"] = True, True, 1, 0
    it["work_left"] = it["work_planned"] = 60.0
    it["scene_gap"], it["work_since"], w.clock["now"] = gap, 100.0, 100.0
    go_on(w, 0)
    events = w.events[: w.clock["events"][0]]
    assert events["time"][events["kind"] == EventKind.LANE_CLEARS].tolist() == [pytest.approx(clear)]


def test_a_link_keeps_the_sum_of_the_gaps_at_its_blocked_lanes_as_a_ledger_says():
    calls = 40
    w, dice = world(calls=calls), np.random.default_rng(8)
    w.calls["link"] = dice.integers(0, len(w.links), calls)
    for step in range(600):
        w.clock["now"] = float(step)
        call, chance = int(dice.integers(calls)), dice.random()
        if not w.calls["blocking"][call]:
            block_lane(w, call)
        elif chance < 0.7:
            manage_scene(w, call, dice.uniform(-0.5, 0.5) if chance < 0.5 else 0.0)
        else:
            clear_lane(w, call)
        held = np.where(w.calls["blocking"], w.calls["scene_gap"], 0.0)
        sums = np.bincount(w.calls["link"], weights=held, minlength=len(w.links))
        np.testing.assert_allclose(w.links["scene_gap"], sums, atol=1e-12)
        assert not w.links["scene_gap"][w.links["blocked"] == 0].any()


@pytest.mark.parametrize(
    ("gaps", "factor"), [((), 1.0), ((0.0,), 1.0), ((0.4,), 1.2), ((0.4, 0.0), 1.1), ((-0.3, -0.1), 0.9)]
)
def test_secondary_crashes_go_by_who_leads_at_the_scene(gaps, factor):
    w = world(calls=2, scene_warning=0.5, secondary_rate=0.004)
    w.calls["link"] = 3
    for call, gap in enumerate(gaps):
        block_lane(w, call)
        manage_scene(w, call, gap)
    assert unwarned(w, 3) == pytest.approx(factor)
    w.links["flow"] = 0.9 * w.links["capacity"]
    assert secondary_chance(w, 3) == pytest.approx(0.004 * 0.81 * factor)


@pytest.mark.parametrize(
    ("blocked", "posted", "gap", "edge", "capacity"),
    [
        (0, 0, 0.0, 0.0, 600),
        (1, 0, 0.0, 0.0, 600 * (1 - 0.4)),
        (1, 0, 0.5, 0.0, 600 * (1 - 0.4 * 1.15)),
        (2, 0, 0.5, 0.0, 600 * (1 - 0.4 * 1.075)),
        (0, 1, 0.0, 0.0, 600 * 1.12),
        (0, 1, 0.0, 0.25, 600 * (1 + 0.12 * 1.25)),
        (0, 2, 0.0, -0.5, 600 * (1 + 0.12 * 0.75)),
    ],
)
def test_capacity_goes_by_who_leads_and_who_stands_there(blocked, posted, gap, edge, capacity):
    t = made([Link(0, 1)], [Trip(0.0, 0, 0, 1)], scene_flow=0.3, block_capacity=0.4, post_gain=0.12)
    t.links["blocked"], t.links["posted"], t.links["scene_gap"], t.links["post_edge"] = (
        blocked,
        posted,
        gap,
        edge,
    )
    assert capacity_now(t, 0) == pytest.approx(capacity)


def test_no_lead_is_so_bad_that_a_blocked_lane_takes_all():
    t = made([Link(0, 1)], [Trip(0.0, 0, 0, 1)], scene_flow=0.6, block_capacity=0.6)
    t.links["blocked"], t.links["scene_gap"] = 1, 1.0
    assert 0 < capacity_now(t, 0) < 0.05 * 600


def posted(skills, usual=0.7, **values):
    """Officers with these skills in traffic, the first at the post in cell 2."""
    w = world(officers=len(skills), skill_half_life=720, **values)
    w.kinds["status_quo_skill"] = usual
    w.officers["skill"][:, Domain.TRAFFIC] = skills
    w.posts["cell"], w.posts["officer"], w.posts["since"] = 2, 0, 0.0
    return w


def test_the_usual_skill_is_that_of_traffic_calls():
    w = world()
    w.kinds["status_quo_skill"] = 0.1
    w.kinds["status_quo_skill"][TRAFFIC] = np.linspace(0.5, 0.9, len(TRAFFIC))
    assert usual_traffic_skill(w) == pytest.approx(0.7)


@pytest.mark.parametrize(("skill", "edge"), [(0.7, 0.0), (1.0, 0.15), (0.2, -0.25)])
def test_a_junction_gains_by_the_traffic_skill_of_who_stands_there(skill, edge):
    w = posted([skill], post_skill=0.5)
    assert edge_at_post(w, 0) == pytest.approx(edge)
    staff_junctions(w)
    into = w.links["head"] == 2
    assert w.links["post_edge"][into].tolist() == pytest.approx([edge] * into.sum())
    assert not w.links["post_edge"][~into].any()
    assert w.posts["edge_minutes"][0] == pytest.approx(edge)
    assert w.posts["seen_minutes"][0] == 1.0


def test_another_officer_at_a_post_that_was_never_empty_brings_their_own():
    w = posted([1.0, 0.2], post_skill=0.5)
    staff_junctions(w)
    w.posts["officer"] = 1
    staff_junctions(w)
    into = w.links["head"] == 2
    assert w.links["post_edge"][into].tolist() == pytest.approx([-0.25] * into.sum())
    assert (w.links["posted"][into] == 1).all()
    w.posts["officer"] = NOBODY
    staff_junctions(w)
    assert not w.links["post_edge"].any()
    assert not w.links["posted"].any()
    assert w.posts["seen_minutes"][0] == 2.0
    assert w.posts["edge_minutes"][0] == pytest.approx(0.15 - 0.25)


def commands(scenes, **values):
    """Officers leading at calls: (home cell, desk) of each; the last is looked at."""
    w = world(officers=len(scenes) + 1, calls=len(scenes) + 1, **values)
    w.officers["duty"] = Duty.STANDBY
    w.calls["lead"], w.calls["helper"] = NOBODY, NOBODY
    for row, (home, desk) in enumerate(scenes):
        w.officers["home_cell"][row], w.officers["duty"][row], w.officers["call"][row] = (
            home,
            Duty.ON_SCENE,
            row,
        )
        w.calls["lead"][row], w.calls["desk"][row] = row, desk
    return w, len(scenes) - 1


@pytest.mark.parametrize(
    ("scenes", "share"),
    [
        ([(0, 0)], 1.0),
        ([(0, 0)] * 2, 1.0),
        ([(0, 0)] * 4, 0.5),
        ([(1, 0)] * 3 + [(0, 0)] * 2, 1.0),
        ([(0, 1)] * 3 + [(0, 0)] * 2, 1.0),
    ],
)
def test_a_command_looks_at_as_many_scenes_as_its_span(scenes, share):
    """Another site, or another desk at the same one, is another command."""
    w, call = commands(scenes, command_span=2)
    assert attention(w, call) == share


def test_a_helper_and_who_is_on_the_way_are_no_scene_of_the_command():
    w, call = commands([(0, 0)] * 2, command_span=2)
    w.officers["duty"][2], w.officers["call"][2] = Duty.ON_SCENE, call
    assert attention(w, call) == 1.0
    w, call = commands([(0, 0)] * 4, command_span=2)
    w.officers["duty"][:2] = Duty.TO_CALL
    assert attention(w, call) == 1.0


def test_with_everything_off_skill_moves_nothing_on_the_road_bit_for_bit():
    dice = np.random.default_rng(5)
    for _ in range(50):
        until, gap = dice.uniform(0.3, 1), dice.uniform(-1, 1)
        w = world(officers=2, block_until=until, **OFF)
        w.calls["scene_gap"], w.links["scene_gap"], w.links["blocked"] = gap, gap, 1
        w.officers["skill"] = skill = dice.random()
        w.clock["now"] = 1e5
        assert part_until_clear(w, 0) == w.levers["block_until"][0]
        assert unwarned(w, 0) == 1.0
        assert attention(w, 0) == 1.0
        w.posts["officer"], w.posts["cell"] = 0, 2
        staff_junctions(w)
        assert not w.links["post_edge"].any()
        assert w.officers["skill"][0, 0] == skill, "nobody's skill was looked at"
        capacity, lost, gain = dice.uniform(100, 2_000), dice.uniform(0.2, 0.6), dice.uniform(0, 0.25)
        t = made([Link(0, 1, capacity=capacity)], [Trip(0.0, 0, 0, 1)], scene_flow=0,
                 block_capacity=lost, post_gain=gain)  # fmt: skip
        t.links["scene_gap"], t.links["blocked"] = gap, 1
        assert capacity_now(t, 0) == capacity * (1.0 - lost)
        t.links["blocked"], t.links["posted"] = 0, 3
        assert capacity_now(t, 0) == capacity * (1.0 + gain)
