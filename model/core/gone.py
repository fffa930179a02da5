"""Numbers of earlier versions: what has taken the place of each, and what a file of that time means by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class GoneNumber:
    """A number that is no more: `instead` has taken its place, `advice` says so to who asks for it.

    `default` is what it had when nobody chose it; files that the program wrote hold it.
    """

    instead: str
    default: float
    advice: str


GONE = {
    "availability": GoneNumber(
        "other_work",
        0.5,
        "officers' other work is declared by kind now: use other_work (0 none, 1 as declared)",
    ),
    "business_yields_to": GoneNumber(
        "registration_yields_to",
        2,
        "each kind of other work says what it yields to now: use registration_yields_to, for one",
    ),
}


def take_unchosen(values: dict[str, Any]) -> tuple[str, ...]:
    """Take out of a file's numbers those that are no more and stand at their default of then.

    Nobody chose them, so nothing is lost; their names are returned, for the reader to be told. A number that
    was chosen stays, and is refused as an unknown one.
    """
    taken = tuple(name for name, gone in GONE.items() if _is(values.get(name), gone.default))
    for name in taken:
        del values[name]
    return taken


def _is(value: Any, default: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == default
