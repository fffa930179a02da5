"""One world under every rule of a design: a row for each run.

Rules that share a world are measured on the same events: those that happened in it under every rule and were
reported under at least one. One rule alone is measured on its own calls, as `jiaosuo run` measures it. A
world in which one rule fails has no common events, so its other runs fail with it, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jiaosuo.experiments.replication.common_events import Measured, on_common_events, on_own_calls
from jiaosuo.experiments.replication.county_run import CountyRun, advance, needs_undisturbed, run_county
from jiaosuo.experiments.sweeps.design import Design, Reading, World
from jiaosuo.experiments.sweeps.identity import Identity, under
from jiaosuo.model import County
from jiaosuo.model.measures import Value
from jiaosuo.model.scenario import Scenario

type Row = dict[str, Any]
"""run_id, world, point, seed, rule, the axes' values, error, world_digest, and each outcome with its n."""


NO_PAIR = "no common events: "
"""How the error of a run begins that would have worked, had another rule not failed in its world."""


def run_world(design: Design, identity: Identity, world: World) -> list[Row]:
    """The rows of a world, in the order of the rules; what fails is a row with its error."""
    runs: list[CountyRun] = []
    delay = needs_undisturbed(design.outcomes)
    try:
        scenario = scenario_of(design, world)
        if design.reading is not None:
            measured: Sequence[Measured] = _read(design, design.reading, scenario)
        else:
            for rule in design.rules:
                runs.append(_run(design, under(design, scenario, rule), undisturbed=delay and not runs))
            measured = _measured(runs, design.outcomes)
    except (Exception, SystemExit) as error:
        return failed_rows(design, identity, world, f"{type(error).__name__}: {error}", len(runs))
    heads = _heads(design, identity, world)
    return [
        _row(design, head, each.digest, each.outcomes) for head, each in zip(heads, measured, strict=True)
    ]


def failed_rows(
    design: Design, identity: Identity, world: World, error: str, culprit: int | None = None
) -> list[Row]:
    """The rows of a world that failed: the culprit's own error, and for the others that there is no pair."""
    nothing: dict[str, Value] = dict.fromkeys(design.outcomes, (None, 0))
    rows = [_row(design, head, None, nothing) for head in _heads(design, identity, world)]
    for place, row in enumerate(rows):
        alone = culprit is None or culprit == place or culprit == len(rows)
        name = "" if culprit is None or alone else design.rule_names[culprit]
        row["error"] = error if alone else f"{NO_PAIR}{name} failed in this world"
    return rows


def scenario_of(design: Design, world: World) -> Scenario:
    """The scenario of a world, before a rule is put on it."""
    return design.scenario.changed(seed=world.seed, **dict(zip(design.axes, world.values, strict=True)))


def _measured(runs: Sequence[CountyRun], outcomes: Sequence[str]) -> Sequence[Measured]:
    """The outcomes under each rule: on the events that all have in common, where there are several."""
    return on_common_events(runs, outcomes) if len(runs) > 1 else [on_own_calls(runs[0], outcomes)]


def _read(design: Design, reading: Reading, scenario: Scenario) -> list[Measured]:
    """What a reading says of the run under each rule, with a log of its officers."""
    found = []
    for rule in design.rules:
        county = County(under(design, scenario, rule), log=True)
        advance(county, design.warm_up + design.days, design.time_limit)
        found.append(Measured(county.world_digest, dict(reading(county))))
    return found


def _run(design: Design, scenario: Scenario, *, undisturbed: bool) -> CountyRun:
    _, run = run_county(
        scenario,
        design.days,
        undisturbed=undisturbed,
        warm_up=design.warm_up,
        time_limit=design.time_limit,
    )
    return run


def _heads(design: Design, identity: Identity, world: World) -> list[Row]:
    """What the rows of a world say of themselves, in the order of the rules."""
    axes = dict(zip(design.axes, world.values, strict=True))
    place = {"world": world.number, "point": world.point, "seed": str(world.seed)}
    names = zip(identity.run_ids(world), design.rule_names, strict=True)
    return [{"run_id": run_id, **place, **axes, "rule": rule} for run_id, rule in names]


def _row(design: Design, head: Row, digest: str | None, values: dict[str, Value]) -> Row:
    outcomes = {name: values[name][0] for name in design.outcomes}
    observed = {f"n_{name}": values[name][1] for name in design.outcomes}
    return head | {"error": None, "world_digest": digest} | outcomes | observed
