"""Runs of one seed measured on the same events: what happened in all and was reported in at least one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jiaosuo.experiments.replication.county_run import CountyRun
from jiaosuo.model.evidence import common_calls, latent_in_common
from jiaosuo.model.measures import Value
from jiaosuo.model.outcomes import measure


class DifferentWorlds(RuntimeError):
    """Rules that were to be compared did not meet the same world."""


@dataclass(frozen=True)
class Measured:
    """What one rule gave in a world: each outcome's value (None: not observed) and number of observations."""

    digest: str
    outcomes: dict[str, Value]


def on_common_events(
    runs: Sequence[CountyRun], outcomes: Sequence[str] | None = None, *, worlds_may_differ: bool = False
) -> tuple[Measured, ...]:
    """The outcomes (default: all) of each run on the events that all have in common.

    Delay is counted from the undisturbed traffic of a run's own world: its own, or that of the first run of
    that world. Runs of rules meet one world: another digest raises DifferentWorlds, because what their
    difference measures is then not the rule. `worlds_may_differ`: the runs differ in more than their rule,
    and whoever shows them says so.
    """
    if not worlds_may_differ and len({run.digest for run in runs}) > 1:
        raise DifferentWorlds("the rules did not meet the same world")
    latent = latent_in_common([run.evidence for run in runs])
    names = None if outcomes is None else list(outcomes)
    return tuple(
        Measured(run.digest, measure(replace(run.evidence, latent=latent, undisturbed_hours=hours), names))
        for run, hours in zip(runs, _undisturbed(runs), strict=True)
    )


def _undisturbed(runs: Sequence[CountyRun]) -> list[float | None]:
    """Vehicle-hours of each run's own world where nothing happens, which its first run may bring for all."""
    own = [run.evidence.undisturbed_hours for run in runs]
    of_world: dict[str, float] = {}
    for run, hours in zip(runs, own, strict=True):
        if hours is not None:
            of_world.setdefault(run.digest, hours)
    return [
        of_world.get(run.digest) if hours is None else hours for run, hours in zip(runs, own, strict=True)
    ]


def on_own_calls(run: CountyRun, outcomes: Sequence[str] | None = None) -> Measured:
    """The outcomes (default: all) of a run that stands alone, on its own calls, as `jiaosuo run` measures."""
    return Measured(run.digest, measure(run.evidence, None if outcomes is None else list(outcomes)))


def shares_of_common_calls(runs: Sequence[CountyRun]) -> tuple[float | None, ...]:
    """For each run after the first: calls in both it and the first over those in either; None: no calls."""
    return tuple(common_calls(runs[0].evidence, run.evidence) for run in runs[1:])
