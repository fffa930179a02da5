"""A result as tables of rows: every list in it is a table, whose rows repeat what stands above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from jiaosuo.experiments.results.record import Record
from jiaosuo.experiments.statistics.estimate import Estimate

if TYPE_CHECKING:  # a stored result is read without polars and pandas
    import pandas as pd
    import polars as pl

type Row = dict[str, Any]
type Rows = dict[str, list[Row]]


@dataclass(frozen=True, kw_only=True)
class Tabled(Record):
    """A result that can be read as tables, and that a notebook shows in a few lines."""

    TABLE: ClassVar[str] = ""
    """The table that is meant when none is named; empty: that with most columns."""

    def __init_subclass__(cls) -> None:
        """A short `repr`: what `@dataclass` would write fills a screen, and it leaves one that is there."""
        super().__init_subclass__()
        if "__repr__" not in vars(cls):
            cls.__repr__ = Tabled.__repr__  # type: ignore[method-assign]

    @property
    def tables(self) -> tuple[str, ...]:
        """The names that `to_polars` takes: the fields that lead to each list, parted by points."""
        return tuple(name for name in rows_of(self) if name)

    def to_polars(self, table: str | None = None) -> pl.DataFrame:
        """One of the result's tables: a row an item, with columns for all that the items above it say.

        Parameters
        ----------
        table : str, optional
            One of `tables`; None: the main one.

        Returns
        -------
        polars.DataFrame
            An estimate is a column of its mean and three more with `_low`, `_high` and `_n`: the ends of its
            interval, in the unit of the mean, and the observations.

        Raises
        ------
        LookupError
            When there is no such table; it names those there are.
        """
        # heavy: only who asks for a frame pays
        import polars as pl

        rows = rows_of(self)
        name = self._main(rows) if table is None else table
        if name not in rows:
            raise LookupError(f"{type(self).__name__} has no table {name!r}; it has {', '.join(self.tables)}")
        return pl.from_dicts(rows[name], infer_schema_length=None, strict=False)

    def to_pandas(self, table: str | None = None) -> pd.DataFrame:
        """The table of `to_polars` for pandas.

        Parameters
        ----------
        table : str, optional
            One of `tables`; None: the main one.

        Returns
        -------
        pandas.DataFrame
            The same rows and columns.

        Raises
        ------
        ImportError
            When pandas is not installed.
        LookupError
            When there is no such table.
        """
        # heavy: only who asks for a frame pays
        from jiaosuo.experiments.results.frames import as_pandas

        return as_pandas(self.to_polars(table))

    def _main(self, rows: Rows) -> str:
        if self.TABLE in rows and self.TABLE:
            return self.TABLE
        lists = [name for name in rows if name] or [""]
        return max(lists, key=lambda name: max(map(len, rows[name])))

    def __repr__(self) -> str:
        lengths = ", ".join(f"{name} ({len(rows)})" for name, rows in rows_of(self).items() if name)
        return f"<{type(self).__name__}: {lengths}>"

    def _repr_html_(self) -> str:
        """The first rows of the main table, as the last line of a cell shows them."""
        # heavy: only a notebook pays
        from jiaosuo.experiments.pages.cells import frame_html, lines_html

        return lines_html([repr(self)]) + frame_html(self.to_polars())


def rows_of(result: Record) -> Rows:
    """Every table of a result by name; the one without a name is the result's own single row."""
    found: Rows = {}
    _visit(result, "", {}, found)
    return found


def _visit(record: Any, path: str, above: Row, found: Rows) -> None:
    """Put a record's row into the table `path`, and the items of its lists into tables of their own."""
    own: Row = {}
    lists: dict[str, Any] = {}
    _spread(record, "", own, lists)
    last = path.rpartition(".")[2]
    named = {(f"{last}_{name}" if name in above else name): value for name, value in own.items()}
    found.setdefault(path, []).append(above | named)
    # what the whole result says of itself would only make every row longer
    below = above | {f"{last}_{name}": value for name, value in own.items()} if path else above
    for name, value in lists.items():
        _list(value, f"{path}.{name}" if path else name, below, found)


def _spread(record: Any, prefix: str, own: Row, lists: dict[str, Any]) -> None:
    """A record's plain values, with those of records in it; what is a list is put aside."""
    for each in fields(record):
        name, value = f"{prefix}{each.name}", getattr(record, each.name)
        if isinstance(value, Mapping | tuple | list):
            lists[name] = value
        elif isinstance(value, Estimate):
            own |= _columns(name, value)
        elif is_dataclass(value):
            _spread(value, f"{name}_", own, lists)
        else:
            own[name] = value


def _list(value: Any, path: str, above: Row, found: Rows) -> None:
    """The items of a list or mapping, each with its place or key."""
    name = path.rpartition(".")[2]
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, item in pairs:
        here = above
        if isinstance(value, Mapping) or not is_dataclass(item):
            here = above | {_free(name, above): key}
        if isinstance(item, Estimate):
            found.setdefault(path, []).append(here | _columns("value", item))
        elif is_dataclass(item):
            _visit(item, path, here, found)
        elif isinstance(item, Mapping | tuple | list):
            _list(item, path, here, found)
        else:
            found.setdefault(path, []).append(here | {"value": item})


def _free(name: str, taken: Row) -> str:
    """A name for a column of keys: a list in a list has more than one."""
    count = sum(each == name or each.startswith(f"{name}_at_") for each in taken)
    return name if not count else f"{name}_at_{count + 1}"


def _columns(name: str, estimate: Estimate) -> Row:
    low, high = estimate.interval or (None, None)
    return {name: estimate.mean, f"{name}_low": low, f"{name}_high": high, f"{name}_n": estimate.n}
