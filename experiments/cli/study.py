"""`jiaosuo study NAME`: a question answered with many runs. Each study is a command with its own options."""

from __future__ import annotations

import inspect
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from jiaosuo.experiments.cli.app import Door, app, fail, plugin_words
from jiaosuo.experiments.cli.options import AsJson, Jobs, Lang, Seed, read_scenario, read_workers
from jiaosuo.model.core.canonical import printed

if TYPE_CHECKING:
    from jiaosuo.experiments.study_tools.result import StudyResult
    from jiaosuo.experiments.study_tools.study import Study


class Studies(TyperGroup):
    """The commands are what stands on the shelf of studies, looked at when it is needed."""

    def list_commands(self, ctx: Any) -> list[str]:
        # `--help` must not pay for this
        from jiaosuo.experiments.studies import STUDIES

        return list(STUDIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        # `--help` must not pay for this
        from jiaosuo.experiments.studies import STUDIES

        return _command_of(STUDIES[cmd_name])


studies = Door(cls=Studies, no_args_is_help=True, rich_markup_mode=None)


@studies.callback()
def _studies() -> None:
    """Answer a question with many runs: a page with tables and pictures, and the numbers as JSON."""


app.add_typer(studies, name="study")


def run_study(
    name: str,
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
    keep: Annotated[
        Path | None,
        typer.Option(help="Folder for finished worlds: the same command takes up where it was stopped."),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
    **given: str | None,
) -> None:
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.studies import STUDIES, Request
    from jiaosuo.experiments.study_tools.files import check_page, write_study
    from jiaosuo.experiments.sweeps.driver import Stopped
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.words import language

    chosen, language_, workers = STUDIES[name], language(lang), read_workers(jobs)
    options = {each.name: text for each in chosen.options if (text := given[_python(each.name)]) is not None}
    places = tuple(read_scenario(each, None, seed, None, None) for each in presets or chosen.places)
    for place in places:
        if place.about.theory:
            raise InputError("preset", place.place, "a place of theory stands for nowhere; name a county")
    file = Path("docs") / f"{name}.md" if out is None else out
    check_page(file)
    command = _typed(name, presets, quick, seed, options)
    try:
        with bar("runs", quiet=as_json) as progress:
            result = chosen.run(Request(places, command, workers, quick, progress, options, keep))
    except Stopped as error:
        fail(str(error), 1)
    write_study(chosen, result, file)
    _show(chosen, result, as_json, language_)
    print(f"jiaosuo: page in {file}", file=sys.stderr)
    if result.failures:
        fail(f"{len(result.failures)} worlds failed; first: {result.failures[0]}", 1)


def _show[Result: StudyResult](chosen: Study[Result], result: Result, as_json: bool, language_: str) -> None:
    if as_json:
        print(printed(result.to_json()))
        return
    # `--help` must not pay for this
    from rich.console import Console

    from jiaosuo.model.core.words import translate

    console = Console()
    console.print(translate(chosen.question, language_), style="bold", highlight=False, markup=False)
    console.print(chosen.table(result, language_))
    for sentence in chosen.summary(result, language_):
        console.print(f"• {sentence}", highlight=False, markup=False)


def _command_of(chosen: Study[Any]) -> Any:
    """The command of a study: `run_study` with the study's options in its signature."""

    def command(**given: Any) -> None:
        run_study(chosen.name, **given)

    signature = inspect.signature(run_study, eval_str=True)
    own = [each for each in signature.parameters.values() if each.name not in ("name", "given")]
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [*own, *(_parameter(each.name, each.default, each.meaning) for each in chosen.options)]
    )
    command.__annotations__ = {}
    command.__doc__ = chosen.question
    single = Door(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name=chosen.name)(command)
    return typer.main.get_command(single)


def _parameter(name: str, default: str, meaning: str) -> inspect.Parameter:
    shown = f"{meaning} Default: {default}." if default else meaning
    annotation = Annotated[str | None, typer.Option(f"--{name}", help=shown)]
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(_python(name), kind, default=None, annotation=annotation)


def _python(name: str) -> str:
    """An option's name as a parameter of a function: `--from` could not be one."""
    return "option_" + name.replace("-", "_")


def _typed(name: str, presets: list[str] | None, quick: bool, seed: str, options: dict[str, str]) -> str:

    words = [*(["--quick"] if quick else []), *(["--seed", seed] if seed != "0" else [])]
    words += [word for option, text in options.items() for word in (f"--{option}", text)]
    return shlex.join(["jiaosuo", "study", name, *(presets or []), *words, *plugin_words()])
