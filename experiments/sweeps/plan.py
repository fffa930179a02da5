"""`plan.json`: what a store is for. A store takes runs of one plan, made by one version of the code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from jiaosuo.experiments.provenance.record import Provenance
from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import code_version, content_of_scenario, under
from jiaosuo.experiments.sweeps.sample import Sample
from jiaosuo.model.core import plugins
from jiaosuo.model.core.canonical import name_of, written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text

PLAN = "plan.json"
FORMAT = 1
CHECKSUM = "checksum"
"""Names what all other keys say; a store of before has none."""

MAY_CHANGE = ("title", "text", "command", "time_limit", "replications", "runs", "versions")
"""What another sweep into the same store may say otherwise; more replications are only more runs."""


@dataclass(frozen=True, kw_only=True)
class SampledPlan(Record):
    """A sample as a plan holds it.

    Attributes
    ----------
    method : str
        How it is made.
    n : int
        Points.
    ranges : mapping of str to (float, float)
        By parameter low and high.
    digest : str
        A name of the very numbers that were drawn.
    """

    method: str
    n: int
    ranges: Mapping[str, tuple[float, ...]]
    digest: str


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """All that the runs of a store depend on, and what made it.

    Attributes
    ----------
    format : int
        Number of the form of the store.
    code : str or None
        A hash of the sources that decide the numbers.
    title : str
        For people.
    preset : str
        Name of the place.
    rules : tuple of str
        Names of the rules.
    content : tuple of str
        By rule a name of what it says.
    staffing : str
        How the force is split before any rule is chosen.
    traffic_share : float or None
        Share of the officers in the traffic corps, where the best split was found.
    at : str
        How long after the change to its rule each run begins.
    days : float
        Days that are counted.
    warm_up : float
        Days before them.
    seed : str or None
        Seed of the first world.
    replications : int
        Worlds of each point.
    values : mapping of str to float
        Every parameter by name.
    grid : mapping of str to tuple of float
        By parameter its values.
    sample : SampledPlan or None
        Points that are drawn.
    outcomes : tuple of str
        What is kept of a run.
    time_limit : float or None
        Seconds that one run may take.
    runs : int
        Runs in all.
    versions : mapping of str to str
        Of the package, of Python and of libraries.
    command : str or None
        The command as typed.
    text : str
        The study as it was written.
    plugins : mapping of str to str
        Name and content of each plug-in that its rules, kinds and outcomes come from.
    """

    format: int = FORMAT
    code: str | None
    title: str
    preset: str
    rules: tuple[str, ...]
    content: tuple[str, ...]
    staffing: str
    traffic_share: float | None
    at: str
    days: float
    warm_up: float
    seed: str | None
    replications: int
    values: Mapping[str, float]
    grid: Mapping[str, tuple[float, ...]]
    sample: SampledPlan | None
    outcomes: tuple[str, ...]
    time_limit: float | None
    runs: int
    versions: Mapping[str, str]
    command: str | None
    text: str
    plugins: Mapping[str, str] = field(default_factory=dict)

    @property
    def provenance(self) -> Provenance:
        """What made it."""
        return Provenance(self.versions, self.code, self.command, self.seed)

    @property
    def axes(self) -> tuple[str, ...]:
        """The parameters that vary."""
        return (*self.grid, *(self.sample.ranges if self.sample else ()))


def plan_of(design: Design, command: str) -> Plan:
    """The plan of a design, made here by this code."""
    made = Provenance.here(code_version(), command, str(design.scenario.seed))
    scenario = design.scenario
    contents = [content_of_scenario(under(design, scenario, rule)) for rule in design.rules]
    return Plan(
        code=made.code,
        title=design.title,
        preset=scenario.place,
        rules=tuple(design.rule_names),
        content=tuple(name_of(content) for content in contents),
        staffing=scenario.described().staffing,
        traffic_share=scenario.traffic_share,
        at=str(design.at),
        days=design.days,
        warm_up=design.warm_up,
        seed=made.seed,
        replications=design.replications,
        values=dict(scenario.values),
        grid={name: tuple(levels) for name, levels in design.grid.items()},
        sample=None if design.sample is None else _sampled(design.sample),
        outcomes=tuple(design.outcomes if design.reading is None else design.measured),
        time_limit=design.time_limit,
        runs=design.runs,
        versions=made.versions,
        command=made.command,
        text=design.text,
        plugins=plugins.digests(design.plugins),
    )


def _sampled(sample: Sample) -> SampledPlan:
    ranges = {name: tuple(ends) for name, ends in sample.ranges.items()}
    return SampledPlan(method=sample.method, n=sample.n, ranges=ranges, digest=sample.digest())


def read_plan(folder: Path) -> Plan | None:
    """The plan of a store, None where there is none yet; InputError if the file is no plan."""
    file = folder / PLAN
    if not file.exists():
        return None
    try:
        plan = json.loads(file.read_text(encoding="utf-8"))
        if plan["format"] != FORMAT:
            raise InputError("store", str(folder), f"must be a store of format {FORMAT}")
        checksum = plan.pop(CHECKSUM, None)
        if checksum is not None and checksum != name_of(plan):
            allowed = "it is not as a sweep wrote it: the file was changed; take it back, or another folder"
            raise InputError("store", str(file), allowed)
        return Plan.from_json(plan)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("store", str(file), f"must be a plan written by a sweep ({error})") from None


def settle_plan(folder: Path, plan: Plan) -> None:
    """Write the plan into a new store; in one that is there, refuse to mix with another plan or code."""
    stored = read_plan(folder)
    if stored is not None:
        _refuse_other_code(folder, stored, plan)
        names = (each.name for each in fields(plan) if each.name not in MAY_CHANGE)
        differ = [name for name in names if getattr(stored, name) != getattr(plan, name)]
        if differ:
            raise _other(folder, f"it holds another study (other: {', '.join(differ)})")
    if stored != plan:
        content = json.loads(written(plan.to_json()))
        put_text(folder / PLAN, written(content | {CHECKSUM: name_of(content)}))


def _refuse_other_code(folder: Path, stored: Plan, plan: Plan) -> None:
    """A table of two versions would be a table of neither."""
    differs = stored.provenance.differs(plan.provenance)
    if differs is None:
        return
    what, made, here = differs
    if what == "code":
        raise _other(folder, f"its runs were made by code {str(made)[:12]}, and this is {str(here)[:12]}")
    raise _other(folder, f"its runs were made with {what} {made}, and this is {here}")


def _other(folder: Path, why: str) -> InputError:
    return InputError("--out", str(folder), f"{why}: they are not mixed; take another folder")
