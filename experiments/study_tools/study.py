"""What a study is: a question, and functions that answer it, write it down and show it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from jiaosuo.experiments.charts.style import Spec
from jiaosuo.experiments.study_tools.result import StudyResult

if TYPE_CHECKING:
    from rich.table import Table

    from jiaosuo.model.scenario import Scenario

type Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Option:
    """Something a study lets its user choose, on the command line as `--name`; `quick`: its quick default.

    Values are texts, read and checked by the study before anything runs.
    """

    name: str
    default: str
    meaning: str
    quick: str | None = None


@dataclass(frozen=True)
class Request:
    """What is asked of a study: where, with how many workers, at full length or as a quick look.

    `command` is what was typed, as the page repeats it. `options` holds those that were given. `keep` is a
    folder for finished work, so that a study that was stopped takes up where it was.
    """

    places: tuple[Scenario, ...]
    command: str
    jobs: int = 1
    quick: bool = False
    progress: Progress | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    keep: Path | None = None


@dataclass(frozen=True)
class Study[Result: StudyResult]:
    """A value. `places` are asked where none is named.

    `run` gives the result, the same for any number of jobs; `result` is its class, which reads a stored one.
    `page` writes it as Markdown, given the folder of the pictures as the page links to it; `charts` are its
    Vega-Lite charts by name; `table` is what a terminal shows, in a language, and `summary` the sentences
    below it.
    """

    name: str
    question: str
    places: tuple[str, ...]
    result: type[Result]
    run: Callable[[Request], Result]
    page: Callable[[Result, str], str]
    table: Callable[[Result, str | None], Table]
    charts: Callable[[Result], Mapping[str, Spec]] = lambda _: {}
    summary: Callable[[Result, str | None], Sequence[str]] = lambda _, __: ()
    options: tuple[Option, ...] = ()
