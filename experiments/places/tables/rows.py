"""One row of a table as it was written and as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

type Value = Fraction | str


@dataclass(frozen=True)
class ReadRow:
    """A row: its file and line, its cells by our column as written, and what was read from each.

    Numbers are exact, in the unit of the column; a column that is not there or whose cell says nothing is in
    neither mapping.
    """

    file: str
    line: int
    given: Mapping[str, str]
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        """What the township is called."""
        return str(self.values.get("name", ""))

    def number(self, column: str) -> Fraction | None:
        """A number of the row; None if it is not given."""
        value = self.values.get(column)
        return value if isinstance(value, Fraction) else None

    def place(self, *columns: str) -> str:
        """Where a refusal says it is: file, line, column."""
        return " ".join([self.file, f"line {self.line}", *columns])
