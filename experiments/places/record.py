"""`import.toml`: what an import read from which file, what it guessed, and each cell as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.reading import parse_toml, read_text

RECORD = "import.toml"


@dataclass(frozen=True)
class Source:
    """One file that was read: `kind` says what for (table, boundaries, roads, stations, people, water).

    `how` says what it was (encoding, separator, sheet, CRS), `columns` which heading became which column, ''
    for one that is not used.
    """

    file: str
    kind: str
    how: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Given:
    """A cell as it was written in its file, and as the import wrote it into `townships.csv`."""

    text: str
    written: str


@dataclass(frozen=True)
class ImportRecord:
    """All files of an import, and by township and column what they gave."""

    sources: tuple[Source, ...] = ()
    given: Mapping[str, Mapping[str, Given]] = field(default_factory=dict)

    def with_sources(self, sources: Sequence[Source]) -> ImportRecord:
        """The record with files added; they take the place of those of the same kinds."""
        kinds = {each.kind for each in sources}
        kept = tuple(each for each in self.sources if each.kind not in kinds)
        return ImportRecord((*kept, *sources), self.given)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of all files."""
        return tuple(note for each in self.sources for note in each.notes)


def write_record(folder: Path, record: ImportRecord) -> Path:
    """Write `import.toml`; the file."""
    return put_text(folder / RECORD, record_text(record))


def record_text(record: ImportRecord) -> str:
    """The record as TOML."""
    lines = [
        "# Written by `jiaosuo place import`: what was read from which file. The model does not read it."
    ]
    for source in record.sources:
        lines += ["", "[[source]]", f"file = {_text(source.file)}", f"kind = {_text(source.kind)}"]
        lines += _table("source.how", source.how) + _table("source.columns", source.columns)
        for note in source.notes:
            lines += ["", "[[source.note]]", f"message = {_text(note.message)}"]
            lines += _table("source.note.values", note.values)
    for name, cells in record.given.items():
        lines += ["", f"[given.{_text(name)}]"]
        lines += [f"{key} = [{_text(cell.text)}, {_text(cell.written)}]" for key, cell in cells.items()]
    return "\n".join(lines) + "\n"


def _table(name: str, content: Mapping[str, str | float]) -> list[str]:
    if not content:
        return []
    return ["", f"[{name}]", *(f"{_text(key)} = {_text(value)}" for key, value in content.items())]


def _text(value: str | float) -> str:
    """A text or a number as TOML; the escapes of JSON are among those of TOML."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_record(folder: Path) -> ImportRecord:
    """The record of a folder, empty where nothing was imported; InputError for one that is no record."""
    file = folder / RECORD
    if not file.is_file():
        return ImportRecord()
    content = parse_toml(read_text(file, RECORD, "TOML"), file.name)
    try:
        sources = tuple(_source(each) for each in content.get("source", []))
        given = {
            name: {key: Given(str(cell[0]), str(cell[1])) for key, cell in cells.items()}
            for name, cells in content.get("given", {}).items()
        }
    except (AttributeError, IndexError, KeyError, TypeError):
        allowed = "must be as `jiaosuo place import` wrote it; remove it, or import again"
        raise InputError(file.name, "changed by hand", allowed) from None
    return ImportRecord(sources, given)


def _source(said: Mapping[str, Any]) -> Source:
    notes = tuple(Note(str(each["message"]), dict(each.get("values", {}))) for each in said.get("note", []))
    return Source(said["file"], said["kind"], dict(said.get("how", {})), dict(said.get("columns", {})), notes)
