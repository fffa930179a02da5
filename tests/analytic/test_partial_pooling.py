"""Specialists and a few generalists: limits known exactly, laws, a dense twin and a simulated one."""

import heapq
import itertools

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory.erlang import erlang_b, mean_wait
from jiaosuo.model.theory.pooling import partial_pooling
from jiaosuo.model.theory.priority import priority_waits

CASES = [
    (2, 3, 2, (1.5, 3.0), 1.0, 0.1),
    (1, 1, 1, (0.6, 1.1), 1.0, 0.3),
    (0, 2, 3, (0.5, 2.0), 1.0, 0.2),
    (3, 0, 1, (3.0, 0.4), 2.0, 0.5),
    (4, 4, 1, (3.2, 2.0), 0.9, 0.0),
]


@pytest.mark.parametrize(("traffic", "station", "rates"), [(2, 3, (1.5, 2.0)), (1, 6, (0.2, 5.1))])
def test_no_generalists_are_two_queues_apart(traffic, station, rates):
    answer = partial_pooling(traffic, station, 0, rates, 1.0, 0.4)
    np.testing.assert_allclose(answer[:2], mean_wait([traffic, station], rates, 1.0), rtol=1e-7)
    assert answer.traffic_utilisation == pytest.approx(rates[0] / traffic, rel=1e-8)
    assert answer.station_utilisation == pytest.approx(rates[1] / station, rel=1e-8)
    assert np.isnan(answer.generalist_utilisation)


@pytest.mark.parametrize("penalty", [0.0, 0.15])
@pytest.mark.parametrize("rates", [(1.5, 1.5), (0.3, 3.2), (4.0, 0.1)])
def test_no_specialists_are_one_pool(rates, penalty):
    answer = partial_pooling(0, 0, 5, rates, 1.0, penalty)
    assert answer.overall_wait == pytest.approx(float(mean_wait(5, sum(rates), 1 - penalty)), rel=1e-7)
    assert answer.generalist_utilisation == pytest.approx(sum(rates) / (5 * (1 - penalty)), rel=1e-8)


def test_many_generalists_are_never_queued_for():
    """A lone specialist then loses the share of Erlang B to the generalists: .5 / 1.5 of a load of .5."""
    answer = partial_pooling(1, 2, 25, (0.5, 1.0), 1.0, 0.0)
    assert answer.overall_wait < 1e-12
    lost = 0.5 * erlang_b(1, 0.5) + 1.0 * erlang_b(2, 1.0)
    assert answer.traffic_utilisation == pytest.approx(1 / 3, rel=1e-9)
    assert answer.generalist_utilisation == pytest.approx(float(lost) / 25, rel=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_as_many_calls_are_served_as_arrive(case):
    traffic, station, generalists, rates, service, penalty = case
    busy = np.nan_to_num(partial_pooling(*case)[3:])
    served = service * np.array([traffic, station, generalists * (1 - penalty)])
    assert busy @ served == pytest.approx(sum(rates), rel=1e-8)


@pytest.mark.parametrize("case", CASES)
def test_the_overall_wait_is_that_of_the_average_call(case):
    answer = partial_pooling(*case)
    assert answer.overall_wait == pytest.approx(np.average(answer[:2], weights=case[3]), rel=1e-12)


def test_equal_classes_wait_equally_and_swapped_ones_swap():
    even = partial_pooling(2, 2, 1, (1.7, 1.7), 1.0, 0.2)
    assert even.traffic_wait == pytest.approx(even.order_wait, rel=1e-9)
    here, there = (
        partial_pooling(1, 3, 2, (1.2, 2.9), 1.0, 0.2),
        partial_pooling(3, 1, 2, (2.9, 1.2), 1.0, 0.2),
    )
    np.testing.assert_allclose(np.array(here)[[0, 1, 3, 4]], np.array(there)[[1, 0, 4, 3]], rtol=1e-9)


def test_minutes_or_hours():
    minutes, hours = (partial_pooling(2, 2, 1, (1.5 / t, 1.0 / t), 1.0 / t, 0.2) for t in (60, 1))
    np.testing.assert_allclose(minutes[:3], 60 * np.array(hours[:3]), rtol=1e-9)
    np.testing.assert_allclose(minutes[3:], hours[3:], rtol=1e-9)


def test_a_few_generalists_bring_most_of_what_pooling_brings():
    """Direction, not size: Wallace & Whitt 2005. 12 officers, first 2 and then all of them generalists."""
    none, few, all_ = (
        partial_pooling(own, own, 12 - 2 * own, (5.4, 5.4), 1.0, 0.0).overall_wait for own in (6, 5, 0)
    )
    assert all_ < few < none
    assert none - few > 0.5 * (none - all_)


def dense(traffic, station, generalists, rates, service, penalty, most=14):
    """The chain again, grown call by call from the empty desk as (busy x 3, queue x 2), solved densely."""
    servers, slow = (traffic, station), service * (1 - penalty)

    def changed(state, **by):
        names = ("traffic", "station", "general", "first", "second")
        return tuple(old + by.get(name, 0) for name, old in zip(names, state, strict=True))

    def arrival(state, each):
        if state[each] < servers[each]:
            return changed(state, **{("traffic", "station")[each]: 1})
        if state[2] < generalists:
            return changed(state, general=1)
        return changed(state, **{("first", "second")[each]: int(state[3 + each] < most)})

    def moves(state):
        for each in (0, 1):
            own, queue = ("traffic", "station")[each], ("first", "second")[each]
            yield arrival(state, each), rates[each]
            yield changed(state, **{queue if state[3 + each] else own: -1}), service * state[each]
        longest = [
            name
            for name, calls in zip(("first", "second"), state[3:], strict=True)
            if calls == max(state[3:])
        ]
        for name in longest if max(state[3:]) else ["general"]:
            shared = len(longest) if max(state[3:]) else 1
            yield changed(state, **{name: -1}), slow * state[2] / shared

    number, flows, todo = {(0, 0, 0, 0, 0): 0}, [], [(0, 0, 0, 0, 0)]
    while todo:
        state = todo.pop()
        for goal, rate in moves(state):
            if rate > 0 and goal != state:
                if goal not in number:
                    number[goal] = len(number)
                    todo.append(goal)
                flows.append((number[state], number[goal], rate))
    balance = np.zeros((len(number), len(number)))
    for origin, goal, rate in flows:
        balance[goal, origin] += rate
        balance[origin, origin] -= rate
    balance[0] = 1.0
    share = np.linalg.solve(balance, np.eye(len(number))[0])
    busy_one, busy_two, busy_both, first, second = share @ np.array(list(number))
    waits = first / rates[0], second / rates[1], (first + second) / sum(rates)
    with np.errstate(invalid="ignore"):
        return (*waits, *(np.array([busy_one, busy_two, busy_both]) / (traffic, station, generalists)))


@pytest.mark.parametrize(
    "case",
    [
        (1, 1, 1, (0.3, 0.5), 1.0, 0.3),
        (0, 1, 2, (0.4, 0.5), 1.0, 0.2),
        (2, 1, 1, (0.9, 0.3), 1.3, 0.6),
        (2, 2, 2, (1.1, 0.8), 1.0, 0.0),
    ],
)
def test_the_dense_twin_agrees(case):
    np.testing.assert_allclose(partial_pooling(*case), dense(*case), rtol=1e-5)


def simulated(dice, case, calls):
    """Mean wait of each class in one run, each call followed from arrival to the start of its service."""
    traffic, station, generalists, rates, service, penalty = case
    speed = {"own0": service, "own1": service, "both": service * (1 - penalty)}
    free = {"own0": traffic, "own1": station, "both": generalists}
    tie, queues, waits, ends = itertools.count(), ([], []), ([], []), []

    def start(group, each, arrived, now):
        waits[each].append(now - arrived)
        heapq.heappush(ends, (now + dice.exponential(1 / speed[group]), next(tie), group))

    now, share = 0.0, rates[0] / sum(rates)
    for _ in range(calls):
        now += dice.exponential(1 / sum(rates))
        while ends and ends[0][0] < now:
            end, _, group = heapq.heappop(ends)
            lengths = len(queues[0]), len(queues[1])
            if group == "both":
                each = int(lengths[1] > lengths[0]) if lengths[0] != lengths[1] else int(dice.integers(2))
            else:
                each = int(group[-1])
            if queues[each]:
                start(group, each, queues[each].pop(0), end)
            else:
                free[group] += 1
        each = int(dice.random() > share)
        group = next((name for name in (f"own{each}", "both") if free[name]), None)
        if group:
            free[group] -= 1
            start(group, each, now, now)
        else:
            queues[each].append(now)
    return [np.mean(each) for each in waits]


@pytest.mark.parametrize("case", CASES[:3])
def test_each_call_followed_waits_as_littles_law_says(case):
    """Waits of single calls, not of queue lengths: 12 runs, within 4.5 standard errors of the exact mean."""
    dice = np.random.default_rng(20041)
    runs = np.array([simulated(dice, case, 8_000) for _ in range(12)])
    error = runs.std(axis=0, ddof=1) / np.sqrt(len(runs))
    exact = np.array(partial_pooling(*case)[:2])
    assert (np.abs(runs.mean(axis=0) - exact) < 4.5 * error).all()
    assert (error < 0.1 * exact).all()


def test_a_class_too_busy_for_its_specialists_is_stable_with_help():
    assert np.isfinite(partial_pooling(1, 2, 1, (1.4, 0.5), 1.0, 0.0)).all()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((1, 1, 0, (1.0, 0.1), 1.0, 0.0), "arrival_rates"),  # one class alone
        ((1, 5, 1, (1.9, 0.1), 1.0, 0.2), "arrival_rates"),  # one class with all the help
        ((1, 1, 1, (1.5, 1.5), 1.0, 0.0), "arrival_rates"),  # both together
        ((0, 1, 0, (0.1, 0.1), 1.0, 0.0), "arrival_rates"),  # nobody to serve
        ((2, 2, 0, (1.999, 1.999), 1.0, 0.0), "arrival_rates"),  # too near
        ((100, 100, 100, (50.0, 50.0), 1.0, 0.0), "generalists"),  # too large
        ((1, 1, 1, (0.0, 0.5), 1.0, 0.0), "arrival_rates"),
        ((1, 1, 1, (0.1, 0.2, 0.3), 1.0, 0.0), "arrival_rates"),
        ((1.5, 1, 1, (0.1, 0.2), 1.0, 0.0), "traffic"),
        ((1, -1, 1, (0.1, 0.2), 1.0, 0.0), "station"),
        ((1, 1, [1, 2], (0.1, 0.2), 1.0, 0.0), "generalists"),
        ((1, 1, 1, (0.1, 0.2), 0.0, 0.0), "service_rate"),
        ((1, 1, 1, (0.1, 0.2), 1.0, 1.0), "penalty"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    with pytest.raises(InputError, match=f"^{field}"):
        partial_pooling(*wrong)


def test_where_all_are_generalists_and_traffic_goes_first_it_is_cobhams_queue():
    waits = partial_pooling(0, 0, 3, (1.0, 1.2), 1.0, 0.0, turn="traffic")
    np.testing.assert_allclose(waits[:2], priority_waits(3, [1.0, 1.2], 1.0), rtol=1e-6)


def test_traffic_gains_and_order_loses_where_traffic_goes_first():
    fair, ranked = (
        partial_pooling(2, 2, 2, (2.4, 1.6), 1.0, 0.1, turn=turn) for turn in ("longer", "traffic")
    )
    assert ranked.traffic_wait < fair.traffic_wait
    assert ranked.order_wait > fair.order_wait


def test_without_generalists_it_does_not_matter_whose_turn_it_would_be():
    one, other = (partial_pooling(3, 2, 0, (2.0, 1.0), 1.0, 0.0, turn=turn) for turn in ("longer", "traffic"))
    np.testing.assert_allclose(one[:5], other[:5], rtol=1e-9)


def test_another_turn_is_refused():
    with pytest.raises(InputError, match="turn"):
        partial_pooling(1, 1, 1, (0.5, 0.5), 1.0, 0.0, turn="order")
