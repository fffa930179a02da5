"""How skill comes and goes over days: learning from practice, teaching, fading, and where they balance.

Each minute of practice and each hour of training closes a share of the gap to full skill; the part above the
floor halves each half-life. At constant rates skill nears a level, at an exponential rate, from wherever it
stands: so the balance, and any number of days, are worked out at one stroke.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Corps, Domain
from jiaosuo.model.kernels.officers.skill import LEAST_USE, floor_of
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]

MOST_SESSIONS = 64
"""Sessions of training into which days that pass at one stroke are cut, at the most."""


def learning_rate(minutes: Floats, scenario: Scenario) -> Floats:
    """Rate a day at which the gap closes, of so many expert minutes led a day; same shape."""
    rate: Floats = -math.log1p(-scenario["skill_gain_case"]) / scenario["case_minutes"] * minutes
    return rate


def floors(corps: npt.NDArray[np.int64], scenario: Scenario) -> Floats:
    """Skill below which nobody falls by disuse, (officers, domains)."""
    general, special = scenario["skill_floor"], scenario["specialist_skill"]
    by_corps = [[floor_of(int(each), int(domain), general, special) for domain in Domain] for each in Corps]
    return np.array(by_corps, np.float64)[corps]


def balance(minutes: Floats, hours: Floats, taught: Flags, floor: Floats, scenario: Scenario) -> Floats:
    """Skill where learning and fading balance, (officers, domains).

    `minutes`: expert minutes led a day; `hours` (officers,): of training a day, spread over the domains
    `taught` so that no session would save more in another.
    """
    fading = math.log(2) / scenario["skill_half_life"]
    learning = learning_rate(minutes, scenario)
    a_session = -math.log1p(-scenario["skill_gain_hour"])
    stake = np.where(taught, (minutes + LEAST_USE) * fading * (1 - floor), 0.0)
    learning = learning + _spread(a_session * hours, stake, learning + fading)
    skill: Floats = (learning + fading * floor) / (learning + fading)
    return skill


def _spread(total: Floats, stake: Floats, rate: Floats) -> Floats:
    """Teaching by domain that makes what is at stake, stake / (rate + teaching), equal where there is any.

    `total` (officers,) is to be spread; all in rates a day. The domains with the most at stake come first,
    and the next joins in when teaching has brought them down to it.
    """
    order = np.argsort(-stake / rate, axis=1, kind="stable")
    stakes, rates = np.take_along_axis(stake, order, 1), np.take_along_axis(rate, order, 1)
    spread = np.zeros_like(rates)
    for count in range(1, stakes.shape[1] + 1):
        sharing = stakes[:, :count].sum(axis=1)
        safe = np.where(sharing > 0, sharing, 1.0)
        level = (total + rates[:, :count].sum(axis=1)) / safe
        tried = level[:, None] * stakes[:, :count] - rates[:, :count]
        fits = (sharing > 0) & (stakes[:, count - 1] > 0) & (tried >= 0).all(axis=1)
        spread[fits] = 0.0
        spread[fits, :count] = tried[fits]
    back = np.empty_like(spread)
    np.put_along_axis(back, order, spread, 1)
    return back


def passed(
    skill: Floats,
    minutes: Floats,
    hours: Floats,
    use: Floats,
    taught: Flags,
    floor: Floats,
    days: float,
    scenario: Scenario,
) -> Floats:
    """Skill after so many days, (officers, domains).

    `minutes` and `hours` a day as in `balance`; each session goes where `use` times the gap is largest, as
    `finish_training` has it.
    """
    if days <= 0:
        return skill.copy()
    fading = math.log(2) / scenario["skill_half_life"]
    learning = learning_rate(minutes, scenario)
    most = float(hours.max(initial=0.0)) * days
    sessions = min(MOST_SESSIONS, max(1, math.ceil(most / scenario["training_block_hours"])))
    left = (1 - scenario["skill_gain_hour"]) ** (hours * days / sessions)
    rows = np.flatnonzero(taught.any(axis=1) & (hours > 0))
    skill = skill.copy()
    for _ in range(sessions):
        least = np.minimum(floor, skill)
        level = (learning + fading * least) / (learning + fading)
        skill = level + (skill - level) * np.exp(-(learning + fading) * days / sessions)
        at_stake = np.where(taught, (use + LEAST_USE) * (1 - skill), -1.0)
        chosen = at_stake[rows].argmax(axis=1)
        skill[rows, chosen] = 1 - (1 - skill[rows, chosen]) * left[rows]
    return skill
