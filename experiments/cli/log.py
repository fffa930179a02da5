"""`jiaosuo log import | types | check | describe | deidentify | fit | hindcast`: logs of calls.

`log calibrate` has a file of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import AsJson, Lang

if TYPE_CHECKING:
    from jiaosuo.experiments.places.folder import OpenPlace

log = typer.Typer(
    help="A log of calls (110/122, CAD): read it, check it, describe it, make it anonymous.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(log, name="log")

Files = Annotated[list[Path], typer.Argument(help="Exports of calls: CSV, TSV, XLSX; read into one log.")]
Map = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help="types.toml: which heading and which type is what with us."),
]
Encoding = Annotated[str | None, typer.Option(help="utf-8, gb18030, utf-16 ...; default: found by itself.")]
Sheet = Annotated[
    str | None, typer.Option(help="Sheet of a spreadsheet; default: the one with known headings.")
]
PlaceOption = Annotated[
    str | None,
    typer.Option(help="Place of the calls: a folder, a scenario file ending in .toml, or a shipped place."),
]
Log = Annotated[
    str, typer.Argument(metavar="LOG", help="A log of `log import`, or the folder of a place that has one.")
]


@log.command("import")
def import_(
    files: Files,
    map_: Map = None,
    place: PlaceOption = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File of the log; default: calls.parquet in the folder of the place, or here."),
    ] = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    lang: Lang = None,
) -> None:
    """Read exports of calls into one log; says what it guessed, and counts every row that it leaves out."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.call_log import FILE, write_log
    from jiaosuo.experiments.logs.importing import import_log
    from jiaosuo.experiments.logs.told import imported
    from jiaosuo.experiments.logs.type_map import read_map
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    opened = None if place is None else _opened(place)
    folder = None if opened is None else opened.folder
    target = _target(out or (folder or Path()) / FILE)
    found = import_log(files, read_map(map_), opened, encoding, sheet)
    for line in imported(found, language_):
        print(line)
    print(translate("Written: {file}", language_, file=write_log(found, target)))
    print(translate("Look at it: jiaosuo log check {file}", language_, file=target))


def _opened(place: str) -> OpenPlace:
    # `--help` must not pay for this
    from jiaosuo.experiments.places.folder import open_to_look

    return open_to_look(place)


def _target(file: Path) -> Path:
    """The file, in a folder that can be written; InputError where it cannot, before anything is read."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.files import check_writable

    return check_writable(file)


@log.command()
def types(
    files: Files,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The map to begin.")] = Path("types.toml"),
    map_: Map = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    lang: Lang = None,
) -> None:
    """Begin a map: the headings and types of exports with their counts, and what is guessed of each."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.files import refuse_existing
    from jiaosuo.experiments.logs.importing import map_of
    from jiaosuo.experiments.logs.type_map import read_map
    from jiaosuo.model.core.files import put_text
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    target = refuse_existing(_target(out))
    text = map_of(files, read_map(map_), encoding, sheet)
    print(translate("Written: {file}", language_, file=put_text(target, text)))


@log.command()
def check(name: Log, as_json: AsJson = False, lang: Lang = None) -> None:
    """What is wrong in a log, with counts and rows; exit code 2 where something is."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.call_log import read_log
    from jiaosuo.experiments.logs.checking import check_log
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.words import language

    language_ = language(lang)
    found = check_log(read_log(name), language_)
    if as_json:
        print(printed(found.to_json()))
    else:
        # only a terminal pays
        from jiaosuo.experiments.logs.told import show_check

        show_check(found, language_)
    if found.wrong:
        raise typer.Exit(2)


@log.command()
def describe(
    name: Log,
    place: PlaceOption = None,
    out: Annotated[
        Path | None, typer.Option(help="File of the page; default: calls.html beside the log.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Draw a log on one page: when, what and where, response and handling, how many at the same time."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.call_log import log_file, read_log
    from jiaosuo.experiments.logs.checking import check_log
    from jiaosuo.experiments.logs.describing import describe as described
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    opened = None if place is None else _opened(place)
    target = None if as_json else _target(out or log_file(name).with_suffix(".html"))
    found = read_log(name)
    figures = described(found, opened)
    if target is None:
        print(printed(figures.to_json()))
        return
    # only who wants a page pays
    from jiaosuo.experiments.logs.describe_page import write_page

    file = write_page(found, figures, check_log(found, language_), target, language_)
    print(translate("Written: {file}", language_, file=file))


@log.command()
def deidentify(
    name: Log,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The coarse log to write.")],
    minutes: Annotated[str, typer.Option(help="Steps of the times at which calls came in.")] = "60",
    km: Annotated[
        str, typer.Option(help="Sides of the squares in which calls lie; 0: townships alone.")
    ] = "1",
    lang: Lang = None,
) -> None:
    """Make a log coarse: no numbers, no text, times and places in steps; tells how many calls stay alone."""
    # `--help` must not pay for this
    from jiaosuo.experiments.inputs.assignments import number, whole
    from jiaosuo.experiments.logs.call_log import read_log, write_log
    from jiaosuo.experiments.logs.deidentify import deidentify as coarsened
    from jiaosuo.experiments.logs.files import refuse_existing
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    steps, side = whole("minutes", minutes), number("km", km)
    target = refuse_existing(_target(out))
    coarse, told = coarsened(read_log(name), steps, side)
    alone = translate(
        "Alone in time, place and kind: {before:,} of {calls:,} calls before, {after:,} after.",
        language_,
        before=told.alone_before,
        calls=told.calls,
        after=told.alone_after,
    )
    print(alone)
    print(translate("Written: {file}", language_, file=write_log(coarse, target)))


@log.command()
def fit(
    place: Annotated[
        str, typer.Argument(help="A folder of a place, which is written into; another place is only told.")
    ],
    log_: Annotated[
        str | None, typer.Option("--log", metavar="LOG", help="The log; default: that in the place's folder.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only days before it, so that others can be told of.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Read off a log what it tells of a place's numbers, with intervals, and write them into its folder."""
    # `--help` must not pay for this
    from jiaosuo.experiments.logs.call_log import read_log
    from jiaosuo.experiments.logs.fit_file import write_fit
    from jiaosuo.experiments.logs.fit_shown import show_fit
    from jiaosuo.experiments.logs.fitting import fit_log
    from jiaosuo.experiments.places.folder import open_place
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.words import language, translate
    from jiaosuo.model.moment import Moment

    language_ = language(lang)
    opened = open_place(place)
    calls = read_log(log_ or place)
    if until is not None:
        # few fit a part of a log
        from jiaosuo.experiments.logs.export import first_day
        from jiaosuo.experiments.logs.fitting import until_day

        calls = until_day(calls, first_day(until, "--until"))
    found = fit_log(calls, opened.scenario.at(Moment.LONG_RUN))
    if as_json:
        print(printed(found.to_json()))
        return
    show_fit(found, language_)
    if opened.folder is not None:
        for file in write_fit(found, opened.folder):
            print(translate("Written: {file}", language_, file=file))


@log.command()
def hindcast(
    place: Annotated[str, typer.Argument(help="The place that tells, fitted to other days of the log.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="First day that is told of.")],
    log_: Annotated[
        str | None, typer.Option("--log", metavar="LOG", help="The log; default: that in the place's folder.")
    ] = None,
    days: Annotated[str, typer.Option(help="Days that are told of.")] = "7",
    replications: Annotated[str, typer.Option(help="Worlds in which they are told.")] = "20",
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Let a place tell of days of a log that it was not fitted to: coverage, scores, and what to trust."""
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.inference.trust import write_hindsight
    from jiaosuo.experiments.inputs.assignments import whole
    from jiaosuo.experiments.logs.call_log import read_log
    from jiaosuo.experiments.logs.export import first_day
    from jiaosuo.experiments.logs.hindcast import hindcast as told
    from jiaosuo.experiments.logs.hindcast import hindsight, show_hindcast
    from jiaosuo.experiments.places.folder import open_place
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.words import language
    from jiaosuo.model.moment import Moment
    from jiaosuo.model.own_places import content_of

    worlds, length, begin = (
        whole("replications", replications),
        whole("days", days),
        first_day(first, "--from"),
    )
    for name, value, most in (("replications", worlds, 1_000), ("days", length, 366)):
        if not 1 <= value <= most:
            raise InputError(name, value, f"must be a whole number from 1 to {most:,}")
    opened = open_place(place)
    scenario = opened.scenario.at(Moment.LONG_RUN)
    calls = read_log(log_ or place)
    with bar("hindcast", quiet=as_json) as progress:
        found = told(calls, scenario, begin, length, worlds, progress)
    if opened.folder is not None:
        write_hindsight(hindsight(found, content_of(opened.folder)), opened.folder)
    if as_json:
        print(printed(found.to_json()))
    else:
        show_hindcast(found, language(lang))
