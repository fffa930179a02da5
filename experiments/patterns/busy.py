"""A place with as many officers as are so busy: utilisation is reached by scaling the headcount.

It may not be reached: of a few officers nobody is on duty for hours, callers give up, and those on duty are
no busier; and time that other duties take leaves none for calls. A place is called by the utilisation that
was wanted where it came out within `TOLERANCE`, else by what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from jiaosuo.experiments.patterns.pool import Point
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.model import County
from jiaosuo.model.core.terms import Corps, Duty
from jiaosuo.model.priced import WORKING
from jiaosuo.model.rules import STATUS_QUO
from jiaosuo.model.scenario import Scenario

FORCE = ("officers_traffic", "officers_station", "officers_patrol", "auxiliaries")
"""All who answer calls: specialists come to the complex alone, and stay as they are."""
ANSWERING = (Corps.TRAFFIC, Corps.STATION, Corps.PATROL)
TRIES = 6
TOLERANCE = 0.05
"""How far from what was wanted the utilisation of a place may lie that is called by it."""
LEAST = 0.01


@dataclass(frozen=True)
class Found:
    """The headcount that came nearest, and how busy it was."""

    force: dict[str, int]
    utilisation: float


def busy(setting: Setting, utilisation: float) -> Setting:
    """The place with its force scaled until all corps that answer calls are about so busy, under `separate`.

    Found by a few runs of one world; no rule but the status quo has a part in it.
    """
    return setting.at(**headcount(setting, utilisation))


def headcount(setting: Setting, utilisation: float) -> dict[str, int]:
    """The force with which all corps that answer calls are about so busy, by its levers."""
    return _nearest(setting.point, utilisation).force


def called(setting: Setting, utilisation: float) -> str:
    """What such a place is called: by the utilisation wanted, or by the one measured."""
    found = _nearest(setting.point, utilisation).utilisation
    if abs(found - utilisation) <= TOLERANCE:
        return f"utilisation {utilisation:g}"
    return f"utilisation {found:.2f} ({utilisation:g} was not reached)"


@cache
def _nearest(point: Point, utilisation: float) -> Found:
    """The nearest of a few tries, each scaled by how far the last one was off."""
    tries: list[Found] = []
    scale = 1.0
    while len(tries) < TRIES:
        force = _scaled(point.scenario, scale)
        found = _utilisation(point.scenario.changed(rule=STATUS_QUO, **force), point.days)
        tries.append(Found(force, found))
        if abs(found - utilisation) <= TOLERANCE / 2:
            break
        scale *= max(found, LEAST) / utilisation
    return min(tries, key=lambda each: abs(each.utilisation - utilisation))


def _scaled(scenario: Scenario, scale: float) -> dict[str, int]:
    """The force times a scale; a corps that the place does not have stays away, another keeps two."""
    return {name: max(2, round(scenario[name] * scale)) if scenario[name] else 0 for name in FORCE}


def _utilisation(scenario: Scenario, days: float) -> float:
    evidence = County(scenario).run_days(days).evidence()
    answering = np.isin(evidence.officers["corps"], ANSWERING)
    minutes = evidence.duty_minutes[answering].sum(axis=0)
    on_duty = minutes.sum() - minutes[Duty.OFF]
    return float(minutes[list(WORKING)].sum() / on_duty) if on_duty > 0 else 1.0
