"""A check of one value, to be called by whatever runs tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """A check of one value, to be called by whatever runs tests; as text, a name of a test.

    Attributes
    ----------
    name : str
        What the value is called.
    value : object
        What is checked.
    holds : callable
        Takes the value, and raises AssertionError with a sentence where it does not keep the contract.

    Examples
    --------
    >>> from jiaosuo.testing import Check
    >>> def is_short(value: str) -> None:
    ...     assert len(value) < 5, "it is too long"
    >>> check = Check("word", "short", is_short)
    >>> str(check)
    'word: is short'
    >>> check()
    Traceback (most recent call last):
    ...
    AssertionError: it is too long
    """

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
