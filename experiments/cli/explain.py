"""`jiaosuo explain step`: the model, told from its code."""

from __future__ import annotations

from jiaosuo.experiments.cli.app import Door, app
from jiaosuo.experiments.cli.options import AsJson, Lang

topics = Door(help="Explain the model from its code.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(topics, name="explain")


@topics.command()
def step(as_json: AsJson = False, lang: Lang = None) -> None:
    """Print what happens in one minute, numbered, with the file and line of each part."""
    # `--help` must not pay for this
    from jiaosuo.experiments.catalogue import step_listing
    from jiaosuo.model.core.words import language

    language_ = language(lang)
    if as_json:
        import json
        from dataclasses import asdict

        print(json.dumps([asdict(each) for each in step_listing.step_lines()], ensure_ascii=False))
        return
    print(step_listing.format_step(language_))
