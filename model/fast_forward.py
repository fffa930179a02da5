"""Fast-forward over the days of a long path that are not sampled: what goes on meanwhile, at which rates.

Of each year `days_per_year` days are run, spread evenly over it; each stands for 365 / days_per_year days,
and after it the rest of these pass at one stroke (projective integration, Gear & Kevrekidis 2003). Over them

- skill goes on as it did: officers practise at the mean rate a day that their group (corps, squadron
  district) has had since the year began, the expected rate counting for some days too, and what is not used
  fades; both at once, so skill nears the level at which they balance. Yearly training, and what is owed for a
  change of rule, is taken as planned, a session at a time;
- trust nears the level at which the year's calls and visits hold it, at the rate a day at which they have
  closed the gap since the year began. Everybody goes the mean way: who called is not drawn again;
- months of disruption run by the calendar;
- calls that wait, work in hand and owed, case files with their deadlines, and vehicles stand still: the queue
  of tonight is the queue of tomorrow.

Accounts (duty minutes, calls, visits) are of the days that are run and of no others. The highest flow on a
link is that of the year.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Complexity, Domain, RoadClass
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.kernels.step.accounts import faded_officers
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.learning import floors, passed
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.start import training_pace
from jiaosuo.model.years import Years

type Floats = npt.NDArray[np.float64]

DAY = float(MINUTES_A_DAY)
KNOWN_DAYS = 14.0
"""Days run for which expected practice counts: in one day or two a group meets a dozen cases, or none."""
YEAR_FIELDS = [("practice", np.float64, (len(Domain),)), ("visits", np.int64)]
"""What each officer had done when the year began."""


def year_begins(tables: EventLoopTables) -> Table:
    """What the officers have done up to now."""
    books = table(YEAR_FIELDS, len(tables.officers))
    books["practice"], books["visits"] = tables.officers["practice"], tables.officers["visits"]
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
    """Writes skill, and what training is still owed."""
    officers, now = tables.officers, float(tables.clock["now"][0])
    at_home = may_lead(tables.authority[officers["township"], officers["corps"], :, RoadClass.VILLAGE])
    leads = at_home[..., Complexity.SIMPLE]
    hours = _training(officers, scenario, leads, days)
    officers["skill"] = passed(
        faded_officers(officers, tables.levers, now)["skill"],
        _practised(officers, land, began, run),
        hours,
        officers["use"],
        leads,
        floors(officers["corps"], scenario),
        days,
        scenario,
    )
    officers["skill_at"] = now


def _practised(officers: Table, land: Landscape, began: Table, run: int) -> Floats:
    """Expert minutes led a day by officer and domain: the mean of the group, and what is expected."""
    led = officers["practice"].copy()
    led[: len(began)] -= began["practice"]
    mark = officers["corps"] * len(land.townships) + land.district[officers["township"]]
    mark = np.where(officers["establishment_post"] == NOBODY, -1, mark)
    _, group, size = np.unique(mark, return_inverse=True, return_counts=True)
    total = np.zeros((len(size), len(Domain)))
    np.add.at(total, group, led)
    minutes: Floats = ((total / size[:, None])[group] + KNOWN_DAYS * officers["use"]) / (run + KNOWN_DAYS)
    return minutes


def _training(officers: Table, scenario: Scenario, leads: npt.NDArray[np.bool_], days: float) -> Floats:
    """Hours of training a day by officer: the generalists' yearly ones, and what a change still owes."""
    owed = np.minimum(officers["training_due"], training_pace(scenario) * MINUTES_AN_HOUR * days)
    officers["training_due"] -= owed
    generalists = leads[:, [Domain.TRAFFIC, Domain.ORDER]].all(axis=1)
    yearly = np.where(generalists, scenario["training_hours"] / DAYS_A_YEAR, 0.0)
    serves = officers["establishment_post"] != NOBODY
    hours: Floats = np.where(serves, yearly + owed / MINUTES_AN_HOUR / days, 0.0)
    return hours


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
