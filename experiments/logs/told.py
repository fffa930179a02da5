"""What an import did and what a check found, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiaosuo.experiments.logs.call_log import CallLog
from jiaosuo.model.core.words import speaker

if TYPE_CHECKING:
    from jiaosuo.experiments.logs.checking import LogCheck


def imported(log: CallLog, language: str | None = None) -> Iterator[str]:
    """What was guessed, which rows were left out and why, and how many calls there are from when to when."""
    _ = speaker(language)
    for note in log.notes:
        yield f"• {note.told(language)}"
    for reason, count in log.left_out.items():
        yield "• " + _("Left out: {count:,} rows: {reason}.", count=count, reason=_(reason))
    rows, read = sum(each.rows for each in log.sources), log.frame.height
    yield _("{read:,} calls of {rows:,} rows, {first} to {last}.", read=read, rows=rows, **span(log))


def span(log: CallLog) -> dict[str, str]:
    """The first and the last day of a log."""
    first, last = log.frame["received"].min(), log.frame["received"].max()
    return {"first": str(first)[:10] if first else "-", "last": str(last)[:10] if last else "-"}


def show_check(found: LogCheck, language: str | None = None) -> None:
    """Print a check as a table, faults first."""
    # only a terminal pays
    from rich.console import Console
    from rich.table import Table

    _ = speaker(language)
    title = _("{calls:,} calls, {first} to {last}", calls=found.calls, first=found.first, last=found.last)
    table = Table(title=title, title_justify="left")
    table.add_column("")
    table.add_column(_("Finding"))
    table.add_column(_("Count"), justify="right")
    table.add_column(_("Share"), justify="right")
    table.add_column(_("Rows"))
    for each in found.findings:
        share = "" if each.share is None else f"{100 * each.share:.3g} %"
        table.add_row("!" if each.wrong else "·", each.said, f"{each.count:,}", share, ", ".join(each.rows))
    console = Console()
    console.print(table)
    if not found.wrong:
        console.print(_("Nothing is wrong."), highlight=False)
