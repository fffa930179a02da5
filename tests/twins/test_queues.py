"""The queue model against the same in plain Python: same vehicles, same times, minute after minute."""

import numpy as np
import pytest

from jiaosuo.model.kernels.roads.traffic import run_traffic
from tests.twins.roads import Traffic, Trip, grid, made

CLOSE = {"rtol": 0, "atol": 1e-9}


def busy(seed, trips=1_800, side=4, **levers):
    """A small grid so full that it spills back, refuses and gets stuck; for the kernel and for the twin."""
    dice = np.random.default_rng(seed)
    vehicles = trips // 2
    planned = [
        Trip(dice.choice([dice.uniform(0, 300), float(dice.integers(0, 300))]), vehicle, *ends)
        for vehicle in dice.integers(0, vehicles, trips)
        for ends in [dice.integers(0, side * side, 2)]
    ]
    roads = made(grid(dice, side), planned, **levers)
    return roads, Traffic(roads), dice


def agree(roads, twin):
    """Whether both say the same of every link and every vehicle at this moment."""
    links, clock = roads.links, roads.clock
    assert links["count"].tolist() == [len(each.cars) for each in twin.queues]
    assert links["crossings"].tolist() == [each.crossings for each in twin.queues]
    np.testing.assert_allclose(links["crossing_minutes"], [each.minutes for each in twin.queues], **CLOSE)
    np.testing.assert_allclose(links["due"], [each.due for each in twin.queues], **CLOSE)
    on_link = dict(enumerate(roads.vehicles["link"].tolist()))
    assert {car: link for car, link in on_link.items() if link >= 0} == twin.on_link
    for queue in twin.queues:
        for vehicle, entered, ready in queue.cars:
            there = roads.vehicles[vehicle]
            np.testing.assert_allclose((there["entered"], there["ready"]), (entered, ready), **CLOSE)
    parked = roads.vehicles["link"] < 0
    assert roads.vehicles["cell"][parked].tolist() == np.array(twin.cell)[parked].tolist()
    assert roads.vehicles["trips"].tolist() == twin.made
    counts = [int(clock[name][0]) for name in ("on_road", "held", "refused", "forced", "pending")]
    assert counts == [len(twin.on_link), len(twin.held), twin.refused, twin.forced, len(twin.pending)]
    np.testing.assert_allclose(clock["vehicle_minutes"][0], twin.minutes, rtol=1e-12)


@pytest.mark.parametrize(("people", "burst"), [(1, 0), (2, 3)])
@pytest.mark.parametrize("seed", range(4))
def test_every_minute_is_that_of_the_twin(seed, people, burst):
    roads, twin, dice = busy(seed, people_per_agent=people, capacity_burst=burst, stuck_minutes=1 + seed % 2)
    for minute in range(1, 601):
        link, what = dice.integers(len(twin.queues)), dice.choice(["blocked", "posted"])
        on = int(dice.random() < 0.5)
        roads.links[what][link] = on
        setattr(twin.queues[link], what, on)
        run_traffic(roads, float(minute))
        twin.run(float(minute))
        agree(roads, twin)
    assert roads.clock["refused"][0] > 0
    assert roads.clock["forced"][0] > 0
    assert roads.vehicles["trips"].sum() > 500


@pytest.mark.parametrize("people", [1, 7])
def test_agents_of_many_people_take_their_number_of_headways(people):
    roads, twin, _ = busy(9, people_per_agent=people)
    for minute in range(10, 1_000, 10):
        run_traffic(roads, float(minute))
        twin.run(float(minute))
        agree(roads, twin)


def test_the_plan_begins_again_each_day_with_whoever_is_back():
    roads, twin, _ = busy(5, trips=60)
    for minute in range(60, 3 * 1440, 60):
        run_traffic(roads, float(minute))
        twin.run(float(minute))
        agree(roads, twin)
    assert int(roads.clock["day"][0]) == 3
