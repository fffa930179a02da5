"""The check of a place as a table of a terminal: a row for each number, given, read and used side by side."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.places.check import ALL, CheckedNumber, PlaceCheck, in_short, label, number
from jiaosuo.model.core.words import speaker

HEAD = {"!": "bold red", "~": "dim", "": ""}


def show(found: PlaceCheck, language: str | None) -> None:
    """Print the table, then what it comes to in sentences."""
    _ = speaker(language)
    console = Console()
    table = Table()
    for head in (_("Township"), _("Column")):
        table.add_column(head, overflow="fold")
    for head in (_("given"), _("read"), _("used")):
        table.add_column(head, justify="right", overflow="fold")
    table.add_column("")
    before = None
    for each in found.numbers:
        if not _worth_a_row(each):
            continue
        if before is not None and each.township != before:
            table.add_section()
        table.add_row(*_cells(each, each.township == before, language), style=HEAD[each.mark])
        before = each.township
    console.print(table)
    console.print(_("~ estimated, as no file gives it   ! differs from what was read"), style="dim")
    for line in in_short(found, language):
        console.print(f"• {line}", highlight=False, markup=False)


def _worth_a_row(each: CheckedNumber) -> bool:
    """A number that somebody gave or that is not nought."""
    return each.given is not None or each.estimated or bool(each.used) or bool(each.read)


def _cells(each: CheckedNumber, again: bool, language: str | None) -> list[Text]:
    _ = speaker(language)
    name = "" if again else each.township if each.township != ALL else _("whole county")
    given = each.given if each.given is not None else "-"
    read = number(each.read, each.column) or "-"
    used = number(each.used, each.column)
    return [Text(text) for text in (name, label(each.column, language), given, read, used, each.mark)]
