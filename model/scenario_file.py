"""Scenario files: which are shipped or one's own, and how one is read before its numbers mean anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.plugin_groups import announce
from jiaosuo.model.incidents import KINDS, kind_named
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.own_places import own_file, own_places
from jiaosuo.model.own_places import pinned as pinned_name

SCENARIOS = Path(__file__).parent / "scenarios"


def preset_names() -> list[str]:
    """Names of the shipped scenarios: a folder with `scenario.toml`, or a TOML file."""
    folders = [each.name for each in SCENARIOS.iterdir() if (each / "scenario.toml").is_file()]
    return sorted(folders + [each.stem for each in SCENARIOS.glob("*.toml")])


def own_names() -> list[str]:
    """Names of the places of one's own."""
    return list(own_places(preset_names()))


def place_names() -> list[str]:
    """Names of all places: shipped ones, then one's own."""
    return [*preset_names(), *own_names()]


announce("places", place_names)


def is_place(name: object) -> bool:
    """Whether a place has this name, pinned or not."""
    return isinstance(name, str) and (name in preset_names() or name.partition("@")[0] in own_names())


def pinned(name: str) -> str:
    """The name of a place with the content that it has now, unless it is shipped: `NAME@CONTENT`."""
    return pinned_name(name, preset_names())


def preset_file(name: object) -> Path:
    """The TOML file of a place by name; only listed names are looked up, so none can leave the folders.

    InputError for a name that no place has, or for one that is pinned to a content that has changed.
    """
    if not isinstance(name, str):
        raise unknown("preset", name, place_names())
    if name not in preset_names():
        return own_file(name, preset_names())
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
