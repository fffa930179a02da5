"""An import: tables and maps into the folder of a place, each from the files that people have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.experiments.places.folder import SCENARIO, TABLE, bring_tables
from jiaosuo.experiments.places.geo import bring, check_installed
from jiaosuo.experiments.places.notes import Note
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import REQUIRED, read_townships


@dataclass(frozen=True)
class Maps:
    """The maps of an import and what is said of them; None: none, or found by itself.

    `population`: a column of the boundaries, or the people of the whole place.
    """

    boundaries: Path | None = None
    name_column: str | None = None
    crs: str | None = None
    roads: Path | None = None
    stations: Path | None = None
    people: Path | None = None
    water: Path | None = None
    cell_km: float | None = None
    population: str | None = None

    @property
    def files(self) -> list[Path]:
        """Those that are given."""
        said = (self.boundaries, self.roads, self.stations, self.people, self.water)
        return [each for each in said if each is not None]


@dataclass(frozen=True)
class Imported:
    """What an import wrote, what it says, and how many townships the place has."""

    files: tuple[Path, ...]
    notes: tuple[Note, ...]
    townships: int


def import_place(
    folder: Path,
    tables: Sequence[Path],
    maps: Maps,
    scenario: str,
    encoding: str | None = None,
    sheet: str | None = None,
    seat: str = "",
) -> Imported:
    """Fill a folder from tables and maps; `scenario` is the text of its scenario where it has none.

    With boundaries, a table need not say areas and positions, nor people if another file does.
    """
    if not tables and not maps.files:
        raise InputError("files", None, "must be given: a table of townships, or maps (--boundaries FILE)")
    if maps.files:
        check_installed()
    fresh = not (folder / SCENARIO).is_file()
    files: dict[Path, None] = {}
    notes: tuple[Note, ...] = ()
    if tables:
        required = REQUIRED if maps.boundaries is None else REQUIRED[:1]
        read = bring_tables(folder, tables, scenario, encoding, sheet, seat, required)
        files, notes = dict.fromkeys(read.files), read.notes
    if maps.files:
        brought = bring(
            folder,
            boundaries=maps.boundaries,
            name_column=maps.name_column,
            crs=maps.crs,
            roads=maps.roads,
            stations=maps.stations,
            people=maps.people,
            water=maps.water,
            cell_km=maps.cell_km,
            population=_number_or_column(maps.population),
            scenario=scenario,
            fresh=fresh,
        )
        files, notes = {**files, **dict.fromkeys(brought.files)}, notes + brought.notes
    return Imported(tuple(files), notes, len(read_townships(folder / TABLE)))


def _number_or_column(text: str | None) -> float | str | None:
    try:
        return None if text is None else float(text.replace(",", ""))
    except ValueError:
        return text
