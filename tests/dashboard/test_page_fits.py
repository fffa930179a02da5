"""What stands on the page has room there: nothing is cut, nothing lies over another thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Server
from tests.dashboard.test_page import DAY, ENGINE, opened, until_link

pytestmark = pytest.mark.ci

CUT = """() => [...document.querySelectorAll('.page :is(p, h1, h2, h3, span, button)')]
  .filter((each) => !each.closest('.unseen') && each.innerText?.trim() && each.clientWidth > 2)
  .filter((each) => getComputedStyle(each).overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.className}: ${each.innerText.slice(0, 60)}`)"""
BOX = "(place) => document.querySelector(place)?.getBoundingClientRect().toJSON()"


def boxes(page: Any, *places: str) -> list[dict[str, float]]:
    return [page.evaluate(BOX, place) for place in places]


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes share no pixel."""
    return (
        one["right"] <= other["left"] + 1
        or other["right"] <= one["left"] + 1
        or one["bottom"] <= other["top"] + 1
        or other["bottom"] <= one["top"] + 1
    )


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_story_of_data_has_room_on_a_small_projector(page: Any, server: Server, language: str) -> None:
    opened(page, server, f"story=data&lang={language}")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.locator(".side.right .score-number").wait_for()
    page.evaluate(f"{ENGINE}.pause()")
    assert page.evaluate(CUT) == []
    sentence, ruler, tools = boxes(page, ".score-sentence", ".ruler", ".map-tools")
    assert apart(sentence, ruler)
    assert apart(sentence, tools)
    head, score, maps = boxes(page, ".masthead", ".score", ".maps")
    assert apart(head, score)
    assert apart(score, maps)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_wider_than_the_narrowest_telephone(
    visit: Callable[..., Any], server: Server, language: str
) -> None:
    page = visit(viewport={"width": 320, "height": 640}).page
    for query in (DAY, "story=data", "lesson=why-zigui-merged", f"{DAY}&size=large"):
        opened(page, server, f"{query}&lang={language}")
        page.wait_for_function(f"{ENGINE}?.frames > 0")
        page.evaluate(f"{ENGINE}.pause()")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, query
    for button in range(page.locator(".masthead-controls button").count() - 1):
        page.locator(".masthead-controls button").nth(button).click()
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    for tab in range(page.locator(".tabs button").count()):
        page.locator(".tabs button").nth(tab).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, tab
    page.keyboard.press("?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_columns_of_the_outcomes_are_seen_beside_the_weights(
    page: Any, server: Server, language: str
) -> None:
    opened(page, server, f"{DAY}&grain=25&lang={language}")
    page.locator(".verdict .more summary").click()
    page.locator(".verdict .more td").first.wait_for()
    table, value = boxes(page, ".verdict .more table", ".verdict .value")
    room = page.evaluate(BOX, ".verdict .more .wide")
    assert table["right"] <= room["right"] + 1
    assert apart(room, value)


def test_a_lever_keeps_its_value_in_sight_when_the_last_setting_is_told(page: Any, server: Server) -> None:
    opened(page, server, f"{DAY}&grain=25&lang=en")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(
        "document.querySelector('.hand .hush').textContent = "
        "'against my last setting (22 %): separate +2.6, integrated +0.1 min'"
    )
    name, value, told = boxes(page, ".hand-name", ".hand-value", ".hand .hush")
    assert value["height"] > 20
    assert apart(name, value)
    assert apart(value, told)


def test_a_lever_moved_when_the_week_is_over_counts_from_the_start_and_the_week_plays_again(
    page: Any, server: Server
) -> None:
    opened(page, server, f"{DAY}&grain=25&lang=en")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.seek({ENGINE}.recording.minutes)")
    page.locator(".end-card").wait_for()
    page.locator(".hand-slider").press("ArrowRight")
    until_link(page, "both", "~urbanization:0.23")
    page.wait_for_function(f"{ENGINE}.playing && {ENGINE}.t < 1440")


def test_on_a_phone_levers_are_near_the_maps_and_a_touch_says_what_a_lever_means(
    visit: Callable[..., Any], server: Server
) -> None:
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True).page
    opened(page, server, f"{DAY}&lang=en")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    maps, lever = boxes(page, ".maps", ".levers input[type=range]")
    assert 0 < lever["top"] - maps["bottom"] < 844 / 2
    assert page.locator(".levers").bounding_box()["height"] < 844, "all levers within one screen"
    help_ = page.locator(".lever-help").first
    about = page.locator(".lever-about").first
    assert about.evaluate("(each) => each.getBoundingClientRect().height") < 2
    help_.tap()
    page.wait_for_function("document.querySelector('.lever-about').getBoundingClientRect().height > 10")
    assert "Source" in about.inner_text()
    assert help_.get_attribute("aria-expanded") == "true"
    page.locator(".levers input[type=range]").first.focus()
    expect(page.locator(".lever-foot").first).to_be_visible()
