"""`jiaosuo run`: one county, or one path of years."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import (
    AsJson,
    At,
    Days,
    Lang,
    Out,
    Preset,
    Seed,
    Set,
    Staffing,
    opened,
    read_days,
    read_moment,
    say_what_is_used,
    staffed_scenario,
)

if TYPE_CHECKING:
    from jiaosuo.model.scenario import Scenario


@app.command()
def run(
    preset: Preset,
    rule: Annotated[
        str | None, typer.Option(help="A rule or a map of rules (`jiaosuo rules`); default: the place's own.")
    ] = None,
    days: Days = None,
    seed: Seed = "0",
    set_: Set = None,
    staffing: Staffing = None,
    trace: Annotated[str | None, typer.Option(help="call or officer: tell one life of the run.")] = None,
    out: Out = None,
    log: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the run as a log of calls: .parquet in our form, .csv as a 110 desk exports it.",
        ),
    ] = None,
    log_from: Annotated[
        str, typer.Option("--log-from", metavar="DATE", help="First day of the run in its log.")
    ] = "2025-01-01",
    at: At = "long-run",
    profile: Annotated[
        bool, typer.Option("--profile", help="Tell where the time goes, by line of the step.")
    ] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Run one county; a rule that is named holds for the whole run, in place of the place's own timeline."""
    # `--help` must not pay for this
    from jiaosuo.experiments.inference.trust import trust_in, trust_sentence
    from jiaosuo.experiments.runs import single
    from jiaosuo.model.core.words import language
    from jiaosuo.model.limits import check_days
    from jiaosuo.model.possible import check_run, too_late

    if trace not in (None, "call", "officer"):
        from jiaosuo.model.core.errors import unknown

        raise unknown("trace", trace, ["call", "officer"])
    if trace is not None and as_json:
        from jiaosuo.model.core.errors import InputError

        raise InputError("--trace", trace, "may not be given with --json")
    place = opened(preset, rule, seed, staffing, set_)
    begin = None if log is None else _check_log(log, log_from, place.scenario)
    scenario = place.scenario
    single.check_folder(out, "run.json")
    staffed = staffed_scenario(scenario, 1)
    say_what_is_used(replace(place, scenario=staffed), language(lang), as_json)
    staffed = staffed.at(read_moment(at))
    length = check_days(read_days(scenario, days))
    check_run(staffed, length)
    if scenario.path is not None:
        if profile:
            from jiaosuo.model.core.errors import InputError

            raise InputError("--profile", scenario.place, "must be a place without a path of years")
        _run_years(staffed, out, as_json, trace)
        return
    for sentence in too_late(scenario.described().timeline, length, language(lang)):
        print(f"jiaosuo: {sentence}", file=sys.stderr)
    watched = trace is not None or out is not None or log is not None
    county = single.run(staffed, length, watched, profile)
    single.show(county, as_json, trace, language(lang))
    if not as_json and (said := trust_sentence(trust_in(place.folder), language(lang))):
        print(said)
    if out is not None:
        single.write(county, out)
    if log is not None and begin is not None:
        # only who writes a log pays
        from jiaosuo.experiments.logs.export import run_log, write_run

        write_run(run_log(county, begin), log)


def _check_log(file: Path, begin: str, scenario: Scenario) -> date:
    """The first day of the log; InputError before anything runs where it could not be written."""
    # only who writes a log pays
    from jiaosuo.experiments.logs.export import check_export, first_day
    from jiaosuo.model.core.errors import InputError

    if scenario.path is not None:
        raise InputError("--log", scenario.place, "must be a place without a path of years")
    day = first_day(begin)
    check_export(file)
    return day


def _run_years(scenario: Scenario, out: Path | None, as_json: bool, trace: str | None) -> None:
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.runs import years
    from jiaosuo.model.future import path_of
    from jiaosuo.model.path import walk

    total, done = len(path_of(scenario).all), 0
    with bar("years", quiet=as_json) as progress:

        def on_year(_: int) -> None:
            nonlocal done
            done += 1
            progress(done, total)

        journey = walk(scenario, on_year, log=trace is not None or out is not None)
    years.show(journey, as_json, trace)
    if out is not None:
        years.write(journey, out)
