"""What a cell of a notebook shows is short, escaped, and no script."""

from __future__ import annotations

import re

import polars as pl
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.pages.cells import (
    MOST_ROWS,
    WIDE,
    frame_html,
    interval_svg,
    lines_html,
    rich_html,
    table_html,
)


def test_what_a_name_holds_is_shown_and_not_run() -> None:
    wild = "<script>alert(1)</script>"
    shown = table_html([wild], [[wild]]) + lines_html([wild])
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 3


def test_a_long_table_is_cut_and_says_how_much_is_left() -> None:
    frame = pl.DataFrame({f"column {n}": range(1_000) for n in range(40)})
    shown = frame_html(frame, "en")
    assert shown.count("<tr>") == MOST_ROWS + 1
    assert f"{1_000 - MOST_ROWS} more rows" in shown
    assert len(shown) < 10_000
    assert len(frame_html(pl.DataFrame({"a": ["long " * 1_000]}))) < 500


def test_a_terminals_table_keeps_its_words_and_loses_its_styles() -> None:
    table = Table()
    table.add_column("[bold]place[/bold]")
    table.add_column(Text("change", style="red"))
    table.add_row("Zigui", Text("+1 ✓", style="green"))
    shown = rich_html(table)
    assert re.findall(r"<t[hd]>(.*?)</t[hd]>", shown) == ["place", "change", "Zigui", "+1 ✓"]


def test_an_interval_is_drawn_where_it_is_and_ends_at_the_edges() -> None:
    inside = interval_svg(-0.25, 0.0, 0.25, 0.5, "#000")
    assert f"M{WIDE * 0.25} " in inside
    assert f'cx="{WIDE / 2}"' in inside
    beyond = interval_svg(-9, 9, 9, 0.5, "#000")
    assert f"M0.0 7.0H{float(WIDE)}" in beyond
    assert f'cx="{float(WIDE)}"' in beyond
    assert table_html(["a"], [[beyond]]).count("<svg") == 1, "what is drawn is not escaped"
