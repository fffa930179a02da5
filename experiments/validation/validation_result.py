"""What the laws gave: each figure beside theory, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record


@dataclass(frozen=True, kw_only=True)
class FigureResult(Record):
    """A figure of a case: theory, the mean over worlds with its interval (None of one), and its verdict.

    `words` with `values` say which county it is, and `case` says it in English. `difference`: mean over
    theory, less one; None where one of them is 0 or missing. `judged`: by which agreement.
    """

    case: str
    words: str
    values: Mapping[str, float | str]
    figure: str
    theory: float
    mean: float | None
    interval: tuple[float, float] | None
    difference: float | None
    n: int
    judged: str
    allowed: float
    holds: bool


@dataclass(frozen=True, kw_only=True)
class LawResult(Record):
    """A law and its figures; it holds if there are some and all of them hold."""

    name: str
    words: str
    source: str
    holds: bool
    rows: tuple[FigureResult, ...]


@dataclass(frozen=True, kw_only=True)
class ValidationResult(Record):
    """All laws; `validation` is the set, `full` or `quick`, with the level and the tolerance it asks.

    `failures` tells each world that could not be run; with one nothing holds.
    """

    validation: str
    level: float
    tolerance: float
    holds: bool
    claims: tuple[LawResult, ...]
    failures: tuple[str, ...]

    @property
    def figures(self) -> tuple[FigureResult, ...]:
        """The figures of all laws, in their order."""
        return tuple(figure for law in self.claims for figure in law.rows)
