"""`jiaosuo validate`: the county beside theory, where theory can say what must come out."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app, fail
from jiaosuo.experiments.cli.options import AsJson, Jobs, Lang, read_workers
from jiaosuo.model.core.canonical import printed


@app.command()
def validate(
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Fewer counties, shorter runs, a wider tolerance; it is said which."),
    ] = False,
    jobs: Jobs = "0",
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Hold the county against theory: each claim, its interval and its verdict; exit 1 if any fails."""

    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.validation.validate import validate as tried
    from jiaosuo.model.core.words import language

    language_, workers, began = language(lang), read_workers(jobs), perf_counter()
    with bar("worlds", quiet=as_json) as progress:
        result = tried(quick, workers, progress)
    if as_json:
        print(printed(result.to_json()))
    else:
        from rich.console import Console

        from jiaosuo.experiments.validation.table import render_table

        Console().print(render_table(result, language_))
    print(f"jiaosuo: {perf_counter() - began:.0f} s", file=sys.stderr)
    if result.failures:
        fail(f"{len(result.failures)} worlds failed; first: {result.failures[0]}", 1)
    if not result.holds:
        fail("not all claims hold", 1)
