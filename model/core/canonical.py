"""Plain data as text: the one form that is hashed, and the one that is written for people and programs."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any


def canonical(value: Any) -> str:
    """The one way of writing plain data as JSON to be hashed or compared: equal data, equal text.

    ValueError for what is not finite, TypeError for what is not plain.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def name_of(value: Any, size: int = 16) -> str:
    """A name for plain data, `size` bytes as hexadecimal digits: equal data, equal name, in every process."""
    return blake2b(canonical(value).encode(), digest_size=size).hexdigest()


def written(document: Any) -> str:
    """A document as it stands in a file: a line for each field, in their order, Chinese as it is read."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def printed(document: Any) -> str:
    """A document as a command prints it: one line."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
