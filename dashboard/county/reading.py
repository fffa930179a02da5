"""A draft read as `jiaosuo place` reads it: problems beside rows, given against read and used, and the map.

Runs in the process of `reader`, never in that of the server: it builds the land.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.column_labels import column_label
from jiaosuo.dashboard.choice.places import PAGE
from jiaosuo.dashboard.county import archive, layout, maps
from jiaosuo.dashboard.county.draft import BESIDE, Draft, DraftTable, check_size, read_draft
from jiaosuo.dashboard.county.land_map import land_map
from jiaosuo.dashboard.county.measuring import page_text
from jiaosuo.dashboard.county.refusal import told
from jiaosuo.experiments.catalogue.template import scenario_text
from jiaosuo.experiments.inputs.grid import Grid, GridRow, read_grid
from jiaosuo.experiments.places.check import TOWN_PEOPLE, PlaceCheck, check_place, in_short, number
from jiaosuo.experiments.places.folder import (
    COLUMNS,
    SCENARIO,
    OpenPlace,
    bring_tables,
    open_place,
    open_to_look,
    with_line,
    written_text,
)
from jiaosuo.experiments.places.tables.headings import best_row, find_headings, read_corrections
from jiaosuo.experiments.places.tables.table import put_together, table_of
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.landscape import urbanization_of
from jiaosuo.model.own_places import FILES, check_name, content_of
from jiaosuo.model.township import REQUIRED

MOST_FILES, MOST_BYTES = 24, 20_000_000
TABLE = FILES[1]
SMALLEST_PLACE = 'title = "A place of my own"\n\n[set]\n'
"""A scenario that leaves all to the land."""

NOT_SENT = N_("The page sent something that this server does not know.")
NO_COUNTY = N_("it holds no county; a ZIP with a map is chosen as a map")
NO_TABLE = N_("no table of townships is there yet: choose a CSV, TSV or XLSX file, or begin with a drawing")
SEAT_GONE = N_(
    "The township {name}, which was the seat, is not in the table any more: the largest town is taken."
)


class NoCounty(Exception):
    """A ZIP that holds no county: it may be a map."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def handle(said: Mapping[str, Any]) -> JsonObject:
    """The answer to a message: `draft` and `view` of it, or with `wants` "folder" the `files` to be kept.

    Messages bring a `draft`, `files` that are opened into it, a township that is `moved`, places of a
    township's `stations`, or ask for a `template`. What is refused as a whole is an `error`.
    """
    language = str(said.get("language") or "en")
    try:
        draft = layout.template(language) if said.get("template") else read_draft(said.get("draft") or {})
        draft = opened(draft, said.get("files") or [])
        if said.get("maps"):
            draft = with_maps(draft, said["maps"], said.get("options") or {}, language)
        if move := said.get("moved"):
            draft = layout.moved(draft, str(move["name"]), float(move["x_km"]), float(move["y_km"]))
        if placed := said.get("stations"):
            stations = [(float(x), float(y)) for x, y in placed["places"]]
            draft = layout.with_stations(draft, str(placed["name"]), stations)
        if said.get("wants") == "folder":
            return {"files": folder_of(draft, language)}
    except NoCounty as error:
        problem = InputError(error.name, "ZIP", NO_COUNTY)
        return {"error": told(problem, language), "not_county": [error.name]}
    except InputError as error:
        return {"error": told(error, language)}
    except (KeyError, TypeError, ValueError, AttributeError):
        return {"error": translate(NOT_SENT, language)}
    return seen(draft, language)


# Files


def opened(draft: Draft, files: Sequence[Any]) -> Draft:
    """The draft with files opened into it; a file that holds a county takes its place.

    Each is a mapping with `name` and `content` in base64. InputError for what is neither table nor county.
    """
    check_files(files)
    read = [(_file_name(each), _bytes(each)) for each in files]
    for name, content in read:
        if archive.is_county(content):
            return of_folder(*archive.unpacked(content, name))
        if name.lower().endswith(".zip"):
            raise NoCounty(name)
    return _with_tables(draft, read) if read else draft


def check_files(files: Sequence[Any]) -> None:
    """InputError for more files, or larger ones, than a county needs."""
    if len(files) > MOST_FILES:
        raise InputError("files", len(files), f"must be at most {MOST_FILES} files")
    if sum(len(str(each["content"])) for each in files) * 3 / 4 > MOST_BYTES:
        raise InputError("files", "too large", f"must be at most {MOST_BYTES // 1_000_000} MB together")


def _file_name(said: Mapping[str, Any]) -> str:
    """The last part of a file's name, as it may stand in a folder of ours."""
    name = Path(str(said["name"]).replace("\\", "/")).name[-120:]
    return name if name.isprintable() and name.strip(". ") else "table.csv"


def _bytes(said: Mapping[str, Any]) -> bytes:
    return base64.b64decode(str(said["content"]), validate=True)


def _with_tables(draft: Draft, files: Sequence[tuple[str, bytes]]) -> Draft:
    """New tables take the place of those that were there, and so does what was said of them."""
    with tempfile.TemporaryDirectory(prefix="jiaosuo-county-") as scratch:
        tables = []
        for at, (name, content) in enumerate(files):
            folder = Path(scratch) / str(at)
            folder.mkdir()
            file = folder / name
            file.write_bytes(content)
            grid = read_grid(file, lambda rows: best_row(rows, draft.columns))
            tables.append(DraftTable(file.name, grid.rows, grid.how, grid.notes))
    check_size(tables)
    stem = Path(files[0][0]).stem
    name = draft.name or (stem if not _is_ours(tables) else "")
    return replace(draft, name=name[:40], seat="", tables=tuple(tables))


def _is_ours(tables: Sequence[DraftTable]) -> bool:
    return tables[0].file == TABLE


def of_folder(name: str, files: Mapping[str, bytes]) -> Draft:
    """The draft of a county that was kept or shared."""
    with tempfile.TemporaryDirectory(prefix="jiaosuo-county-") as scratch:
        folder = Path(scratch)
        for each, content in files.items():
            (folder / each).write_bytes(content)
        text = (folder / SCENARIO).read_text("utf-8-sig")
        try:
            said = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError(SCENARIO, str(error)[:60], "must be a TOML file") from None
        if not (folder / TABLE).is_file():
            raise InputError(name, SCENARIO, "has no table of townships, so there is nothing to be corrected")
        columns = read_corrections(folder / COLUMNS)
        grid = read_grid(folder / TABLE, lambda rows: best_row(rows, columns))
    table = DraftTable(TABLE, grid.rows, grid.how)
    check_size([table])
    seat = said.get("seat", "")
    beside = {each: files[each].decode("utf-8-sig") for each in BESIDE if each in files}
    return Draft(name or "county", str(seat), columns, (table,), without_seat(text), beside)


def without_seat(text: str) -> str:
    """The scenario with its seat as a comment, which `with_line` makes a line of again."""
    return re.sub(r"(?m)^seat\s*=.*$", '# seat = ""', text, count=1)


def with_maps(draft: Draft, sent: Sequence[Any], options: Mapping[str, Any], language: str) -> Draft:
    """The draft on the land of maps; each is a mapping with `name`, `content` in base64 and `kind`."""
    check_files(sent)
    found = [maps.MapFile(_file_name(each), _bytes(each), str(each.get("kind", ""))) for each in sent]

    def built(draft: Draft, folder: Path, with_land: bool) -> None:
        build(draft, folder, language, with_land and not draft.beside)

    said = {str(name): str(text)[:80] for name, text in options.items()}
    return maps.with_maps(draft, found, said, built, of_folder)


# The folder


def build(draft: Draft, folder: Path, language: str, for_land: bool = False) -> None:
    """Write the place that a draft is into a folder, as `jiaosuo place import` does.

    `for_land`: boundaries come after it, which say where townships lie and how large they are.
    """
    if not draft.tables:
        raise InputError("table", "", NO_TABLE)
    folder.mkdir(parents=True)
    if draft.columns:
        lines = (f"{written_text(each)} = {written_text(column)}" for each, column in draft.columns.items())
        (folder / COLUMNS).write_text("\n".join(lines) + "\n", "utf-8")
    for name, text in draft.beside.items():
        (folder / name).write_text(text, "utf-8")
    sources = folder.parent / "sources"
    files = []
    for at, table in enumerate(draft.tables):
        (sources / str(at)).mkdir(parents=True)
        files.append(sources / str(at) / (Path(table.file).stem[:80] + ".csv"))
        files[-1].write_text(_as_csv(table.rows), "utf-8")
    scenario = draft.scenario or (SMALLEST_PLACE if for_land else scenario_text(True, language))
    if not draft.scenario and not for_land:
        scenario = with_line(scenario, "question_zh", written_text("一支队伍，还是两支？"))
        scenario = with_line(scenario, "sources", json.dumps([each.file for each in draft.tables]))
    if draft.name:
        for key in ("title", "title_zh"):
            scenario = with_line(scenario, key, written_text(draft.name))
    if draft.scenario:
        (folder / SCENARIO).write_text(scenario, "utf-8")
    required = ("name",) if for_land else REQUIRED
    bring_tables(folder, files, scenario, seat=draft.seat, required=required)


def _as_csv(rows: Sequence[GridRow]) -> str:
    """The rows as a file, each on its own line, as it was."""
    text, line = io.StringIO(), 1
    for row in rows:
        text.write("\n" * (row.line - line))
        csv.writer(text, lineterminator="\n").writerow(" ".join(cell.split()) for cell in row.cells)
        line = row.line + 1
    return text.getvalue()


def folder_of(draft: Draft, language: str) -> dict[str, str]:
    """The texts of the files to be kept; InputError where the draft is no county that can be built."""
    name = check_name(draft.name)
    with tempfile.TemporaryDirectory(prefix="jiaosuo-county-") as scratch:
        folder = Path(scratch) / name
        build(draft, folder, language)
        place = open_place(folder)
        check_place(place, language)
        found = page_text(content_of(folder), urbanization_of(place.scenario))
        (folder / PAGE).write_text(found, "utf-8")
        return {
            each: (folder / each).read_text("utf-8") for each in archive.HELD if (folder / each).is_file()
        }


# What is seen


def seen(draft: Draft, language: str) -> JsonObject:
    """The draft, and a view of it: headings, rows with problems, numbers given, read and used, map, notes."""
    _ = speaker(language)
    shown: JsonObject = {"heads": [], "rows": [], "notes": [], "problem": "", "problems": {}, "map": None}
    shown |= {"towns": [], "seats": [], "used": {}, "more": [], "ready": False}
    try:
        if not draft.tables:
            raise InputError("table", "", NO_TABLE)
        draft = layout.with_positions(draft)
        found = put_together([table_of(each.grid, draft.columns) for each in draft.tables])
        names = [each.name for each in found.townships]
        if draft.seat and draft.seat not in names:
            shown["notes"].append(_(SEAT_GONE, name=draft.seat))
            draft = replace(draft, seat="")
        shown["seats"] = names
        with tempfile.TemporaryDirectory(prefix="jiaosuo-county-") as scratch:
            folder = Path(scratch) / (_as_folder(draft.name) or "county")
            build(draft, folder, language)
            place = open_to_look(folder)
            shown["problem"] = _not_to_be_run(folder, language)
        shown |= _checked(place, language)
        shown["notes"] += [note.told(language) for table in draft.tables for note in table.notes]
        shown["notes"] = list(dict.fromkeys([*shown["notes"], *shown.pop("said")]))
        shown["ready"] = not shown["problem"]
    except InputError as error:
        shown["problem"] = told(error, language)
        shown["problems"] = dict(_beside_rows(draft, error, language))
    shown["heads"] = [_heads(each, draft.columns, language) for each in draft.tables]
    return {"draft": draft.to_json(), "view": shown}


def _not_to_be_run(folder: Path, language: str) -> str:
    """Why a county that can be looked at cannot be run: it has no officers, say. Empty if it can."""
    try:
        open_place(folder)
    except InputError as error:
        return told(error, language)
    return ""


def _as_folder(name: str) -> str:
    try:
        return check_name(name)
    except InputError:
        return ""


def _checked(place: OpenPlace, language: str) -> JsonObject:
    found = check_place(place, language)
    low, high = urbanization_of(place.scenario)
    return {
        "said": in_short(found, language, partial(column_label, language=language)),
        "used": _numbers(found),
        "more": [{"name": each, "label": column_label(each, language)} for each in _not_given(found)],
        "seat": found.seat,
        "differs": found.differs,
        "map": land_map(place.scenario),
        "towns": [
            {"name": each.name, "x_km": each.x_km, "y_km": each.y_km} for each in place.scenario.townships
        ],
        "urbanization": [low, high],
    }


def _numbers(found: PlaceCheck) -> JsonObject:
    """By township and column: what was read and what is used, as text, and the mark."""
    shown: JsonObject = {}
    for each in found.numbers:
        shown.setdefault(each.township, {})[each.column] = {
            "given": each.given,
            "read": number(each.read, each.column),
            "used": number(each.used, each.column),
            "mark": each.mark,
        }
    return shown


def _not_given(found: PlaceCheck) -> list[str]:
    """Columns that no table gives, which the model fills."""
    given = {each.column for each in found.numbers if each.township and each.given is not None}
    known = dict.fromkeys(each.column for each in found.numbers if each.township and each.used)
    return [each for each in known if each not in given and each != TOWN_PEOPLE] + [TOWN_PEOPLE]


def _heads(table: DraftTable, columns: Mapping[str, str], language: str) -> JsonObject:
    """The row of headings, and which column each is; the first row where none is known."""
    try:
        found = find_headings(table.grid, columns)
    except InputError:
        row = table.rows[0] if table.rows else GridRow(1, ())
        return {"line": row.line, "columns": [columns.get(cell, "") for cell in row.cells]}
    by_place = {each.at: each.column for each in found.known}
    return {"line": found.line, "columns": [by_place.get(at, "") for at in range(found.width)]}


def _beside_rows(draft: Draft, first: InputError, language: str) -> Iterator[tuple[str, str]]:
    """What is the matter with each row that cannot be read by itself, by `TABLE:LINE`."""
    for at, table in enumerate(draft.tables):
        try:
            head = find_headings(table.grid, draft.columns).line
        except InputError:
            continue
        heading = next(row for row in table.rows if row.line == head)
        for row in table.rows:
            if row.line > head and row.cells != heading.cells:
                alone = Grid(table.file, (heading, row), dict(table.how), 0)
                if (error := _refused(alone, draft.columns)) is not None:
                    yield f"{at}:{row.line}", told(error, language)
        found = re.search(r"line (\d+)", first.field)
        if found and (table.file in first.field or len(draft.tables) == 1):
            yield f"{at}:{found[1]}", told(first, language)


def _refused(alone: Grid, columns: Mapping[str, str]) -> InputError | None:
    """Why a row with its headings alone cannot be read; None if it can, or is a row of totals."""
    try:
        read = table_of(alone, columns)
        if read.rows and set(REQUIRED) <= set(read.columns.values()):
            put_together([read])
    except InputError as error:
        return error
    return None
