"""What is offered to whoever programs with the package: names, and the classes that they take and give."""

import dataclasses
import enum
import importlib
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

import jiaosuo
import jiaosuo.testing
from jiaosuo.experiments.comparison.compare import compare_at_all_times
from jiaosuo.experiments.comparison.frames import frame_of
from jiaosuo.experiments.logs.call_log import read_log, write_log
from jiaosuo.experiments.logs.fitting import fit_log
from jiaosuo.experiments.logs.hindcast import hindcast
from jiaosuo.experiments.logs.replay_result import replay_log
from jiaosuo.experiments.stored_studies.documents import DOCUMENTS
from jiaosuo.model import theory
from jiaosuo.model.core.columns import Column
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.measures import Outcome
from jiaosuo.model.path import Journey, walk
from jiaosuo.model.scenario import all_parameters, parameters
from jiaosuo.model.theory.grid import nearest_in_place, nearest_on_grid

PACKAGE = "jiaosuo"
DOORS: tuple[ModuleType, ...] = (jiaosuo, jiaosuo.testing, theory)
BESIDE = (
    InputError,
    Outcome,
    Journey,
    walk,
    all_parameters,
    compare_at_all_times,
    fit_log,
    frame_of,
    hindcast,
    nearest_in_place,
    nearest_on_grid,
    parameters,
    read_log,
    replay_log,
    write_log,
    *(record for records in DOCUMENTS.values() for record in records),
)
"""What no door offers, and the pages or the shelves speak of."""

ONLY_FOR_TYPES = {
    "pl": pl, "Path": Path, "Callable": Callable, "Mapping": Mapping, "Sequence": Sequence,
}  # fmt: skip
"""Names that modules import for type checkers alone."""


def offered() -> dict[str, Any]:
    """The functions and classes that the doors offer, by name; of a shelf its class."""
    found = {}
    for door in DOORS:
        for name in door.__all__:
            value = getattr(door, name)
            if inspect.isclass(value) or inspect.isfunction(value):
                found[qualified(value)] = value
            elif type(value).__module__.startswith(PACKAGE):
                found[qualified(type(value))] = type(value)
    return found


def public() -> dict[str, Any]:
    """Functions, classes, methods and properties, by qualified name, with all that signatures lead to."""
    classes: dict[str, type] = {}
    functions: dict[str, Any] = {}
    for value in (*offered().values(), *BESIDE):
        _follow(value, classes, functions)
    members = {f"{name}.{each}": value for name, of in classes.items() for each, value in members_of(of)}
    return {**functions, **classes, **members}


def qualified(value: Any) -> str:
    return f"{value.__module__}.{value.__qualname__}"


def members_of(of: type) -> Iterator[tuple[str, Any]]:
    """The public methods and properties that a class of the package has of its own or of another such."""
    for name in dir(of):
        if name.startswith("_") or issubclass(of, enum.Enum):
            continue
        home = next((each for each in of.__mro__ if name in vars(each)), of)
        if home.__module__.startswith(PACKAGE) and _is_member(vars(home).get(name)):
            yield name, vars(home)[name]


def bare(value: Any) -> Any:
    """The function behind a method or property; other values as they are."""
    if isinstance(value, classmethod | staticmethod):
        return value.__func__
    if isinstance(value, cached_property):
        return value.func
    return value.fget if isinstance(value, property) else value


def _is_member(value: Any) -> bool:
    return isinstance(value, Column) or inspect.isfunction(bare(value))


def _follow(value: Any, classes: dict[str, type], functions: dict[str, Any]) -> None:
    name = qualified(value)
    if name in classes or name in functions:
        return
    if inspect.isfunction(value):
        functions[name] = value
        led_to = list(_hints(value).values())
    else:
        classes[name] = value
        led_to = [hint for field, hint in _fields(value).items() if not field.startswith("_")]
        given = [bare(each) for _, each in members_of(value) if not isinstance(each, Column)]
        led_to += [_hints(each).get("return") for each in given]
    for hint in led_to:
        for each in _classes_in(hint):
            _follow(each, classes, functions)


def _fields(of: type) -> dict[str, Any]:
    """Fields that are given; what any other class notes of its attributes is for type checkers."""
    return _hints(of) if dataclasses.is_dataclass(of) or issubclass(of, tuple) else {}


def _hints(value: Any) -> dict[str, Any]:
    """Type hints; of what only a type checker could read, none."""
    try:
        return typing.get_type_hints(value, localns=ONLY_FOR_TYPES)
    except NameError:
        return {}


def _classes_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, typing.TypeAliasType):
        yield from _classes_in(hint.__value__)
    for part in typing.get_args(hint):
        yield from _classes_in(part)
    bare_hint = typing.get_origin(hint) or hint
    if inspect.isclass(bare_hint) and bare_hint.__module__.startswith(PACKAGE):
        yield bare_hint


def modules() -> list[ModuleType]:
    """The modules in which public names are declared."""
    return [importlib.import_module(name) for name in sorted({each.__module__ for each in _homes()})]


def _homes() -> Iterator[Any]:
    for value in public().values():
        if hasattr(value, "__module__"):
            yield value
