"""`jiaosuo licences`: what it is built on, and under which terms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import AsJson, Lang


@app.command()
def licences(
    as_json: AsJson = False,
    out: Annotated[Path | None, typer.Option(help="A page to write them to, .md, instead.")] = None,
    lang: Lang = None,
) -> None:
    """List the distributions that jiaosuo needs, with version and licence."""

    if out is not None:
        from jiaosuo.experiments.catalogue.licences_page import write_page

        write_page(out)
        print(f"jiaosuo: page in {out}", file=sys.stderr)
        return
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import listing
    from jiaosuo.model.core.words import language

    listing.show(listing.licences(), as_json, language(lang))
