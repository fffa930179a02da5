"""A check of one value, to be called by whatever runs tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """`holds` on a value that is called `name`; as text, a name of a test."""

    name: str
    value: Any
    holds: Callable[[Any], None]

    def __call__(self) -> None:
        """Raise AssertionError, with what is wrong, where it does not hold."""
        self.holds(self.value)

    def __str__(self) -> str:
        return f"{self.name}: {self.holds.__name__.replace('_', ' ')}"


def checks(name: str, value: object, contract: Iterable[Callable[[Any], None]]) -> list[Check]:
    """Each check of a contract on one value."""
    return [Check(name, value, each) for each in contract]


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in a text."""
    return any("一" <= letter <= "鿿" for letter in text)
