"""`jiaosuo sweep`: all runs of a study, stored one by one."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiaosuo.experiments.cli.app import app, check_addresses, fail, plugin_words
from jiaosuo.experiments.cli.options import Jobs, Lang, read_workers

if TYPE_CHECKING:
    from jiaosuo.experiments.engines.engine import Engine
    from jiaosuo.experiments.sweeps.design import Design


@app.command()
def sweep(
    study: Annotated[Path, typer.Argument(help="The study: a TOML file (docs/experiments.md).")],
    out: Annotated[Path | None, typer.Option(help="Folder that takes the runs; one study a folder.")] = None,
    jobs: Jobs = "0",
    engine: Annotated[str, typer.Option(help="local, or dask://HOST:PORT.")] = "local",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count and estimate; nothing is written.")
    ] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Run again what failed.")] = False,
    lang: Lang = None,
) -> None:
    """Run what is missing of a study, one row a run; stopped at any moment, it goes on from there."""
    check_addresses()
    # `--help` must not pay for this
    from jiaosuo.experiments.sweeps.driver import as_design, engine_of
    from jiaosuo.model.core.words import language
    from jiaosuo.model.possible import too_late

    design, workers = as_design(study), read_workers(jobs)
    chosen = engine_of(engine, workers)  # worker processes even if it is one: what kills it ends no driver
    timeline, length = design.scenario.described().timeline, design.days + design.warm_up
    for sentence in too_late(timeline, length, language(lang)):
        say(sentence)
    if dry_run:
        _estimate(design, workers, lang)
        return
    if out is None:
        from jiaosuo.model.core.errors import InputError

        raise InputError("--out", "", "must be a folder for the runs")
    _sweep(study, design, out, workers, engine, chosen, retry_failed)


def _estimate(design: Design, workers: int, language_: str | None) -> None:
    """Say how much it is; one day of the first point is run to know how long it takes."""
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import duration
    from jiaosuo.experiments.sweeps.estimate import estimate
    from jiaosuo.model.core.words import speaker

    _ = speaker(language_)
    print(
        _(
            "{runs:,} runs: {points:,} points x {worlds:,} worlds x {rules} rules",
            runs=design.runs,
            points=design.points,
            worlds=design.replications,
            rules=len(design.rules),
        )
    )
    found = estimate(design)
    print(
        _(
            "about {time} with {workers} processes ({land:.2g} s for the land of a point, {county:.2g} s a "
            "county, {day:.2g} s a day)",
            time=duration(found.all / workers, language_),
            workers=workers,
            land=found.land,
            county=found.county,
            day=found.day,
        )
    )


def _sweep(
    study: Path,
    design: Design,
    out: Path,
    workers: int,
    engine: str,
    chosen: Engine,
    retry_failed: bool,
) -> None:
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar_or_lines
    from jiaosuo.experiments.sweeps.driver import sweep as run_sweep

    again = _command(study, out, workers, engine)
    seen = [0, design.runs]
    try:
        with _stoppable(), bar_or_lines("runs") as progress:

            def tell(done: int, total: int) -> None:
                seen[:] = done, total
                progress(done, total)

            found = run_sweep(
                design,
                out,
                workers,
                chosen,
                retry_failed=retry_failed,
                progress=tell,
                say=say,
                command=again,
            )
    except KeyboardInterrupt:
        fail(f"stopped; {_stored(seen)}; go on with: {again}", 130)
    except RuntimeError as error:
        fail(f"{error}; {_stored(seen)}; go on with: {again}", 1)
    say(f"{_stored([found.stored, found.planned])} in {out}")
    if found.failed:
        first = found.first_error()
        fail(f"{found.failed:,} runs failed; first: {first}; once it is mended: {again} --retry-failed", 1)


def _command(study: Path, out: Path, workers: int, engine: str) -> str:
    words = ["jiaosuo", "sweep", str(study), "--out", str(out), *plugin_words()]
    words += ["--jobs", str(workers)] if engine == "local" else ["--engine", engine]
    return shlex.join(words)


def _stored(seen: list[int]) -> str:
    return f"{seen[0]:,} of {seen[1]:,} runs are stored"


def say(message: str) -> None:
    print(f"jiaosuo: {message}", file=sys.stderr)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C, or a cluster's SIGTERM, ends the workers in order; a second one ends this process at once.

    Workers follow their driver, so that none is left behind either way.
    """
    asked = 0

    def stop(_number: int, _frame: object) -> None:
        nonlocal asked
        asked += 1
        if asked > 1:
            os._exit(130)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
