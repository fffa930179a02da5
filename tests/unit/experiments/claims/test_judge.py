"""Verdicts from columns made by hand."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import AtMost, Band, Inside, MeanInside, Moves, above, below
from jiaosuo.experiments.claims.judge import judge
from jiaosuo.experiments.claims.verdict import Verdict, combined
from jiaosuo.experiments.statistics.intervals import Estimate, mean_interval, paired_difference
from jiaosuo.experiments.statistics.power import LEAST_EVENTS

BEFORE = [10.0, 12.0, 11.0, 13.0, 9.0, 11.0]


def difference(*changes: float) -> Estimate:
    return paired_difference(BEFORE, [x + change for x, change in zip(BEFORE, changes, strict=True)])


STEADY_FALL = difference(-5.0, -5.2, -4.9, -5.1, -4.8, -5.0)
STEADY_RISE = difference(5.0, 5.2, 4.9, 5.1, 4.8, 5.0)
NOISE = difference(-3.0, 3.0, -2.5, 2.6, -2.8, 2.9)
FAINT = difference(-0.10, 0.11, -0.12, 0.10, -0.09, 0.10)
LEANING = difference(-5.0, 1.0, -4.5, 0.6, -4.8, 0.9)
SAME = difference(*[0.0] * 6)
UNSEEN = mean_interval([float("nan")] * 6)


def verdict(estimate, criterion, beyond=0):
    (only,) = judge([Claim("it", estimate, criterion, beyond=beyond)])
    return only.verdict


@pytest.mark.parametrize(
    ("estimate", "expected"),
    [
        (STEADY_FALL, Verdict.CAME_OUT),
        (STEADY_RISE, Verdict.DID_NOT),
        (NOISE, Verdict.NO_POWER),  # half its interval is 3.2: an effect of 1 could not be seen
        (SAME, Verdict.DID_NOT),
        (FAINT, Verdict.DID_NOT),  # an effect as large as the band is ruled out
        (UNSEEN, Verdict.UNSEEN),
    ],
)
def test_a_band_wants_an_effect_of_its_size(estimate, expected):
    assert verdict(estimate, Band(-6.0, -1.0)) == expected


def test_chance_may_explain_what_a_narrower_interval_could_have_decided():
    assert LEANING.half_width < 4.0
    assert verdict(LEANING, Band(-6.0, -4.0)) == Verdict.UNCLEAR
    assert verdict(LEANING, Band(-6.0, -2.0)) == Verdict.NO_POWER


def test_an_effect_of_another_size_came_out_in_part():
    assert verdict(STEADY_FALL, Band(-2.0, -1.0)) == Verdict.IN_PART
    assert verdict(STEADY_FALL, Band(-20.0, -10.0)) == Verdict.IN_PART


@pytest.mark.parametrize(
    ("criterion", "fall", "rise"),
    [
        (below(), Verdict.CAME_OUT, Verdict.DID_NOT),
        (above(), Verdict.DID_NOT, Verdict.CAME_OUT),
        (above(-10.0), Verdict.CAME_OUT, Verdict.CAME_OUT),
        (AtMost(0.2), Verdict.CAME_OUT, Verdict.DID_NOT),
    ],
)
def test_a_side_is_taken_beyond_chance_or_not_at_all(criterion, fall, rise):
    assert verdict(STEADY_FALL, criterion) == fall
    assert verdict(STEADY_RISE, criterion) == rise
    noise = {above(-10.0): Verdict.CAME_OUT, AtMost(0.2): Verdict.NO_POWER}
    assert verdict(NOISE, criterion) == noise.get(criterion, Verdict.UNCLEAR)


def test_exactly_the_same_is_on_neither_side_but_at_most_nothing():
    assert verdict(SAME, below()) == verdict(SAME, above()) == Verdict.DID_NOT
    assert verdict(SAME, AtMost(0.0)) == Verdict.CAME_OUT


@pytest.mark.parametrize(
    ("interval", "beyond", "expected"),
    [
        ((0.25, 0.45), 0, Verdict.CAME_OUT),
        ((0.10, 0.60), 0, Verdict.IN_PART),
        ((0.45, 0.75), 0, Verdict.UNCLEAR),
        ((0.60, 0.80), 0, Verdict.DID_NOT),
        ((0.90, 0.90), 1, Verdict.DID_NOT),
        ((0.10, 0.10), -1, Verdict.DID_NOT),
        ((0.30, 0.30), 1, Verdict.UNCLEAR),  # at or past .30: may lie inside or outside
    ],
)
def test_a_range_wants_the_interval_inside(interval, beyond, expected):
    middle = Estimate(sum(interval) / 2, interval, 6)
    assert verdict(middle, Inside(0.2, 0.5), beyond) == expected


@pytest.mark.parametrize(
    ("estimate", "moved", "expected"),
    [
        (STEADY_FALL, 0.2, Verdict.CAME_OUT),
        (STEADY_FALL, 0.0, Verdict.IN_PART),  # it stays at the end of the axis
        (STEADY_RISE, -0.2, Verdict.DID_NOT),
        (NOISE, 0.2, Verdict.UNCLEAR),
        (SAME, 0.0, Verdict.DID_NOT),
    ],
)
def test_a_boundary_moves_with_its_curve(estimate, moved, expected):
    assert verdict(estimate, Moves(+1, moved)) == expected


def test_one_world_shows_nothing():
    assert verdict(paired_difference([10.0], [5.0]), below()) == Verdict.UNCLEAR


def test_a_mean_inside_its_range_comes_out_unless_its_interval_is_wider_than_the_range():
    assert verdict(mean_interval([3.0]), MeanInside(2.0, 4.0)) == Verdict.CAME_OUT
    assert verdict(mean_interval([2.9, 3.0, 3.1]), MeanInside(2.0, 4.0)) == Verdict.CAME_OUT
    assert verdict(mean_interval([0.0, 6.0]), MeanInside(2.0, 4.0)) == Verdict.NO_POWER
    assert verdict(mean_interval([5.0]), MeanInside(2.0, 4.0)) == Verdict.DID_NOT
    assert verdict(UNSEEN, MeanInside(2.0, 4.0)) == Verdict.UNSEEN


def test_claims_of_a_pattern_pay_for_each_other():
    faint = difference(-1.0, -3.0, -0.2, -2.4, -2.9, 0.3)
    (alone,) = judge([Claim("it", faint, below())])
    (beside, *_) = judge([Claim("it", faint, below()), *[Claim("noise", NOISE, below())] * 9])
    assert alone.verdict == Verdict.CAME_OUT
    assert beside.verdict == Verdict.UNCLEAR
    assert beside.p > alone.p


@pytest.mark.parametrize("criterion", [AtMost(0.0), below(), Band(-6.0, -1.0), MeanInside(-1.0, 1.0)])
@pytest.mark.parametrize("estimate", [SAME, STEADY_FALL])
def test_too_few_events_say_nothing_whatever_the_numbers(criterion, estimate):
    (told,) = judge([Claim("it", estimate, criterion, events=LEAST_EVENTS - 1)])
    assert (told.verdict, told.p) == (Verdict.TOO_FEW, None)
    assert verdict(estimate, criterion) != Verdict.TOO_FEW


def test_a_true_nothing_on_many_events_comes_out():
    (told,) = judge([Claim("it", SAME, AtMost(0.02), events=LEAST_EVENTS)])
    assert told.verdict == Verdict.CAME_OUT


@pytest.mark.parametrize("base", [[-40.0, 35.0, 8.0], [-40.0, -38.0, -41.0], [0.0, 0.0, 0.0]])
def test_a_limit_that_is_a_share_of_no_mean_is_none(base):
    (told,) = judge([Claim("it", STEADY_FALL, AtMost(0.2), scale=mean_interval(base))])
    assert (told.verdict, told.p) == (Verdict.NO_POWER, None)


def test_what_is_significant_needs_no_scale():
    no_scale = mean_interval([-40.0, 35.0, 8.0])
    rose, open_ = judge(
        [
            Claim("rose", STEADY_RISE, above(0.0, effect=1.0), scale=no_scale),
            Claim("open", FAINT, above(0.0, effect=1.0), scale=no_scale),
        ]
    )
    assert (rose.verdict, open_.verdict) == (Verdict.CAME_OUT, Verdict.NO_POWER)


def test_a_limit_that_is_a_share_of_a_mean_is_asked():
    (told,) = judge([Claim("it", STEADY_FALL, AtMost(0.2), scale=mean_interval([40.0, 38.0, 41.0]))])
    assert told.verdict == Verdict.CAME_OUT


def test_a_side_with_a_stated_effect_must_be_able_to_see_it():
    assert verdict(NOISE, above(0.0, effect=1.0)) == Verdict.NO_POWER
    assert verdict(NOISE, above(0.0, effect=4.0)) == Verdict.UNCLEAR
    assert verdict(STEADY_FALL, above(0.0, effect=0.01)) == Verdict.DID_NOT  # decided all the same
    assert verdict(NOISE, Moves(+1, 0.2, effect=1.0)) == Verdict.NO_POWER


def test_city_delay_of_six_worlds_cannot_fail():
    """A paired half-width of 1,230 vehicle-hours against a limit of 5 % of 2,000."""
    city = Estimate(300.0, (-930.0, 1_530.0), 6)
    (told,) = judge([Claim("delay", city, AtMost(100.0), scale=mean_interval([1_900.0, 2_000.0, 2_100.0]))])
    assert told.verdict == Verdict.NO_POWER


def test_a_claim_on_too_few_events_costs_the_others_nothing():
    (alone,) = judge([Claim("told", STEADY_FALL, below())])
    told, _ = judge([Claim("told", STEADY_FALL, below()), Claim("few", NOISE, below(), events=3)])
    assert told == alone


def test_what_is_only_shown_is_not_judged_and_costs_nothing():
    shown, told = judge([Claim("shown", STEADY_RISE), Claim("told", STEADY_FALL, below())])
    (alone,) = judge([Claim("told", STEADY_FALL, below())])
    assert shown.verdict is None
    assert told == alone


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], Verdict.UNSEEN),
        ([None, Verdict.UNSEEN], Verdict.UNSEEN),
        ([Verdict.CAME_OUT, Verdict.CAME_OUT, None], Verdict.CAME_OUT),
        ([Verdict.CAME_OUT, Verdict.UNSEEN], Verdict.IN_PART),
        ([Verdict.DID_NOT, Verdict.UNSEEN], Verdict.DID_NOT),
        ([Verdict.UNCLEAR, Verdict.UNSEEN], Verdict.UNCLEAR),
        ([Verdict.CAME_OUT, Verdict.DID_NOT], Verdict.IN_PART),
        ([Verdict.CAME_OUT, Verdict.UNCLEAR], Verdict.IN_PART),
        ([Verdict.UNCLEAR, Verdict.DID_NOT], Verdict.DID_NOT),
        ([Verdict.UNCLEAR, Verdict.UNCLEAR], Verdict.UNCLEAR),
        ([Verdict.CAME_OUT, Verdict.TOO_FEW], Verdict.IN_PART),
        ([Verdict.CAME_OUT, Verdict.NO_POWER], Verdict.IN_PART),
        ([Verdict.DID_NOT, Verdict.NO_POWER, Verdict.TOO_FEW], Verdict.DID_NOT),
        ([Verdict.UNCLEAR, Verdict.NO_POWER], Verdict.UNCLEAR),
        ([Verdict.TOO_FEW, Verdict.UNSEEN], Verdict.TOO_FEW),
        ([Verdict.NO_POWER, Verdict.TOO_FEW], Verdict.NO_POWER),
    ],
)
def test_a_pattern_is_as_good_as_its_claims(verdicts, expected):
    assert combined(verdicts) == expected
