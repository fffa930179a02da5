"""Each lever, moved on the page, moves the outcome numbers of the page: one day of two worlds in Zigui.

The right side has a rule for each township, so that the line of the map means something; both grow for some
years, so that growth does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jiaosuo.dashboard.choice.levers import MAIN, levers_of
from tests.dashboard.conftest import Server, Visit
from tests.dashboard.test_page import ENGINE, opened

pytestmark = pytest.mark.ci

type Numbers = dict[str, float | None]

GROWN = "vehicle_growth:6~years:5"
TWO = f"place=zigui-2004&days=1&seed=4&grain=25&left=separate~{GROWN}&right=hybrid~{GROWN}&lang=en"
NUMBERS = f"""() => {{
  const engine = {ENGINE};
  const menu = [...document.querySelectorAll('.score-outcome option')].map((each) => each.value);
  return Object.fromEntries(['left', 'right'].flatMap((side) => menu.map((name) =>
    [`${{side}} ${{name}}`, engine.recording.outcome(side, name, engine.t)?.value ?? null])));
}}"""
TOLD = f"value => {ENGINE}.formatter.amount(value, {ENGINE}.settings.outcome)"
SHOWN = "side => document.querySelector(`.score-number.${side} strong`)?.textContent ?? ''"


@pytest.fixture(scope="module")
def day(browser: Any, server: Server) -> Iterator[tuple[Any, Numbers]]:
    """One page at the end of its day, and the numbers that it shows with no lever moved."""
    visit = Visit(browser)
    yield visit.page, usual(opened(visit.page, server, TWO))
    visit.end()


def usual(page: Any) -> Numbers:
    """The numbers with no lever moved; the page is paused, and all its levers can be reached."""
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.pause()")
    page.evaluate("document.querySelector('details.lever-group').open = true")
    return at_the_end(page)


def at_the_end(page: Any) -> Numbers:
    """All outcomes of both sides at the end of the day, once all of it is there."""
    page.evaluate(f"{ENGINE}.seek({ENGINE}.recording.minutes - 1)")
    page.wait_for_function(
        f"['left', 'right'].every((side) => {ENGINE}.recording.whole(side, {ENGINE}.recording.playheadChunk))"
    )
    numbers: Numbers = page.evaluate(NUMBERS)
    return numbers


FIRST_CHUNK = f"{ENGINE}.recording.plan.left.chunks[0].scene"


def is_seen(page: Any, before_it: Numbers, name: str) -> None:
    """The lever goes to the other end of its range from the first minute on, and back by undo."""
    page.evaluate(f"{ENGINE}.seek(0)")
    page.wait_for_function("document.querySelector('.scrub input').value === '0'")
    before = page.evaluate(FIRST_CHUNK)
    lever = page.locator(f"#lever-{name}")
    lever.press("Home" if lever.input_value() != lever.get_attribute("min") else "End")
    page.wait_for_function(f"before => {FIRST_CHUNK} !== before", arg=before)
    numbers = at_the_end(page)
    changed = [each for each in numbers if numbers[each] not in (before_it[each], None)]
    assert changed, f"{name} moved no number"
    side, outcome = changed[-1].split()
    page.select_option(".score-outcome select", outcome)
    page.wait_for_function(f"name => {ENGINE}.settings.outcome.name === name", arg=outcome)
    told = page.evaluate(TOLD, numbers[changed[-1]])
    page.wait_for_function(f"([side, told]) => ({SHOWN})(side) === told", arg=[side, told])
    page.locator("button.undo").dispatch_event("click")
    page.wait_for_function(f"before => {FIRST_CHUNK} === before", arg=before)


@pytest.mark.parametrize(
    "name",
    [
        name if name in MAIN else pytest.param(name, marks=pytest.mark.slow)
        for name in levers_of("zigui-2004")
        if name != "traffic_specialists"
    ],
)
def test_a_lever_moved_is_seen_in_the_numbers(day: tuple[Any, Numbers], name: str) -> None:
    is_seen(*day, name)


@pytest.mark.slow
def test_the_specialists_are_seen_where_there_are_complex_crashes(page: Any, server: Server) -> None:
    """They attend nothing else, and a quiet county has none in a day."""
    busy = TWO.replace("days=1", "days=2").replace(GROWN, f"{GROWN}~vehicles_per_1000:300")
    opened(page, server, busy)
    is_seen(page, usual(page), "traffic_specialists")
