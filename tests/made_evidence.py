"""A made-up result of `professionals`: numbers chosen by hand, so that what is said of them is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from jiaosuo.experiments.analyses.professionals.judge import Pair, decided, of_estimates, over_loads
from jiaosuo.experiments.analyses.professionals.professionals_result import (
    INDEX,
    Busy,
    Contrast,
    Decision,
    Place,
    ProfessionalsResult,
)
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import Values, mean_interval
from jiaosuo.experiments.study_tools.result import NamedMeasure, Origin
from jiaosuo.model.outcomes import OUTCOMES

LOADS = (0.5, 1.0, 2.0, 3.0)
RESPONSE, CLEAR, FINDINGS = "response_mean_traffic", "clear_mean_traffic", "findings_right"
WORLDS = 6


def pair(gaps: Sequence[float], base: float = 20.0) -> Pair:
    """Six worlds whose mean difference at each load is as given, each world a little off."""
    off = np.linspace(-0.1, 0.1, WORLDS)[:, None] * np.maximum(np.abs(gaps), 0.01)
    before: Values = np.full((WORLDS, len(gaps)), base)
    return Pair(before, before + np.array(gaps) + off)


def place(name: str, urbanization: float, gaps: Mapping[str, Sequence[float]]) -> Place:
    """A place with these differences of `integrated` less two forces; without skill none is left."""
    signs = {each: 1.0 if OUTCOMES[each].better == "less" else -1.0 for each in gaps}
    nothing = Estimate(0.0, (-0.1, 0.1), WORLDS)
    measures = {INDEX: of_estimates(LOADS, [nothing] * len(LOADS), -1.0)}
    measures |= {each: over_loads(LOADS, pair(row), signs[each], counts=False) for each, row in gaps.items()}
    usual = {each: pair(row).at(len(LOADS) - 1) for each, row in gaps.items()}
    off = {each: pair([0.0]).at(0) for each in gaps}
    return Place(
        name=name,
        title=f"The town of {name}",
        title_zh=f"{name}县",
        urbanization=urbanization,
        days=7.0,
        replications=WORLDS,
        baseline="separate",
        contrasts=(Contrast(rule="integrated", measures=measures),),
        busy=tuple(
            Busy(load=load, rule="separate", shares={"utilisation_traffic": mean_interval([0.1 * load] * 2)})
            for load in LOADS
        ),
        decision=Decision(
            rule="integrated",
            load=3.0,
            measures={each: decided(usual[each], {"skill": off[each]}) for each in gaps},
        ),
    )


def result(*places: Place, quick: bool = False) -> ProfessionalsResult:
    """The result with these places."""
    names = (RESPONSE, CLEAR, FINDINGS)
    index = NamedMeasure(name=INDEX, label="Efficiency index", unit="-", better="more")
    return ProfessionalsResult(
        origin=Origin(study="professionals", command="jiaosuo study X", quick=quick),
        loads=LOADS,
        measures=(index, *(_measure(name) for name in names)),
        mechanisms={"skill": "a novice works as fast as an expert"},
        places=places,
    )


def _measure(name: str) -> NamedMeasure:
    about = OUTCOMES[name]
    return NamedMeasure(name=name, label=about.label, unit=about.unit, better=about.better)


COUNTRY = place("hill", 0.2, {RESPONSE: (-4, -5, -6, -9), CLEAR: (-1, -1, -1, -1), FINDINGS: (0, 0, 0, 0)})
"""One unit comes and clears sooner at every load, and more so with more calls."""
CITY = place("harbour", 0.9, {RESPONSE: (-1, -1, 1, 3), CLEAR: (2, 2, 2, 2), FINDINGS: (-0.1,) * 4})
"""Two forces win by the response from twice the calls on, and by the rest at every load."""
BOTH = result(COUNTRY, CITY)
