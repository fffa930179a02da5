"""Looking closer on the real page: a township's rule is changed, a road and a post opened, on a phone too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.test_page import DAY, ENGINE, Server, opened, until_link

pytestmark = pytest.mark.ci

HANGING = """() => [...document.querySelectorAll('.page *')]
  .filter((each) => !each.closest('.wide, .table-box') && each.getBoundingClientRect().right > 391)
  .filter((each) => ![...each.children].some((child) => child.getBoundingClientRect().right > 391))
  .map((each) => each.outerHTML.slice(0, 90))"""
RULES_NOW = f"Object.fromEntries({ENGINE}.views.right.head.townships.map((each) => [each.name, each.rule]))"


FREE_ROAD = f"""() => {{
  const engine = {ENGINE}, view = engine.views.left, {{ x, y }} = view.head.tables.cells;
  engine.keepUp();
  for (const edge of view.edges) {{
    const px = engine.camera.px((x[edge.a] + x[edge.b]) / 2);
    const py = engine.camera.py((y[edge.a] + y[edge.b]) / 2);
    const found = edge.road === 2 && engine.under("left", px, py);
    if (found?.kind === "road" && view.edges[found.id].road === 2) return {{ x: px, y: py }};
  }}
}}"""
"""A place on a trunk road with nothing else under the pointer."""


@pytest.fixture
def paused(page: Any, server: Server) -> Any:
    """The page at ten in the morning, with the list to choose from."""
    opened(page, server, f"{DAY}&lang=en&at=600")
    page.wait_for_function(f"{ENGINE}?.frames > 0 && {ENGINE}.recording.ready({ENGINE}.t)")
    page.evaluate(f"{ENGINE}.pause()")
    page.get_by_role("tab", name="Look closer").click()
    page.locator(".choose option[value='post 0 left']").wait_for(state="attached")
    return page


def test_a_township_given_another_rule_changes_the_map_of_rules_and_the_plan(paused: Any) -> None:
    page = paused
    before, planned = (
        page.evaluate(RULES_NOW),
        page.evaluate(f"{ENGINE}.recording.plan.right.chunks[0].scene"),
    )
    minute, left = (
        page.evaluate(f"{ENGINE}.t"),
        page.evaluate(f"{ENGINE}.recording.plan.left.chunks[0].scene"),
    )
    assert set(before.values()) == {"integrated"}
    township = page.evaluate(
        f"{ENGINE}.views.right.head.townships.findIndex((each) => each.name === 'Guizhou')"
    )
    page.get_by_label("Or choose from the list").select_option(value=f"township {township} right")
    page.get_by_label("Rule of this township, right").select_option("separate")
    until_link(page, "right", "Guizhou")
    page.wait_for_function(f"before => {ENGINE}.recording.plan.right.chunks[0].scene !== before", arg=planned)
    page.wait_for_function(f"{ENGINE}.recording.ready({ENGINE}.t) && ({RULES_NOW}).Guizhou === 'separate'")
    assert page.evaluate(RULES_NOW) == before | {"Guizhou": "separate"}
    assert page.evaluate(f"{ENGINE}.recording.plan.left.chunks[0].scene") == left, "the other side stays"
    assert "Guizhou: separate" in page.inner_text(".side.right .side-changes")
    assert page.evaluate(f"{ENGINE}.t") == minute


def test_a_post_says_who_holds_it_and_a_road_what_flows(paused: Any) -> None:
    page = paused
    page.get_by_label("Or choose from the list").select_option(value="post 0 left")
    page.locator(".inspector dt:has-text('Held by')").wait_for()
    holder = page.evaluate(f"{ENGINE}.views.left.holders[0]")
    assert ("nobody" in page.inner_text(".inspector dl")) == (holder is None or holder != holder)
    spot = page.evaluate(FREE_ROAD)
    page.locator(".map.left").click(position=spot)
    page.locator(".inspector dt:has-text('Flow')").wait_for()
    facts = page.inner_text(".inspector dl")
    expect(page.locator(".inspector h3")).to_contain_text("Trunk road")
    assert re.search(r"Capacity\s+\d[\d,]* vehicles/h", facts)
    assert re.search(r"Speed\s+\d+ % of free speed", facts)
    expect(page.locator(".inspector .lines polyline"), "flow and speed through the day").to_have_count(2)


DOCKED = f"""async () => {{
  const engine = {ENGINE}, map = document.querySelector(".map.left");
  const before = engine.camera.width;
  document.querySelector(".player .dock").click();
  await new Promise((done) => queueMicrotask(done));
  for (let i = 0; i < 20; i++) await Promise.resolve();
  engine.under("left", 5, 5);
  return {{ before, now: engine.camera.width, map: map.getBoundingClientRect().width }};
}}"""
"""The panel comes beside the maps, and before the next frame somebody points at one."""


def test_what_is_under_the_pointer_is_looked_up_on_the_map_as_it_is_laid_out_now(paused: Any) -> None:
    sizes = paused.evaluate(DOCKED)
    assert sizes["map"] < sizes["before"] - 50, "the panel takes room from the maps"
    assert sizes["now"] == pytest.approx(sizes["map"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_a_phone_nothing_hangs_over_in_either_language(
    visit: Callable[..., Any], server: Server, language: str
) -> None:
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True).page
    opened(page, server, f"{DAY}&lang={language}")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.locator(".chart svg").first.wait_for()
    page.wait_for_function("getComputedStyle(document.querySelector('.page')).maxWidth !== 'none'")
    for tab in range(3):
        page.locator("[role=tab]").nth(tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.evaluate(HANGING)
