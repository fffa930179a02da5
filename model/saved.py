"""A county in a file: arrays and plain text, never pickle."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from model.core.columns import Table
from model.core.errors import InputError
from model.core.plain import plain
from model.scenario import Scenario
from model.timeline import as_staffing, read_timeline
from model.township import Township
from model.years import Years

MUTABLE = (
    "clock", "events", "calls", "waiting", "officers", "duty_minutes",
    "posts", "beats_at", "unmanned", "citizens", "blocked", "presence", "terms", "log",
)  # fmt: skip
"""Tables of the world that a run writes. All else is made again from the scenario."""

MUTABLE_ROADS = ("clock", "links", "vehicles", "pending", "later", "places", "news", "slowdown")
"""The same of the roads."""


def write(file: Path, state: dict[str, Table], scenario: Scenario, numbers: dict[str, Any]) -> None:
    """Write atomically: a file of that name is either whole or not there."""
    described = _described(scenario) | {"rule_content": _content(scenario)}
    partial = file.with_name(file.name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("county.json", json.dumps({"scenario": described, "numbers": numbers}))
        for name, rows in state.items():
            buffer = io.BytesIO()
            np.save(buffer, rows, allow_pickle=False)
            archive.writestr(f"{name}.npy", buffer.getvalue())
    os.replace(partial, file)


def read(file: Path, scenario: Scenario | None) -> tuple[dict[str, Table], Scenario, dict[str, Any]]:
    """Tables, scenario and numbers of a saved county; InputError if it is none or its rule is on no shelf."""
    try:
        with zipfile.ZipFile(file) as archive:
            about = json.loads(archive.read("county.json"))
            described, numbers = about["scenario"], about["numbers"]
            names = [name for name in archive.namelist() if name.endswith(".npy")]
            state = {n[:-4]: np.load(io.BytesIO(archive.read(n)), allow_pickle=False) for n in names}
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, TypeError, ValueError, EOFError) as error:
        raise InputError(
            "saved county", str(file), f"a file written by County.save is wanted ({error})"
        ) from None
    scenario = _scenario(described) if scenario is None else scenario
    if _content(scenario) != described["rule_content"]:
        allowed = "it was saved under a rule or kinds of other content; give its scenario"
        raise InputError("saved county", str(file), allowed)
    for name, value in _described(scenario).items():
        if value != described[name]:
            raise InputError("scenario", name, f"{file.name} was saved with another {name}")
    return state, scenario, numbers


def _described(scenario: Scenario) -> dict[str, Any]:
    return scenario.described() | {
        "townships": [asdict(each) for each in scenario.townships],
        "rule_before": scenario.rule_before.name,
        "kinds": [kind.name for kind in scenario.kinds],
        "traffic_share": scenario.traffic_share,
    }


def _scenario(described: dict[str, Any]) -> Scenario:
    from model.incidents import kind_named
    from model.rules import named

    return Scenario(
        place=described["preset"],
        rule=named(described["rule"]),
        seed=described["seed"],
        staffing=as_staffing(described["staffing"]),
        values=described["values"],
        townships=tuple(Township(**each) for each in described["townships"]),
        rule_before=named(described["rule_before"]),
        kinds=tuple(kind_named(name) for name in described["kinds"]),
        traffic_share=described["traffic_share"],
        timeline=read_timeline(described["timeline"]),
        path=_path(described["path"]),
    )


def _path(said: dict[str, Any] | None) -> Years | None:
    if said is None:
        return None
    values = {name: tuple(numbers) for name, numbers in said["set"].items()}
    return Years(said["first_year"], said["last_year"], said["days_per_year"], values)


def _content(scenario: Scenario) -> str:
    """A name for what the rules and the kinds say, the same in every process."""
    from hashlib import blake2b

    later = [each.rule for each in scenario.timeline if each.rule]
    said = json.dumps(plain((scenario.rule, scenario.rule_before, *later, scenario.kinds)), sort_keys=True)
    return blake2b(said.encode(), digest_size=16).hexdigest()
