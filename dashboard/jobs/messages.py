"""What passes between the server and its workers: jobs one way, reports the other, through pickle.

A job names its two worlds by the canonical JSON of the comparison, and its result by a content address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from jiaosuo.dashboard.choice.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work for one worker. `number` and `worker` are filled in when the broker gives it out.

    `urgent`: somebody waits for the picture; such a job interrupts what may wait.
    """

    address: str
    comparison: str
    number: int = 0
    worker: str = ""
    urgent: ClassVar[bool] = False


@dataclass(frozen=True, kw_only=True)
class ChunkJob(Job):
    """All chunks of one side's recording up to `chunk` that are missing. `share`: the split of the force."""

    side: str
    chunk: int
    share: float | None = None
    urgent: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class ReplicationJob(Job):
    """One seed on both sides; with `rules`, the left side under each of them.

    `played`: the comparison whose first seed is played, by which the split of the force is chosen; `shares`:
    that split, by side.
    """

    played: str
    rules: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SplitTrialJob(Job):
    """One split of the force tried in one world of its own."""

    side: str
    split: float
    world: int


@dataclass(frozen=True, kw_only=True)
class YearsJob(Job):
    """A path of years on one side, year by year. `share`: the split of the force."""

    side: str
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class FunctionJob(Job):
    """What a function says of a comparison; `function` is its `module:name`."""

    function: str


@dataclass(frozen=True, kw_only=True)
class FitJob(Job):
    """A surface fitted to what some worlds gave of one outcome.

    `points` of the unit box, a world each; `values` by world and column, None: not observed.
    """

    points: tuple[tuple[float, ...], ...]
    values: tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Ready:
    """A worker has started and waits for its first job."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the job with this number. `states`: addresses of the counties at hand in the worker."""

    job: int
    states: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stored(Report):
    """A resource of this kind is in the store; the job goes on."""

    kind: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Done(Report):
    """The job is done."""


@dataclass(frozen=True, kw_only=True)
class Paused(Report):
    """The job was interrupted by an urgent one; this worker can go on with it later."""


@dataclass(frozen=True, kw_only=True)
class Failed(Report):
    """The job failed; `error` says why to a person."""

    error: Problem
