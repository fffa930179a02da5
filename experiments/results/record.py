"""Results as frozen dataclasses that are written as JSON and read back, field by field.

A field's type says how: a record, or what else has `to_json` and `from_json`; an estimate, a tuple (a list
in JSON), a mapping, any of them or None; all else is plain already. `Key` names a field otherwise than Python
can; `MERGED` puts the fields of a record, or of an estimate, among those of the record that holds it. A None
that is the default is left out, unless the field is marked `NULL`. Needs nothing but the standard library, so
that a page reads a stored result without NumPy and the model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from types import NoneType
from typing import TYPE_CHECKING, Any, Self, get_args, get_origin, get_type_hints

from jiaosuo.experiments.statistics.estimate import Estimate

if TYPE_CHECKING:  # a stored result is read without the model
    from jiaosuo.model.core.plain import JsonObject


@dataclass(frozen=True)
class Key:
    """Marks a field that has another name in JSON: `Annotated[str, Key("from")]`."""

    name: str


MERGED = object()
"""Marks a field whose own fields stand among those of the record that holds it."""
NULL = object()
"""Marks a field whose None is written, as null, though None is also its default."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """A part of a result."""

    def to_json(self) -> JsonObject:
        """The record as plain data, as it is written.

        Returns
        -------
        dict
            Fields by their names in JSON; a None that is the default is left out, unless it is marked.
        """
        entry: JsonObject = {}
        for part in _parts(type(self)):
            value = getattr(self, part.name)
            if value is None and part.may_be_absent:
                continue
            written = part.write(value)
            entry |= written if part.merged else {part.key: written}
        return entry

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Self:
        """Read back what `to_json` gave.

        Parameters
        ----------
        entry : mapping
            Plain data, by the names in JSON.

        Returns
        -------
        Self
            The record.

        Raises
        ------
        ValueError
            When a field is missing that has no default.
        """
        return cls(**{part.name: part.value(entry) for part in _parts(cls) if part.is_in(entry)})


@dataclass(frozen=True)
class _Codec:
    """How values of one type are written and read; as they are, unless said otherwise."""

    write: Callable[[Any], Any] = lambda value: value
    read: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True)
class _Part:
    """A field of a record; `keys`: those of JSON that it is read from, `owner` is for messages.

    `optional`: it has a default; `may_be_absent`: that is None, and None is not written.
    """

    owner: str
    name: str
    key: str
    merged: bool
    optional: bool
    may_be_absent: bool
    keys: frozenset[str]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]

    def is_in(self, entry: Mapping[str, Any]) -> bool:
        """Whether there is something to read; ValueError for what is missing and has no default."""
        if self.keys & entry.keys():
            return True
        if not self.optional:
            raise ValueError(f"{self.owner}: {self.key} is missing")
        return False

    def value(self, entry: Mapping[str, Any]) -> Any:
        return self.read(entry if self.merged else entry[self.key])


_KNOWN: dict[type, tuple[_Part, ...]] = {}


def _parts(cls: type[Record]) -> tuple[_Part, ...]:
    if cls not in _KNOWN:
        hints = get_type_hints(cls, include_extras=True)
        _KNOWN[cls] = tuple(_part(cls, each, hints[each.name]) for each in fields(cls))
    return _KNOWN[cls]


def _part(cls: type[Record], each: Field[Any], hint: Any) -> _Part:
    marks = getattr(hint, "__metadata__", ())
    hint = get_args(hint)[0] if marks else hint
    key = next((mark.name for mark in marks if isinstance(mark, Key)), each.name)
    merged = MERGED in marks
    optional = each.default is not MISSING or each.default_factory is not MISSING
    keys = _keys(_without_none(hint)) if merged else frozenset({key})
    codec = _codec(hint)
    absent = each.default is None and NULL not in marks
    return _Part(cls.__name__, each.name, key, merged, optional, absent, keys, codec.write, codec.read)


def _keys(hint: Any) -> frozenset[str]:
    """The JSON keys of a merged field."""
    return (
        frozenset({"mean"}) if hint is Estimate else frozenset[str]().union(*(p.keys for p in _parts(hint)))
    )


def _without_none(hint: Any) -> Any:
    """`X | None` as X."""
    rest = [each for each in get_args(hint) if each is not NoneType]
    return rest[0] if NoneType in get_args(hint) and len(rest) == 1 else hint


def _codec(hint: Any) -> _Codec:
    inner = _without_none(hint)
    if inner is not hint:
        codec = _codec(inner)
        return _Codec(
            lambda value: None if value is None else codec.write(value),
            lambda value: None if value is None else codec.read(value),
        )
    if hint is Estimate:
        return _Codec(Estimate.as_json, Estimate.from_json)
    if hasattr(hint, "to_json"):
        return _Codec(lambda record: record.to_json(), hint.from_json)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        each = _codec(arguments[0])
        return _Codec(
            lambda values: [each.write(value) for value in values],
            lambda values: tuple(each.read(value) for value in values),
        )
    if origin is Mapping:
        each = _codec(arguments[1])
        return _Codec(
            lambda values: {name: each.write(value) for name, value in values.items()},
            lambda values: {name: each.read(value) for name, value in values.items()},
        )
    return _Codec()
