"""A log of calls in our own form: a Polars frame, and what is known of how it came about; kept as Parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.logs.columns import COLUMNS, VERSION
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import writing
from jiaosuo.model.core.reading import check_there
from jiaosuo.model.scenario_file import is_place

if TYPE_CHECKING:
    import polars as pl

ZONE = "Asia/Shanghai"
"""Where nothing else is said: all of China keeps one time."""

FILE = "calls.parquet"
"""The log in the folder of a place."""

KEY = "jiaosuo"


@dataclass(frozen=True)
class LogSource:
    """A file of a log that was read.

    Attributes
    ----------
    file : str
        Its name.
    rows : int
        Rows that it has.
    left_out : mapping of str to int
        How many were left out, by reason.
    how : mapping of str to str
        What it was: encoding, separator, sheet.
    columns : mapping of str to str
        Which heading became which column.
    """

    file: str
    rows: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    how: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CallLog:
    """A log of calls, and where it is from.

    Parameters
    ----------
    frame : polars.DataFrame
        The calls, one row each with the columns of the table `log` in docs/data-dictionary.md.
    zone : str, default ZONE
        Time zone of its moments, which are instants to the millisecond.
    place : str, default ""
        The place to which the log belongs; empty: none was named.
    sources : tuple of LogSource, optional
        The files that were read.
    notes : tuple of Note, optional
        What the import guessed.
    """

    frame: pl.DataFrame
    zone: str = ZONE
    place: str = ""
    sources: tuple[LogSource, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def left_out(self) -> dict[str, int]:
        """Rows of all files that are not in the table, by reason."""
        found: dict[str, int] = {}
        for source in self.sources:
            for reason, count in source.left_out.items():
                found[reason] = found.get(reason, 0) + count
        return found


def schema(zone: str) -> dict[str, pl.DataType]:
    """The type of each column in Polars, in order."""
    # heavy: only who reads a log pays
    import polars as pl

    whole = {"row": pl.UInt32(), "priority": pl.Int8(), "units": pl.Int16()}
    types = {
        "text": pl.String(),
        "time": pl.Datetime("ms", zone),
        "number": pl.Float64(),
        "boolean": pl.Boolean(),
    }
    return {each.name: whole[each.name] if each.type_ == "whole" else types[each.type_]
            for each in COLUMNS.values()}  # fmt: skip


def completed(frame: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The frame with all columns of a log in their order and types; those that are not there are empty."""
    # heavy: only who reads a log pays
    import polars as pl

    there = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema(zone).items()
    )


def write_log(log: CallLog, file: Path) -> Path:
    """Write a log as Parquet, whole or not at all.

    Parameters
    ----------
    log : CallLog
        The log.
    file : Path
        Where to write it.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    said: dict[str, Any] = {
        "form": "log of calls",
        "version": VERSION,
        "program": versions()["jiaosuo"],
        "zone": log.zone,
        "place": log.place,
        "sources": [
            {"file": each.file, "rows": each.rows, "left_out": dict(each.left_out), "how": dict(each.how),
             "columns": dict(each.columns)}
            for each in log.sources
        ],
        "notes": [{"message": each.message, "values": dict(each.values)} for each in log.notes],
    }  # fmt: skip
    with writing(file) as stream:
        log.frame.write_parquet(stream, metadata={KEY: json.dumps(said, ensure_ascii=False)})
    return file


def log_file(name: str | Path) -> Path:
    """The file that is meant: a log, or that in the folder of a place."""
    path = Path(name)
    try:
        return path / FILE if path.is_dir() else path
    except (OSError, ValueError):  # a name that no system takes
        return path


def read_log(name: str | Path) -> CallLog:
    """Read the log in a file or in the folder of a place.

    Parameters
    ----------
    name : str or Path
        A file that `jiaosuo log import` wrote, a place's folder, or a place.

    Returns
    -------
    CallLog
        The log.

    Raises
    ------
    InputError
        When there is no log of ours, or it is of a later form.
    """
    # heavy: only who reads a log pays
    import polars as pl

    file = log_file(name)
    allowed = "must be a log that `jiaosuo log import` wrote, or a place's folder that has one"
    try:
        if not is_place(name):  # a place without a log is told that, and no file is looked for
            check_there(Path(name), "log")
        if not file.is_file():
            raise InputError("log", str(name), allowed)
        said = json.loads(pl.read_parquet_metadata(file)[KEY])
        version = int(said["version"])
        if version > VERSION:
            later = f"the form of this log is {version}, and {VERSION} is the latest that is known here"
            raise InputError("log", str(name), later)
        zone = str(said["zone"])
        frame = completed(pl.read_parquet(file), zone)
        return CallLog(frame, zone, str(said["place"]), _sources(said), _notes(said))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("log", str(name), allowed) from None


def _sources(said: Mapping[str, Any]) -> tuple[LogSource, ...]:
    return tuple(
        LogSource(each["file"], int(each["rows"]), each["left_out"], each["how"], each["columns"])
        for each in said["sources"]
    )


def _notes(said: Mapping[str, Any]) -> tuple[Note, ...]:
    return tuple(Note(str(each["message"]), dict(each["values"])) for each in said["notes"])
