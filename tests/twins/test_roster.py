"""Rotas: whole officers, remainders carried, turns taken."""

from fractions import Fraction

import pytest

from jiaosuo.model.kernels.officers.roster import people_on_shift

EVEN = (1.0, 1.0, 1.0)
SHIFTS = (0.7, 1.25, 1.05)
PHASE = 0.3718281828
"""Far from any decimal, so that no account is full by a rounding error."""

PHASES = [(k + 0.5) / 200 for k in range(200)]


def rota(size, share, weights, phase, shifts):
    """By hand: the due share is put on an account, whole officers are paid out, the next in line go."""
    account, line = Fraction(phase), 0
    for shift in range(shifts):
        account += size * Fraction(share) * Fraction(weights[shift % 3])
        whole = int(account)
        account -= whole
        yield whole, line % size
        line += whole


def on_duty(size, share, weights, phase, shifts):
    """Which ranks are on duty in each shift, as the kernel says."""
    for shift in range(shifts):
        due, first = people_on_shift(size, share, weights, phase, shift)
        yield {(first + k) % size for k in range(due)}


@pytest.mark.parametrize("weights", [EVEN, SHIFTS])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 19])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_a_shift_is_what_the_account_pays_out(size, share, weights):
    by_hand = list(rota(size, share, weights, PHASE, 300))
    assert [people_on_shift(size, share, weights, PHASE, shift) for shift in range(300)] == by_hand


@pytest.mark.parametrize("size", [1, 3, 10])
def test_the_long_run_share_is_the_one_asked_for(size):
    turns = sum(len(ranks) for ranks in on_duty(size, 0.3, SHIFTS, 0.61, 3 * 365))
    assert abs(turns - 0.3 * size * 3 * 365) <= 1


def test_everyone_takes_as_many_turns_as_everyone_else():
    turns = [0] * 7
    for ranks in on_duty(7, 0.3, SHIFTS, 0.2, 3 * 365):
        for rank in ranks:
            turns[rank] += 1
    assert max(turns) - min(turns) <= 1


def test_a_group_of_three_has_nights_with_nobody():
    """.63 officers are due a night: over all phases, nobody serves in 37 nights of 100."""
    nights = [ranks for phase in PHASES for ranks in list(on_duty(3, 0.3, SHIFTS, phase, 30))[::3]]
    assert max(map(len, nights)) == 1
    assert sum(not ranks for ranks in nights) / len(nights) == pytest.approx(0.37, abs=0.005)


def test_each_shift_is_as_strong_as_its_weight_says():
    strength = [0, 0, 0]
    for phase in PHASES:
        for shift, ranks in enumerate(on_duty(40, 0.3, SHIFTS, phase, 30)):
            strength[shift % 3] += len(ranks)
    assert [total / 10 / len(PHASES) for total in strength] == pytest.approx([8.4, 15.0, 12.6], abs=0.02)


def test_the_phase_shifts_when_a_lone_officer_serves():
    first = {
        phase: next(n for n, ranks in enumerate(on_duty(1, 0.25, EVEN, phase, 9)) if ranks)
        for phase in (0.0, 0.25, 0.5, 0.75)
    }
    assert first == {0.0: 3, 0.25: 2, 0.5: 1, 0.75: 0}


def test_no_more_officers_serve_than_there_are():
    assert all(len(ranks) <= 4 for ranks in on_duty(4, 1.0, SHIFTS, 0.9, 90))
    assert max(people_on_shift(4, 1.0, SHIFTS, 0.9, shift)[0] for shift in range(90)) == 4
