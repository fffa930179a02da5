"""Fast-forward over the days of a long path that are not sampled: what goes on meanwhile, at which rates.

Of each year `days_per_year` days are run, spread evenly over it; each stands for 365 / days_per_year days,
and after it the rest of these pass at one stroke (projective integration, Gear & Kevrekidis 2003). Over them

- skill goes on as it did: officers lead cases at the mean rate a day that their group (corps, squadron
  district) has had since the year began, and what is not used fades; both at once, so skill nears the level
  at which they balance. Yearly training, and what is owed for a change of rule, is taken as planned;
- trust nears the level at which the year's calls and visits hold it, at the rate a day at which they have
  closed the gap since the year began. Everybody goes the mean way: who called is not drawn again;
- months of disruption run by the calendar;
- calls that wait, work in hand and vehicles stand still: the queue of tonight is the queue of tomorrow.

Accounts (duty minutes, calls, visits) are of the days that are run and of no others. The highest flow on a
link is that of the year.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Complexity, Domain, RoadClass
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.kernels.step.accounts import faded_officers
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.years import Years

type Floats = npt.NDArray[np.float64]

DAY, SHIFT = float(MINUTES_A_DAY), float(MINUTES_A_SHIFT)
SHIFTS_A_DAY = MINUTES_A_DAY // MINUTES_A_SHIFT
YEAR_FIELDS = [("cases", np.int64, (len(Domain),)), ("visits", np.int64)]
"""What each officer had done when the year began."""


def year_begins(tables: EventLoopTables) -> Table:
    """What the officers have done up to now."""
    books = table(YEAR_FIELDS, len(tables.officers))
    books["cases"], books["visits"] = tables.officers["cases"], tables.officers["visits"]
    return books


def fast_forward(
    tables: EventLoopTables, land: Landscape, scenario: Scenario, began: Table, day: int, path: Years
) -> None:
    """Pass over the unsampled days after `day - 1`; writes officers, citizens and rule table."""
    days = path.unsampled
    if days <= 0:
        return
    run = (day - 1) % path.days_per_year + 1
    _pass_skill(tables, land, scenario, began, run, days)
    _pass_trust(tables, scenario, began, (day - run) * DAY, run, days)
    now, until = float(tables.clock["now"][0]), tables.rule_table["disrupted_until"]
    tables.rule_table["disrupted_until"] = np.where(until > now, np.maximum(now, until - days * DAY), until)


def _pass_skill(
    tables: EventLoopTables, land: Landscape, scenario: Scenario, began: Table, run: int, days: float
) -> None:
    officers, now = tables.officers, float(tables.clock["now"][0])
    floor, fading = scenario["skill_floor"], np.log(2) / scenario["skill_half_life"]
    learning = -np.log1p(-scenario["skill_gain_case"]) * _cases_a_day(officers, land, began, run)
    skill = faded_officers(officers, tables.levers, now)["skill"]
    least = np.minimum(floor, skill)
    level = (learning + fading * least) / (learning + fading)
    skill = level + (skill - level) * np.exp(-(learning + fading) * days)
    _pass_training(tables, scenario, skill, days)
    officers["skill"], officers["skill_at"] = skill, now


def _cases_a_day(officers: Table, land: Landscape, began: Table, run: int) -> Floats:
    """Cases a day by officer and domain: the mean of the group, because one officer's few say little."""
    led = officers["cases"].astype(np.float64)
    led[: len(began)] -= began["cases"]
    mark = officers["corps"] * len(land.townships) + land.district[officers["township"]]
    mark = np.where(officers["establishment_post"] == NOBODY, -1, mark)
    _, group, size = np.unique(mark, return_inverse=True, return_counts=True)
    total = np.zeros((len(size), len(Domain)))
    np.add.at(total, group, led)
    cases: Floats = (total / size[:, None])[group] / run
    return cases


def _pass_training(tables: EventLoopTables, scenario: Scenario, skill: Floats, days: float) -> None:
    """Writes `skill` and what training is still owed."""
    officers = tables.officers
    a_day = SHIFTS_A_DAY * scenario["on_duty_share"] * scenario["change_training_share"] * SHIFT
    taken = np.minimum(officers["training_due"], a_day * days)
    officers["training_due"] -= taken
    hours = scenario["training_hours"] / DAYS_A_YEAR * days + taken / MINUTES_AN_HOUR
    at_home = tables.authority[officers["township"], officers["corps"], :, RoadClass.VILLAGE]
    leads = may_lead(at_home[..., Complexity.SIMPLE])
    weakest = np.where(leads, skill, np.inf).argmin(axis=1)
    rows = np.flatnonzero(leads.any(axis=1) & (officers["establishment_post"] != NOBODY))
    left = (1 - scenario["skill_gain_hour"]) ** hours[rows]
    skill[rows, weakest[rows]] = 1 - (1 - skill[rows, weakest[rows]]) * left


def _pass_trust(
    tables: EventLoopTables, scenario: Scenario, began: Table, since: float, run: int, days: float
) -> None:
    calls = tables.calls[: int(tables.clock["calls"][0])]
    judged = (calls["closed"] >= since) & (calls["caller"] != NOBODY) & ~np.isnan(calls["satisfaction"])
    visits = tables.officers["visits"].sum() - began["visits"].sum()
    each = 1 / scenario["people_per_agent"] / len(tables.citizens) / run
    by_calls = judged.sum() * scenario["trust_gain"] * each
    by_visits = visits * scenario["visit_trust_gain"] * each
    if by_calls + by_visits > 0:
        level = (by_calls * calls["satisfaction"][judged].mean() if judged.any() else 0.0) + by_visits
        level /= by_calls + by_visits
        trust = tables.citizens["trust"]
        tables.citizens["trust"] = level + (trust - level) * np.exp(-(by_calls + by_visits) * days)
