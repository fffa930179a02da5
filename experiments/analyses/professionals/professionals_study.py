"""The study from beginning to end: rules at every load in the same worlds, then mechanisms off in fresh ones.

Two forces are the baseline. Beside `integrated` each place is asked its own merged rule, where it had one. A
place of many people has fewer and shorter worlds. Mechanisms are switched off at the load at which two forces
win by most measures, or at the highest if they win by none; because that load was picked, it is judged in
worlds of other seeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.analyses.professionals.judge import Pair, decided, of_estimates, over_loads
from jiaosuo.experiments.analyses.professionals.mechanisms_off import SWITCHED_OFF
from jiaosuo.experiments.analyses.professionals.professionals_result import (
    INDEX,
    Busy,
    Contrast,
    Decision,
    Place,
    ProfessionalsResult,
)
from jiaosuo.experiments.comparison.index import COMPONENTS, EQUAL_WEIGHTS, efficiency_index
from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.study_tools.design_points import (
    FRESH,
    Columns,
    DesignPoint,
    Meter,
    at_one_moment,
    rules_of,
    run_points,
)
from jiaosuo.experiments.study_tools.options import Given, losses_sign
from jiaosuo.experiments.study_tools.pages import origin
from jiaosuo.experiments.study_tools.result import NamedMeasure
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.words import N_
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import MAPS, STATUS_QUO
from jiaosuo.model.scenario import Scenario, parameters

NAME = ProfessionalsResult.STUDY
LEVER = "call_volume"
MERGED = "integrated"
JUDGED = (
    "response_mean,response_mean_traffic,clear_mean,clear_mean_traffic,clear_mean_traffic_urban,"
    "clear_mean_order,wait_mean_traffic,wait_mean_order,gave_up_share,first_time_right,findings_right,"
    "evidence_stands,hit_and_run_solved,reopened_share,complained_share,cleared_up,lane_minutes_mean,"
    "crashes_secondary,crashes_injury_crash,post_coverage,files_late,visits_undone"
)
OPTIONS = (
    Option("loads", "0.5,1,2,3", "How many times its calls each place is given.", quick="1,3"),
    Option("outcomes", JUDGED, "By which measures it is judged who wins, beside the index."),
    Option("days", "", "Days of a run; default: 7, and 2 where many people live.", quick="1"),
    Option("replications", "", "Worlds at each load; default: 8, and 4 where many people live.", quick="2"),
)
SHARES = ("utilisation_traffic", "utilisation_station", "thirds_calls", "thirds_committed", "thirds_free")
"""How busy officers are: told, not judged."""
MANY = 1_500_000
"""People from which a place has fewer and shorter worlds: a world takes time as it has people."""
OWN = {"zigui-2004": "zigui-2004", "qidong-2023": "qidong-2023", "fujian-2002-2015": "fujian-2003",
       "fuzhou-2003": "fujian-2003", "chongqing-2010": "chongqing-2010"}  # fmt: skip
"""The rule that merged forces at a place in its own time, where it is another than `integrated`."""
DIVIDED = {"chongqing-2010": "chongqing-2009"}
"""Two forces as a place had them, where they are not those of the usual county."""


@dataclass(frozen=True)
class Asked:
    """A place with what is run there."""

    place: Scenario
    here: Scenario
    name: str
    rules: tuple[str, ...]
    days: float
    worlds: int

    def point(self, load: float) -> DesignPoint:
        """All rules at a load."""
        name, here = f"{self.name}, calls x {load:g}", self.here.changed(**{LEVER: load})
        return DesignPoint(name, here, rules_of(self.rules), self.days, self.worlds)

    def switched(self, load: float) -> list[DesignPoint]:
        """Two forces and the first merged rule at a load: as it is, then with each mechanism off."""
        pair, here = rules_of(self.rules[:2]), self.here.changed(**{LEVER: load})
        usual = DesignPoint(f"{self.name}, as it is", here, pair, self.days, self.worlds, FRESH)
        return [
            usual,
            *(
                DesignPoint(
                    f"{self.name}, {each.name} off",
                    each.of(here),
                    tuple(each.rule(rule) for rule in pair),
                    self.days,
                    self.worlds,
                    FRESH,
                )
                for each in SWITCHED_OFF
            ),
        ]


def run(request: Request) -> ProfessionalsResult:
    """Every rule at every load of every place, then what decides it. The same for any number of jobs."""
    given = Given(OPTIONS, request)
    loads = sorted(given.numbers("loads", parameters()[LEVER]))
    judged = given.outcomes()
    made_by, meter = origin(NAME, request), Meter(request)
    asked = [_asked(place, given) for place in request.places]
    measured = list(dict.fromkeys([*judged, *COMPONENTS, *SHARES]))
    points = [each.point(load) for each in asked for load in loads]
    found = run_points(points, measured, request, meter)
    own = [found[at * len(loads) : (at + 1) * len(loads)] for at in range(len(asked))]
    contrasts = [_contrasts(each, columns, loads, judged) for each, columns in zip(asked, own, strict=True)]
    picked = [_picked(each[0], loads) for each in contrasts]
    switches = [each.switched(load) for each, load in zip(asked, picked, strict=True)]
    turned = iter(run_points([point for each in switches for point in each], judged, request, meter))
    off = [[next(turned) for _ in each] for each in switches]
    everything = [*found, *(columns for each in off for columns in each)]
    return ProfessionalsResult(
        origin=made_by,
        runs=meter.total,
        failures=tuple(failure for each in everything for failure in each.failures),
        loads=tuple(loads),
        measures=(_index_measure(), *(_measure(name) for name in judged)),
        mechanisms={each.name: each.words for each in SWITCHED_OFF},
        places=tuple(
            Place(
                name=each.name,
                title=each.place.about.title or each.name,
                title_zh=each.place.about.title_zh or each.place.about.title or each.name,
                urbanization=each.here["urbanization"],
                days=each.days,
                replications=each.worlds,
                baseline=each.rules[0],
                contrasts=tuple(contrasts[at]),
                busy=tuple(_busy(each, own[at], loads)),
                decision=_decision(each, off[at], picked[at], judged),
            )
            for at, each in enumerate(asked)
        ),
    )


def _asked(place: Scenario, given: Given) -> Asked:
    name, here = at_one_moment(place)
    many = here["population"] >= MANY
    days = given.days(place) if given.text("days") else 2.0 if many else 7.0
    worlds = given.whole("replications") if given.text("replications") else 4 if many else 8
    merged = [MERGED, *([OWN[place.place]] if OWN.get(place.place) in MAPS else [])]
    return Asked(place, here, name, (DIVIDED.get(place.place, STATUS_QUO), *merged), days, worlds)


def _measure(name: str) -> NamedMeasure:
    about = OUTCOMES[name]
    return NamedMeasure(name=name, label=about.label, unit=about.unit, better=about.better)


def _index_measure() -> NamedMeasure:
    return NamedMeasure(name=INDEX, label=N_("Efficiency index"), unit="-", better="more")


def _contrasts(
    asked: Asked, found: Sequence[Columns], loads: Sequence[float], judged: Sequence[str]
) -> list[Contrast]:
    """Each merged rule against two forces, by every measure and the index."""
    indices = [_index(asked, each) for each in found]
    contrasts = []
    for rule in asked.rules[1:]:
        measures = {INDEX: of_estimates(loads, [each.total(rule) for each in indices], -1.0)}
        for outcome in judged:
            pair = _pair(found, outcome, asked.rules.index(rule))
            counts = OUTCOMES[outcome].is_count
            measures[outcome] = over_loads(loads, pair, losses_sign(outcome), counts=counts)
        contrasts.append(Contrast(rule=rule, measures=measures))
    return contrasts


def _index(asked: Asked, found: Columns) -> EfficiencyIndex:
    """The index at one load, all its values weighing the same."""
    columns = {name: found.values[name] for name in COMPONENTS}
    better = {name: OUTCOMES[name].better for name in COMPONENTS}
    return efficiency_index(columns, better, asked.rules, EQUAL_WEIGHTS, lambda _values, _rules: {})


def _pair(found: Sequence[Columns], outcome: str, rule: int) -> Pair:
    """A measure under two forces and under a rule, each (worlds, points)."""
    columns = np.stack([each.values[outcome] for each in found], axis=1)
    return Pair(columns[:, :, 0], columns[:, :, rule])


def _picked(contrast: Contrast, loads: Sequence[float]) -> float:
    """The load at which two forces win by most measures, the lowest of several; else the highest."""
    wins = [
        sum(
            row.is_told and losses_sign(name) * (row.difference.mean or 0.0) > 0
            for name, told in contrast.measures.items()
            if name != INDEX
            for row in told.loads
            if row.load == load
        )
        for load in loads
    ]
    return loads[wins.index(max(wins))] if any(wins) else loads[-1]


def _busy(asked: Asked, found: Sequence[Columns], loads: Sequence[float]) -> list[Busy]:
    return [
        Busy(
            load=load,
            rule=rule,
            shares={name: mean_interval(columns.values[name][:, at]) for name in SHARES},
        )
        for load, columns in zip(loads, found, strict=True)
        for at, rule in enumerate(asked.rules)
    ]


def _decision(asked: Asked, off: Sequence[Columns], load: float, judged: Sequence[str]) -> Decision:
    """What decides each measure's difference between two forces and the first merged rule."""
    usual, *turned = off
    return Decision(
        rule=asked.rules[1],
        load=load,
        measures={
            outcome: decided(
                _one(usual, outcome),
                {
                    mechanism.name: _one(each, outcome)
                    for mechanism, each in zip(SWITCHED_OFF, turned, strict=True)
                },
            )
            for outcome in judged
        },
    )


def _one(found: Columns, outcome: str) -> Pair:
    return Pair(found.values[outcome][:, 0], found.values[outcome][:, 1])
