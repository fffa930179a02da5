"""`NAME=VALUE` from the command line: plain decimal numbers only, each name once.

Digits and signs of full width, as Chinese input methods give them, are the ordinary ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.typed import half_width

_WHOLE = re.compile(r"[+-]?[0-9]{1,300}\Z")
_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,5})?\Z")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)\Z", re.IGNORECASE)


def assignments(texts: Iterable[str], option: str = "--set") -> dict[str, float]:
    """Values by name. InputError for a missing `=`, a name given twice, or what is not a decimal number."""
    values: dict[str, float] = {}
    for text in texts:
        name, sign, value = half_width(text).partition("=")
        name = name.strip()
        if not sign or not name:
            raise InputError(option, text, "must be NAME=VALUE")
        if name in values:
            raise InputError(name, value, "it is given twice")
        values[name] = number(name, value.strip())
    return values


def number(name: str, text: str) -> float:
    """The number in a text, whole numbers exactly; what is not finite is left for the range check to name."""
    text = half_width(text)
    if _WHOLE.match(text):
        return int(text)
    if len(text) <= 400 and (_DECIMAL.match(text) or _NOT_FINITE.match(text)):
        return float(text)
    raise InputError(name, text, "must be a decimal number")


def whole(name: str, text: str) -> int:
    """The whole number in a text; InputError for anything else, 3.0 included: seeds and counts are exact."""
    text = half_width(text)
    if not _WHOLE.match(text):
        raise InputError(name, text, "must be a whole number")
    return int(text)
