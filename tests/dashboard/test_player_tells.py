"""What the player says and gives away: charts as files, and nothing of the outcomes where they are hidden."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.dashboard.test_player_plays import ENGINE, at, opened


def test_charts_are_filled_from_the_tape_and_can_be_taken_away(page: Any, pretend_server: str) -> None:
    opened(page, pretend_server)
    at(page, 1200)
    chart = page.locator("[data-chart=lines]")
    chart.scroll_into_view_if_needed()
    page.wait_for_function("Number(document.querySelector('[data-chart=lines]').dataset.rows) >= 18")
    with page.expect_download() as waiting:
        chart.get_by_role("button", name="Save as SVG").click()
    assert waiting.value.suggested_filename == "jiaosuo-lines.svg"
    chart.get_by_text("The chart as a table").click()
    at(page, 1210)
    chart.locator("td").first.wait_for()


def test_charts_are_saved_in_chinese_as_pictures_that_say_which_line_is_whose(
    page: Any, pretend_server: str
) -> None:
    opened(page, f"{pretend_server}/?lang=zh")
    at(page, 1200)
    chart = page.locator("[data-chart=waits]")
    chart.scroll_into_view_if_needed()
    page.wait_for_function("Number(document.querySelector('[data-chart=waits]').dataset.rows) >= 10")
    saved = {}
    for kind in ("svg", "png"):
        with page.expect_download() as waiting:
            chart.locator(f".as-{kind}").click()
        assert waiting.value.suggested_filename == f"jiaosuo-waits.{kind}"
        saved[kind] = Path(waiting.value.path()).read_bytes()
    svg = saved["svg"].decode()
    for word in ("群众等多久", "已到场警情的比例", "左 · Separate", "右 · Integrated"):
        assert word in svg
    width, height = struct.unpack(">II", saved["png"][16:24])
    assert saved["png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert width >= 500
    assert height >= 400
    assert len(saved["png"]) > 10_000
    page.wait_for_function("!document.querySelector('[data-chart=waits] svg').textContent.includes('左 · ')")


def test_hidden_outcomes_are_hidden_in_every_view(page: Any, pretend_server: str) -> None:
    """Score, sentence, verdict, charts, inspector, tip and table: no minutes of a wait, nothing of an end."""
    opened(page, f"{pretend_server}/?hidden")
    call = page.evaluate(f"{ENGINE}.recording.all('left', 11).find((c) => c.closed - c.there > 20)")
    at(page, (call["there"] + call["closed"]) / 2)
    page.wait_for_function("document.querySelector('.score-sentence').textContent.includes('hidden until')")
    expect(page.locator(".score-number strong, .score-difference, .score-verdict")).to_have_count(0)
    expect(
        page.locator(".curve .line, .curve .proof, .curve .wins, .prediction, .proof-words")
    ).to_have_count(0)
    for name in ("lines", "queue", "workload", "waits"):
        page.wait_for_function(f"document.querySelector('[data-chart={name}]')?.dataset.rows === '0'")
    page.evaluate(f"{ENGINE}.select({{ kind: 'call', id: {call['id']}, side: 'left' }})")
    page.get_by_role("tab", name="Look closer").click()
    page.locator(".inspector .life.right").wait_for()
    lives = page.locator(".inspector .life").all_inner_texts()
    assert [re.sub(r"\s+", " ", each) for each in lives] == ["left ?", "right ?"]
    expect(page.locator(".inspector .life-step")).to_have_count(0)
    tip = page.evaluate(
        f"{ENGINE}.describe({{ kind: 'township', id: {call['township']}, side: 'left' }}).facts"
    )
    assert tip[-1][1].endswith("? min on average")
    page.get_by_role("tab", name="Table").click()
    page.locator(".listing .table-box tbody tr").first.wait_for()
    assert set(page.locator(".listing .table-box td:not(:nth-of-type(1))").all_inner_texts()) <= {"?", "–"}
