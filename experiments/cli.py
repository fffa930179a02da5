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


@app.command()
def scenarios(as_json: AsJson = False) -> None:
    """List the shipped places."""
    from experiments import listing

    listing.show(listing.scenarios(), as_json)


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
def parameters(as_json: AsJson = False) -> None:
    """List every number of the model: default, range, unit, meaning, source."""
    from experiments import listing

    listing.show(listing.parameters(), as_json)


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
    """Run one county under one rule."""
    from experiments import single

    if trace not in (None, "call", "officer"):
        from model.core.errors import unknown

        raise unknown("trace", trace, ["call", "officer"])
    scenario = _scenario(preset, rule, seed, staffing, set_)
    single.check_folder(out)
    staffed = _staffed(scenario, 1)
    if settled:
        staffed = staffed.settled()
    county = single.run(staffed, _days(scenario, days), log=trace is not None)
    single.show(county, as_json, trace)
    if out is not None:
        single.write(county, out)


@app.command()
def compare(
    preset: Preset,
    rules: Annotated[str, typer.Option(help="Rules or maps, comma between; the first is compared against.")],
    days: Days = None,
    replications: Annotated[str, typer.Option(help="Worlds to run every rule in.")] = "20",
    seed: Seed = "0",
    staffing: Staffing = "workload",
    set_: Set = None,
    jobs: Jobs = "0",
    out: Out = None,
    settled: Settled = False,
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
    check_request(names, days_, worlds)
    single.check_folder(out)
    staffed = _staffed(scenario, workers)
    with bar("worlds", quiet=as_json) as progress:
        comparison = compare_rules(staffed, names, days_, worlds, workers, out is not None, progress, settled)
    comparison.result["command"] = _command(preset, rules, comparison.result, set_, settled)
    _show_comparison(comparison.result, as_json, language_)
    if out is not None:
        _write_comparison(comparison, out, language_)
    if comparison.failures:
        first = comparison.result["failures"][0]
        _fail(f"{len(comparison.failures)} of {worlds} worlds failed; first: {first}", 1)


@app.command()
def study(
    name: Annotated[str, typer.Argument(help="A study: patterns.")],
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

    values = assignments(set_ or [])
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
    return scenario.about.days if days is None else number("days", days)


def _workers(jobs: str) -> int:
    from model.core.errors import InputError

    if (workers := whole("jobs", jobs)) < 0:
        raise InputError("jobs", workers, "a whole number from 1, or 0 for all processors, is wanted")
    return workers or os.cpu_count() or 1


def _command(preset: str, rules: str, result: dict[str, Any], set_: list[str] | None, settled: bool) -> str:
    import shlex

    words = ["jiaosuo", "compare", preset, "--rules", rules, "--days", f"{result['days']:g}"]
    words += ["--replications", str(result["replications"]), "--seed", str(result["seed"])]
    words += ["--staffing", result["staffing"], *(["--settled"] if settled else [])]
    return shlex.join(words + [word for each in set_ or [] for word in ("--set", each)])


def _show_comparison(result: dict[str, Any], as_json: bool, language_: str) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False, allow_nan=False))
        return
    from rich.console import Console

    from experiments.verdict import findings, notes, setting, table

    console = Console()
    console.print(setting(result, language_), style="bold", highlight=False, markup=False)
    console.print(table(result, language_))
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
