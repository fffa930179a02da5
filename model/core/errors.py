"""One shape for everything a user can get wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from jiaosuo.model.core.gone import GONE

MOST_NAMES = 24
"""Names that a message lists; more would bury the hint."""


class InputError(ValueError):
    """Bad input: names the field, the value given and what is allowed.

    The command line prints it as one sentence and exits with 2.

    Parameters
    ----------
    field : str
        What was given wrongly.
    value : object
        What was given.
    allowed : str
        What may be given.

    Examples
    --------
    >>> from jiaosuo.model.core.errors import InputError
    >>> str(InputError("seed", -1, "must be from 0"))
    'seed: -1 is not allowed; must be from 0'
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field, self.value, self.allowed = field, value, allowed
        super().__init__(f"{field}: {_shown(value)} is not allowed; {allowed}")


def unknown(field: str, value: object, known: Iterable[str]) -> InputError:
    """An InputError for a name that is not one of `known`, with the nearest names suggested."""
    names = sorted(known)
    if isinstance(value, str) and value in GONE and GONE[value].instead in names:
        return InputError(field, value, GONE[value].advice)  # nobody guesses it from a list of names
    close = difflib.get_close_matches(value, names, n=2) if isinstance(value, str) else []
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    shown = ", ".join(names[:MOST_NAMES]) + (
        f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    )
    return InputError(field, value, f"{hint}known: {shown}")


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # nested too deep, or a whole number of too many digits
        text = f"a {type(value).__name__} too large to show"
    return text if len(text) <= 80 else text[:77] + "..."
