"""`jiaosuo export`: two worlds recorded, N worlds compared, and both in one file."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.sending.compared import Asked
from jiaosuo.dashboard.sending.making import Sending
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.experiments.cli.app import fail, plugin_words
from jiaosuo.experiments.cli.options import opened, read_days, read_rules, say_what_is_used, staffed_scenario
from jiaosuo.experiments.cli.progress import bar
from jiaosuo.experiments.inputs.assignments import assignments
from jiaosuo.experiments.provenance.files import check_writable
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_, translate

FILMS = (".gif", ".mp4", ".webm", ".mov", ".avi", ".mkv")
NO_PAGE = N_("{file} is no page: its name must end with .html")
NO_FILM = N_(
    "{file} would be a film, and films are made in a browser: open the page (`jiaosuo dashboard`) or a file "
    "of `jiaosuo export` (.html), and press “Film” below the maps"
)
WRITTEN = N_("one file in {file}, {size} MB: it opens with no network and no server")


@dataclass(frozen=True)
class Request:
    """What was typed: as `jiaosuo compare` takes it, with the file to write."""

    preset: str
    rules: str
    out: Path
    days: str | None
    worlds: int
    seed: str
    staffing: str | None
    set_: tuple[str, ...]
    workers: int


def run(request: Request, language_: str) -> None:
    """Make the file. What cannot be one is told and ends with 2; worlds that failed, with 1."""
    try:
        failures = _make(request, language_)
    except NotSendable as error:
        fail(error.problem.told(language_), 2)
    if failures:
        fail(f"{len(failures)} of {request.worlds} worlds failed; first: {failures[0]}", 1)


def _make(request: Request, language_: str) -> tuple[str, ...]:
    """Write the file; the worlds that failed, in words."""
    place = opened(request.preset, None, request.seed, request.staffing, list(request.set_))
    names, days = read_rules(request.rules), read_days(place.scenario, request.days)
    moved = dict(assignments(list(request.set_)))
    sending = Sending(
        Asked(place.scenario, moved, place.shipped), tuple(names), days, request.worlds, place.folder
    )
    sending.check()
    check_file(request.out)
    scenario = staffed_scenario(place.scenario, request.workers)
    sending = replace(sending, asked=replace(sending.asked, scenario=scenario))
    say_what_is_used(replace(place, scenario=scenario), language_, False)
    with bar("stretches of two worlds") as progress:
        tapes = sending.tapes(progress)
    with bar("worlds") as progress:
        result = sending.compared(request.workers, progress)
    content = sending.page(tapes, result, _command(request, days), language_)
    put(request.out, content)
    size = f"{len(content) / 1e6:.1f}"
    print(f"jiaosuo: {translate(WRITTEN, language_, file=request.out, size=size)}", file=sys.stderr)
    return result.failures


def check_file(file: Path) -> None:
    """Refuse a file that is no page or cannot be written, before anything is run; what is there stays."""
    if file.suffix.lower() in FILMS:
        raise NotSendable(Problem(NO_FILM, {"file": str(file)}))
    if file.suffix.lower() not in (".html", ".htm"):
        raise NotSendable(Problem(NO_PAGE, {"file": str(file)}))
    check_writable(file, "--out")


def _command(request: Request, days: float) -> str:
    """The command that makes the same file again."""
    words = ["jiaosuo", "export", request.preset, *plugin_words(), "--rules", request.rules]
    words += [] if request.days is None else ["--days", f"{days:g}"]
    words += ["--replications", str(request.worlds), "--seed", request.seed]
    words += [] if request.staffing is None else ["--staffing", request.staffing]
    words += [word for each in request.set_ for word in ("--set", each)]
    return shlex.join([*words, "--out", request.out.name])
