"""Names in tables that people open with a spreadsheet: none is taken for a formula, and all read back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+@\t\r-]")
_GUARDED = re.compile(r"''*[=+@\t\r-]")


def guarded(text: str) -> str:
    """The text as it is written: an apostrophe before what a spreadsheet would work out."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded` wrote it."""
    return text[1:] if _GUARDED.match(text) else text
