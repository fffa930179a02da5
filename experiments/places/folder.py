"""A place as a folder: which files it has, how one is begun, filled from tables, and read."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jiaosuo.experiments.inference.posterior import FILE as POSTERIOR
from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.places.posteriors import shipped_posterior
from jiaosuo.experiments.places.record import Given, ImportRecord, Source, read_record, write_record
from jiaosuo.experiments.places.tables.headings import read_corrections
from jiaosuo.experiments.places.tables.rows import ReadRow
from jiaosuo.experiments.places.tables.table import (
    Townships,
    TownTable,
    read_tables,
    townships_csv,
    written,
)
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import parse_toml, read_text
from jiaosuo.model.core.words import N_
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import is_place, place_names, preset_file, preset_names
from jiaosuo.model.township import HEADCOUNTS, REQUIRED

SCENARIO, TABLE, COLUMNS = "scenario.toml", "townships.csv", "columns.toml"
BESIDE = ("drawing.toml", "cells.csv", "links.csv", "call_weights.csv")
"""What the model may read beside the scenario and its table."""

KEPT = "townships.given.csv"
"""Where a table that an import writes over in its own folder is kept."""

KEPT_AS = N_("Your {file} is kept as {kept}.")


@dataclass(frozen=True)
class OpenPlace:
    """A place that was read. `rows` are those of its table, as given and as read; empty for a shipped place.

    `notes` say what reading the table guessed, `record` what an import did before.
    """

    scenario: Scenario
    folder: Path | None = None
    rows: tuple[ReadRow, ...] = ()
    notes: tuple[Note, ...] = ()
    record: ImportRecord = field(default_factory=ImportRecord)

    @property
    def posterior(self) -> Path | None:
        """The file of its posterior sample: in its folder, or shipped with it; None where there is none."""
        if self.folder is None:
            return shipped_posterior(self.scenario.place)
        file = self.folder / POSTERIOR
        return file if file.is_file() else None

    @property
    def shipped(self) -> bool:
        """Whether it comes with the program."""
        return self.folder is None


@dataclass(frozen=True)
class Brought:
    """What an import wrote, and what it says."""

    files: tuple[Path, ...]
    townships: Townships
    notes: tuple[Note, ...]


def read_place(name: str | Path, **given: Any) -> Scenario:
    """A shipped place by name, a scenario file ending in .toml, or a folder with `scenario.toml`.

    `given` is what `Scenario.read` takes. A table of townships may be in any form that `tables` reads.
    """
    return open_place(name, **given).scenario


def open_to_look(name: str | Path) -> OpenPlace:
    """A place to check or to draw: one without officers is looked at too, though it could not run."""
    file = scenario_file(name)
    table = None if file is None else file.parent / TABLE
    if table is None or not table.is_file():
        return open_place(name)
    rows = read_tables([table], read_corrections(table.parent / COLUMNS)).rows
    nobody = {corps: 0 for corps in HEADCOUNTS[:2] if not any(row.number(corps) for row in rows)}
    return open_place(name, **nobody)


def open_place(name: str | Path, **given: Any) -> OpenPlace:
    """A place with what is known of its table; InputError names what is wrong, and where."""
    file = scenario_file(name)
    if file is None:
        return OpenPlace(Scenario.preset(str(name), **given))
    content = parse_toml(read_text(file, "scenario file", "TOML"), file.name)
    folder, record = file.parent, read_record(file.parent)
    load_plugins(file)
    if content.get("townships_csv") is not True:
        return OpenPlace(Scenario.read(file, **given), folder, record=record)
    found = read_tables([folder / TABLE], read_corrections(folder / COLUMNS))
    with tempfile.TemporaryDirectory(prefix="jiaosuo-place-") as scratch:
        copy = _copied(file, Path(scratch), townships_csv(found.rows))
        scenario = Scenario.read(copy, **given)
    return OpenPlace(scenario, folder, _as_given(found.rows, record), found.notes, record)


def load_plugins(file: Path) -> None:
    """Load the plug-ins that a scenario file lists, from beside it: a copy of it finds them loaded."""
    content = parse_toml(read_text(file, "scenario file", "TOML"), file.name)
    plugins.load_listed(content.get("plugins", []), file.parent, f"{file.name} plugins")


def model_form(file: Path) -> str:
    """The table beside a scenario file in the model's form; empty where the place has none."""
    content = parse_toml(read_text(file, "scenario file", "TOML"), file.name)
    if content.get("townships_csv") is not True:
        return ""
    return townships_csv(read_tables([file.parent / TABLE], read_corrections(file.parent / COLUMNS)).rows)


def scenario_file(name: str | Path) -> Path | None:
    """The scenario file that is meant, None for the name of a shipped place."""
    if str(name) in preset_names():
        return None
    path = Path(name)
    if str(name).endswith(".toml"):
        return path
    if is_place(str(name)):
        return preset_file(str(name))
    if _is_folder(path):
        if not (path / SCENARIO).is_file():
            allowed = f"the folder has no {SCENARIO}; `jiaosuo place new` and `place import` write one"
            raise InputError("place", str(path), allowed)
        return path / SCENARIO
    raise unknown("preset", str(name), place_names())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no system takes
        return False


def _copied(file: Path, scratch: Path, table: str) -> Path:
    """The place in a folder of its own with its table in the model's form; its name stays."""
    folder = scratch / (file.parent.resolve().name or "place")
    folder.mkdir()
    for each in (file, *(file.parent / name for name in BESIDE)):
        if each.is_file():
            shutil.copyfile(each, folder / each.name)
    (folder / TABLE).write_text(table, encoding="utf-8")
    return folder / file.name


def _as_given(rows: Sequence[ReadRow], record: ImportRecord) -> tuple[ReadRow, ...]:
    """The rows with each cell as the user's own file had it, if what the import wrote still stands."""
    return tuple(
        replace(row, given={**row.given, **_still(row, record.given.get(row.name, {}))}) for row in rows
    )


def _still(row: ReadRow, cells: Mapping[str, Given]) -> dict[str, str]:
    return {key: cell.text for key, cell in cells.items() if row.given.get(key) == cell.written}


def new_place(folder: Path, scenario: str, table: str) -> list[Path]:
    """Begin a place in a folder with texts for its scenario and its table; the files written.

    InputError where one of them is there already; nothing is written then.
    """
    texts = {folder / SCENARIO: scenario, folder / TABLE: table}
    for file in texts:
        if file.exists() or file.is_symlink():
            raise InputError("place", str(file), "it is there already, and stays as it is")
    make(folder)
    return [put_text(file, text) for file, text in texts.items()]


def make(folder: Path) -> None:
    """Make the folder of a place; InputError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError("folder", str(folder), f"must be a folder that can be written ({why})") from None


def bring_tables(
    folder: Path,
    files: Sequence[Path],
    scenario: str,
    encoding: str | None = None,
    sheet: str | None = None,
    seat: str = "",
    required: Sequence[str] = REQUIRED,
) -> Brought:
    """Fill a folder from people's tables; `scenario` is the text of its scenario where it has none yet.

    Nothing is written before all is read. `required`: columns that the tables must have; files of another
    kind (boundaries) may give the rest.
    """
    table = folder / TABLE
    record = read_record(folder)
    own = [each for each in files if each.resolve() == table.resolve()]
    if table.exists() and not record.sources and not own:
        allowed = "it is there already and was not imported; take another folder, or move it away"
        raise InputError("place", str(table), allowed)
    found = read_tables(files, read_corrections(folder / COLUMNS), encoding, sheet, required)
    _check_seat(seat, [row.name for row in found.rows])
    notes = list(found.notes)
    text = _scenario_text(folder, scenario, seat)
    make(folder)
    if own:
        (folder / KEPT).write_bytes(table.read_bytes())
        notes.append(Note(KEPT_AS, {"file": TABLE, "kept": KEPT}))
    written_files = [put_text(folder / SCENARIO, text), put_text(table, townships_csv(found.rows))]
    written_files += [_columns(folder, found.tables), write_record(folder, _record(record, found))]
    return Brought(tuple(written_files), found, tuple(notes))


def _check_seat(seat: str, names: Sequence[str]) -> None:
    if seat and seat not in names:
        raise unknown("--seat", seat, names)


def name_seat(folder: Path, seat: str) -> None:
    """Write the county seat into the scenario of a folder that has its table; InputError for another name."""
    _check_seat(seat, [row.name for row in read_tables([folder / TABLE]).rows])
    put_text(folder / SCENARIO, _scenario_text(folder, "", seat))


def _record(before: ImportRecord, found: Townships) -> ImportRecord:
    extra = tuple(note for note in found.notes if not any(note in each.notes for each in found.tables))
    sources = [Source(each.file, "table", each.how, each.columns, each.notes) for each in found.tables]
    sources[0] = replace(sources[0], notes=(*sources[0].notes, *extra))
    given = {
        row.name: {
            column: Given(text, written(row.values[column], column))
            for column, text in row.given.items()
            if column in row.values
        }
        for row in found.rows
    }
    return ImportRecord((), given).with_sources([*_others(before), *sources])


def _others(record: ImportRecord) -> list[Source]:
    return [each for each in record.sources if each.kind != "table"]


def _scenario_text(folder: Path, scenario: str, seat: str) -> str:
    """The folder's scenario, or the new one, with its table switched on and its seat named."""
    file = folder / SCENARIO
    text = read_text(file, "scenario file", "TOML") if file.exists() else scenario
    text = with_line(text, "townships_csv", "true")
    return with_line(text, "seat", written_text(seat)) if seat else text


def with_line(text: str, key: str, value: str) -> str:
    """A TOML text with one of its own keys set: in its line, in the comment that shows it, or at the head."""
    head, mark, rest = _head(text)
    line = f"{key} = {value}"
    for pattern in (rf"(?m)^{key}\s*=.*$", rf"(?m)^#\s*{key}\s*=.*$"):
        if re.search(pattern, head):
            return re.sub(pattern, lambda _: line, head, count=1) + mark + rest
    return f"{head.rstrip()}\n{line}\n\n{mark}{rest}"


def _head(text: str) -> tuple[str, str, str]:
    """What stands before the first table, its bracket, and the rest."""
    first = re.search(r"(?m)^\[", text)
    return (text, "", "") if first is None else (text[: first.start()], "[", text[first.end() :])


def written_text(value: str) -> str:
    """A text as TOML has it; the escapes of JSON are among its own."""
    return json.dumps(value, ensure_ascii=False)


COLUMNS_HEAD = """\
# Which heading of your tables is which column of townships.csv; "" is one that is not used.
# Change it where a guess was wrong, then import again. Columns: `jiaosuo place new` explains all of them.
"""


def _columns(folder: Path, tables: Sequence[TownTable]) -> Path:
    """Write `columns.toml`: what the user said stays, headings that are new to it come behind."""
    file = folder / COLUMNS
    before = file.read_text(encoding="utf-8") if file.is_file() else COLUMNS_HEAD
    said = read_corrections(file)
    found = {heading: column for table in tables for heading, column in table.columns.items()}
    lines = [
        f"{written_text(heading)} = {written_text(column)}"
        for heading, column in found.items()
        if heading not in said
    ]
    return put_text(file, before.rstrip("\n") + "\n" + "".join(f"{each}\n" for each in lines))
