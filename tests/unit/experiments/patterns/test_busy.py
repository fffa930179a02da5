"""A place with as many officers as are so busy: whom it scales, and what it is called by."""

from __future__ import annotations

import pytest

from jiaosuo.experiments.patterns import busy as busy_place
from jiaosuo.experiments.patterns.busy import FORCE, TOLERANCE, busy, called
from jiaosuo.experiments.patterns.pool import Plan
from jiaosuo.experiments.patterns.setting import Setting
from tests.unit.experiments.patterns.tiny import TINY, little

PATROLLED = {"officers_patrol": 12}


def place(name):
    return Setting(little(name, 0.5, **PATROLLED), Plan(), TINY, 1)


@pytest.fixture
def work(monkeypatch):
    """Utilisation is work over heads: 8 officers' worth, and never above `most`."""
    most = [1.0]

    def utilisation(scenario, days):
        heads = sum(scenario[name] for name in FORCE if name.startswith("officers"))
        return min(most[0], 8.0 / heads)

    monkeypatch.setattr(busy_place, "_utilisation", utilisation)
    busy_place._nearest.cache_clear()
    yield most
    busy_place._nearest.cache_clear()


def test_every_corps_that_answers_is_scaled(work):
    here = place("town")
    scaled = busy(here, 0.5).place
    for name in FORCE:
        assert scaled[name] == pytest.approx(here.place[name] * 16 / 36, abs=1.0)


def test_a_place_that_came_out_near_is_called_by_what_was_wanted(work):
    assert called(place("near"), 0.5) == "utilisation 0.5"


def test_a_place_that_is_not_so_busy_is_called_by_what_was_measured(work):
    work[0] = 0.41
    assert TOLERANCE < 0.55 - 0.41
    assert called(place("idle"), 0.55) == "utilisation 0.41 (0.55 was not reached)"


def test_a_corps_that_is_not_there_stays_away(work):
    here = Setting(little("none", 0.5, officers_patrol=0), Plan(), TINY, 1)
    assert busy(here, 0.5).place["officers_patrol"] == 0
