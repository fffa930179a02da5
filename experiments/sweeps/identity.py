"""Which run is which: a run's name is a hash of everything its row depends on, and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jiaosuo import model
from jiaosuo.experiments.sweeps.design import Design, World
from jiaosuo.model.core.plain import plain
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.timeline import staffing_word

MAKERS = ("run.py",)
"""Beside the model's own sources: what makes a row of a run."""


@cache
def code_version() -> str:
    """A hash of the sources that a run's numbers come from: the model's, and what makes a row of them."""
    root = Path(model.__file__).parent
    here = Path(__file__).parent
    files = [*sorted(root.rglob("*.py")), *(here / name for name in MAKERS)]
    hashed = blake2b(digest_size=16)
    for file in files:
        name = file.relative_to(root.parent).as_posix()
        content = file.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{name} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


LIBRARIES = ("mesa", "numpy", "numba", "scipy")
"""Their versions must be the same for all runs of a store: its table is promised to the last bit."""


def same_numbers() -> dict[str, str]:
    """Versions that must be equal wherever runs of one table are made: of the code, and of its libraries."""
    return {"code": code_version()[:12]} | {name: version(name) for name in LIBRARIES}


def name_of(value: Any) -> str:
    """A name for plain data: equal data, equal name, in every process."""
    return blake2b(canonical(value).encode(), digest_size=16).hexdigest()


def canonical(value: Any) -> str:
    """The one way of writing plain data as JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


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


def content_of_scenario(scenario: Scenario) -> dict[str, Any]:
    """All that a scenario says besides values, seed and the name of the place; rules by content."""
    timeline = [
        each.described() | {"rule": content_of(each.rule) if each.rule else None, "note": None}
        for each in scenario.timeline
    ]
    return {
        "rule": content_of(scenario.rule),
        "rule_before": content_of(scenario.rule_before),
        "staffing": staffing_word(scenario.staffing),
        "traffic_share": scenario.traffic_share,
        "townships": [asdict(each) for each in scenario.townships],
        "kinds": plain(scenario.kinds),
        "timeline": timeline,
        "path": None if scenario.path is None else scenario.path.described(),
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
        shared = [code_version(), design.days, design.warm_up, list(design.outcomes), company]
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
    ruled = scenario.under(rule)
    return ruled.in_steady_state() if design.settled else ruled
