"""Where a run starts: the skill of the first day, and what has been seen of the police by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import Domain
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.expert_time import status_quo_factors
from jiaosuo.model.kernels.base.tables import PRESENCE_FIELDS
from jiaosuo.model.kernels.officers.certification import is_enough
from jiaosuo.model.landscape import Landscape, rules_of_townships
from jiaosuo.model.learning import floors, passed
from jiaosuo.model.practice import Practice, expert_minutes, generalist_hours, practice, steady_skill
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import Postings, posted

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

MOST_ROUNDS = 4
"""Rounds in which certificates follow from skill and practice from certificates; two or three are enough."""


def starting_skill(corps: Ints, origin: Ints, scenario: Scenario, land: Landscape) -> Floats:
    """Skill on the first day of a run, (officers, domains): see `starts`."""
    return starts(posted(corps, origin, scenario.rule, scenario, land), origin, scenario, land).skill


@dataclass(frozen=True)
class Start:
    """What officers bring to the first day of a run, and what has been seen of them by then.

    `use` and `skill` (officers, domains): expert minutes of a day to come, and skill; `presence` as in the
    event loop; `before` and `now`: what a day brings under the rule before and under the rule itself.
    """

    use: Floats
    skill: Floats
    presence: Table
    before: Practice
    now: Practice


def starts(now: Postings, origin: Ints, scenario: Scenario, land: Landscape) -> Start:
    """Skill and presence where what comes and what fades balance under `rule_before`.

    From there they have gone on under the rule itself for `days_since_change`.
    """
    factors = status_quo_factors(scenario, land)
    is_same = scenario.rule_before == scenario.rule
    before = now if is_same else posted(now.corps, origin, scenario.rule_before, scenario, land)
    skill, known = balanced(before, factors, scenario, land)
    certified = is_enough(skill, scenario["certified_skill"])
    expected = known if is_same else practice(now, scenario, land, certified)
    use = expert_minutes(expected.worked, factors, scenario)
    if not is_same:
        owed = _owed_hours(before, now, scenario, land)
        skill = _on_the_way(skill, use, owed, now, scenario)
    return Start(use, skill, _presence(known, expected, scenario), known, expected)


def balanced(
    where: Postings, factors: Floats, scenario: Scenario, land: Landscape
) -> tuple[Floats, Practice]:
    """Skill at its balance, (officers, domains), and the practice that holds it there.

    Who is certified takes on complex cases and keeps the skill for them: certificates only ever add up here,
    so the rounds end.
    """
    certified = np.zeros((len(where.corps), len(Domain)), np.bool_)
    for _ in range(MOST_ROUNDS):
        found = practice(where, scenario, land, certified)
        skill = steady_skill(found, where, factors, scenario)
        more = certified | is_enough(skill, scenario["certified_skill"])
        if not where.certificates_count or (more == certified).all():
            break
        certified = more
    return skill, found


def _on_the_way(skill: Floats, use: Floats, owed: Floats, now: Postings, scenario: Scenario) -> Floats:
    """Skill of the rule before, moved on for `days_since_change`; the training owed comes first."""
    floor, days = floors(now.corps, scenario), scenario["days_since_change"]
    taught, hours, a_day = now.leads_at_home, generalist_hours(now, scenario), training_pace(scenario)
    until = min(days, float(owed.max(initial=0.0)) / a_day)
    for stretch, extra in ((until, owed / until if until else owed), (days - until, np.zeros_like(owed))):
        more = hours + np.minimum(extra, a_day)
        skill = passed(skill, use, more, use, taught, floor, stretch, scenario)
    return skill


def _owed_hours(before: Postings, now: Postings, scenario: Scenario, land: Landscape) -> Floats:
    """Hours of training that the change has asked of each officer, (officers,): answer 8."""
    earlier = rules_of_townships(scenario.rule_before, scenario, land)
    later = rules_of_townships(scenario.rule, scenario, land)
    hours = np.zeros((len(earlier), len(later)))
    for one, other in np.ndindex(hours.shape):
        if earlier[one].answers() != later[other].answers():
            hours[one, other] = later[other].change.training_days * MINUTES_A_SHIFT / MINUTES_AN_HOUR
    return hours[before.township, now.township]


def training_pace(scenario: Scenario) -> float:
    """Hours a day that an officer gives to the training that a change asks, on the mean."""
    shifts = MINUTES_A_DAY // MINUTES_A_SHIFT * scenario["on_duty_share"] * scenario["change_training_share"]
    return float(shifts * MINUTES_A_SHIFT / MINUTES_AN_HOUR)


def _presence(before: Practice, now: Practice, scenario: Scenario) -> Table:
    """Sight and stops in each cell at their balances before, moved on towards those of now, (cells,)."""
    presence, days = table(PRESENCE_FIELDS, len(now.stops)), scenario["days_since_change"]
    for name, earlier, later, half_life in (
        ("sight", before.sight, now.sight, scenario["sight_half_life"] / MINUTES_A_DAY),
        ("stops", before.stops, now.stops, scenario["stops_half_life"]),
    ):
        a_day = later + (earlier - later) * 0.5 ** (days / half_life)
        presence[name] = a_day * half_life / np.log(2)
    return presence
