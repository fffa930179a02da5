"""The findings as a terminal shows them, each as it is made, and the sentence at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from jiaosuo.dashboard.doctor.finding import LEVELS, Finding, Level
from jiaosuo.model.core.words import N_, speaker

MARKS = {Level.OK: ("✓", "green"), Level.WARNING: ("!", "yellow"), Level.PROBLEM: ("✗", "red")}

READY = N_("Ready for a class.")
NEARLY = N_("Ready for a class. Warnings to look at first: {n}.")
NOT_YET = N_("Not ready. Problems to mend first: {n}.")


def show(findings: Iterable[Finding], language: str) -> bool:
    """Print a line each as they come; False if there is a problem."""
    console, seen = Console(), []
    for finding in findings:
        console.print(_line(finding, language))
        seen.append(finding.level)
    console.print()
    console.print(summary(seen, language), markup=False)
    return Level.PROBLEM not in seen


def _line(finding: Finding, language: str) -> Table:
    shown, (mark, colour) = finding.to_json(language), MARKS[finding.level]
    _ = speaker(language)
    row = Table.grid(padding=(0, 1, 0, 0))
    names = [f"{mark} {_(LEVELS[finding.level])}", shown["name"]]
    for text, width in zip(names, (10, 22), strict=True):
        row.add_column(width=max(width, cell_len(text)), no_wrap=True)
    row.add_column(overflow="fold")
    said = Text(shown["said"])
    if shown["do"]:
        said.append(f"\n→ {shown['do']}")
    row.add_row(Text(names[0], style=colour), Text(names[1]), said)
    return row


def summary(levels: list[Level], language: str) -> str:
    """What it comes to, in a sentence."""
    _ = speaker(language)
    problems, warnings = levels.count(Level.PROBLEM), levels.count(Level.WARNING)
    if problems:
        return _(NOT_YET, n=problems)
    return _(NEARLY, n=warnings) if warnings else _(READY)


def as_json(findings: Iterable[Finding], language: str, addresses: list[str]) -> tuple[str, bool]:
    """All findings as one JSON document, and whether there is no problem."""
    seen = list(findings)
    ready = all(each.level != Level.PROBLEM for each in seen)
    document = {"ready": ready, "findings": [each.to_json(language) for each in seen], "addresses": addresses}
    return json.dumps(document, ensure_ascii=False, allow_nan=False), ready
