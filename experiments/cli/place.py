"""`jiaosuo place new | import | check | show`: a place of one's own, from the files people have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiaosuo.experiments.cli.app import Door, app
from jiaosuo.experiments.cli.options import AsJson, Lang
from jiaosuo.experiments.inputs.assignments import number
from jiaosuo.model.core.words import N_

if TYPE_CHECKING:
    from jiaosuo.experiments.inputs.notes import Note

READ = N_("{count} townships are read.")

place = Door(
    help="A place of your own: begin one, fill it from your files, check it, draw it.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(place, name="place")

Place = Annotated[str, typer.Argument(help="A folder, a scenario file ending in .toml, or a shipped place.")]


@place.command()
def new(
    folder: Annotated[Path, typer.Argument(help="The folder to begin; it is made if it is not there.")],
    lang: Lang = None,
) -> None:
    """Begin a place in a folder: a scenario and a table of townships that run as they stand, explained."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue.template import scenario_text, townships_text
    from jiaosuo.experiments.places.folder import new_place
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    for written in new_place(folder, scenario_text(True, language_), townships_text()):
        print(translate("Written: {file}", language_, file=written))
    print(translate("Change it, then: jiaosuo run {file}", language_, file=folder))


def _file(what: str) -> Any:
    return typer.Option(metavar="FILE", help=what, rich_help_panel="Maps")


@place.command("import")
def import_(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tables of townships: CSV, TSV, XLSX; put together by name.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Folder of the place; default: the first file's name.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="utf-8, gb18030, utf-16 ...; default: found by itself.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of a spreadsheet; default: the one with known headings.")
    ] = None,
    seat: Annotated[str, typer.Option(help="Township with the county seat; default: the largest town.")] = "",
    boundaries: Annotated[
        Path | None, _file("Boundaries of townships: GeoJSON, Shapefile (.zip too), GeoPackage.")
    ] = None,
    name_column: Annotated[
        str | None, typer.Option(help="Column of the boundaries that names the townships.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="Coordinates of files that say none: EPSG:4326 ..., or gcj02, bd09.")
    ] = None,
    roads: Annotated[Path | None, _file("Roads of OpenStreetMap: GeoJSON, GeoPackage or .osm.pbf.")] = None,
    stations: Annotated[Path | None, _file("Points of police stations and squadrons.")] = None,
    people: Annotated[Path | None, _file("People: points of settlements, or a raster (.tif).")] = None,
    water: Annotated[Path | None, _file("Areas of water, for the map.")] = None,
    cell: Annotated[
        str | None, typer.Option("--cell-km", help="Side of a cell, km; default: by the size of the land.")
    ] = None,
    population: Annotated[
        str | None, typer.Option(help="Column of people in the boundaries, or the people of all.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Fill the folder of a place from tables and maps; says what it guessed, asks nothing it can read."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.folder import name_seat
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    first = next(iter([*(files or []), *([boundaries] if boundaries else [])]), None)
    if first is None and to is None:
        raise InputError("files", "", "must be at least one table, or --boundaries FILE")
    folder = to or Path(first.stem if first else "")
    maps = {
        "boundaries": boundaries, "name_column": name_column, "crs": crs, "roads": roads,
        "stations": stations, "people": people, "water": water, "population": population,
    }  # fmt: skip
    given: dict[str, Any] = {name: value for name, value in maps.items() if value is not None}
    if cell is not None:
        given["cell_km"] = number("cell_km", cell)
    notes, written = _bring(folder, files or [], encoding, sheet, seat, given, language_)
    if seat and not files:
        name_seat(folder, seat)
    for note in notes:
        print(f"• {note.told(language_)}")
    for file in dict.fromkeys(written):
        print(translate("Written: {file}", language_, file=file))
    print(translate("Look at it: jiaosuo place check {folder}", language_, folder=folder))


def _bring(
    folder: Path,
    files: list[Path],
    encoding: str | None,
    sheet: str | None,
    seat: str,
    maps: Mapping[str, Any],
    language: str,
) -> tuple[list[Note], list[Path]]:
    """Tables first, then maps over them; what is said and what was written."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue.template import scenario_text
    from jiaosuo.experiments.inputs.notes import Note
    from jiaosuo.experiments.places.folder import bring_tables
    from jiaosuo.model.township import REQUIRED

    notes: list[Note] = []
    written: list[Path] = []
    if files:
        scenario = scenario_text(True, language)
        required: tuple[str, ...] = REQUIRED
        if "boundaries" in maps:
            # the land says how large its cells are, and boundaries say where and how large townships are
            from jiaosuo.experiments.places.geo.bringing import SMALLEST_PLACE

            scenario, required = SMALLEST_PLACE, ("name",)
        brought = bring_tables(folder, files, scenario, encoding, sheet, seat, required)
        count = len(brought.townships.rows)
        notes += [*brought.notes, Note(READ, {"count": count})]
        written += brought.files
    if maps:
        from jiaosuo.experiments.places.geo import bring

        drawn = bring(folder, **maps)
        notes += drawn.notes
        written += drawn.files
    return notes, written


@place.command()
def check(preset: Place, as_json: AsJson = False, lang: Lang = None) -> None:
    """What is given, what was read, what the model uses, side by side; exit code 2 where they differ."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.check import check_place
    from jiaosuo.experiments.places.folder import open_to_look
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.words import language

    language_ = language(lang)
    found = check_place(open_to_look(preset), language_)
    if as_json:
        print(printed(found.to_json()))
    else:
        # only a terminal pays
        from jiaosuo.experiments.places.check_table import show

        show(found, language_)
    if found.differs:
        raise typer.Exit(2)


@place.command()
def show(
    preset: Place,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the picture and the page; default: the place's own.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Draw a place: land, townships, roads by class, stations, people; what is estimated is hatched."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.folder import make, open_to_look
    from jiaosuo.experiments.places.picture import write_picture
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    opened = open_to_look(preset)
    folder = out or opened.folder or Path()
    make(folder)
    for file in write_picture(opened, folder, language_):
        print(translate("Written: {file}", language_, file=file))
