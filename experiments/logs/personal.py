"""Telephone and identity numbers in cells that a log keeps: a file that has them is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiaosuo.model.core.errors import InputError

MOBILE = r"(?:^|[^\d])1[3-9]\d{9}(?:[^\d]|$)"
IDENTITY = r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def has_mobile(text: str) -> bool:
    """Whether a mobile number of China is in a text."""
    return re.search(MOBILE, text) is not None


def has_identity(text: str) -> bool:
    """Whether an identity number of China is in a text, by its last digit, which checks the others."""
    return any(_checks(found) for found in re.findall(IDENTITY, text))


def _checks(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False))
    return CHECKS[total % 11] == number[-1].upper()


def refuse_numbers(file: str, column: str, texts: Iterable[str], mobiles: bool = True) -> None:
    """InputError where a text of a column that is kept has the number of a person; the number is not told."""
    for text in texts:
        what = "an identity number" if has_identity(text) else "a telephone number" if mobiles else ""
        if what == "an identity number" or (what and has_mobile(text)):
            allowed = (
                "numbers of people are not read; take them out of the file, or say in the map that the "
                "column is not used: [columns] HEADING = ''"
            )
            raise InputError(f"{file} {column}", what, allowed)
