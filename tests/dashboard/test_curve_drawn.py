"""The curve in a real browser, on lines made by hand: it follows a drag, and worlds prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Visit
from tests.dashboard.test_player_plays import ENGINE, heard, opened

pytestmark = pytest.mark.ci

HEARD = "JSON.parse(document.querySelector('#heard').textContent)"
CHART = "document.querySelector('.curve svg').chart"
DRAGGED = f"""steps => new Promise((done) => {{
  const chart = {CHART}, slider = document.querySelector('.hand-slider'), first = chart.frames;
  const told = [];
  let ticks = 0;
  const tick = () => {{
    told.push([document.querySelector('.prediction').textContent, chart.x]);
    if (ticks === steps) return done({{ frames: chart.frames - first, told }});
    slider.value = 100 + 5 * ticks++;
    slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
    requestAnimationFrame(tick);
  }};
  requestAnimationFrame(tick);
}})"""
"""The slider is dragged on by a step at every frame that the browser gives."""


@pytest.fixture(scope="module")
def shared(browser: Any, pretend_server: str) -> Iterator[Any]:
    visit = Visit(browser)
    yield opened(visit.page, pretend_server)
    visit.end()


@pytest.fixture
def page(shared: Any) -> Any:
    """The shared page with no lever moved and nothing heard."""
    shared.wait_for_function(
        f"""() => {{
          const undo = document.querySelector('.undo');
          if (!undo.disabled) undo.click();
          return undo.disabled && {CHART}.x === 80 && {CHART}.scene.lever.value === 80;
        }}""",
        timeout=15_000,
    )
    shared.evaluate(f"window.heardBefore = {HEARD}.length; scrollTo(0, 0)")
    return shared


def levers_heard(page: Any) -> list[Any]:
    return [each[1] for each in page.evaluate(f"{HEARD}.slice(window.heardBefore)") if each[0] == "lever"]


PRESSED = """(times) => {
  const slider = document.querySelector('.hand-slider');
  for (let time = 0; time < times; time += 1) {
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    slider.stepUp();
    for (const name of ['input', 'change']) slider.dispatchEvent(new Event(name, { bubbles: true }));
  }
  slider.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowRight', bubbles: true }));
}"""
"""Presses of a key as a browser tells them, all within a moment however slow the machine is."""


def test_while_a_lever_is_dragged_every_frame_is_drawn_and_the_server_hears_nothing(page: Any) -> None:
    steps = 40
    found = page.evaluate(DRAGGED, steps)
    assert found["frames"] >= 0.9 * steps
    sentences = [text for text, _ in found["told"]]
    assert len(set(sentences)) >= 0.8 * steps, "the sentence follows"
    assert "Integrated and Separate cannot be told apart" in sentences[2]
    assert "more with Integrated than with Separate" in sentences[-1]
    expect(page.locator(".hand-value strong")).to_have_text(str(100 + 5 * (steps - 1)))
    assert levers_heard(page) == []
    page.locator(".hand-slider").dispatch_event("change")
    assert heard(page, "lever")["value"] == 100 + 5 * (steps - 1)


def test_the_dot_itself_is_dragged_and_let_go(page: Any) -> None:
    box = page.locator(".curve svg").bounding_box()
    at = page.evaluate(f"[{CHART}.px(80), {CHART}.px(200)]")
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + at[0], y)
    page.mouse.down()
    page.mouse.move(box["x"] + at[1], y, steps=5)
    page.wait_for_function(f"{CHART}.x === 200")
    assert levers_heard(page) == []
    page.mouse.up()
    assert heard(page, "lever")["value"] == 200
    assert len(levers_heard(page)) == 1
    page.wait_for_function("document.querySelectorAll('.curve .ghost circle').length === 2")
    page.wait_for_function(
        "document.querySelector('.hand .hush').textContent.startsWith('against my last setting (80')"
    )


def test_a_run_of_keys_moves_the_dot_and_is_heard_once(page: Any) -> None:
    page.evaluate(PRESSED, 4)
    page.wait_for_function(f"{CHART}.x === 100")
    assert heard(page, "lever")["value"] == 100
    assert len(levers_heard(page)) == 1


def test_what_is_said_against_the_last_setting_is_not_cut(page: Any) -> None:
    page.locator(".hand-slider").press("ArrowRight")
    page.wait_for_function("document.querySelector('.hand > .hush').innerText.includes('last setting')")
    for part in (".hand-value", ".hand > .hush"):
        more = page.eval_on_selector(part, "each => each.scrollHeight - each.clientHeight")
        assert more <= 1, part


def test_a_slider_of_the_panel_moves_the_dot_too(page: Any) -> None:
    slider = page.get_by_role("slider", name="Vehicles", exact=True)
    slider.evaluate(
        "each => { each.value = 150; each.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    page.wait_for_function(f"{CHART}.x === 150")
    assert levers_heard(page) == []
    slider.dispatch_event("change")
    assert heard(page, "lever")["value"] == 150


def test_worlds_stand_beside_the_prediction_in_picture_and_words(page: Any) -> None:
    expect(page.locator(".curve .proof circle.world, .curve .proof .world")).to_have_count(40)
    expect(page.locator(".curve .proof .bar")).to_have_count(2)
    said = page.inner_text(".proof-words")
    assert said.startswith("predicted −1.6 [−3.1, −0.10]; 20 worlds say −3.0")
    assert said.endswith("as predicted")


def test_the_crossing_is_marked_and_the_rail_says_who_is_better_where(page: Any) -> None:
    assert page.text_content(".curve .crossing text") == "120 vehicles/1,000 people"
    kinds = page.eval_on_selector_all(".curve .wins", "all => all.map((each) => each.classList[1])")
    assert kinds == ["right", "nobody", "left"]
    names = page.locator(".curve .labels text").all_text_contents()
    assert sorted(names) == ["Integrated", "Separate", "Stationed"]
    page.get_by_text("The chart as a table").first.click()
    expect(page.locator(".curve-table tbody tr")).to_have_count(9)


def test_a_tile_of_the_map_of_two_levers_moves_both_in_one_step(page: Any) -> None:
    page.get_by_role("tab", name="Two at once").click()
    page.locator(".plane svg").scroll_into_view_if_needed()
    box = page.locator(".plane svg").bounding_box()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] - 3)
    page.mouse.down()
    page.wait_for_function("document.querySelector('.plane-said').textContent.includes('Vehicles 320')")
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 3, steps=3)
    page.wait_for_function("document.querySelector('.plane-said').textContent.includes('8.0 min more')")
    page.mouse.up()
    told = heard(page, "lever")
    assert (told["name"], told["value"], told["besides"]) == (
        "vehicles_per_1000",
        320,
        [{"name": "delta", "value": 1}],
    )
    assert len(levers_heard(page)) == 1
    page.get_by_role("tab", name="Levers").click()


def test_without_a_curve_the_lever_is_moved_and_its_worlds_stand_there(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = opened(visit().page, f"{pretend_server}/?nocurve")
    page.wait_for_selector(".curve .proof .bar", state="attached")
    expect(page.locator(".curve .line")).to_have_count(0)
    expect(page.locator(".proof-words")).to_contain_text("20 worlds say −3.0")
    page.locator(".hand-slider").press("ArrowRight")
    page.wait_for_function(f"{HEARD}.some((each) => each[0] === 'lever' && each[1].value === 85)")


def test_the_tour_pauses_explains_by_keys_and_is_offered_once(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = opened(visit().page, pretend_server, playing=True)
    page.get_by_role("button", name="Show me").click()
    page.wait_for_selector(".tour-card")
    assert page.evaluate(f"{ENGINE}.playing") is False
    titles = []
    for _ in range(5):
        titles.append(page.inner_text("#tour-title"))
        page.keyboard.press("ArrowRight")
    assert len(set(titles)) == 5
    page.wait_for_selector(".tour-card", state="detached")
    page.wait_for_function(f"{ENGINE}.playing")
    page.reload()
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    expect(page.get_by_role("button", name="Show me")).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="The tour of forty seconds").click()
    page.wait_for_selector(".tour-card")
    page.keyboard.press("Escape")
    page.wait_for_selector(".tour-card", state="detached")


def test_at_the_end_of_the_week_a_card_says_what_to_do_next(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = opened(visit().page, pretend_server)
    expect(page.locator(".end-card")).to_have_count(0)
    page.evaluate(f"{ENGINE}.seek(1440)")
    page.wait_for_selector(".end-card")
    page.get_by_role("button", name="Drag “Vehicles”").click()
    page.wait_for_selector(".end-card", state="detached")
    assert page.evaluate("document.activeElement.classList.contains('hand-slider')")


def test_a_presenter_has_larger_type_and_keeps_it(visit: Callable[..., Any], pretend_server: str) -> None:
    page = opened(visit().page, pretend_server)
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.evaluate("document.querySelector('.transport .large').click()")
    page.wait_for_function("document.documentElement.classList.contains('presenter')")
    page.reload()
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.wait_for_function("document.documentElement.classList.contains('presenter')")
    assert page.evaluate(size) >= before
