"""Which run is which: a run's name is a hash of everything its row depends on, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.metadata import version
from typing import Any

from jiaosuo.experiments.provenance.makers import MODEL, OF_RULES, RULES, Makers
from jiaosuo.experiments.provenance.record import LIBRARIES
from jiaosuo.experiments.sweeps.design import Design, World
from jiaosuo.model.core import plugins
from jiaosuo.model.core.canonical import name_of
from jiaosuo.model.core.plain import JsonObject, plain
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.timeline import staffing_word

MAKERS = Makers(
    (
        *MODEL,
        *OF_RULES,
        "jiaosuo.experiments.replication",
        "jiaosuo.experiments.sweeps.run",
        "jiaosuo.experiments.sweeps.design",
        "jiaosuo.experiments.sweeps.sample",
        "jiaosuo.experiments.sweeps.identity",
    ),
    aside=(
        "jiaosuo.experiments.comparison",  # the outcomes kept by default; a run's name has them
        "jiaosuo.experiments.engines",
        "jiaosuo.experiments.provenance",
        "jiaosuo.experiments.statistics",
    ),
    values=RULES,
)
"""What a row of a run comes from; what a place says is in the name of its runs."""


def code_version() -> str:
    """A hash of the sources that a run's numbers come from."""
    return MAKERS.version


def same_numbers() -> dict[str, str]:
    """Versions that must be equal wherever runs of one table are made: code, libraries, installed plug-ins.

    Plug-ins that are files travel with the work.
    """
    installed = {f"plug-in {each.name}": each.digest for each in plugins.loaded() if each.source is None}
    return {"code": code_version()[:12]} | {name: version(name) for name in LIBRARIES} | installed


def content_of(rule: Rule | RuleMap) -> Any:
    """What a rule or map says, without its name and words: equal answers are the same rule."""
    if isinstance(rule, Rule):
        return plain(rule.answers())
    return {
        "rest": content_of(rule.rest),
        "dense": None if rule.dense is None else content_of(rule.dense),
        "boundary": rule.boundary,
        "exceptions": {name: content_of(each) for name, each in rule.exceptions.items()},
    }


def content_of_scenario(scenario: Scenario) -> JsonObject:
    """All that a scenario says besides values, seed and the name of the place; rules by content."""
    timeline = [
        each.described().to_json() | {"rule": content_of(each.rule) if each.rule else None, "note": None}
        for each in scenario.timeline
    ]
    land, weights = scenario.given_land, scenario.call_weights
    return {
        "rule": content_of(scenario.rule),
        "rule_before": content_of(scenario.rule_before),
        "staffing": staffing_word(scenario.staffing),
        "traffic_share": scenario.traffic_share,
        "townships": [each.to_json() for each in scenario.townships],
        "seat": scenario.seat,
        "kinds": plain(scenario.kinds),
        "timeline": timeline,
        "path": None if scenario.path is None else scenario.path.described().to_json(),
        **({} if land is None else {"given_land": land.to_json()}),
        **({} if weights is None else {"call_weights": weights.to_json()}),
    }


class Identity:
    """Names the runs of a design; what all its worlds share is written once."""

    def __init__(self, design: Design) -> None:
        self._design = design

    @cached_property
    def _under(self) -> tuple[str, ...]:
        """For each rule the name of all that its runs share: code, days, rule, outcomes, and its company.

        The company belongs to a run, because rules that share a world are measured on the same events.
        """
        design = self._design
        scenarios = [under(design, design.scenario, rule) for rule in design.rules]
        contents = [content_of_scenario(scenario) for scenario in scenarios]
        company = [name_of(content) for content in contents]
        shared = [code_version(), design.days, design.warm_up, design.measured, company]
        return tuple(name_of([*shared, content]) for content in contents)

    def run_ids(self, world: World) -> tuple[str, ...]:
        """One name for each rule of the design."""
        values: Mapping[str, float] = {
            **self._design.scenario.values,
            **dict(zip(self._design.axes, world.values, strict=True)),
        }
        where = [dict(values), world.seed]
        return tuple(name_of([rule, *where]) for rule in self._under)


def under(design: Design, scenario: Scenario, rule: str | Rule | RuleMap) -> Scenario:
    """A scenario of the design under one of its rules."""
    return scenario.under(rule).at(design.at)
