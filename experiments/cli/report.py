"""`jiaosuo report`: a sweep as one page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import Lang


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by `jiaosuo sweep`.")],
    lang: Lang = None,
) -> None:
    """Write DIR/report: a page that opens offline, its figures as SVG and PNG, its tables as CSV."""
    # `--help` must not pay for this
    from jiaosuo.experiments.sweeps.report.sweep_page import write_sweep_report
    from jiaosuo.model.core.words import language

    file = write_sweep_report(folder, language(lang))
    print(f"jiaosuo: report in {file}", file=sys.stderr)
