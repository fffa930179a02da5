"""From files to a log of calls: two passes over each file, the first to learn its words, the second to read.

Every row below the headings is in the log, or counted among those left out, by reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.experiments.logs.call_log import CallLog, LogSource
from jiaosuo.experiments.logs.first_pass import learn
from jiaosuo.experiments.logs.headings import LogHeadings, best_row, find_headings
from jiaosuo.experiments.logs.positions import CountyPlaces, county_places
from jiaosuo.experiments.logs.rows import Reading, canonical
from jiaosuo.experiments.logs.sources import SourceFile, opened
from jiaosuo.experiments.logs.type_map import TypeMap, map_text
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

if TYPE_CHECKING:
    import polars as pl

    from jiaosuo.experiments.places.folder import OpenPlace

MOST_ROWS = 20_000_000
ZONE_TAKEN = N_("Times are taken as {zone}; another: time_zone in the map.")
UNMAPPED = N_("{count} types of call are no kind of ours, with {rows} rows: {names}.")
SHOWN_TYPES = 8


@dataclass
class _Files:
    """What was read so far."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    sources: list[LogSource] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unmapped: dict[str, int] = field(default_factory=dict)


def import_log(
    files: Sequence[Path],
    map_: TypeMap | None = None,
    place: OpenPlace | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> CallLog:
    """The log in people's files; InputError names file, row, column, value and what to do.

    `place`: the county whose townships and land the calls belong to; without it names stand as they are.
    """
    # heavy: only who reads a log pays
    import polars as pl

    if not files:
        raise InputError("files", "", "must be at least one file")
    said = map_ or TypeMap()
    found = _Files()
    places = None if place is None else county_places(place)
    for file in files:
        with opened(file, lambda rows: best_row(rows, said.columns), encoding, sheet) as source:
            _read_file(source, said, places, found)
    if not said.zone_said:
        found.notes.append(Note(ZONE_TAKEN, {"zone": said.zone}))
    if found.unmapped:
        found.notes.append(_unmapped(found.unmapped))
    frame = pl.concat(found.frames, rechunk=False)
    if not frame.height:
        raise InputError(files[0].name, files[0].name, "no row of the file is a call")
    name = "" if place is None else place.scenario.place
    return CallLog(frame, said.zone, name, tuple(found.sources), tuple(found.notes))


def _read_file(source: SourceFile, said: TypeMap, places: CountyPlaces | None, found: _Files) -> None:
    headings = find_headings(source.file, source.head, said.columns)
    columns = _columns(source, headings, said)
    learned = learn(source, headings, columns, said)
    if learned.rows > MOST_ROWS:
        raise InputError(source.file, learned.rows, f"must be a table of at most {MOST_ROWS:,} rows")
    reading = Reading(source.file, headings, learned, said, places)
    left_out = dict(learned.left_out)
    found.frames.append(canonical(reading, None, left_out))
    for batch in source.batches(columns, headings.row):
        found.frames.append(canonical(reading, batch, left_out))
    used = {each.text: each.column for each in (*headings.read, *headings.others)}
    kept = {reason: count for reason, count in left_out.items() if count}
    found.sources.append(LogSource(source.file, learned.rows, kept, source.how, used))
    found.notes += [*source.notes, *headings.notes, *learned.notes]
    for text, count in reading.unmapped_types.items():
        found.unmapped[text] = found.unmapped.get(text, 0) + count


def _columns(source: SourceFile, headings: LogHeadings, said: TypeMap) -> dict[str, int]:
    """Names of what is read of a file and where it stands: our columns, and those that choose rows."""
    columns: dict[str, int] = {}
    for each in headings.read:
        parts = headings.of(each.column)
        name = each.column if len(parts) == 1 else f"{each.column} {parts.index(each)}"
        columns[name] = each.at
    places = {each.text: each.at for each in (*headings.read, *headings.others)}
    for heading in said.only:
        if heading not in places:
            allowed = f"the map chooses rows by it; headings here: {', '.join(places)[:200]}"
            raise InputError(f"{source.file} headings", heading, allowed)
        columns[f"only {heading}"] = places[heading]
    return columns


def _unmapped(types: Mapping[str, int]) -> Note:
    """The types that are no kind of ours, the most frequent first."""
    names = [f"{text} ({count:,})" for text, count in sorted(types.items(), key=lambda each: -each[1])]
    shown = ", ".join(names[:SHOWN_TYPES]) + (" …" if len(names) > SHOWN_TYPES else "")
    return Note(UNMAPPED, {"count": len(names), "rows": sum(types.values()), "names": shown})


def map_of(
    files: Sequence[Path],
    map_: TypeMap | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> str:
    """A map to fill in: the headings and types of people's files, with what is guessed of them."""
    said = map_ or TypeMap()
    columns: dict[str, str] = {}
    types: dict[str, int] = {}
    for file in files:
        with opened(file, lambda rows: best_row(rows, said.columns), encoding, sheet) as source:
            headings = find_headings(source.file, source.head, said.columns)
            learned = learn(source, headings, _columns(source, headings, said), said)
        columns |= {each.text: each.column for each in (*headings.read, *headings.others)}
        for text, count in learned.words.get("type", {}).items():
            types[text] = types.get(text, 0) + count
    return map_text(", ".join(each.name for each in files), columns, list(_guessed(types, said)))


def _guessed(types: Mapping[str, int], said: TypeMap) -> Iterator[tuple[str, int, str]]:
    for text, count in sorted(types.items(), key=lambda each: (-each[1], each[0])):
        yield text, count, said.word("kind", text) or ""
