"""`jiaosuo replay`: the very calls of a log under rules that were not in force."""

from __future__ import annotations

from typing import Annotated

import typer

from jiaosuo.experiments.cli.app import app
from jiaosuo.experiments.cli.options import (
    AsJson,
    At,
    Lang,
    Preset,
    Seed,
    Set,
    Staffing,
    opened,
    read_moment,
    read_rules,
    staffed_scenario,
)
from jiaosuo.experiments.inputs.assignments import number, whole

MOST_WORLDS = 1_000


@app.command()
def replay(
    preset: Preset,
    rules: Annotated[
        str, typer.Option(metavar="A,B", help="Rules or maps; differences are against the first.")
    ],
    log: Annotated[
        str | None, typer.Option("--log", metavar="LOG", help="The log; default: that in the place's folder.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; default: that of the log.")
    ] = None,
    days: Annotated[str | None, typer.Option(help="Days to play; default: to the end of the log.")] = None,
    replications: Annotated[
        str, typer.Option(help="Worlds: calls are the same, trips, rosters and callers differ.")
    ] = "3",
    seed: Seed = "0",
    staffing: Staffing = None,
    at: At = "long-run",
    set_: Set = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Play the calls of a log, with their times, places, kinds and lengths, under each rule."""
    # `--help` must not pay for this
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.inference.trust import trust_in, trust_sentence
    from jiaosuo.experiments.logs.call_log import read_log
    from jiaosuo.experiments.logs.export import first_day
    from jiaosuo.experiments.logs.replay_result import replay_log, show_replay
    from jiaosuo.model.about import MOST_DAYS
    from jiaosuo.model.core.canonical import printed
    from jiaosuo.model.core.errors import InputError
    from jiaosuo.model.core.words import language
    from jiaosuo.model.rules import named

    names = read_rules(rules)
    for name in names:
        named(name)
    if len(set(names)) < len(names):
        raise InputError("--rules", rules, "each rule once")
    if not 1 <= (worlds := whole("replications", replications)) <= MOST_WORLDS:
        raise InputError("replications", worlds, f"must be a whole number from 1 to {MOST_WORLDS:,}")
    length = None if days is None else number("days", days)
    if length is not None and not 1 / 24 <= length <= MOST_DAYS:
        raise InputError("days", length, f"must be between {1 / 24:.2g} and {MOST_DAYS} here")
    begin = None if first is None else first_day(first, "--from")
    moment = read_moment(at)
    place = opened(preset, None, seed, staffing, set_)
    scenario = staffed_scenario(place.scenario, 1)
    if scenario.path is not None or scenario.timeline:
        allowed = "must be a place without a timeline and without a path of years"
        raise InputError("place", scenario.place, allowed)
    found = read_log(log or preset)
    with bar("replay", quiet=as_json) as progress:
        result = replay_log(found, scenario, names, worlds, moment, begin, length, progress)
    if as_json:
        print(printed(result.to_json()))
    else:
        show_replay(result, language(lang))
        if said := trust_sentence(trust_in(place.folder), language(lang)):
            print(said)
