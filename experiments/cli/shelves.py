"""What is on the shelves: `jiaosuo scenarios | rules | kinds | parameters | outcomes | columns` and more."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import Door, app
from jiaosuo.experiments.cli.options import AsJson, Lang, Set
from jiaosuo.experiments.inputs.assignments import assignments
from jiaosuo.model.core.errors import InputError

places = Door(help="List the shipped places, look into one, or begin one of your own.", rich_markup_mode=None)
app.add_typer(places, name="scenarios")


@places.callback(invoke_without_command=True)
def scenarios(context: typer.Context, as_json: AsJson = False, lang: Lang = None) -> None:
    """List the shipped places; `townships` looks into one, `new` begins one of your own."""
    if context.invoked_subcommand is not None:
        return
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.scenarios(), as_json, language(lang))


@places.command()
def new(
    file: Annotated[str, typer.Argument(help="The file to write; its name ends in .toml.")],
    townships: Annotated[
        bool, typer.Option("--townships", help="Write a townships.csv beside it too.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Write a template of a scenario: every section, the levers most used, what each means and may be."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue.template import write_template
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    for written in write_template(Path(file), townships, language_):
        print(translate("Written: {file}", language_, file=written))
    print(translate("Change it, then: jiaosuo run {file}", language_, file=file))


@places.command()
def townships(
    place: Annotated[
        str, typer.Argument(help="A shipped place, a scenario file that ends in .toml, or a folder.")
    ],
    set_: Set = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List the townships of a place: people, townspeople, posts, loads, officers by corps and staffing."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.townships(place, dict(assignments(set_ or []))), as_json, language(lang))


@app.command()
def rules(as_json: AsJson = False, lang: Lang = None) -> None:
    """List the integration rules and the maps of rules."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.rules(), as_json, language(lang))


@app.command()
def kinds(as_json: AsJson = False, lang: Lang = None) -> None:
    """List the kinds of call."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.kinds(), as_json, language(lang))


@app.command()
def parameters(
    as_json: AsJson = False,
    find: Annotated[
        str | None,
        typer.Option(
            metavar="WORD", help="Only those with it in name, meaning or group, in English or Chinese."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A page to write them to, .md, instead.")] = None,
    lang: Lang = None,
) -> None:
    """List every number of the model: default, range, unit, meaning, source."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing, parameters_shown
    from jiaosuo.model.core.words import language

    if out is None:
        rows = listing.parameters()
        parameters_shown.show(
            rows if find is None else parameters_shown.found(find, rows), as_json, language(lang)
        )
        return
    if find is not None:
        raise InputError("--find", find, f"--out says {out}; leave one of the two out")
    from jiaosuo.experiments.catalogue.parameters_page import write_page

    write_page(out)
    print(f"jiaosuo: page in {out}", file=sys.stderr)


@app.command()
def outcomes(as_json: AsJson = False, lang: Lang = None) -> None:
    """List the measures: label, unit, which way is better, formula, source."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.outcomes(), as_json, language(lang))


@app.command()
def columns(
    table: Annotated[str | None, typer.Argument(help="A table; left out, the tables are listed.")] = None,
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="A page to write all of them to, .md, instead.")] = None,
    lang: Lang = None,
) -> None:
    """List the tables that are written, or the columns of one: type, unit, meaning, when a cell is empty."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import dictionary_page, listing, written_tables
    from jiaosuo.model.core.words import language

    spoken = language(lang)
    if out is None and table is None:
        listing.show(written_tables.tables(spoken), as_json, spoken)
        return
    if out is None:
        listing.show(written_tables.columns(str(table), spoken), as_json, spoken)
        return
    from jiaosuo.experiments.stored_studies.documents import DOCUMENTS

    dictionary_page.write_page(out, DOCUMENTS)
    print(f"jiaosuo: page in {out}", file=sys.stderr)


@app.command()
def glossary(
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="A page to write them to, .md, instead.")] = None,
    lang: Lang = None,
) -> None:
    """List the words of the project: Chinese, how each is written in code, what it means."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import glossary_page, listing
    from jiaosuo.model.core.words import language

    if out is None:
        listing.show(glossary_page.rows(), as_json, language(lang))
        return
    glossary_page.write_page(out)
    print(f"jiaosuo: page in {out}", file=sys.stderr)
