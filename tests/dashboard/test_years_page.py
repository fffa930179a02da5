"""A week or the years on the page: switched, played, a rule put on the axis, curves that draw themselves."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Server
from tests.dashboard.test_page import ENGINE, opened

pytestmark = pytest.mark.ci

GROWING = "vehicle_growth:12~urbanization_growth:2"
YEARS = (
    "place=county-town&mode=years&horizon=4&days=1&grain=25&seed=3"
    f"&left=separate~{GROWING}&right=integrated~{GROWING}&lang=en"
)


def test_a_place_is_switched_from_a_week_to_the_years_and_back(page: Any, server: Server) -> None:
    opened(page, server, "place=zigui-2004&days=1&grain=25&lang=en")
    page.click(".transport .modes button:has-text('The years')")
    page.wait_for_function(f"{ENGINE}.recording?.minutes === 11 * 1440")
    expect(page.locator(".axis-hint")).to_contain_text("Nothing grows yet")
    expect(page.locator(".axis-change select").first.locator("option")).to_have_count(10)
    page.click(".transport .modes button:has-text('A week')")
    page.wait_for_function(f"{ENGINE}.recording?.minutes === 7 * 1440")
    expect(page.locator(".axis-change")).to_have_count(0)


def test_the_years_are_played_and_each_side_draws_its_curve(page: Any, server: Server) -> None:
    opened(page, server, YEARS)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.pause()")
    page.evaluate(f"{ENGINE}.seek(0)")
    page.wait_for_function(
        "document.querySelector('.clock .year').textContent.includes('year 0 · Urbanisation 50 %')"
    )
    page.evaluate(f"{ENGINE}.seek(4 * 1440 + 600)")
    page.wait_for_function("document.querySelector('.clock .year').textContent.includes('year 4')")
    page.wait_for_function(f"{ENGINE}.recording.whole('left', {ENGINE}.recording.playheadChunk)")
    page.wait_for_selector(".axis-curve svg .right .line[d^='M']", state="attached")
    page.wait_for_function("document.querySelector('.axis-sentence .hush').textContent.startsWith('6/6')")
    page.locator(".axis-curve summary").click()
    expect(page.locator(".axis-curve tbody tr")).to_have_count(5)


def test_a_rule_is_put_on_the_axis_and_taken_back(page: Any, server: Server) -> None:
    opened(page, server, YEARS)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    from_year, side, rule = (page.locator(".axis-change select").nth(n) for n in range(3))
    from_year.select_option("2")
    side.select_option("left")
    rule.select_option("integrated")
    page.click(".axis-change button")
    page.wait_for_selector(".axis-changes li.left")
    assert "from year 2: integrated" in page.locator(".axis-changes").inner_text()
    page.evaluate(f"{ENGINE}.seek(2 * 1440 + 120)")
    page.wait_for_selector(".transport .mark")
    page.click(".axis-changes button")
    page.wait_for_selector(".axis-changes", state="detached")
