"""`jiaosuo study`: a question answered with many runs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli.app import app, fail
from experiments.cli.options import AsJson, Jobs, Lang, Seed, read_scenario, read_workers


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
    from model.core.errors import InputError
    from model.core.words import language, translate

    chosen, language_, workers = STUDIES[name], language(lang), read_workers(jobs)
    places = tuple(read_scenario(each, None, seed, None, None) for each in presets or chosen.places)
    for place in places:
        if place.about.theory:
            raise InputError("preset", place.place, "a place of theory stands for nowhere; name a county")
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
        fail(f"{len(document['failures'])} worlds failed; first: {document['failures'][0]}", 1)


def _study_command(name: str, presets: list[str] | None, quick: bool, seed: str) -> str:
    import shlex

    options = [*(["--quick"] if quick else []), *(["--seed", seed] if seed != "0" else [])]
    return shlex.join(["jiaosuo", "study", name, *(presets or []), *options])
