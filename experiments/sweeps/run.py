"""One world under every rule of a design: a row for each run.

Rules that share a world are measured on the same events: those that happened in it under every rule and were
reported under at least one. One rule alone is measured on its own calls, as `jiaosuo run` measures it. A
world in which one rule fails has no common events, so its other runs fail with it, and say so.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiaosuo.experiments.sweeps.design import Design, World
from jiaosuo.experiments.sweeps.identity import Identity, under
from jiaosuo.model import County
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.evidence import Evidence, kept, latent_in_common, since
from jiaosuo.model.measures import Value
from jiaosuo.model.outcomes import measure
from jiaosuo.model.scenario import Scenario

type Row = dict[str, Any]
"""run_id, world, point, seed, rule, the axes' values, error, world_digest, and each outcome with its n."""


NO_PAIR = "no common events: "
"""How the error of a run begins that would have worked, had another rule not failed in its world."""


class OverTime(Exception):
    """A run that took longer than the design allows."""


@dataclass(frozen=True)
class Found:
    """What one rule gave in a world."""

    evidence: Evidence
    digest: str


def run_world(design: Design, identity: Identity, world: World) -> list[Row]:
    """The rows of a world, in the order of the rules; what fails is a row with its error."""
    found: list[Found] = []
    try:
        scenario = scenario_of(design, world)
        for rule in design.rules:
            found.append(_run(design, under(design, scenario, rule), reference=not found))
        values = measured([each.evidence for each in found], design.outcomes)
    except (Exception, SystemExit) as error:
        return failed_rows(design, identity, world, f"{type(error).__name__}: {error}", len(found))
    heads = _heads(design, identity, world)
    return [
        _row(design, head, each.digest, value) for head, each, value in zip(heads, found, values, strict=True)
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


def measured(found: Sequence[Evidence], outcomes: Sequence[str]) -> list[dict[str, Value]]:
    """The outcomes under each rule: on the events that all have in common, where there are several."""
    if len(found) == 1:
        return [measure(found[0], list(outcomes))]
    latent = latent_in_common(list(found))
    undisturbed = found[0].undisturbed_hours
    same = [replace(each, latent=latent, undisturbed_hours=undisturbed) for each in found]
    return [measure(each, list(outcomes)) for each in same]


def _run(design: Design, scenario: Scenario, reference: bool) -> Found:
    """Live through the warm-up and the days, a day at a time, as long as the time allowed lasts.

    The `reference` also runs its trips where nothing happens: delay is counted from there for all rules.
    """
    began = time.monotonic()
    county = County(scenario)
    before = None
    if design.warm_up:
        _live(county, design.warm_up, began, design.time_limit)
        before = kept(_evidence(county, reference))
    _live(county, design.days, began, design.time_limit)
    evidence = _evidence(county, reference)
    return Found(evidence if before is None else since(before, kept(evidence)), county.world_digest)


def _evidence(county: County, reference: bool) -> Evidence:
    return county.evidence(undisturbed=county.undisturbed_hours() if reference else None)


def _live(county: County, days: float, began: float, limit: float | None) -> None:
    left = round(days * MINUTES_A_DAY)
    while left > 0:
        minutes = min(MINUTES_A_DAY, left)
        county.run_days(minutes / MINUTES_A_DAY)
        left -= minutes
        if limit is not None and time.monotonic() - began > limit:
            raise OverTime(f"the run took longer than time_limit = {limit:g} s")


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
