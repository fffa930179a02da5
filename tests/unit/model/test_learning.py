"""Learning over days: the balance by hand, the spread of training, and that days add up."""

import math

import numpy as np
import pytest

from jiaosuo.model.core.terms import Corps, Domain
from jiaosuo.model.learning import balance, floors, learning_rate, passed
from jiaosuo.model.scenario import Scenario

FADING = math.log(2) / 240
ALL = np.ones((1, 3), np.bool_)


@pytest.fixture(scope="module")
def numbers():
    return Scenario.preset("zigui-2004", skill_gain_case=0.012, case_minutes=30, skill_half_life=240)


def skill_of(minutes, numbers, hours=0.0, taught=ALL):
    floor = np.full((1, 3), 0.2)
    return balance(np.array([minutes], np.float64), np.array([hours]), taught, floor, numbers)[0]


def test_learning_and_fading_balance_by_hand(numbers):
    """Sixty expert minutes a day are two ordinary cases."""
    learning = -2 * math.log(1 - 0.012)
    by_hand = (learning + FADING * 0.2) / (learning + FADING)
    skill = skill_of([60, 0, 0], numbers)
    assert skill == pytest.approx([by_hand, 0.2, 0.2])
    assert learning * (1 - by_hand) == pytest.approx(FADING * (by_hand - 0.2))


def test_a_ten_minute_stop_teaches_a_tenth_of_a_crash_of_a_hundred(numbers):
    stop, crash = learning_rate(np.array([10.0, 100.0]), numbers)
    assert crash == pytest.approx(10 * stop)


@pytest.mark.parametrize("minutes", [[6.0, 4.0, 2.0], [5.0, 5.0, 5.0], [9.0, 1.0, 0.0], [0.0, 8.0, 3.0]])
@pytest.mark.parametrize("hours_a_year", [10, 160, 400])
def test_training_is_spread_until_no_session_would_save_more_elsewhere(numbers, minutes, hours_a_year):
    hours, use = hours_a_year / 365, np.array(minutes)
    plain, trained = skill_of(minutes, numbers), skill_of(minutes, numbers, hours)
    learning = learning_rate(use, numbers)
    taught = FADING * (trained - 0.2) / (1 - trained) - learning  # a day, from the balance
    assert taught.sum() == pytest.approx(-math.log(1 - 0.006) * hours)
    assert taught.min() >= -1e-12
    stake = use * (1 - trained)
    gets = taught > 1e-9
    assert np.ptp(stake[gets]) < 1e-4
    assert stake[~gets].max(initial=0.0) <= stake[gets].max() + 1e-4
    assert (trained >= plain - 1e-12).all()


def test_a_generalists_hours_lift_traffic_and_order_alike(numbers):
    """An officer of a station after a merger, with 160 hours a year: no domain is left where it stood."""
    plain, trained = skill_of([4.8, 5.7, 2.9], numbers), skill_of([4.8, 5.7, 2.9], numbers, 160 / 365)
    rise = trained - plain
    assert rise[Domain.TRAFFIC] > 0.05
    assert rise[Domain.ORDER] > 0.05


def test_who_may_not_lead_is_not_taught(numbers):
    may = np.array([[False, True, True]])
    assert skill_of([0, 4, 2], numbers, 1.0, may)[Domain.TRAFFIC] == pytest.approx(0.2)


def days_later(skill, minutes, hours, days, numbers):
    floor, use = np.full((1, 3), 0.2), np.array([minutes], np.float64)
    return passed(skill, use, np.array([hours]), use, ALL, floor, days, numbers)


@pytest.mark.parametrize("hours", [0.0, 0.2, 1.0])
def test_the_balance_stays_where_it_is(numbers, hours):
    minutes = [5.0, 4.0, 2.0]
    start = skill_of(minutes, numbers, hours)[None]
    assert days_later(start, minutes, hours, 540, numbers) == pytest.approx(start, abs=0.02)


def test_from_anywhere_skill_comes_to_the_balance(numbers):
    minutes = [5.0, 4.0, 2.0]
    after = days_later(np.array([[0.2, 0.9, 0.5]]), minutes, 0.0, 3_600, numbers)
    assert after[0] == pytest.approx(skill_of(minutes, numbers), abs=1e-4)


def test_days_in_two_parts_are_the_same_days(numbers):
    minutes, start = [5.0, 0.0, 2.0], np.array([[0.3, 0.8, 0.5]])
    halves = days_later(days_later(start, minutes, 0.0, 40, numbers), minutes, 0.0, 60, numbers)
    assert halves == pytest.approx(days_later(start, minutes, 0.0, 100, numbers))


def test_specialists_keep_their_trade(numbers):
    corps = np.array([Corps.TRAFFIC_SPECIALIST, Corps.CASE_SPECIALIST, Corps.STATION])
    assert floors(corps, numbers).tolist() == [[0.95, 0.2, 0.2], [0.2, 0.95, 0.2], [0.2, 0.2, 0.2]]
