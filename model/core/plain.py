"""Values as plain data: what rules, maps, kinds and entries say, in the form that JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

type JsonObject = dict[str, Any]
"""An object of JSON: only where something is written or read. Between packages go dataclasses."""


def plain(value: Any) -> Any:
    """Dataclasses as mappings of the fields that tell them apart, tuples as lists; the same in every process.

    Sets are sorted, because their order changes from process to process. Anything else is returned as it is.
    """
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.compare}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(plain(each) for each in value)
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value
