"""A place with as many officers as are so busy: utilisation is reached by scaling the headcount.

It may not be reached: of a few officers nobody is on duty for hours, callers give up, and those on duty are
no busier. What came out stands beside what was wanted.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from jiaosuo.experiments.patterns.pool import Point
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.model import County
from jiaosuo.model.core.terms import Corps, Duty
from jiaosuo.model.outcomes import WORKING
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

FORCE = ("officers_traffic", "officers_station", "auxiliaries")
TRIES = 4
LEAST = 0.01


def busy(setting: Setting, utilisation: float) -> Setting:
    """The place with its force scaled until both corps together are about so busy under the status quo.

    Found by a few runs of one world; no rule but the status quo has a part in it.
    """
    return setting.at(**_headcount(setting.point, utilisation))


@cache
def _headcount(point: Point, utilisation: float) -> dict[str, int]:
    """The nearest of a few tries, each scaled by how far the last one was off."""
    tries: list[tuple[float, dict[str, int]]] = []
    scale = 1.0
    for _ in range(TRIES):
        force = _scaled(point.scenario, scale)
        found = _utilisation(point.scenario.changed(rule=STATUS_QUO, **force), point.days)
        tries.append((abs(found - utilisation), force))
        scale *= max(found, LEAST) / utilisation
    return min(tries, key=lambda each: each[0])[1]


def _scaled(scenario: Scenario, scale: float) -> dict[str, int]:
    return {name: max(2, round(scenario[name] * scale)) for name in FORCE}


def _utilisation(scenario: Scenario, days: float) -> float:
    evidence = County(scenario).run_days(days).evidence()
    both = np.isin(evidence.officers["corps"], [Corps.TRAFFIC, Corps.STATION])
    minutes = evidence.duty_minutes[both].sum(axis=0)
    on_duty = minutes.sum() - minutes[Duty.OFF]
    return float(minutes[list(WORKING)].sum() / on_duty) if on_duty > 0 else 1.0
