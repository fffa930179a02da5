"""`jiaosuo compare`: rules on the same worlds."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiaosuo.experiments.cli.app import app, fail, plugin_words
from jiaosuo.experiments.cli.doubt import doubt_words, numbers_for, with_doubt
from jiaosuo.experiments.cli.options import (
    AsJson,
    Days,
    Jobs,
    Lang,
    Out,
    Preset,
    Seed,
    Set,
    Staffing,
    Weights,
    opened,
    read_days,
    read_moment,
    read_rules,
    read_workers,
    say_what_is_used,
    staffed_scenario,
)
from jiaosuo.experiments.inputs.assignments import assignments as pairs
from jiaosuo.experiments.inputs.assignments import number, whole
from jiaosuo.model.core.canonical import printed, written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.typed import listed

if TYPE_CHECKING:
    import polars as pl

    from jiaosuo.experiments.comparison.result import ComparisonResult, Headline
    from jiaosuo.experiments.comparison.years_result import YearsResult
    from jiaosuo.model.scenario import Scenario

ALL_TIMES = "all"
OWN_YEARS = "own"
YearByYear = Annotated[
    str | None,
    typer.Option(
        help="Play so many years of growth from now on (--set vehicle_growth=, urbanization_growth=), "
        "--days of each, and tell year by year where rules change places; own: the place's own path."
    ),
]
AtAny = Annotated[
    str,
    typer.Option(
        help="How long after the change of rule: change (its first weeks), quarter (the third month), "
        "long-run (each rule with the skill and deterrence that it gives itself), or all three as a path."
    ),
]


@app.command()
def compare(
    preset: Preset,
    rules: Annotated[
        str,
        typer.Option(
            help="Rules or maps for the whole run, comma between, the first to compare against; "
            "timeline: the place's own changes of rule."
        ),
    ],
    days: Days = None,
    replications: Annotated[str, typer.Option(help="Worlds to run every rule in.")] = "20",
    seed: Seed = "0",
    staffing: Staffing = None,
    set_: Set = None,
    jobs: Jobs = "0",
    out: Out = None,
    at: AtAny = "long-run",
    weights: Weights = None,
    years: YearByYear = None,
    robust: Annotated[
        bool,
        typer.Option("--robust", help="Find the assumptions that would flip a headline; runs more worlds."),
    ] = False,
    headline: Annotated[
        str | None,
        typer.Option(
            help="With --robust: outcomes, comma between; default: the first that is told. With --years: "
            "those that get a table."
        ),
    ] = None,
    assumptions: Annotated[
        str | None,
        typer.Option(help="With --robust: which to try, comma between, or all; default: those with a range."),
    ] = None,
    robust_worlds: Annotated[str, typer.Option(help="Worlds in which what came near is judged.")] = "8",
    robust_days: Annotated[
        str | None, typer.Option(help="Days of a run with --robust; default: 2, or fewer if --days is fewer.")
    ] = None,
    doubt: Annotated[
        bool | None,
        typer.Option(
            "--doubt/--no-doubt",
            help="Tell what is not known of the numbers beside the chance of worlds; default: where the "
            "place was calibrated to its log (`jiaosuo log calibrate`).",
        ),
    ] = None,
    draws: Annotated[str, typer.Option(help="With --doubt: sets of numbers, each in two worlds.")] = "32",
    brief: Annotated[
        Path | None,
        typer.Option(help="Also write a brief on one page of A4 (.html): question, answer, how sure."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Compare rules on the same worlds: paired differences, a table and a verdict in words."""
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.runs import single
    from jiaosuo.model.core.words import language

    language_, workers, worlds = language(lang), read_workers(jobs), whole("replications", replications)
    if years is not None:
        _refuse_with_years(weights=weights, robust=robust or None, assumptions=assumptions, brief=brief)
        _refuse_with_years(**{"robust-days": robust_days, "doubt": doubt or None})
        _by_year(
            preset, rules, years, days, worlds, seed, staffing, set_, workers, out, at, headline, as_json,
            language_,
        )  # fmt: skip
        return
    place = opened(preset, None, seed, staffing, set_)
    scenario = place.scenario
    from jiaosuo.experiments.comparison.compare import check_request
    from jiaosuo.experiments.comparison.compare import compare as compare_rules
    from jiaosuo.experiments.comparison.compare import compare_at_all_times as at_all_times
    from jiaosuo.experiments.inference.trust import trust_in

    moment = None if at == ALL_TIMES else read_moment(at)
    names, days_ = read_rules(rules), read_days(scenario, days)
    given = None if weights is None else pairs(listed(weights), "--weights")
    check_request(names, days_, worlds, given)
    asked = _asked(scenario, days_, robust, headline, assumptions, robust_worlds, robust_days)
    sets = numbers_for(place, doubt, whole("draws", draws))
    single.check_folder(out, "result.json")
    if brief is not None:
        from jiaosuo.experiments.comparison.brief import check_brief

        check_brief(brief)
    staffed = staffed_scenario(scenario, workers)
    say_what_is_used(replace(place, scenario=staffed), language_, as_json)
    with bar("worlds", quiet=as_json) as progress:
        keep = out is not None
        if moment is None:
            comparison = at_all_times(staffed, names, days_, worlds, workers, keep, progress, given)
        else:
            comparison = compare_rules(staffed, names, days_, worlds, workers, keep, progress, moment, given)
    result = comparison.result
    if asked is not None:
        from jiaosuo.experiments.comparison.robust import robust as flips

        with bar("worlds for what would flip it", quiet=as_json) as progress:
            when = moment or read_moment(comparison.result.at)
            robust_result = flips(staffed, comparison.result, asked, workers, progress, when)
        result = replace(comparison.result, robust=robust_result)
    result = with_doubt(staffed, result, sets, workers, as_json)
    command = _command(preset, rules, result, set_, at, weights) + doubt_words(doubt, draws)
    if robust:
        command += _robust_words(headline, assumptions, robust_worlds, robust_days)
    result = replace(result, command=command, trust=trust_in(place.folder))
    _show_comparison(result, as_json, language_)
    if out is not None:
        begins = {rule: staffed.under(rule).start for rule in result.rules}
        _write_comparison(result, comparison.calls, out, language_, begins)
    if brief is not None:
        from jiaosuo.experiments.comparison.brief import write_brief

        print(f"jiaosuo: brief in {write_brief(result, brief, language_)}", file=sys.stderr)
    if comparison.failures:
        first = result.failures[0]
        fail(f"{len(comparison.failures)} of {worlds} worlds failed; first: {first}", 1)
    if result.robust is not None and (failed := result.robust.failures):
        fail(f"{len(failed)} worlds failed while looking for what would flip it; first: {failed[0]}", 1)
    if result.doubt is not None and (lost := result.doubt.failures):
        fail(f"{len(lost)} worlds failed under other numbers; first: {lost[0]}", 1)


def _refuse_with_years(**given: object) -> None:
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import InputError

    for name, value in given.items():
        if value is not None:
            raise InputError(name, value, "may not be given with --years")


def _by_year(
    preset: str,
    rules: str,
    years: str,
    days: str | None,
    worlds: int,
    seed: str,
    staffing: str | None,
    set_: list[str] | None,
    workers: int,
    out: Path | None,
    at: str,
    headline: str | None,
    as_json: bool,
    language_: str,
) -> None:
    """`--years`: the rules year by year, and where two of them change places."""
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.comparison import years_words
    from jiaosuo.experiments.comparison.years import rules_by_year
    from jiaosuo.experiments.runs import single

    place = opened(preset, None, seed, staffing, set_)
    scenario = _over_years(place.scenario, years, days)
    names, moment = read_rules(rules), read_moment(at)
    shown = years_words.shown(years_words.SHOWN if headline is None else listed(headline))
    single.check_folder(out, "years.json")
    staffed = staffed_scenario(scenario, workers)
    say_what_is_used(replace(place, scenario=staffed), language_, as_json)
    with bar("worlds", quiet=as_json) as progress:
        result = rules_by_year(staffed, names, worlds, workers, progress, moment)
    words = ["jiaosuo", "compare", preset, *plugin_words(), "--rules", rules, "--years", years]
    words += [] if years == OWN_YEARS else ["--days", str(result.days_per_year)]
    words += ["--replications", str(worlds), "--seed", seed, "--staffing", result.staffing, "--at", at]
    words += [word for each in set_ or [] for word in ("--set", each)]
    result = replace(result, command=shlex.join(words))
    _show_years(result, shown, as_json, language_)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        put_text(out / "years.json", written(result.to_json()))
    if result.failures:
        fail(f"{len(result.failures)} of {worlds} worlds failed; first: {result.failures[0]}", 1)


def _over_years(scenario: Scenario, years: str, days: str | None) -> Scenario:
    """The place as a path: so many years of growth from now on, or the years that it says itself."""
    # `--help` must not pay for this
    from jiaosuo.model.future import growing, path_of
    from jiaosuo.model.years import DAYS_OF_A_YEAR

    if years == OWN_YEARS:
        path_of(scenario)
        read_days(scenario, days)
        return scenario
    each = DAYS_OF_A_YEAR if days is None else whole("days", days)
    return growing(scenario, whole("years", years), each)


def _show_years(result: YearsResult, shown: list[Headline], as_json: bool, language_: str) -> None:
    if as_json:
        print(printed(result.to_json()))
        return
    # `--help` must not pay for this
    from rich.console import Console

    from jiaosuo.experiments.comparison import years_words
    from jiaosuo.experiments.comparison.years_table import table

    console = Console()
    console.print(years_words.setting(result, language_), style="bold", highlight=False, markup=False)
    for headline in shown:
        console.print(table(result, headline, language_))
    for sentence in years_words.findings(result, language_):
        console.print(f"• {sentence}", highlight=False, markup=False)


def _asked(
    scenario: Any,
    days: float,
    robust: bool,
    headline: str | None,
    assumptions: str | None,
    worlds: str,
    robust_days: str | None,
) -> Any:
    """What `--robust` asks for, checked; None without it."""
    # `--help` must not pay for this
    from jiaosuo.model.core.errors import InputError

    if not robust:
        for field, text in (
            ("headline", headline),
            ("assumptions", assumptions),
            ("robust-days", robust_days),
        ):
            if text is not None:
                raise InputError(field, text, "may only be given with --robust")
        return None
    from jiaosuo.experiments.comparison.robust import asked

    headlines, names = (None if text is None else listed(text) for text in (headline, assumptions))
    short = None if robust_days is None else number("robust-days", robust_days)
    return asked(scenario, days, headlines, names, whole("robust-worlds", worlds), short)


def _robust_words(headline: str | None, assumptions: str | None, worlds: str, robust_days: str | None) -> str:
    """The options of `--robust` as they were given."""

    words = ["--robust"]
    words += [] if headline is None else ["--headline", headline]
    words += [] if assumptions is None else ["--assumptions", assumptions]
    words += [] if worlds == "8" else ["--robust-worlds", worlds]
    words += [] if robust_days is None else ["--robust-days", robust_days]
    return " " + shlex.join(words)


def _command(
    preset: str,
    rules: str,
    result: ComparisonResult,
    set_: list[str] | None,
    at: str,
    weights: str | None,
) -> str:

    words = ["jiaosuo", "compare", preset, *plugin_words(), "--rules", rules]
    words += [] if result.path else ["--days", f"{result.days:g}"]
    words += ["--replications", str(result.replications), "--seed", str(result.seed)]
    words += ["--staffing", result.staffing, "--at", at]
    words += [] if weights is None else ["--weights", weights]
    return shlex.join(words + [word for each in set_ or [] for word in ("--set", each)])


def _show_comparison(result: ComparisonResult, as_json: bool, language_: str) -> None:
    if as_json:
        print(printed(result.to_json()))
        return
    # `--help` must not pay for this
    from rich.console import Console

    from jiaosuo.experiments.comparison.doubt_words import doubt_sentences
    from jiaosuo.experiments.comparison.geometry_words import geometry_findings
    from jiaosuo.experiments.comparison.index_table import has_index, index_table
    from jiaosuo.experiments.comparison.priced_table import has_prices, priced_findings, priced_table
    from jiaosuo.experiments.comparison.robust_words import robust_sentences
    from jiaosuo.experiments.comparison.tables import table, times_table
    from jiaosuo.experiments.comparison.verdict import findings, notes, setting

    console = Console()
    console.print(setting(result, language_), style="bold", highlight=False, markup=False)
    console.print(table(result, language_))
    if result.times is not None:
        console.print(times_table(result, language_))
    if has_index(result):
        console.print(index_table(result, language_))
    if has_prices(result):
        console.print(priced_table(result, language_))
    said = [*findings(result, language_), *priced_findings(result, language_)[:-1]]
    said += geometry_findings(result, language_)
    for sentence in [*said, *robust_sentences(result, language_), *doubt_sentences(result, language_)]:
        console.print(f"• {sentence}", highlight=False, markup=False)
    console.print()
    for sentence in notes(result, language_):
        console.print(f"  {sentence}", style="dim", highlight=False, markup=False)


def _write_comparison(
    result: ComparisonResult,
    calls: pl.DataFrame | None,
    folder: Path,
    language_: str,
    worlds: Mapping[str, Scenario],
) -> None:
    # `--help` must not pay for this
    from jiaosuo.experiments.comparison.report import write_report
    from jiaosuo.experiments.provenance.files import keep_plugins, put_frame

    folder.mkdir(parents=True, exist_ok=True)
    put_text(folder / "result.json", written(result.to_json()))
    keep_plugins(folder)
    if calls is not None:
        put_frame(folder / "calls.parquet", calls)
        calls = calls.filter(~calls["found_on_patrol"] & calls["known"].is_not_null())
    write_report(result, calls, folder, language_, worlds)
    print(f"jiaosuo: report in {folder / 'report.html'}", file=sys.stderr)
