"""The hypercube against balance equations worked by hand, a slow twin, queues it must agree with, sums."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory import Hypercube, erlang_b, erlang_c, mean_wait
from jiaosuo.model.theory.hypercube import MOST_UNITS

EACH_ITS_OWN = [[0, 1], [1, 0]]


def city(units, atoms):
    """Atoms along a street with units at equal distances: the nearest first."""
    places = (np.arange(atoms) + 0.5) / atoms
    return np.argsort(np.abs(places[:, None] - (np.arange(units) + 0.5) / units), axis=1, kind="stable")


def twin(rates, service, lists, line):
    """The balance equations as they stand in the book, one state after another; with a queue, its tail."""
    units = len(lists[0])
    flows = np.zeros((2**units, 2**units))
    for state in range(2**units):
        for rate, order in zip(rates, lists, strict=True):
            sent = next((unit for unit in order if not state >> unit & 1), None)
            if sent is not None:
                flows[state, state | 1 << sent] += rate
        for unit in range(units):
            if state >> unit & 1:
                flows[state, state & ~(1 << unit)] += service[unit]
    balance = flows.T - np.diag(flows.sum(axis=1))
    shares = np.linalg.lstsq(np.vstack([balance, np.ones(2**units)]), np.eye(2**units + 1)[-1], rcond=None)[0]
    if line == "infinite":
        shares[-1] /= 1 - sum(rates) / sum(service)
    return shares / shares.sum()


def test_two_units_where_calls_are_lost_by_hand():
    """1.5 erlangs: levels of M/M/2/2 are 1 : 1.5 : 1.125; unit 0 alone, 2.5 p = 1 + 1.125, so p = .85."""
    two = Hypercube([1.0, 0.5], 1.0, EACH_ITS_OWN, line="zero")
    np.testing.assert_allclose(two.state_probabilities, np.array([1, 0.85, 0.65, 1.125]) / 3.625, rtol=1e-11)
    np.testing.assert_allclose(two.workloads, np.array([1.975, 1.775]) / 3.625, rtol=1e-11)
    np.testing.assert_allclose(
        two.dispatch_fractions, np.array([[2 * 1.65, 0.65], [2 * 0.85, 1.85]]) / 7.5, rtol=1e-11
    )
    assert two.interarea_fraction == pytest.approx(0.94 / 3, rel=1e-11)
    assert two.saturation == pytest.approx(1.125 / 3.625, rel=1e-11)
    assert two.mean_wait == 0


def test_two_units_with_a_queue_by_hand():
    """The same with 1.125 / (1 - .75) = 4.5 all busy; half of the queue goes to each unit, by atom."""
    two = Hypercube([1.0, 0.5], 1.0, EACH_ITS_OWN)
    np.testing.assert_allclose(two.state_probabilities, np.array([1, 0.85, 0.65, 4.5]) / 7, rtol=1e-11)
    np.testing.assert_allclose(two.workloads, np.array([5.35, 5.15]) / 7, rtol=1e-11)
    at_once = np.array([[2 * 1.65, 0.65], [2 * 0.85, 1.85]]) / 21
    from_queue = np.array([[2.0, 1.0], [2.0, 1.0]]) * 4.5 / 42
    np.testing.assert_allclose(two.dispatch_fractions, at_once + from_queue, rtol=1e-11)
    assert two.mean_wait == pytest.approx(4.5 / 7 / 0.5, rel=1e-11)


def test_three_units_in_a_ring_by_hand():
    """1 erlang: levels are 1 : 1 : 1/2 : 1/6, and a third of a level is that of each unit or pair."""
    ring = Hypercube([1 / 3] * 3, 1.0, [[0, 1, 2], [1, 2, 0], [2, 0, 1]], line="zero")
    none, one, two, three = np.array([6, 6, 3, 1]) / 16
    np.testing.assert_allclose(
        ring.state_probabilities,
        [none, one / 3, one / 3, two / 3, one / 3, two / 3, two / 3, three],
        rtol=1e-11,
    )
    first, second, third = none + 2 / 3 * one + two / 3, one / 3 + two / 3, two / 3
    served = np.array([first, second, third]) / 3 / (1 - three)
    for atom in range(3):
        np.testing.assert_allclose(np.roll(ring.dispatch_fractions[:, atom], -atom), served, rtol=1e-11)


def test_two_units_of_unlike_speed_by_hand():
    """One atom, unit 0 first, rates 1 and 2, one call an hour: p = (10, 8, 1, 3) / 22 solves the balances.

    p0 = p1 + 2 p2 (none), 2 p1 = p0 + 2 p3 (unit 0), 3 p2 = p3 (unit 1), 3 p3 = p1 + p2 (both).
    """
    unlike = Hypercube([1.0], [1.0, 2.0], [[0, 1]], line="zero")
    np.testing.assert_allclose(unlike.state_probabilities, np.array([10, 8, 1, 3]) / 22, rtol=1e-11)


@pytest.mark.parametrize("load", [0.2, 3.0, 20.0])
def test_units_that_all_atoms_call_in_one_order_are_erlangs_ordered_servers(load):
    """The first n alone are M/M/n/n, so the n-th carries what n - 1 lose and n do not (Erlang 1917)."""
    ordered = Hypercube([load / 2] * 2, 1.0, [range(6)] * 2, line="zero")
    lost = erlang_b(np.arange(7), load)
    np.testing.assert_allclose(ordered.workloads, -load * np.diff(lost), rtol=1e-9)


@pytest.mark.parametrize("load", [0.4, 4.0, 7.6])
def test_equal_units_are_together_one_queue(load):
    rng = np.random.default_rng(7)
    rates = rng.dirichlet(np.ones(12)) * load
    lists = [rng.permutation(8) for _ in rates]
    queued, lost = Hypercube(rates, 1.0, lists), Hypercube(rates, 1.0, lists, line="zero")
    assert queued.saturation == pytest.approx(float(erlang_c(8, load)), rel=1e-9)
    assert queued.mean_wait == pytest.approx(float(mean_wait(8, load, 1.0)), rel=1e-9)
    assert lost.saturation == pytest.approx(float(erlang_b(8, load)), rel=1e-9)


@pytest.mark.parametrize("line", ["infinite", "zero"])
def test_a_symmetric_district_shares_its_work_equally(line):
    lists = [np.roll(np.arange(7), -atom) for atom in range(7)]
    ring = Hypercube(np.full(7, 0.6), 1.0, lists, line=line)
    np.testing.assert_allclose(ring.workloads, ring.workloads[0], rtol=1e-10)


@st.composite
def districts(draw):
    """Rates, service rates and lists of a small district whose units can serve all."""
    units, atoms = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    rates = draw(st.lists(st.floats(0.01, 5), min_size=atoms, max_size=atoms))
    service = draw(st.lists(st.floats(0.1, 5), min_size=units, max_size=units))
    busy = draw(st.floats(0.05, 0.95))
    scale = busy * sum(service) / sum(rates)
    lists = [draw(st.permutations(range(units))) for _ in rates]
    return [rate * scale for rate in rates], service, lists


@settings(max_examples=60, deadline=None)
@given(districts(), st.sampled_from(["infinite", "zero"]))
def test_any_small_district_agrees_with_its_slow_twin_and_loses_nothing(district, line):
    rates, service, lists = district
    found = Hypercube(rates, service, lists, line=line)
    np.testing.assert_allclose(found.state_probabilities, twin(rates, service, lists, line), atol=1e-9)
    served = sum(rates) * (1 - found.saturation * (line == "zero"))
    assert found.workloads @ service == pytest.approx(served, rel=1e-8)
    of_unit = found.dispatch_fractions.sum(axis=1)
    np.testing.assert_allclose(of_unit * served, found.workloads * service, rtol=1e-6)
    assert of_unit.sum() == pytest.approx(1, rel=1e-9)
    np.testing.assert_allclose(found.dispatch_fractions.sum(axis=0), np.array(rates) / sum(rates), rtol=1e-9)
    assert 0 <= found.interarea_fraction + 1e-12 <= 1


def test_fifteen_units_are_in_balance():
    """Flow into and out of each state, read back from the answer."""
    rates, lists = np.full(60, 0.1), city(15, 60)
    shares = Hypercube(rates, 0.5, lists, line="zero").state_probabilities
    states = np.arange(2**15)
    into, out = np.zeros(2**15), np.zeros(2**15)
    for rate, order in zip(rates, lists, strict=True):
        for at, unit in enumerate(order):
            before = np.bitwise_or.reduce(1 << order[:at]) if at else 0
            from_ = states[(states & before == before) & (states >> unit & 1 == 0)]
            into[from_ | 1 << unit] += rate * shares[from_]
            out[from_] += rate * shares[from_]
    for unit in range(15):
        busy = states[states >> unit & 1 == 1]
        into[busy & ~(1 << unit)] += 0.5 * shares[busy]
        out[busy] += 0.5 * shares[busy]
    np.testing.assert_allclose(into, out, atol=1e-11)


def test_more_calls_near_a_unit_send_more_of_them_elsewhere():
    lists = city(6, 12)
    even, crowded = np.full(12, 0.25), np.full(12, 0.15)
    crowded[0] += 1.2
    assert Hypercube(crowded, 1.0, lists).interarea_fraction > Hypercube(even, 1.0, lists).interarea_fraction


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"call_rates": [-1.0, 1.0]}, "call_rates"),
        ({"call_rates": [0.0, 0.0]}, "call_rates"),
        ({"call_rates": [1.0, np.nan]}, "call_rates"),
        ({"call_rates": [[1.0], [1.0]]}, "call_rates"),
        ({"call_rates": [1.0, 1.0]}, "call_rates"),
        ({"service_rate": 0.0}, "service_rate"),
        ({"service_rate": [1.0, 1.0, 1.0]}, "service_rate"),
        ({"preferences": [[0, 1]]}, "preferences"),
        ({"preferences": [0, 1]}, "preferences"),
        ({"preferences": [[], []]}, "preferences"),
        ({"preferences": [[0, 1], [1, 1]]}, r"preferences\[1\]"),
        ({"preferences": [[0, 1], [1, 2]]}, r"preferences\[1\]"),
        ({"preferences": [[0, 0.5], [1, 0]]}, "preferences"),
        ({"line": "finite"}, "did you mean infinite"),
        ({"preferences": [range(MOST_UNITS + 1)] * 2}, "units.*hypercube_approximation"),
    ],
)
def test_wrong_input_is_named(wrong, field):
    given_ = {"call_rates": [0.5, 0.5], "service_rate": 1.0, "preferences": EACH_ITS_OWN}
    with pytest.raises(InputError, match=field):
        Hypercube(**given_ | wrong)


def test_what_has_no_queue_may_be_overloaded():
    assert Hypercube([3.0, 3.0], 1.0, EACH_ITS_OWN, line="zero").saturation == pytest.approx(
        float(erlang_b(2, 6.0)), rel=1e-11
    )
