"""`jiaosuo parameters` in a terminal: one number below the other, under the head of its group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiaosuo.experiments.catalogue.listing import ParameterRow
from jiaosuo.experiments.catalogue.parameters_page import group_title
from jiaosuo.model.core.canonical import printed
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import LANGUAGES, speaker, translate
from jiaosuo.model.core.written import written

if TYPE_CHECKING:  # only a terminal pays
    from rich.console import Console

NARROWEST = 40
"""Signs a line that are written to at least, however narrow a terminal says it is."""


def found(asked: str, rows: Sequence[ParameterRow]) -> list[ParameterRow]:
    """The rows that have every word of `asked` in name, meaning or head of the group, in either language.

    Case counts for nothing, and a name is also searched with spaces for its underscores. InputError where
    there is none.
    """
    wanted = asked.casefold().split()
    those = [row for row in rows if wanted and all(word in _searched(row) for word in wanted)]
    if not those:
        raise unknown("--find", asked, (row.name for row in rows))
    return those


def show(rows: Sequence[ParameterRow], as_json: bool, language_: str) -> None:
    """Print the numbers as JSON, or as text that no line of which is wider than the terminal."""
    if as_json:
        print(printed([row.to_json() for row in rows]))
        return
    # only a terminal pays
    from rich.console import Console

    console = Console()
    for group in dict.fromkeys(row.group for row in rows):
        _wrapped(console, group_title(group, language_), 0, "bold underline")
        for row in rows:
            if row.group == group:
                _number(console, row, language_)
        console.print()
    _ = speaker(language_)
    weak = sum(row.weak for row in rows)
    _wrapped(console, _("Numbers: {count}; weak: {weak}", count=len(rows), weak=weak), 0)


def _searched(row: ParameterRow) -> str:
    spoken = [
        text for each in LANGUAGES for text in (translate(row.meaning, each), group_title(row.group, each))
    ]
    return "\n".join([row.name, row.name.replace("_", " "), *spoken]).casefold()


def _number(console: Console, row: ParameterRow, language_: str) -> None:
    """Name with its value and range, then what it means, then where it is from."""
    _ = speaker(language_)
    default, low, high = (written(value, 6) for value in (row.default, row.low, row.high))
    unit = "" if row.unit == "-" else f" {_(row.unit)}"
    words = [
        _("{low} to {high}", low=low, high=high),
        *([_("whole")] if row.whole else []),
        *([_("weak")] if row.weak else []),
    ]
    _wrapped(console, f"{row.name} = {default}{unit} ({', '.join(words)})", 2, "bold")
    _wrapped(console, _(row.meaning), 6)
    _wrapped(console, f"{_('source')}: {row.source}", 6, "dim")


def _wrapped(console: Console, text: str, indent: int, style: str = "") -> None:
    """Print words in lines that fit, further ones of a paragraph two signs farther in."""
    # only a terminal pays
    from rich.text import Text

    first, *rest = Text(text).wrap(console, max(console.width, NARROWEST) - indent - 2)
    for line, margin in [(first, indent), *((each, indent + 2) for each in rest)]:
        console.print(Text(" " * margin + line.plain.rstrip(), style), soft_wrap=True)
