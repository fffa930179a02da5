"""A place as a function takes it: by name, as a file or a folder, or a scenario that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.experiments.places.folder import read_place
from jiaosuo.experiments.runs.staffing import best_separate
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.scenario import Scenario

type Place = str | Path | Scenario


def scenario_of(place: Place, **given: Any) -> Scenario:
    """The scenario of a place; what is `given` (seed, values by name) holds for one that is read here."""
    return place if isinstance(place, Scenario) else read_place(place, **given)


def staffed(scenario: Scenario, jobs: int) -> Scenario:
    """The same with the split of its force found, where it asks for the best of the status quo."""
    wanted = scenario.staffing == Staffing.BEST_SEPARATE and scenario.traffic_share is None
    return best_separate(scenario, jobs) if wanted else scenario
