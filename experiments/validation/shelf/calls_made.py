"""Who calls, how often and for what: Poisson's calls at the rates of the place, before anybody is sent."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jiaosuo.experiments.validation.busy_county import CALLED, DAYS, PATIENCE, PLACE, SMALL, scenario
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Domain
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.expert_time import status_quo_factors
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.landscape import landscape

RULE, PEOPLE = "separate", 1_000
"""Rates are so many calls a year for so many people."""


def look(seed: int, days: float) -> Figures:
    """What was called for in one world, whatever was made of it."""
    calls = County(scenario(RULE, seed)).run_days(days).evidence().calls
    calls = calls[calls["reported"]]
    # who calls long after the event would be missed on the last day
    told = calls[calls["arose"] < (days - 1) * MINUTES_A_DAY]
    return {
        "calls_traffic": float((calls["domain"] == Domain.TRAFFIC).sum()),
        "calls_order": float((calls["domain"] != Domain.TRAFFIC).sum()),
        "report_delay": float((told["known"] - told["arose"]).mean()),
        "patience": float(calls["patience"].mean()),
        "expert": float(calls["expert_minutes"].mean()),
    }


def theory() -> Figures:
    """The rates times what is reported of them, and means of the kinds, weighed by how often each calls.

    An expert takes less than is published, by as much as those took longer who were timed.
    """
    town, busy = Scenario.preset(PLACE, rule=RULE), scenario(RULE, 1)
    a_year = {kind: rate * town[f"{kind}_report_share"] for kind, rate in CALLED.items()}
    here = SMALL["population"] / PEOPLE * DAYS / DAYS_A_YEAR
    traffic = sum(rate for kind, rate in a_year.items() if KINDS[kind].domain == Domain.TRAFFIC)
    names = [kind.name for kind in busy.kinds]
    slower = dict(zip(names, status_quo_factors(busy, landscape(busy)), strict=True))

    def mean(of_kind: Callable[[str], float]) -> float:
        return float(np.average(list(map(of_kind, a_year)), weights=list(a_year.values())))

    return {
        "calls_traffic": traffic * here,
        "calls_order": (sum(a_year.values()) - traffic) * here,
        "report_delay": mean(lambda kind: town[f"{kind}_report_delay"]),
        "patience": PATIENCE * mean(lambda kind: town[f"{kind}_patience_minutes"]),
        "expert": mean(lambda kind: town[f"{kind}_handling_minutes"] / slower[kind]),
    }


CALLS_MADE = Law(
    name="calls-made",
    words=N_("How many calls, what callers bear, and how long an expert takes"),
    source="ODD 7.5",
    cases=(
        Case(
            words=N_("{population:,} people, {days:g} days"),
            values={"population": SMALL["population"], "days": DAYS},
            look=look,
            theory=theory,
            full=Effort(100, DAYS),
            quick=Effort(30, DAYS),
        ),
    ),
)
