"""Plug-ins that are installed: distributions with entry points of the groups `jiaosuo.rules`, and so on.

Entry points are read once in a process, and what they name is imported when its group is first asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.plugin_groups import GROUPS, group_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

LEFT_OUT = "JIAOSUO_NO_INSTALLED_PLUGINS"
"""Set to anything, what is installed is left out, so that one that fails keeps nobody from working."""


@dataclass(frozen=True)
class Installed:
    """A distribution with its entry points by group. `digest` names the content of its Python files."""

    name: str
    origin: str
    digest: str
    points: Mapping[str, tuple[EntryPoint, ...]] = field(compare=False)


@cache
def installed() -> tuple[Installed, ...]:
    """Every distribution that declares an entry point for a shelf, by name."""
    if os.environ.get(LEFT_OUT):
        return ()
    from importlib.metadata import entry_points  # only who looks at a shelf pays

    points: dict[tuple[str, str], dict[str, list[EntryPoint]]] = {}
    everything = entry_points()
    for name, group in GROUPS.items():
        for point in everything.select(group=group.entry_points):
            origin = ("unknown", "") if point.dist is None else (point.dist.name, point.dist.version)
            points.setdefault(origin, {}).setdefault(name, []).append(point)
    return tuple(_installed(*origin, groups) for origin, groups in sorted(points.items()))


def _installed(name: str, version: str, groups: Mapping[str, list[EntryPoint]]) -> Installed:
    roots = sorted({point.module.split(".")[0] for each in groups.values() for point in each})
    held = {group: tuple(sorted(each, key=lambda point: point.name)) for group, each in groups.items()}
    return Installed(name, f"{name} {version}".strip(), _digest(roots), held)


def _digest(packages: Iterable[str]) -> str:
    """A name for the Python files of some packages, which are not imported for it."""
    hashed = blake2b(digest_size=8)
    for package in packages:
        for below, file in _files(package):
            content = file.read_bytes().replace(b"\r\n", b"\n")
            hashed.update(f"{package} {below} {len(content)}\n".encode() + content)
    return hashed.hexdigest()


def _files(package: str) -> Iterator[tuple[str, Path]]:
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        return
    for folder in spec.submodule_search_locations or ():
        found = (file for file in Path(folder).rglob("*.py") if file.is_file())
        yield from sorted((file.relative_to(folder).as_posix(), file) for file in found)
    if not spec.submodule_search_locations and spec.origin and Path(spec.origin).is_file():
        yield Path(spec.origin).name, Path(spec.origin)


def values_of(point: EntryPoint, group: str) -> list[object]:
    """What an entry point names: a value, a list of values, or a module with all that stands in it.

    InputError if it cannot be imported, or holds nothing of its group.
    """
    where = f"plug-in {point.dist.name if point.dist else point.name}"
    try:
        named = point.load()
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        said = f"{point.name} = {point.value} ({type(error).__name__}: {error})"
        allowed = f"it must load without an error; uninstall it, or set {LEFT_OUT}=1"
        raise InputError(where, said, allowed) from error
    values = [each for each in _values(named) if group_of(each) == group]
    if not values:
        noun = GROUPS[group].noun
        raise InputError(where, f"{point.name} = {point.value}", f"it must name a {noun}, or several")
    return values


def _values(named: object) -> Iterable[object]:
    if isinstance(named, ModuleType):
        return [each for name, each in vars(named).items() if not name.startswith("_")]
    if isinstance(named, Mapping):
        return list(named.values())
    return named if isinstance(named, list | tuple) else [named]
