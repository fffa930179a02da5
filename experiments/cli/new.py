"""`jiaosuo new`: the file that a plug-in begins as, with its test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import Lang


@app.command()
def new(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="rule, kind, outcome, study or lesson.")],
    name: Annotated[str, typer.Argument(help="What it is to be called: small letters, figures, _ (and -).")],
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path(),
    lang: Lang = None,
) -> None:
    """Write a rule, kind of call, outcome, study or lesson of one's own: a commented file, and its test."""
    # `--help` must not pay for this
    from jiaosuo.experiments.starters import write_starter
    from jiaosuo.model.core.words import language, translate

    language_ = language(lang)
    file, *beside, test = write_starter(what, name, out)
    for written in (file, *beside, test):
        print(translate("Written: {file}", language_, file=written))
    print(translate("Check it: pytest {file}", language_, file=test))
    print(translate("Use it: jiaosuo --plugin {file} ...", language_, file=file))
