"""The queue model where its answer can be worked by hand: checks named by the physics, as UXsim's are."""

import numpy as np
import pytest

from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.terms import NOBODY
from jiaosuo.model.kernels.roads.traffic import minutes_now, run_traffic
from jiaosuo.model.saved import tables_of_roads
from tests.twins.roads import Link, Trip, both_ways, diamond, grid, line, made


def stream(count, headway, goal, start=0.0):
    """Vehicles one after another from cell 0 to a goal."""
    return [Trip(start + headway * each, each, 0, goal) for each in range(count)]


def gone(roads, link, until):
    """How many have left a link at the end of each minute, up to `until`; index: minute."""
    out = [int(roads.links["crossings"][link])]
    for minute in range(int(roads.clock["now"][0]) + 1, until + 1):
        run_traffic(roads, float(minute))
        out.append(int(roads.links["crossings"][link]))
    return np.array(out)


def minutes_on(roads, link):
    """Vehicle-minutes of all who have crossed a link."""
    return float(roads.links["crossing_minutes"][link])


def test_alone_on_the_road_a_vehicle_takes_the_free_flow_time():
    links = [Link(0, 1, 2.5), Link(1, 2, 0.75), Link(2, 3, 4.0)]
    roads = made(links, [Trip(10.25, 0, 0, 3)])
    run_traffic(roads, 17.0)
    assert roads.links["count"].tolist() == [0, 0, 1]
    run_traffic(roads, 60.0)
    np.testing.assert_allclose(roads.links["crossing_minutes"], [2.5, 0.75, 4.0])
    assert roads.clock["vehicle_minutes"][0] == pytest.approx(7.25)
    assert (roads.vehicles["cell"][0], roads.vehicles["trips"][0]) == (3, 1)


def test_a_platoon_leaves_one_headway_apart():
    """50 at once on a link of 600 vehicles an hour: the i-th leaves after the free time and i headways."""
    roads = made([Link(0, 1, 1.05, capacity=600)], stream(50, 0.0, 1))
    out = gone(roads, 0, 10)
    by_hand = [sum(1.05 + 0.1 * each < minute for each in range(50)) for minute in range(11)]
    assert out.tolist() == by_hand
    assert minutes_on(roads, 0) == pytest.approx(sum(1.05 + 0.1 * each for each in range(50)))


def test_a_burst_of_agents_passes_and_then_the_capacity():
    """3 agents of 10 take 30 headways of .1 min, 3 more than single vehicles would: 2.7 min go at once."""
    lumps = {"people_per_agent": 10, "capacity_burst": 3}
    roads = made([Link(0, 1, 1.05, capacity=600)], stream(12, 0.0, 1), **lumps)
    run_traffic(roads, 60.0)
    late = [max(0.0, each - 2.7) for each in range(12)]
    assert minutes_on(roads, 0) == pytest.approx(12 * 1.05 + sum(late))


@pytest.mark.parametrize("burst", [0, 3, 10])
def test_single_vehicles_have_no_burst(burst):
    roads = made([Link(0, 1, 1.05, capacity=600)], stream(50, 0.0, 1), capacity_burst=burst)
    run_traffic(roads, 60.0)
    assert minutes_on(roads, 0) == pytest.approx(sum(1.05 + 0.1 * each for each in range(50)))


@pytest.mark.parametrize(("people", "burst"), [(1, 0), (10, 0), (10, 3)])
def test_the_news_of_a_link_is_what_the_next_vehicle_will_take(people, burst):
    """Twice the capacity for 20 minutes: whoever comes 3 minutes later takes what was said when they came."""
    trips = stream(400 // people, people / 20, 1)
    late = Trip(23.0, len(trips), 0, 1)
    numbers = {"people_per_agent": people, "capacity_burst": burst}
    with_it, without = (
        made([Link(0, 1, 1.05, capacity=600)], planned, **numbers) for planned in ([*trips, late], trips)
    )
    run_traffic(with_it, 23.0)
    said = minutes_now(with_it, 0)
    assert said > 10
    for roads in (with_it, without):
        run_traffic(roads, 120.0)
    assert minutes_on(with_it, 0) - minutes_on(without, 0) == pytest.approx(said)


def test_an_agent_of_ten_vehicles_takes_ten_headways():
    roads = made([Link(0, 1, 1.0, capacity=600)], stream(5, 0.0, 1), people_per_agent=10)
    run_traffic(roads, 10.0)
    assert minutes_on(roads, 0) == pytest.approx(sum(1.0 + 1.0 * each for each in range(5)))


def test_before_a_bottleneck_the_queue_grows_at_arrivals_less_capacity():
    """10 a minute arrive for half an hour, 5 leave: 150 stand in line, and the delay is the triangle."""
    links = [Link(0, 1, 1.0, capacity=6_000), Link(1, 2, 1.0, capacity=300)]
    roads = made(links, stream(300, 0.1, 2))
    waiting = []
    for minute in range(1, 31):
        run_traffic(roads, minute + 2.0)
        waiting.append(int(roads.links["count"][1]) - 10)
    np.testing.assert_allclose(waiting[:28], 5 * np.arange(1, 29), atol=2)
    run_traffic(roads, 120.0)
    delay = minutes_on(roads, 1) - 300 * 1.0
    assert delay == pytest.approx(sum(0.1 * each for each in range(300)))
    assert delay == pytest.approx(0.5 * 60 * 150, rel=0.01)


@pytest.mark.parametrize("minutes", [10, 20])
def test_the_delay_of_a_blocked_lane_is_the_area_between_the_curves(minutes):
    """Inflow at 90 % of capacity, a lane blocked takes 40 %: the queue grows at 30 %, and drains at 10 %."""
    a_minute = 10.0
    roads = made([Link(0, 1, 1.05, capacity=60 * a_minute)], stream(1_600, 1 / (0.9 * a_minute), 1))
    run_traffic(roads, 30.0)
    assert minutes_on(roads, 0) == pytest.approx(1.05 * roads.links["crossings"][0])
    roads.links["blocked"] = 1
    run_traffic(roads, 30.0 + minutes)
    roads.links["blocked"] = 0
    run_traffic(roads, 240.0)
    queue = 0.3 * a_minute * minutes
    drained = queue / (0.1 * a_minute)
    area = 0.5 * queue * (minutes + drained)
    delayed = 0.9 * a_minute * (minutes + drained)
    assert minutes_on(roads, 0) - 1_600 * 1.05 == pytest.approx(area, abs=delayed / a_minute)


def test_the_curve_behind_a_blocked_lane_is_worked_by_hand_minute_by_minute():
    roads = made([Link(0, 1, 1.0, capacity=600)], stream(1_600, 1 / 9, 1))
    run_traffic(roads, 30.0)
    roads.links["blocked"] = 1
    out = gone(roads, 0, 50)
    roads.links["blocked"] = 0
    out = np.concatenate([out, gone(roads, 0, 150)[1:]])
    time = np.arange(121.0)
    arrived = 9 * (29 + time)
    able = 9 * 29 + np.where(time < 20, 6 * time, 120 + 10 * (time - 20))
    np.testing.assert_allclose(out, np.minimum(arrived, able), atol=2)


def test_at_sixty_percent_of_capacity_a_blocked_lane_costs_nothing():
    roads = made([Link(0, 1, 1.0, capacity=600)], stream(300, 1 / 5.99, 1))
    roads.links["blocked"] = 1
    run_traffic(roads, 90.0)
    assert minutes_on(roads, 0) == pytest.approx(300.0, abs=300 / 6)


def test_a_full_link_spills_back_onto_the_one_before_it_when_its_storage_is_gone():
    """10 a minute enter from minute 1, 5 a minute leave from minute 2: 20 places are gone at minute 4."""
    links = [Link(0, 1, 1.0, capacity=6_000), Link(1, 2, 1.0, capacity=300, storage=20)]
    roads = made(links, stream(400, 0.1, 2), stuck_minutes=60)
    out = gone(roads, 0, 30)
    np.testing.assert_allclose(out[:4], [0, 0, 10, 20], atol=1)
    np.testing.assert_allclose(out[4:], 30 + 5 * np.arange(27), atol=1)
    assert int(roads.links["count"][1]) == 20
    assert int(roads.clock["forced"][0]) == 0


def test_no_spill_back_before_the_storage_is_gone():
    links = [Link(0, 1, 1.0, capacity=6_000), Link(1, 2, 1.0, capacity=300, storage=20)]
    roads = made(links, stream(400, 0.1, 2))
    run_traffic(roads, 3.0)
    assert int(roads.links["waits_for"][0]) == NOBODY
    run_traffic(roads, 5.0)
    assert int(roads.links["waits_for"][0]) == 1


@pytest.mark.parametrize("gain", [0.03, 0.12, 0.25])
def test_a_staffed_junction_lets_out_that_much_more(gain):
    hours = []
    for posted in (0, 1):
        roads = made([Link(0, 1, 1.0, capacity=600, storage=5_000)], stream(3_000, 0.0, 1), post_gain=gain)
        roads.links["posted"] = posted
        run_traffic(roads, 600.0)
        hours.append((minutes_on(roads, 0) - 3_000) / (0.5 * 2_999 * 3_000))
    assert hours[0] / hours[1] == pytest.approx(1 + gain)


def test_a_post_at_a_blocked_link_helps_what_is_left_of_it():
    roads = made([Link(0, 1, 1.0, capacity=600, storage=2_000)], stream(1_000, 0.0, 1))
    roads.links["posted"] = roads.links["blocked"] = 1
    out = gone(roads, 0, 121)
    assert out[121] - out[61] == pytest.approx(600 * 0.6 * 1.12, abs=1)


@pytest.mark.parametrize("stuck", [4, 10])
def test_who_waits_too_long_is_let_through(stuck):
    """The second link lets out one an hour and has one place: the third waits from minute 2 and a headway."""
    links = [Link(0, 1, 1.0, capacity=6_000), Link(1, 2, 1.0, capacity=1, storage=1)]
    roads = made(links, stream(3, 0.0, 2), stuck_minutes=stuck)
    run_traffic(roads, 2.0 + stuck)
    assert roads.links["count"].tolist() == [1, 1]
    run_traffic(roads, 3.0 + stuck)
    assert roads.links["count"].tolist() == [0, 2]
    assert roads.vehicles["entered"][2] == pytest.approx(2.01 + stuck)
    assert int(roads.clock["forced"][0]) == 1


def test_entry_is_refused_while_the_first_link_is_full_and_the_wait_counts():
    """One place: the second vehicle is held at home up to the minute at which it finds the first gone."""
    links = [Link(0, 1, 3.5, capacity=600, storage=1)]
    roads = made(links, [Trip(0.4, 0, 0, 1), Trip(1.25, 1, 0, 1)])
    run_traffic(roads, 3.0)
    assert [int(roads.clock[name][0]) for name in ("on_road", "held")] == [1, 1]
    run_traffic(roads, 30.0)
    assert roads.clock["vehicle_minutes"][0] == pytest.approx(3.5 + (4.0 - 1.25) + 3.5)


def closed_at(roads, tail, head, until):
    """Close a road both ways."""
    for ends in ((tail, head), (head, tail)):
        here = (roads.links["tail"] == ends[0]) & (roads.links["head"] == ends[1])
        roads.links["closed_until"][here] = until


@pytest.mark.parametrize("informed", [False, True])
def test_with_the_nearest_road_closed_the_way_round_is_taken(informed):
    """0-1-3 takes two minutes, 0-2-3 four."""
    roads = made(diamond(), [Trip(20.0, 0, 0, 3)])
    roads.vehicles["informed"] = informed
    closed_at(roads, 0, 1, 600.0)
    run_traffic(roads, 60.0)
    assert roads.clock["vehicle_minutes"][0] == pytest.approx(4.0)


def test_who_has_heard_of_a_road_closed_farther_on_goes_round_at_once():
    roads = made(diamond(), [Trip(20.0, 0, 0, 3)])
    roads.vehicles["informed"] = True
    closed_at(roads, 1, 3, 600.0)
    run_traffic(roads, 60.0)
    assert roads.clock["vehicle_minutes"][0] == pytest.approx(4.0)


def test_who_has_not_heard_turns_round_before_a_closed_road_and_does_arrive():
    """0-1 and back, then 0-2-3: six minutes, or four where drivers are warned in time."""
    roads = made(diamond(), [Trip(20.0, 0, 0, 3)])
    closed_at(roads, 1, 3, 600.0)
    run_traffic(roads, 60.0)
    assert roads.vehicles["cell"][0] == 3
    assert 4.0 <= roads.clock["vehicle_minutes"][0] <= 6.0


def test_a_closed_road_is_open_again_when_its_time_is_up():
    roads = made(diamond(), [Trip(20.0, 0, 0, 3), Trip(61.0, 1, 0, 3)])
    closed_at(roads, 0, 1, 60.0)
    run_traffic(roads, 120.0)
    assert roads.clock["vehicle_minutes"][0] == pytest.approx(4.0 + 2.0)


def test_nobody_drives_onto_a_closed_road_even_before_the_news():
    """Closed at minute 1, told at minute 15: who waits at it longer than the stuck time stays off."""
    roads = made(diamond(), [Trip(0.5, 0, 0, 3)], stuck_minutes=3)
    run_traffic(roads, 1.0)
    closed_at(roads, 1, 3, 600.0)
    run_traffic(roads, 15.0)
    link = int(roads.vehicles["link"][0])
    assert link == NOBODY or roads.links["closed_until"][link] == 0
    run_traffic(roads, 60.0)
    assert roads.vehicles["cell"][0] == 3


def test_a_road_that_never_drains_keeps_its_backlog_in_bounds():
    """One vehicle an hour each way for 40 round trips a day: the list of those who wait is finite."""
    trips = [Trip(each, each, 0, 1) for each in range(40)] + [
        Trip(720.0 + each, each, 1, 0) for each in range(40)
    ]
    roads = made(both_ways([Link(0, 1, 1.0, capacity=1, storage=1)]), trips)
    run_traffic(roads, 30 * 1440.0)
    assert 100 < roads.clock["pending"][0] <= len(roads.pending)
    assert roads.vehicles["held"].sum() == roads.clock["held"][0]
    assert roads.clock["held"][0] + roads.clock["on_road"][0] <= 40


def busy(seed=2, **levers):
    """A small grid, so full that queues spill back and entries are refused."""
    dice = np.random.default_rng(seed)
    trips = [
        Trip(dice.uniform(0, 240), dice.integers(0, 900), *dice.integers(0, 25, 2)) for _ in range(1_800)
    ]
    return made(grid(dice, 5), trips, stuck_minutes=2, **levers)


def line_of(roads, link):
    """The vehicles on a link from the first to the last."""
    found, vehicle = [], int(roads.links["first"][link]) if roads.links["count"][link] else NOBODY
    while vehicle != NOBODY:
        found.append(vehicle)
        vehicle = int(roads.vehicles["behind"][vehicle])
    return found


def test_at_every_minute_every_vehicle_is_parked_or_in_exactly_one_line():
    roads = busy()
    for minute in range(1, 500):
        run_traffic(roads, float(minute))
        lines = [line_of(roads, link) for link in range(len(roads.links))]
        assert [len(each) for each in lines] == roads.links["count"].tolist()
        on_road = [vehicle for each in lines for vehicle in each]
        assert sorted(on_road) == np.flatnonzero(roads.vehicles["link"] != NOBODY).tolist()
        assert len(on_road) == roads.clock["on_road"][0]
        assert roads.vehicles["held"].sum() == roads.clock["held"][0]
        for link, cars in enumerate(lines):
            assert all(roads.vehicles["link"][vehicle] == link for vehicle in cars)
            assert (np.diff(roads.vehicles["entered"][cars]) >= 0).all()
    assert roads.clock["forced"][0] > 0
    assert roads.clock["refused"][0] > 0


def test_every_vehicle_minute_is_accounted_for_at_every_minute():
    """Minutes of those who crossed, of those still on a link, and of those held: together the books."""
    roads, held = busy(), 0.0
    due = roads.trips["leaves"]
    for minute in range(1, 500):
        began = minute - 1.0
        waiting = roads.vehicles["held"].copy()
        run_traffic(roads, float(minute))
        still = roads.vehicles["held"]
        stayed = waiting & still
        new = still & ~waiting
        held += stayed.sum() * 1.0 + (minute - due[roads.vehicles["trip"][new]]).clip(0, 1).sum()
        on_road = roads.vehicles["link"] != NOBODY
        driving = (minute - roads.vehicles["entered"][on_road]).sum()
        books = roads.links["crossing_minutes"].sum() + driving + held
        assert roads.clock["vehicle_minutes"][0] == pytest.approx(books, abs=1e-6), began


def test_a_day_in_one_call_is_a_day_of_minutes_bit_for_bit():
    whole, parts, single = busy(), busy(), busy()
    run_traffic(whole, 720.0)
    for minute in range(1, 721):
        run_traffic(single, float(minute))
    for until in (1.0, 17.0, 18.0, 400.0, 720.0):
        run_traffic(parts, until)
    for other in (parts, single):
        for name in set(whole._fields) - {"travel_times"}:
            assert digest(getattr(whole, name)) == digest(getattr(other, name)), name
        for name, rows in tables_of_roads(whole).items():
            assert digest(rows) == digest(tables_of_roads(other)[name]), name


def test_two_roads_with_the_same_inflow_do_not_see_each_other():
    """Vehicles on one line of cells change nothing on another."""
    other = [Link(10 + each.tail, 10 + each.head, each.free, 60) for each in line(3)]
    alone = made(line(3) + other, stream(50, 0.1, 2))
    beside = made(line(3) + other, stream(50, 0.1, 2) + [Trip(0.3 * n, 50 + n, 10, 12) for n in range(50)])
    for roads in (alone, beside):
        run_traffic(roads, 120.0)
    assert digest(alone.links[:2]) == digest(beside.links[:2])
    assert beside.links["crossings"][2] == 50


def test_a_ring_of_full_links_dissolves_by_the_stuck_rule():
    """Four links of one place each, all full, each wanting the next: without the rule nobody ever moves."""
    ring = [
        Link(0, 1, 1.0, 600, 1),
        Link(1, 2, 1.0, 600, 1),
        Link(2, 3, 1.0, 600, 1),
        Link(3, 0, 1.0, 600, 1),
    ]
    trips = [Trip(0.0, cell, cell, (cell + 2) % 4) for cell in range(4)]
    roads = made(ring, trips, stuck_minutes=10)
    run_traffic(roads, 10.0)
    assert roads.links["count"].tolist() == [1, 1, 1, 1]
    run_traffic(roads, 40.0)
    assert roads.clock["on_road"][0] == 0
    assert roads.clock["forced"][0] >= 1
