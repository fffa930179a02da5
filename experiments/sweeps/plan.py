"""`plan.json`: what a store is for. A store takes runs of one plan, made by one version of the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jiaosuo.experiments.provenance.record import Provenance
from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import code_version, content_of_scenario, under
from jiaosuo.model.core.canonical import name_of, written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text

PLAN = "plan.json"
FORMAT = 1

MAY_CHANGE = ("title", "text", "command", "time_limit", "replications", "runs", "versions")
"""What another sweep into the same store may say otherwise; more replications are only more runs."""


def plan_of(design: Design, command: str) -> dict[str, Any]:
    """The plan as plain data."""
    made = Provenance.here(code_version(), command, str(design.scenario.seed))
    scenario = design.scenario
    contents = [content_of_scenario(under(design, scenario, rule)) for rule in design.rules]
    sample = design.sample
    return {
        "format": FORMAT,
        "code": made.code,
        "title": design.title,
        "preset": scenario.place,
        "rules": list(design.rule_names),
        "content": [name_of(content) for content in contents],
        "staffing": scenario.described()["staffing"],
        "traffic_share": scenario.traffic_share,
        "at": str(design.at),
        "days": design.days,
        "warm_up": design.warm_up,
        "seed": made.seed,
        "replications": design.replications,
        "values": dict(scenario.values),
        "grid": {name: list(levels) for name, levels in design.grid.items()},
        "sample": None if sample is None else sample.described() | {"digest": sample.digest()},
        "outcomes": list(design.outcomes),
        "time_limit": design.time_limit,
        "runs": design.runs,
        "versions": made.versions,
        "command": made.command,
        "text": design.text,
    }


def read_plan(folder: Path) -> dict[str, Any] | None:
    """The plan of a store, None where there is none yet; InputError if the file is no plan."""
    file = folder / PLAN
    if not file.exists():
        return None
    try:
        plan = json.loads(file.read_text(encoding="utf-8"))
        if plan["format"] != FORMAT:
            raise InputError("store", str(folder), f"must be a store of format {FORMAT}")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("store", str(file), f"must be a plan written by a sweep ({error})") from None
    return dict(plan)


def settle_plan(folder: Path, plan: dict[str, Any]) -> None:
    """Write the plan into a new store; in one that is there, refuse to mix with another plan or code."""
    kept = read_plan(folder)
    if kept is not None:
        _refuse_other_code(folder, kept, plan)
        differ = [name for name in plan if name not in MAY_CHANGE and kept.get(name) != plan[name]]
        if differ:
            raise _other(folder, f"it holds another study (other: {', '.join(differ)})")
    if kept != plan:
        put_text(folder / PLAN, written(plan))


def _refuse_other_code(folder: Path, kept: dict[str, Any], plan: dict[str, Any]) -> None:
    """A table of two versions would be a table of neither."""
    differs = Provenance.from_json(kept).differs(Provenance.from_json(plan))
    if differs is None:
        return
    what, made, here = differs
    if what == "code":
        raise _other(folder, f"its runs were made by code {str(made)[:12]}, and this is {str(here)[:12]}")
    raise _other(folder, f"its runs were made with {what} {made}, and this is {here}")


def _other(folder: Path, why: str) -> InputError:
    return InputError("--out", str(folder), f"{why}: they are not mixed; take another folder")
