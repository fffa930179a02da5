"""`jiaosuo place new | import | check | show`: a place of one's own, from the files people have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import AsJson, Lang

place = typer.Typer(
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


@place.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="Tables of townships: CSV, TSV, XLSX.")],
    to: Annotated[
        Path | None, typer.Option(help="Folder of the place; default: the first file's name.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="utf-8, gb18030, utf-16 ...; default: found by itself.")
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="Sheet of a spreadsheet; default: the best known.")
    ] = None,
    seat: Annotated[str, typer.Option(help="Township with the county seat; default: the largest town.")] = "",
    lang: Lang = None,
) -> None:
    """Fill the folder of a place from tables; says what it guessed, and asks nothing that it can read."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue.template import scenario_text
    from jiaosuo.experiments.places.folder import bring_tables
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    folder = Path(files[0].stem) if to is None else to
    scenario = scenario_text(True, language_)
    brought = bring_tables(folder, files, scenario, encoding, sheet, seat)
    for note in brought.notes:
        print(f"• {note.told(language_)}")
    count = len(brought.townships.townships)
    print(translate("{count} townships are read.", language_, count=count))
    for file in brought.files:
        print(translate("Written: {file}", language_, file=file))
    print(translate("Look at it: jiaosuo place check {folder}", language_, folder=folder))


@place.command()
def check(name: Place, as_json: AsJson = False, lang: Lang = None) -> None:
    """What is given, what was read, what the model uses, side by side; exit code 2 where they differ."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.check import check_place
    from jiaosuo.experiments.places.folder import open_place
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.words import language

    language_ = language(lang)
    found = check_place(open_place(name), language_)
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
    name: Place,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the picture and the page; default: the place's own.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Draw a place: land, townships, roads by class, stations, people; what is estimated is hatched."""
    # `--help` must not pay for this
    from jiaosuo.experiments.places.folder import make, open_place
    from jiaosuo.experiments.places.picture import write_picture
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    opened = open_place(name)
    folder = out or opened.folder or Path()
    make(folder)
    for file in write_picture(opened, folder, language_):
        print(translate("Written: {file}", language_, file=file))
