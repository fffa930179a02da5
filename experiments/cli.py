"""`jiaosuo`: the command line. Nothing heavy is imported until a command needs it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.assignments import assignments, number, whole

if TYPE_CHECKING:
    from model.scenario import Scenario

app = typer.Typer(
    name="jiaosuo",
    help=(
        "A police-integration laboratory: "
        "what changes when traffic police merge with police stations (交所合一)?"
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Preset = Annotated[
    str, typer.Argument(help="A shipped place (`jiaosuo scenarios`) or a scenario file ending in .toml.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
Seed = Annotated[str, typer.Option(help="Whole number that names the world.")]
Days = Annotated[str | None, typer.Option(help="Days to run; default: the place's own.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Change a parameter; may be repeated.")
]
Staffing = Annotated[str, typer.Option(help="historic, workload or best-separate.")]
Settled = Annotated[
    bool,
    typer.Option(
        "--settled", help="Officers start with the skill that the rule itself would give in the end."
    ),
]
Weights = Annotated[
    str | None,
    typer.Option(
        metavar="NAME=WEIGHT,...",
        help="Outcomes of the efficiency index with their weights; default: equal weights of its own.",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Folder for tables and reports.")]
Jobs = Annotated[str, typer.Option(help="Worker processes; 0: as many as there are processors.")]
Lang = Annotated[str | None, typer.Option(help="en or zh; default: the locale's.")]


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for a failure, 2 for bad input, 130 for Ctrl-C."""
    from model.core.errors import InputError

    try:
        app()
    except InputError as error:
        _fail(str(error), 2)
    except KeyboardInterrupt:
        _fail("stopped; nothing is half-written", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)


def _fail(message: str, code: int) -> None:
    print(f"jiaosuo: {message}", file=sys.stderr)
    sys.exit(code)


places = typer.Typer(help="List the shipped places, or begin one of your own.", rich_markup_mode=None)
app.add_typer(places, name="scenarios")


@places.callback(invoke_without_command=True)
def scenarios(context: typer.Context, as_json: AsJson = False) -> None:
    """List the shipped places; `new` begins one of your own."""
    if context.invoked_subcommand is not None:
        return
    from experiments import listing

    listing.show(listing.scenarios(), as_json)


@places.command()
def new(
    file: Annotated[str, typer.Argument(help="The file to write; its name ends in .toml.")],
    townships: Annotated[
        bool, typer.Option("--townships", help="Write a townships.csv beside it too.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Write a template of a scenario: every section, the levers most used, what each means and may be."""
    from experiments.template import write_template
    from model.core.words import language, translate

    language_ = language(lang)
    for written in write_template(Path(file), townships, language_):
        print(translate("Written: {file}", language_, file=written))
    print(translate("Change it, then: jiaosuo run {file}", language_, file=file))


@app.command()
def rules(as_json: AsJson = False) -> None:
    """List the integration rules and the maps of rules."""
    from experiments import listing

    listing.show(listing.rules(), as_json)


@app.command()
def kinds(as_json: AsJson = False) -> None:
    """List the kinds of call."""
    from experiments import listing

    listing.show(listing.kinds(), as_json)


@app.command()
def parameters(
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="A page to write them to, .md, instead.")] = None,
) -> None:
    """List every number of the model: default, range, unit, meaning, source."""
    from experiments import listing

    if out is None:
        listing.show(listing.parameters(), as_json)
        return
    from experiments.parameters_page import write_page

    write_page(out)
    print(f"jiaosuo: page in {out}", file=sys.stderr)


@app.command()
def outcomes(as_json: AsJson = False) -> None:
    """List the measures: label, unit, which way is better, formula, source."""
    from experiments import listing

    listing.show(listing.outcomes(), as_json)


@app.command()
def run(
    preset: Preset,
    rule: Annotated[
        str | None, typer.Option(help="A rule or a map of rules (`jiaosuo rules`); default: the place's own.")
    ] = None,
    days: Days = None,
    seed: Seed = "0",
    set_: Set = None,
    staffing: Staffing = "workload",
    trace: Annotated[str | None, typer.Option(help="call or officer: tell one life of the run.")] = None,
    out: Out = None,
    settled: Settled = False,
    as_json: AsJson = False,
) -> None:
    """Run one county; a rule that is named holds for the whole run, in place of the place's own timeline."""
    from experiments import single

    if trace not in (None, "call", "officer"):
        from model.core.errors import unknown

        raise unknown("trace", trace, ["call", "officer"])
    scenario = _scenario(preset, rule, seed, staffing, set_)
    single.check_folder(out)
    staffed = _staffed(scenario, 1)
    if settled:
        staffed = staffed.settled()
    length = _days(scenario, days)
    if scenario.path is not None:
        _run_years(staffed, out, as_json, trace)
        return
    county = single.run(staffed, length, log=trace is not None)
    single.show(county, as_json, trace)
    if out is not None:
        single.write(county, out)


def _run_years(scenario: Scenario, out: Path | None, as_json: bool, trace: str | None) -> None:
    from experiments import years
    from experiments.progress import bar
    from model.path import path_of, walk

    total, done = len(path_of(scenario).all), 0
    with bar("years", quiet=as_json) as progress:

        def on_year(_: int) -> None:
            nonlocal done
            done += 1
            progress(done, total)

        journey = walk(scenario, on_year, log=trace is not None)
    years.show(journey, as_json, trace)
    if out is not None:
        years.write(journey, out)


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
    staffing: Staffing = "workload",
    set_: Set = None,
    jobs: Jobs = "0",
    out: Out = None,
    settled: Settled = False,
    weights: Weights = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Compare rules on the same worlds: paired differences, a table and a verdict in words."""
    from experiments import single
    from experiments.progress import bar
    from model.core.words import language

    language_, workers, worlds = language(lang), _workers(jobs), whole("replications", replications)
    scenario = _scenario(preset, None, seed, staffing, set_)
    from experiments.compare import check_request
    from experiments.compare import compare as compare_rules

    names, days_ = rules.split(","), _days(scenario, days)
    given = None if weights is None else assignments(weights.split(","), "--weights")
    check_request(names, days_, worlds, given)
    single.check_folder(out)
    staffed = _staffed(scenario, workers)
    with bar("worlds", quiet=as_json) as progress:
        keep = out is not None
        comparison = compare_rules(staffed, names, days_, worlds, workers, keep, progress, settled, given)
    comparison.result["command"] = _command(preset, rules, comparison.result, set_, settled, weights)
    _show_comparison(comparison.result, as_json, language_)
    if out is not None:
        _write_comparison(comparison, out, language_)
    if comparison.failures:
        first = comparison.result["failures"][0]
        _fail(f"{len(comparison.failures)} of {worlds} worlds failed; first: {first}", 1)


@app.command()
def study(
    name: Annotated[str, typer.Argument(help="A study: calibration, patterns.")],
    presets: Annotated[
        list[str] | None, typer.Argument(help="Places or .toml files; default: the study's own.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="A quick look with far too few worlds.")] = False,
    seed: Seed = "0",
    jobs: Jobs = "0",
    out: Annotated[
        Path | None,
        typer.Option(help="The page to write, .md; default: docs/NAME.md. A JSON goes beside it."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Answer a question with many runs: a page with tables and pictures, and the numbers as JSON."""
    from experiments.progress import bar
    from experiments.studies import STUDIES, Request
    from experiments.writing import check_page, write_study
    from model.core.words import language, translate

    chosen, language_, workers = STUDIES[name], language(lang), _workers(jobs)
    places = tuple(_scenario(each, None, seed, "workload", None) for each in presets or chosen.places)
    file = Path("docs") / f"{name}.md" if out is None else out
    check_page(file)
    with bar("runs", quiet=as_json) as progress:
        request = Request(places, _study_command(name, presets, quick, seed), workers, quick, progress)
        document = chosen.run(request)
    write_study(chosen, document, file)
    if as_json:
        print(json.dumps(document, ensure_ascii=False, allow_nan=False))
    else:
        from rich.console import Console

        console = Console()
        console.print(translate(chosen.question, language_), style="bold", highlight=False, markup=False)
        console.print(chosen.told(document, language_))
    print(f"jiaosuo: page in {file}", file=sys.stderr)
    if document["failures"]:
        _fail(f"{len(document['failures'])} worlds failed; first: {document['failures'][0]}", 1)


def _study_command(name: str, presets: list[str] | None, quick: bool, seed: str) -> str:
    import shlex

    options = [*(["--quick"] if quick else []), *(["--seed", seed] if seed != "0" else [])]
    return shlex.join(["jiaosuo", "study", name, *(presets or []), *options])


def _scenario(preset: str, rule: str | None, seed: str, staffing: str, set_: list[str] | None) -> Scenario:
    from model.scenario import Scenario

    values: dict[str, Any] = dict(assignments(set_ or []))
    seed_ = whole("seed", seed)
    if preset.endswith(".toml"):
        return Scenario.read(Path(preset), rule=rule, seed=seed_, staffing=staffing, **values)
    return Scenario.preset(preset, rule=rule, seed=seed_, staffing=staffing, **values)


def _staffed(scenario: Scenario, jobs: int) -> Scenario:
    """The scenario with the split of the force found, if the staffing asks for the best of the status quo."""
    from model.core.terms import Staffing as Split

    if scenario.staffing != Split.BEST_SEPARATE:
        return scenario
    from experiments.staffing import best_separate

    return best_separate(scenario, jobs)


def _days(scenario: Scenario, days: str | None) -> float:
    if scenario.path is None:
        return scenario.about.days if days is None else number("days", days)
    if days is not None:
        from model.core.errors import InputError

        raise InputError("days", days, f"the path of {scenario.place} says which days are run")
    return scenario.path.days


def _workers(jobs: str) -> int:
    from model.core.errors import InputError

    if (workers := whole("jobs", jobs)) < 0:
        raise InputError("jobs", workers, "a whole number from 1, or 0 for all processors, is wanted")
    return workers or os.cpu_count() or 1


def _command(
    preset: str,
    rules: str,
    result: dict[str, Any],
    set_: list[str] | None,
    settled: bool,
    weights: str | None,
) -> str:
    import shlex

    words = ["jiaosuo", "compare", preset, "--rules", rules]
    words += [] if result["path"] else ["--days", f"{result['days']:g}"]
    words += ["--replications", str(result["replications"]), "--seed", str(result["seed"])]
    words += ["--staffing", result["staffing"], *(["--settled"] if settled else [])]
    words += [] if weights is None else ["--weights", weights]
    return shlex.join(words + [word for each in set_ or [] for word in ("--set", each)])


def _show_comparison(result: dict[str, Any], as_json: bool, language_: str) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    from experiments.index_table import has_index, index_table
    from experiments.tables import table
    from experiments.verdict import findings, notes, setting

    console = Console()
    console.print(setting(result, language_), style="bold", highlight=False, markup=False)
    console.print(table(result, language_))
    if has_index(result):
        console.print(index_table(result, language_))
    for sentence in findings(result, language_):
        console.print(f"• {sentence}", highlight=False, markup=False)
    console.print()
    for sentence in notes(result, language_):
        console.print(f"  {sentence}", style="dim", highlight=False, markup=False)


def _write_comparison(comparison: Any, folder: Path, language_: str) -> None:
    from experiments.report import write_report
    from experiments.single import write_frame, write_text

    folder.mkdir(parents=True, exist_ok=True)
    result = json.dumps(comparison.result, ensure_ascii=False, indent=1, allow_nan=False)
    write_text(folder / "result.json", result)
    calls = comparison.calls
    if calls is not None:
        write_frame(folder / "calls.parquet", calls)
        calls = calls.filter(~calls["found_on_patrol"] & calls["known"].is_not_null())
    write_report(comparison.result, calls, folder, language_)
    print(f"jiaosuo: report in {folder / 'report.html'}", file=sys.stderr)


if __name__ == "__main__":
    main()
