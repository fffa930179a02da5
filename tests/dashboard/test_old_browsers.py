"""Browsers that lack something: the maps are drawn another way, or a sentence says what to use instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from jiaosuo.dashboard.player.words import player_words
from jiaosuo.dashboard.web.preview.old_browsers import browser_script, with_browser_script
from tests.dashboard.conftest import Server
from tests.dashboard.test_page import DAY, ENGINE, READY, until_text

DENIED = (
    "Object.defineProperty(window, '{0}', {{ get() {{ throw new DOMException('no', 'SecurityError'); }} }})"
)

FILLED = {
    "no canvas off screen": "delete window.OffscreenCanvas",
    "no last of a list": "delete Array.prototype.findLast; delete Array.prototype.findLastIndex;"
    "delete Object.getPrototypeOf(Uint8Array).prototype.findLast",
    "no place from the end": "for (const each of [Array, String, Object.getPrototypeOf(Uint8Array)])"
    " delete each.prototype.at",
    "no replacing all": "delete String.prototype.replaceAll; delete Object.hasOwn",
    "no sizes told": "delete window.ResizeObserver; delete window.IntersectionObserver",
    "no idle time": "delete window.requestIdleCallback; delete window.structuredClone",
    "storage denied": DENIED.format("localStorage") + ";" + DENIED.format("sessionStorage"),
    "no storage": "for (const each of ['localStorage', 'sessionStorage'])"
    " Object.defineProperty(window, each, { value: null, configurable: true })",
    "no mixed colours": "CSS.supports = () => false",
}
TONES = """(() => {
  const canvas = document.querySelector('.map.left canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const places = Array.from({ length: 4000 }, (_, i) => 4 * Math.floor((i / 4000) * (data.length / 4)));
  return new Set(places.map((each) => data[each])).size;
})()"""
"""How many tones of red the ground has, at some places of it."""

TOLD = {
    "no paths": "delete window.Path2D",
    "no sign that storage keeps": "Object.defineProperty(navigator, 'cookieEnabled', { value: false })",
}


def test_the_script_stands_before_all_others_and_speaks_the_page_s_language() -> None:
    page = with_browser_script("<html><head><script>first()</script></head></html>", "zh-CN")
    assert page.index("TOO_OLD") < page.index("first()")
    for tag, words in (("en", "too old for the page"), ("zh-CN", "版本过旧")):
        script = browser_script(tag)
        assert words in script
        assert "__TOO_OLD__" not in script
        assert all(version in script for version in ("111", "121", "16.4", "Firefox 79", "Safari 14"))


def test_the_clock_knows_no_days_of_the_week() -> None:
    for language, clock in (("en", "day {day}, {time}"), ("zh_CN", "第 {day} 天 {time}")):
        words = player_words(language)
        assert words["clock"] == clock
        assert not [name for name in words if "weekday" in name]


@pytest.mark.ci
@pytest.mark.parametrize("lacking", FILLED)
def test_a_browser_that_lacks_it_has_maps_and_levers(
    visit: Callable[..., Any], server: Server, lacking: str
) -> None:
    one = visit()
    one.context.add_init_script(FILLED[lacking])
    one.page.goto(f"{server.address}?{DAY}&lang=en", wait_until="commit")
    one.page.wait_for_function(READY)
    one.page.wait_for_function(f"{ENGINE}?.frames > 5")
    expect(one.page.locator(".too-old")).to_have_count(0)
    box = one.page.locator(".map.left").bounding_box()
    wide = one.page.evaluate("document.querySelector('.map.left canvas').width")
    assert abs(wide - box["width"]) < 3, "the canvas is as large as its map"
    assert one.page.evaluate(TONES) > 20, "something is drawn"
    assert one.page.locator(".lever input[type=range]").count() > 5
    one.page.keyboard.press("u")


@pytest.mark.ci
@pytest.mark.parametrize("lacking", TOLD)
@pytest.mark.parametrize(("language", "words"), [("en", "browser"), ("zh_CN", "浏览器")])
def test_a_browser_that_cannot_is_told_in_its_language(
    visit: Callable[..., Any], server: Server, lacking: str, language: str, words: str
) -> None:
    one = visit()
    one.context.add_init_script(TOLD[lacking])
    one.page.goto(f"{server.address}?{DAY}&lang={language}", wait_until="commit")
    told = one.page.locator(".too-old")
    told.wait_for()
    assert words in told.inner_text()
    one.page.goto("about:blank")  # what was on its way comes now
    one.errors.clear()


@pytest.mark.ci
@pytest.mark.parametrize(("language", "words"), [("en", "cannot draw the maps"), ("zh_CN", "无法绘制地图")])
def test_maps_that_cannot_be_drawn_are_said_and_the_levers_stay(
    visit: Callable[..., Any], server: Server, language: str, words: str
) -> None:
    one = visit()
    one.context.add_init_script(
        "CanvasRenderingContext2D.prototype.drawImage = () => { throw new Error('none'); }"
    )
    one.page.goto(f"{server.address}?{DAY}&lang={language}", wait_until="commit")
    one.page.wait_for_function(READY)
    until_text(one.page, ".stage .message", words)
    expect(one.page.locator(".veil")).to_have_count(0)
    assert one.page.locator(".lever input[type=range]").count() > 5
    assert one.errors
    one.page.goto("about:blank")  # what was on its way comes now
    one.errors.clear()
