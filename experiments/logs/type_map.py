"""The map of a log (`types.toml`): which heading is which column, which type of call which kind of ours."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jiaosuo.experiments.inputs.text import plain
from jiaosuo.experiments.logs.call_log import ZONE
from jiaosuo.experiments.logs.columns import CORPS_NAMES, HEADINGS, KIND_NAMES, OUTCOMES
from jiaosuo.experiments.logs.words import log_words
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.reading import parse_toml, read_text

OFFICER, CALLER = "officer", "caller"
MAPPED: Mapping[str, tuple[str, ...]] = {
    "kind": ("", *KIND_NAMES),
    "priority": ("1", "2", "3", "4"),
    "corps": CORPS_NAMES,
    "outcome": OUTCOMES,
    "source": (OFFICER, CALLER),
    "complex": ("true", "false"),
}
"""Tables of a map whose values are words of ours, and which these are."""

DAY_FIRST, MONTH_FIRST = "day first", "month first"
DATES = ("", DAY_FIRST, MONTH_FIRST)
DATUMS = ("wgs84", "gcj02", "bd09")
KEYS = ("time_zone", "dates", "columns", "only", "township", "position", *MAPPED)


@dataclass(frozen=True)
class TypeMap:
    """What a map says; empty: what ships is all that is known.

    `columns`: heading -> our column, '' for one that is not used. `only`: heading -> the texts of rows that
    are kept. `words`: for each column of words, text -> ours (a kind of '' leaves rows out). `townships`:
    text -> the name in the place's table. `origin`: longitude and latitude of the place's south-west corner.
    """

    zone: str = ZONE
    zone_said: bool = False
    dates: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    townships: Mapping[str, str] = field(default_factory=dict)
    datum: str = "wgs84"
    origin: tuple[float, float] | None = None

    def word(self, column: str, text: str) -> str | None:
        """What a cell of a column of words is with us; None if nobody says it.

        The map goes first: the very text, then the longest pattern with a `*` that fits. Then what ships.
        """
        said = self.words.get(column, {})
        if text in said:
            return said[text]
        fits = [pattern for pattern in said if "*" in pattern and fnmatchcase(text, pattern)]
        if fits:
            return said[max(fits, key=len)]
        return _shipped(column, text)


def _shipped(column: str, text: str) -> str | None:
    """What `words.toml` says; of a type in parts the last that is known counts."""
    known = log_words().cells[column]
    for part in (text, *reversed(text.replace("-", "/").split("/"))):
        if (ours := known.get(plain(part))) is not None:
            return ours
    return None


def read_map(file: Path | None) -> TypeMap:
    """The map in a TOML file, an empty one for None; InputError names file, key and value."""
    if file is None:
        return TypeMap()
    content = parse_toml(read_text(file, "--map", "TOML"), file.name)
    for key in content:
        if key not in KEYS:
            raise unknown(file.name, key, KEYS)
    zone = content.get("time_zone", ZONE)
    return TypeMap(
        zone=_zone(file.name, zone),
        zone_said="time_zone" in content,
        dates=_one_of(f"{file.name} dates", content.get("dates", ""), DATES),
        columns=_columns(file.name, _table(file.name, content, "columns")),
        only=_only(file.name, _table(file.name, content, "only")),
        words={each: _words(file.name, each, _table(file.name, content, each)) for each in MAPPED},
        townships=_texts(f"{file.name} township", _table(file.name, content, "township")),
        **_position(file.name, _table(file.name, content, "position")),
    )


def _zone(name: str, zone: object) -> str:
    try:
        if not isinstance(zone, str):
            raise ValueError
        return ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        allowed = "must be the name of a time zone: Asia/Shanghai, Europe/Berlin"
        raise InputError(f"{name} time_zone", zone, allowed) from None


def _one_of(field_: str, value: object, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise unknown(field_, value, [each for each in allowed if each])
    return value


def _table(name: str, content: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise InputError(f"{name} {key}", table, "must be a table of NAME = VALUE")
    return table


def _columns(name: str, table: Mapping[str, Any]) -> dict[str, str]:
    return {heading: _one_of(f"{name} columns {heading}", column, ("", *HEADINGS))
            for heading, column in table.items()}  # fmt: skip


def _only(name: str, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    for heading, texts in table.items():
        if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
            raise InputError(f"{name} only {heading}", texts, "must be a list of texts")
    return {heading: tuple(texts) for heading, texts in table.items()}


def _words(name: str, column: str, table: Mapping[str, Any]) -> dict[str, str]:
    """Words of a column; numbers and truth values may stand without quotes."""
    plain_texts = {
        text: str(value).lower() if isinstance(value, bool | int) else value for text, value in table.items()
    }
    return {text: _one_of(f"{name} {column} {text}", value, MAPPED[column])
            for text, value in plain_texts.items()}  # fmt: skip


def _texts(field_: str, table: Mapping[str, Any]) -> dict[str, str]:
    for text, value in table.items():
        if not isinstance(value, str):
            raise InputError(f"{field_} {text}", value, "must be a text")
    return dict(table)


def _position(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    for key in table:
        if key not in ("datum", "origin"):
            raise unknown(f"{name} position", key, ("datum", "origin"))
    datum = _one_of(f"{name} position datum", table.get("datum", "wgs84"), DATUMS)
    origin = table.get("origin")
    if origin is not None and not _is_point(origin):
        allowed = "must be [longitude, latitude] of the south-west corner of the place, in degrees"
        raise InputError(f"{name} position origin", origin, allowed)
    return {"datum": datum, "origin": None if origin is None else (float(origin[0]), float(origin[1]))}


def _is_point(value: object) -> TypeGuard[list[float]]:
    if not isinstance(value, list) or len(value) != 2:
        return False
    numbers = [each for each in value if isinstance(each, int | float) and not isinstance(each, bool)]
    return len(numbers) == 2 and abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90


MAP_HEAD = """\
# The map of a log of calls: what its headings and words are with us. Change it, then:
#   jiaosuo log import {file} --map THIS --place PLACE
# Kinds (jiaosuo kinds): {kinds}.
# "" leaves the rows of a type out, and they are counted. A * in a type stands for anything.

time_zone = "Asia/Shanghai"

[columns]
"""


def map_text(file: str, columns: Mapping[str, str], types: Sequence[tuple[str, int, str]]) -> str:
    """A map to fill in: headings as they were read, types with their counts, and the kind that is guessed."""
    lines = [MAP_HEAD.format(file=file, kinds=", ".join(KIND_NAMES)).rstrip("\n")]
    lines += [f"{_quoted(heading)} = {_quoted(column)}" for heading, column in columns.items()]
    lines += ["", "[kind]"]
    for text, count, kind in types:
        mark = "" if kind else "# "
        lines.append(f"{mark}{_quoted(text)} = {_quoted(kind)}  # {count:,}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text as TOML has it; the escapes of JSON are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
