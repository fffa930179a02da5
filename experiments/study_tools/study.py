"""What a study is: a question, and functions that answer it, write it down and tell it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

    from jiaosuo.model.scenario import Scenario

type Document = dict[str, Any]
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


def _no_words(_: Document, __: str | None) -> list[str]:
    return []


@dataclass(frozen=True)
class Study:
    """A value. `places` are asked where none is named.

    `run` gives the result document (plain data, the same for any number of jobs; what failed stands under
    "failures"); `page` writes it as Markdown, given the folder of the pictures as the page links to it;
    `pictures` draws its SVG files by name; `told` is the table that a terminal shows, in a language, and
    `words` the sentences below it.
    """

    name: str
    question: str
    places: tuple[str, ...]
    run: Callable[[Request], Document]
    page: Callable[[Document, str], str]
    pictures: Callable[[Document], Mapping[str, str]]
    told: Callable[[Document, str | None], Table]
    words: Callable[[Document, str | None], list[str]] = _no_words
    options: tuple[Option, ...] = ()
