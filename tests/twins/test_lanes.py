"""What the roads bring, against the same formulas in plain Python: rates, deterrence, draws, lanes, posts."""

import math

import numpy as np
import pytest

from jiaosuo.model.core.terms import NOBODY, Basis
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.road_incidents import (
    block_lane,
    clear_lane,
    happens,
    is_jam,
    is_secondary,
    rate_on_link,
    secondary_chance,
    staff_junctions,
)
from jiaosuo.model.kernels.officers.deterrence import be_seen, deterrence, make_stop
from tests.twins.worlds import CELLS, world

NAMES = list(KINDS)
CRASH, INJURY, JAM, OBSTRUCTION, THEFT = (
    NAMES.index(name) for name in ("damage_crash", "injury_crash", "jam", "obstruction", "theft")
)


def driven(**values):
    """A world with flow on its links: 100 vehicles in the last hour on link 0, 150 on link 1, ..."""
    w = world(**values)
    w.links["flow"] = 100 + 50 * np.arange(len(w.links))
    w.links["risky_flow"] = 1.3 * w.links["flow"]
    w.links["minutes_now"] = w.links["free_minutes"] * 1.6
    w.exposure[:] = np.random.default_rng(1).uniform(1e-6, 1e-4, w.exposure.shape)
    return w


@pytest.mark.parametrize("name", ["damage_crash", "injury_crash", "obstruction"])
@pytest.mark.parametrize("hour", [0, 7, 23])
def test_the_rate_on_a_link_is_exposure_times_flow_times_hour_times_speed(name, hour):
    w, kind = driven(), NAMES.index(name)
    power, crash = w.kinds["speed_power"][kind], KINDS[name].is_crash
    for link in range(len(w.links)):
        flow = w.links["flow"][link] * (1.3 if crash else 1.0)
        by_hand = w.exposure[kind, link] * 24 * flow * KINDS[name].hours[hour] * (1 / 1.6) ** power
        assert rate_on_link(w, kind, link, 1440.0 + 60 * hour + 59.9) == pytest.approx(by_hand)
    assert (power > 0) == crash


def left_by_hand(w, kind, cell, time):
    """What is left of a rate, from all that was seen at any distance."""
    levers = w.levers[0]
    sight = stops = 0.0
    for other, seen in enumerate(w.presence):
        apart = math.hypot(
            w.cells["x_km"][other] - w.cells["x_km"][cell], w.cells["y_km"][other] - w.cells["y_km"][cell]
        )
        if apart > 3 * levers["halo_km"]:
            continue
        near = math.exp(-apart / levers["halo_km"])
        sight += near * seen["sight"] * 0.5 ** ((time - seen["sight_at"]) / levers["sight_half_life"])
        stops += near * seen["stops"] * 0.5 ** ((time - seen["stops_at"]) / 1440 / levers["stops_half_life"])
    by_sight = w.kinds["deterred_by_sight"][kind] * math.log(1 + sight / levers["sight_scale"])
    by_stops = w.kinds["deterred_by_stops"][kind] * math.log(1 + stops / levers["stops_scale"])
    return max(levers["deterrence_floor"], math.exp(-levers["deterrence_strength"] * (by_sight + by_stops)))


@pytest.mark.parametrize("strength", [0.5, 1.0, 3.0])
def test_deterrence_is_that_of_all_that_was_seen(strength):
    w, dice = world(deterrence_strength=strength, halo_km=0.9), np.random.default_rng(3)
    for now in np.sort(dice.uniform(0, 900, 40)):
        w.clock["now"] = now
        be_seen(w, int(dice.integers(CELLS)), dice.uniform(1, 60))
        make_stop(w, int(dice.integers(CELLS)))
    for cell in range(CELLS):
        for later in (0.0, 45.0, 1440.0):
            left = deterrence(w, CRASH, cell, w.clock["now"][0] + later)
            assert left == pytest.approx(left_by_hand(w, CRASH, cell, w.clock["now"][0] + later))
            assert 0.7 <= left < 1


def test_impressions_fade_by_half_in_their_half_life():
    w = world(sight_half_life=60, stops_half_life=2)
    be_seen(w, 0, 40.0)
    make_stop(w, 0)
    w.clock["now"] = 2 * 1440.0
    be_seen(w, 0, 0.0)
    make_stop(w, 0)
    assert w.presence["sight"][0] == pytest.approx(40 * 0.5**48)
    assert w.presence["stops"][0] == pytest.approx(1.5)


def test_deterrence_stops_at_its_floor_and_does_not_touch_other_kinds():
    w = world(deterrence_strength=3)
    for _ in range(2_000):
        make_stop(w, 2)
    assert deterrence(w, CRASH, 2, 0.0) == 0.7
    assert deterrence(w, THEFT, 2, 0.0) <= 1
    assert deterrence(w, OBSTRUCTION, 2, 0.0) == 1
    assert deterrence(world(deterrence_strength=0), CRASH, 2, 0.0) == 1


def test_a_candidate_happens_if_it_lies_below_the_deterred_rate():
    w = driven(deterrence_strength=3)
    make_stop(w, 0)
    rate, left = rate_on_link(w, CRASH, 0, 0.0), deterrence(w, CRASH, 0, 0.0)
    assert left < 0.99
    below, between, above = rate * left * 0.999, rate * (left + 1) / 2, rate * 1.001
    assert [bool(happens(w, CRASH, 0, 0, height, 0.0, 0.0)) for height in (below, between, above)] == [
        1,
        0,
        0,
    ]
    assert happens(w, THEFT, 0, 0, 0.5, 1.0, 0.0)
    assert not happens(w, THEFT, 0, 0, 1.0, 1.0, 0.0)


@pytest.mark.parametrize(("load", "chance"), [(0.59, 0), (0.6, 0), (0.7, 0.004 * 0.49), (1.2, 0.004 * 1.44)])
def test_secondary_crashes_grow_as_the_square_of_the_load_above_its_start(load, chance):
    w = world()
    w.links["flow"] = load * w.links["capacity"]
    assert secondary_chance(w, 3) == pytest.approx(chance)


def test_secondary_crashes_are_the_draws_of_their_own_process():
    w = world(secondary_rate=0.008)
    w.clock["seed"] = 77
    w.links["flow"] = 2.0 * w.links["capacity"]
    stream, found = 77 ^ draws.process("secondary crash"), 0
    for kind in (CRASH, INJURY, OBSTRUCTION):
        share = w.kinds["secondary_share"][kind]
        for minute in range(20_000):
            drawn = draws.uniform(stream, kind, 4, minute) < share * 0.008 * 4
            assert is_secondary(w, kind, 4, minute) == drawn
            found += drawn
    assert found == pytest.approx(20_000 * 0.008 * 4, abs=4 * math.sqrt(640))


def test_calls_from_queues_are_the_draws_of_their_own_process_by_vehicle_hours_lost():
    w = world(people_per_agent=10, jam_rate_rural=300, jam_rate_urban=900)
    w.clock["seed"] = 78
    w.links["count"], w.links["minutes_now"] = 20, 4.0
    w.cells["area"][3:] = 1
    stream, found = 78 ^ draws.process("jam"), []
    for link, lane in enumerate(w.links):
        rate = 900 if lane["tail"] >= 3 else 300
        expected = 0.25 * 20 * 10 * 3 / 4 * rate / 1000
        for quarter in range(300):
            drawn = draws.uniform(stream, JAM, link, quarter) < expected
            assert is_jam(w, JAM, link, quarter) == drawn
            found.append(drawn)
    assert any(found)


def test_where_traffic_flows_or_for_other_kinds_nobody_calls_from_a_queue():
    w = world(jam_rate_rural=10_000)
    w.links["count"] = 10_000
    assert not any(is_jam(w, JAM, link, 0) for link in range(len(w.links)))
    w.links["minutes_now"] = 50.0
    assert all(is_jam(w, JAM, link, 0) for link in range(len(w.links)))
    assert not any(is_jam(w, kind, 0, 0) for kind in range(len(NAMES)) if kind != JAM)
    assert [name for name in NAMES if KINDS[name].basis == Basis.QUEUE] == ["jam"]


def test_lanes_are_blocked_and_cleared_as_a_ledger_says():
    calls = 60
    w, dice = world(calls=calls), np.random.default_rng(6)
    w.calls["link"] = dice.integers(0, len(w.links), calls)
    on, since, booked = {}, {}, np.zeros(len(w.links))
    for step in range(400):
        w.clock["now"] = now = float(step)
        call = int(dice.integers(calls))
        link = int(w.calls["link"][call])
        here = on.setdefault(link, set())
        if call in here:
            clear_lane(w, call)
            here.remove(call)
            assert w.calls["lane_minutes"][call] == now - w.calls["arose"][call]
            booked[link] += 0 if here else now - since[link]
        elif dice.random() < 0.8:
            w.calls["arose"][call] = now
            block_lane(w, call)
            since[link] = since[link] if here else now
            here.add(call)
        else:
            clear_lane(w, call)
        count = int(w.clock["blocked"][0])
        assert sorted(w.blocked[:count].tolist()) == sorted(link for link, calls in on.items() if calls)
        assert w.links["blocked"].tolist() == [len(on.get(row, ())) for row in range(len(w.links))]
        np.testing.assert_allclose(w.links["blocked_minutes"], booked)


def test_the_approaches_of_a_staffed_post_and_no_others_are_posted():
    w = world(officers=1)
    w.posts["cell"], w.posts["officer"] = 2, NOBODY
    staff_junctions(w)
    assert not w.links["posted"].any()
    w.posts["officer"], w.posts["since"], w.clock["now"] = 0, 5.0, 4.0
    staff_junctions(w)
    assert not w.links["posted"].any()
    for _ in range(2):
        w.clock["now"] = 6.0
        staff_junctions(w)
        assert (w.links["posted"] == (w.links["head"] == 2)).all()
    w.posts["officer"] = NOBODY
    staff_junctions(w)
    assert not w.links["posted"].any()
