"""Scenario files: which are shipped, and how one is read before its numbers mean anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.incidents import KINDS, kind_named
from jiaosuo.model.incidents.kind import Kind

SCENARIOS = Path(__file__).parent / "scenarios"


def preset_names() -> list[str]:
    """Names of the shipped scenarios: a folder with `scenario.toml`, or a TOML file."""
    folders = [each.name for each in SCENARIOS.iterdir() if (each / "scenario.toml").is_file()]
    return sorted(folders + [each.stem for each in SCENARIOS.glob("*.toml")])


def preset_file(name: object) -> Path:
    """The TOML file of a shipped scenario; only listed names are looked up, so none can leave the folder."""
    if not isinstance(name, str) or name not in preset_names():
        raise unknown("preset", name, preset_names())
    folder = SCENARIOS / name
    return folder / "scenario.toml" if folder.is_dir() else SCENARIOS / f"{name}.toml"


def read_kinds(names: object, file: str) -> tuple[Kind, ...]:
    """The kinds of call that a place names; those of all places if it names none."""
    if names is None:
        return tuple(KINDS.values())
    kinds = tuple(kind_named(each) for each in names) if isinstance(names, list) else ()
    if not kinds or len({kind.name for kind in kinds}) < len(kinds):
        raise InputError(f"{file} kinds", names, "must be a list of kinds of call, each once")
    return kinds


def table(content: object, field: str) -> dict[str, Any]:
    """`content` if it is a table; `field` names it in the refusal."""
    if not isinstance(content, dict):
        raise InputError(field, content, "must be a table of NAME = VALUE")
    return content
