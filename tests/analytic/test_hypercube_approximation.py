"""Larson's approximation: its factors by hand, the exact hypercube beside it, and sums that hold exactly."""

import numpy as np
import pytest

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.theory import Hypercube, correction_factors, erlang_b, erlang_c, hypercube_approximation
from tests.analytic.test_hypercube import city

LINES = ("infinite", "zero")


@pytest.mark.parametrize("load", [0.1, 0.5, 0.95])
def test_the_factor_of_two_units_by_hand(load):
    """M/M/2: the first is busy, the other free in half of P1 = 2 r (1 - r) / (1 + r), so Q = 1 / (1 + r)."""
    np.testing.assert_allclose(correction_factors(2, 2 * load), [1, 1 / (1 + load)], rtol=1e-12)


@pytest.mark.parametrize("line", LINES)
def test_factors_and_all_busy_leave_no_other_chance(line):
    """First free, or busy and then free, ...: the chances and that of all busy are together 1."""
    load, units = 6.0, 9
    all_busy = float((erlang_c if line == "infinite" else erlang_b)(units, load))
    rho = load / units * (1 if line == "infinite" else 1 - all_busy)
    chances = correction_factors(units, load, line) * rho ** np.arange(units) * (1 - rho)
    assert chances.sum() + all_busy == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("busy", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_workloads_are_within_the_few_per_cent_that_larson_reports(busy, line):
    rates = np.random.default_rng(3).uniform(0.5, 1.5, 36)
    rates *= busy * 9 / rates.sum()
    exact = Hypercube(rates, 1.0, city(9, 36), line=line)
    near = hypercube_approximation(rates, 1.0, city(9, 36), line=line)
    np.testing.assert_allclose(near.workloads, exact.workloads, rtol=0.02)
    assert near.interarea_fraction == pytest.approx(exact.interarea_fraction, rel=0.02)
    assert np.abs(near.dispatch_fractions - exact.dispatch_fractions).sum() < 0.05
    assert near.saturation == pytest.approx(exact.saturation, rel=1e-9)
    assert near.mean_wait == pytest.approx(exact.mean_wait, rel=1e-9)


@pytest.mark.parametrize("line", LINES)
def test_sums_are_exact(line):
    rng = np.random.default_rng(5)
    rates, lists = rng.exponential(size=50), [rng.permutation(20) for _ in range(50)]
    near = hypercube_approximation(rates, 3.0, lists, line=line)
    served = rates.sum() * (1 - near.saturation * (line == "zero"))
    assert near.dispatch_fractions.sum() == pytest.approx(1, rel=1e-12)
    np.testing.assert_allclose(near.dispatch_fractions.sum(axis=0), rates / rates.sum(), rtol=1e-12)
    assert 3 * near.workloads.sum() == pytest.approx(served, rel=1e-12)


@pytest.mark.parametrize("line", LINES)
def test_a_symmetric_district_is_exact(line):
    lists = [np.roll(np.arange(6), -atom) for atom in range(6)]
    exact = Hypercube(np.full(6, 0.7), 1.0, lists, line=line)
    near = hypercube_approximation(np.full(6, 0.7), 1.0, lists, line=line)
    np.testing.assert_allclose(near.workloads, exact.workloads, rtol=1e-9)


def test_a_whole_county_of_hundreds_of_units_settles():
    rates = np.random.default_rng(1).uniform(0.5, 1.5, 800)
    rates *= 0.6 * 400 / rates.sum()
    near = hypercube_approximation(rates, 1.0, city(400, 800))
    assert near.workloads.mean() == pytest.approx(0.6, rel=1e-12)
    assert ((near.workloads > 0.3) & (near.workloads < 0.9)).all()
    assert 0.3 < near.interarea_fraction < 0.8


def test_one_unit_is_one_queue():
    one = hypercube_approximation([0.25, 0.5], 1.0, [[0], [0]])
    assert one.workloads == pytest.approx([0.75], rel=1e-12)
    assert one.interarea_fraction == 0
    assert one.mean_wait == pytest.approx(0.75 / 0.25, rel=1e-12)


def test_units_of_unlike_speed_are_refused():
    with pytest.raises(InputError, match=r"service_rate.*one rate"):
        hypercube_approximation([0.5], [1.0, 2.0], [[0, 1]])


@pytest.mark.parametrize(("units", "load", "field"), [(0, 1, "units"), (2, 0, "load"), (2, 2, "load")])
def test_wrong_factors_are_named(units, load, field):
    with pytest.raises(InputError, match=field):
        correction_factors(units, load)


OF_THE_BOOK = ((0.5, 0.25, 0.35, 0.40), 1.0, ((0, 1, 2), (0, 2, 1), (1, 0, 2), (2, 0, 1)))
"""Three units, four kinds of atoms by their lists: found again from the three rows of figures below."""


@pytest.mark.parametrize(
    ("form", "workloads"),
    [("larson-1975", (0.5627, 0.4717, 0.4657)), ("jarvis-1985", (0.5643, 0.4713, 0.4644))],
)
def test_each_form_gives_the_workloads_that_are_published_of_it(form, workloads):
    assert hypercube_approximation(*OF_THE_BOOK, form=form).workloads == pytest.approx(workloads, abs=2e-4)
    assert Hypercube(*OF_THE_BOOK).workloads == pytest.approx((0.5574, 0.4734, 0.4693), abs=1e-4)


@pytest.mark.parametrize("form", ["larson-1975", "jarvis-1985"])
@pytest.mark.parametrize("line", ["infinite", "zero"])
def test_whichever_form_all_that_is_served_is_somebodys_work(form, line):
    found = hypercube_approximation(*OF_THE_BOOK, line=line, form=form)
    lost = found.saturation if line == "zero" else 0.0
    assert found.workloads.sum() == pytest.approx(1.5 * (1 - lost))
    assert found.dispatch_fractions.sum() == pytest.approx(1)


def test_another_form_is_refused_with_those_that_are_known():
    with pytest.raises(InputError, match=r"form: 'larson'.*jarvis-1985, larson-1975"):
        hypercube_approximation(*OF_THE_BOOK, form="larson")
