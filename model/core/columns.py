"""State in columns: one structured array a table; a field is a column, an element is a row.

Kernels sweep the array. An agent is a view of one row: it owns nothing but its row number, so what a kernel
writes an agent reads, and the other way round. Rows are never reused: a row number is an identity.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.numbers import as_number, as_whole

type Table = npt.NDArray[np.void]


def table(fields: list[tuple[Any, ...]], rows: int) -> Table:
    """A table of `rows` zeroed rows; `fields` as for `numpy.dtype`, aligned so that kernels read it fast."""
    return np.zeros(rows, dtype=_row(tuple(fields)))


@cache
def _row(fields: tuple[tuple[Any, ...], ...]) -> np.dtype[np.void]:
    """NumPy takes longer to lay out a row than to make a table of some."""
    return np.dtype(list(fields), align=True)


def grown(old: Table, rows: int, used: int | None = None) -> Table:
    """`old` itself if it has at least `rows` rows, else a copy with room for at least twice as many.

    Only the first `used` rows are copied, all unless it is told: the others are zero, and take no memory
    until they are written.
    """
    if old.shape[0] >= rows:
        return old
    larger = np.zeros(max(rows, 2 * old.shape[0]), dtype=old.dtype)
    kept = (old if used is None else old[:used]).view(np.uint8)  # row by row NumPy copies each column alone
    larger.view(np.uint8)[: len(kept)] = kept
    return larger


def realigned(loaded: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A table read from a file as `table` would have made it; an array without columns is returned as it is.

    `numpy.load` gives a dtype that compares equal but has lost its alignment. Numba takes it for another
    type and compiles every kernel again, and NumPy may copy such rows column by column into memory that was
    never written, so that the bytes between the columns are anything.
    """
    if loaded.dtype.names is None:
        return loaded
    rows = np.zeros(loaded.shape, np.dtype([(n, loaded.dtype[n]) for n in loaded.dtype.names], align=True))
    for name in loaded.dtype.names:
        rows[name] = loaded[name]
    return rows


def row_of(columns: dict[str, float], name: str = "levers") -> Table:
    """A table of one row that kernels read like `levers[0].delta`; keys become float64 fields."""
    one = table([(key, np.float64) for key in columns], 1)
    for key, value in columns.items():
        one[key][0] = value
    return one


SHARE, YES_NO, AMOUNT = (0, 1), (0, 1), (0, 10**9)
"""Ranges of what may be written: shares, true or false, and times, ways and counts."""


KEPT = "the run keeps it, and others can only read it"


class Column:
    """Descriptor: an agent's attribute that is a field of its row, read and written in place.

    `meaning` says what it is, with its unit, and is the attribute's docstring. `within` is the range of what
    may be written: two ends, or the table (`cells`, `townships`, `calls`) of which it names a row; None where
    a run keeps it and nobody else may write it, as kernels check no index. `none` is the value that is read
    as None; `term` the enum whose member the value is; `position` the place in a field of several.
    """

    def __init__(
        self,
        field: str,
        meaning: str = "",
        *,
        within: str | tuple[float, float] | None = None,
        position: int | None = None,
        none: float | None = None,
        term: type[IntEnum] | None = None,
    ) -> None:
        self.field, self.position, self.none, self.term = field, position, none, term
        self.within, self.name = within, field
        self.__doc__ = meaning

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        agent.check_row()
        value = agent.columns[self.field][agent.row]
        value = value.item() if self.position is None else value[self.position].item()
        if self.none is not None and (value == self.none or (value != value and self.none != self.none)):
            return None
        return value if self.term is None else self.term(value)

    def __set__(self, agent: Any, value: Any) -> None:
        """Write a value; InputError for what is not in the range."""
        agent.check_row()
        stored = self.none if value is None else self._checked(agent, value)
        if stored is None:
            self._refuse(agent, value, "must be a value; there is always one")
        if self.position is None:
            agent.columns[self.field][agent.row] = stored
        else:
            agent.columns[self.field][agent.row, self.position] = stored

    def _checked(self, agent: Any, value: Any) -> float | bool:
        """The value as it is stored."""
        if self.within is None and self.term is None:
            self._refuse(agent, value, KEPT)
        kind = agent.columns.dtype[self.field].base.kind
        if kind == "b":
            if not isinstance(value, bool | np.bool_):
                self._refuse(agent, value, "must be true or false")
            return bool(value)
        low, high = self._range(agent)
        number = as_whole(value) if kind == "i" else as_number(value)
        if number is None or not low <= number <= high:
            whole = f"must be a whole number from {low:,.0f} to {high:,.0f}"
            real = f"must be a number between {low:,.0f} and {high:,.0f}"
            self._refuse(agent, value, whole if kind == "i" else real)
        return number

    def _range(self, agent: Any) -> tuple[float, float]:
        """The lowest and the highest that may be written."""
        if self.term is not None:
            return min(self.term), max(self.term)
        if isinstance(self.within, str):
            return 0, agent.rows_of(self.within) - 1
        return self.within or (0, 0)

    def _refuse(self, agent: Any, value: Any, allowed: str) -> NoReturn:
        raise InputError(f"{type(agent).__name__}.{self.name}", value, allowed)


def digest(*tables: npt.NDArray[Any]) -> bytes:
    """16 bytes that name the tables' content: shapes, field names and every value, padding left out."""

    state = blake2b(digest_size=16)
    for each in tables:
        state.update(repr((each.shape, each.dtype.descr)).encode())
        for name in each.dtype.names or (None,):
            column = each if name is None else each[name]
            state.update(np.ascontiguousarray(column).tobytes())
    return state.digest()
