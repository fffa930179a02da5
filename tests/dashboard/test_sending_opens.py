"""One file to send as whoever gets it opens it: from a folder, on a phone, with no network at all."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jiaosuo.dashboard.sending.command import Request, run
from tests.browser import LONGEST_WAIT
from tests.sweeping import tiny

pytestmark = pytest.mark.ci

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ENGINE = "document.querySelector('.player').engine"
PAINTED = """side => {
  const [below, above] = document.querySelectorAll(`.map.${side} canvas`);
  const colours = (canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  };
  return [colours(below), colours(above)];
}"""
"""How many colours lie on the two canvases of a map: a blank one has one."""

SAID = "JSON.parse(document.getElementById('sent-data').textContent)"
NO_STREAM = "delete globalThis.DecompressionStream;"
OLD_WAY = "A browser from before DecompressionStream"


def until(page: Any, true: str) -> None:
    """Wait until an expression is true; asked from outside, as the file lets nothing be evaluated within."""
    end = time.monotonic() + LONGEST_WAIT / 1000
    while not page.evaluate(true):
        assert time.monotonic() < end, true
        page.wait_for_timeout(40)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of a third of a day of a small county, with a name that an address must escape."""
    folder = tmp_path_factory.mktemp("sent")
    tiny(folder)
    made = folder / "两个世界 #1.html"
    place = str(folder / "tiny.toml")
    run(Request(place, "separate,integrated", made, "0.33", 2, "0", None, (), 1), "en")
    return made


@pytest.fixture(params=["", NO_STREAM], ids=["as it is", OLD_WAY])
def opened(request: pytest.FixtureRequest, browser: Any, file: Path) -> Iterator[Any]:
    """The file on a phone that is offline; it may ask nobody for anything, and nothing may go wrong."""
    context = browser.new_context(offline=True, **PHONE)
    context.set_default_timeout(LONGEST_WAIT)
    if request.param:
        context.add_init_script(request.param)
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.goto(file.as_uri())
    yield page
    context.close()
    assert asked == [file.as_uri()]
    assert wrong == []


def test_the_clock_moves_and_both_maps_have_paint(opened: Any) -> None:
    until(opened, f"{ENGINE}.frames > 3")
    before = opened.evaluate(f"{ENGINE}.t")
    until(opened, f"{ENGINE}.t > {before}")
    clock = opened.locator(".clock strong").inner_text()
    expect(opened.locator(".clock strong")).not_to_have_text(clock)
    for side in ("left", "right"):
        below, above = opened.evaluate(PAINTED, side)
        assert below > 50, "land, roads and towns"
        assert above > 5, "officers and calls"


def test_the_language_switches_all_that_is_said(opened: Any) -> None:
    until(opened, f"{ENGINE}.shown")
    expect(opened.locator(".map-title.left .rule")).to_have_text("separate")
    english = opened.locator(".verdict-line").inner_text()
    opened.tap("button[data-lang='zh-CN']")
    expect(opened.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(opened.locator(".map-title.left .rule")).to_have_text("分设")
    expect(opened.locator(".sent-text:visible h2").first).to_have_text("比较的是什么")
    expect(opened.locator(".sent-text:visible")).to_have_count(1)
    expect(opened.locator(".clock span")).to_have_text(re.compile("第"))
    assert opened.locator(".verdict-line").inner_text() != english
    assert "分设" in opened.title()
    opened.tap("button[data-lang='en']")
    expect(opened.locator(".verdict-line")).to_have_text(english)


def test_maps_and_clock_are_on_one_screen_and_nothing_is_wider_than_it(opened: Any) -> None:
    until(opened, f"{ENGINE}.shown")
    assert opened.evaluate("document.documentElement.scrollWidth") == 390
    for place in (".map.left", ".map.right", "button.play"):
        box = opened.locator(place).bounding_box()
        assert box["y"] >= 0, place
        assert box["y"] + box["height"] <= 844, place
    for button in opened.locator("button:visible").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 35, "a finger hits it"


def test_it_stands_still_when_asked_goes_where_it_is_sent_and_begins_again_at_its_end(opened: Any) -> None:
    until(opened, f"{ENGINE}.playing && {ENGINE}.shown")
    opened.tap("button.play")
    expect(opened.locator("button.play")).to_have_attribute("aria-label", "Play")
    scrub = opened.locator(".scrub input")
    end = int(scrub.get_attribute("max"))
    scrub.fill(str(end))
    until(opened, f"{ENGINE}.t === {end}")
    until(opened, f"{ENGINE}.recording.ready({end})")
    opened.tap("button.play")
    until(opened, f"{ENGINE}.playing && {ENGINE}.t < {end}")


def test_a_film_is_made_with_no_network_and_says_where_a_gif_is(opened: Any, tmp_path: Path) -> None:
    until(opened, f"{ENGINE}.shown")
    opened.evaluate(f"() => {{ {ENGINE}.pause(); {ENGINE}.seek(100); }}")
    opened.tap("button[data-lang='zh-CN']")
    opened.tap("button.film")
    shown = opened.locator(".film-panel")
    expect(shown.locator(".film-format")).to_contain_text("jiaosuo dashboard")
    opened.tap("button[data-lang='en']")
    expect(shown.locator("h3")).to_have_text("A film of a span")
    box = shown.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    opened.fill(".film-time", "00:30")
    opened.fill(".film-hours", "50")
    opened.tap(".film-make")
    expect(shown.locator(".film-state")).to_contain_text("at this speed")
    opened.fill(".film-hours", "5.6")
    with opened.expect_download(timeout=300_000) as handed:
        opened.tap(".film-make")
    assert re.fullmatch(r"[\w-]+-separate-integrated-day1-0030\.(mp4|webm)", handed.value.suggested_filename)
    handed.value.save_as(tmp_path / "film")
    assert (tmp_path / "film").stat().st_size > 10_000
    assert opened.evaluate(f"[{ENGINE}.t, {ENGINE}.playing]") == [100, False], "as it was before"
    opened.tap(".film-close")
    expect(shown).to_be_hidden()


def test_another_outcome_has_a_verdict_of_its_own(opened: Any) -> None:
    until(opened, f"{ENGINE}.shown")
    offered = opened.locator(".score-outcome option").evaluate_all("all => all.map((each) => each.value)")
    said = opened.evaluate(f"{SAID}.languages.en.verdicts")
    assert len(offered) > 3
    opened.locator(".score-outcome select").select_option(offered[-1])
    expect(opened.locator(".verdict-line")).to_have_text(said[offered[-1]]["text"])
    assert opened.evaluate(f"{ENGINE}.settings.outcome.name") == offered[-1]
