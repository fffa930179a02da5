"""Places read once: a place of one's own is kept by its content, so that a changed one is read again."""

from __future__ import annotations

from functools import cache, lru_cache

from jiaosuo.model.own_places import MARK
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import pinned, preset_names


@cache
def shipped() -> frozenset[str]:
    """Names of the shipped places, which are the same as long as a process lives: every drawing asks."""
    return frozenset(preset_names())


def read_once(name: str) -> Scenario:
    """The scenario of a place; InputError for one that is not there, is wrong, or has changed."""
    return _read(name if MARK in name or name in shipped() else pinned(name))


@lru_cache(maxsize=256)
def _read(name: str) -> Scenario:
    return Scenario.preset(name)
