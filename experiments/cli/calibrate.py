"""`jiaosuo log calibrate`: what a log does not show is told from runs."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import fail, plugin_words
from jiaosuo.experiments.cli.log import log
from jiaosuo.experiments.cli.options import AsJson, Jobs, Lang, read_workers


@log.command()
def calibrate(
    place: Annotated[
        str, typer.Argument(help="A folder of a place, which is written into; another place needs --out.")
    ],
    log_: Annotated[
        str | None, typer.Option("--log", metavar="LOG", help="The log; default: that in the place's folder.")
    ] = None,
    rule: Annotated[
        str | None, typer.Option(help="The rule that was in force; default: that of the place.")
    ] = None,
    names: Annotated[
        str | None,
        typer.Option("--parameters", metavar="A,B", help="Numbers to tell; default: those no log shows."),
    ] = None,
    runs: Annotated[str, typer.Option(help="Runs of the place, over all waves.")] = "240",
    waves: Annotated[str, typer.Option(help="Waves: the first over all that is plausible.")] = "3",
    days: Annotated[
        str | None, typer.Option(help="Days of a run; default: those of the log, 14 at most.")
    ] = None,
    jobs: Jobs = "0",
    engine: Annotated[str, typer.Option(help="local, or dask://HOST:PORT.")] = "local",
    out: Annotated[
        Path | None, typer.Option(help="Folder of the runs; default: calibration in the place's folder.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Tell from a log what it does not show (skill, other work, deterrence ...): a sample, and how sure.

    Stopped at any moment, the same command goes on.
    """
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar_or_lines
    from jiaosuo.experiments.inputs.assignments import number, whole
    from jiaosuo.experiments.logs.calibrating import FOLDER, asked
    from jiaosuo.experiments.logs.calibrating import calibrate as told_from
    from jiaosuo.experiments.logs.calibration_file import show_calibration, write_calibration
    from jiaosuo.experiments.logs.call_log import read_log
    from jiaosuo.experiments.places.folder import open_place
    from jiaosuo.experiments.runs.single import check_folder
    from jiaosuo.experiments.sweeps.driver import engine_of
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.words import language, translate
    from jiaosuo.model.moment import Moment

    language_, workers = language(lang), read_workers(jobs)
    opened = open_place(place, rule=rule)
    if opened.folder is None and out is None:
        raise InputError("--out", "", "must be a folder for the runs")
    folder = out or (opened.folder or Path()) / FOLDER
    length = None if days is None else number("days", days)
    chosen = None if names is None else names.split(",")
    scenario = opened.scenario.at(Moment.LONG_RUN)
    wanted = asked(scenario, chosen, whole("runs", runs), whole("waves", waves), length)
    calls = read_log(log_ or place)
    check_folder(folder)
    again = shlex.join(["jiaosuo", "log", "calibrate", place, *plugin_words()])
    try:
        with bar_or_lines("runs", quiet=as_json) as progress:
            found = told_from(calls, wanted, folder, workers, engine_of(engine, workers), progress, again)
    except KeyboardInterrupt:
        fail(translate("stopped; what is done is kept; the same command goes on", language_), 130)
    except RuntimeError as error:
        fail(str(error), 1)
    target = opened.folder if out is None and opened.folder is not None else folder
    files = write_calibration(found, target, target is opened.folder, language_)
    if as_json:
        about, told = found.about.to_json(), [each.to_json() for each in found.told()]
        print(printed({**about, "told": told}))
        return
    show_calibration(found, language_)
    for file in files:
        print(translate("Written: {file}", language_, file=file))
