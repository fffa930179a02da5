"""A class as one on the real server: a desk, a wall and a trainee, without browsers and with three."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from benchmarks.pages import RawPage
from jiaosuo.dashboard.rooms.book import RECORD
from tests.dashboard.conftest import ZIGUI_DAY

pytestmark = pytest.mark.ci

OWN = {"text": "<b>Who</b> goes?", "choices": ["Traffic police", "Whoever is <i>near</i>"]}
CLOCK = """() => {
  const { t, playing, settings } = document.querySelector(".player").engine;
  return { t, playing, speed: settings.speed };
}"""


def test_clock_question_and_record_reach_whom_they_must_and_nobody_else(
    visit_raw: Callable[..., RawPage],
) -> None:
    teacher, trainee = visit_raw(), visit_raw()
    teacher.event("room", "opened")
    code = str(teacher.until("room", lambda state: state["mode"] == "instructor")["code"])
    trainee.event("room", "joined", {"code": code, "nickname": "=Ann"})
    trainee.until("room", lambda state: state["mode"] == "trainee")
    shown = visit_raw(f"wall={code}&lang=en", teacher.cookie)
    assert shown.until("wall", lambda state: state["qr"])["code"] == code
    with pytest.raises(LookupError):
        shown.id_of("room")
    stranger = visit_raw(f"wall={code}&lang=en")
    with pytest.raises(LookupError):
        stranger.id_of("wall")

    teacher.event("room", "tied", True)
    trainee.until("player", lambda state: state["settings"]["clock"])
    teacher.event("player", "play", {"playing": False, "minute": 333, "speed": 60})
    for page in (trainee, shown):
        told = page.until("player", lambda state: (state["settings"]["clock"] or {}).get("number"))
        clock = told["settings"]["clock"]
        assert (clock["minute"], clock["playing"], clock["leads"]) == (333, False, False)

    teacher.event("room", "own_asked", OWN)
    trainee.until("room", lambda state: state["question"])
    trainee.event("room", "expected", "2")
    shown.until("wall", lambda state: any("1 of 1" in each for each in state["notes"]))
    assert shown.state("wall")["spread"] == []
    shown.event("player", "lever", {"name": "delta", "value": 1.0, "minute": 0})
    shown.event("masthead", "story_chosen", "town")
    teacher.event("room", "spread_shown")
    told = shown.until("wall", lambda state: state["spread"])
    assert [row["count"] for row in told["spread"]] == [0, 1]
    assert "Ann" not in json.dumps(told)
    assert shown.state("masthead")["story"] == "", "what the wall is told to do is not done"

    status, content = teacher.get(f"{RECORD}?lang=en")
    assert status == 200
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["Nickname"], row["Answer"], row["Question"]) == ("'=Ann", OWN["choices"][1], OWN["text"])
    assert "昵称" in teacher.get(f"{RECORD}?lang=zh_CN")[1].decode()
    for page in (trainee, stranger):
        status, content = page.get(RECORD)
        assert (status, b"Ann" in content) == (403, False)
    teacher.event("room", "ended")
    teacher.until("room", lambda state: state["mode"] == "none")
    assert teacher.get(RECORD)[0] == 403
    shown.until("wall", lambda state: state["notes"] == ["The room is closed."])


def test_a_desk_a_wall_and_a_trainee_in_three_windows(visit: Callable[..., Any], port: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    base = f"http://127.0.0.1:{port}/"
    room, seat = visit(), visit()
    desk, trainee = room.page, seat.page
    desk.goto(f"{base}?{ZIGUI_DAY}")
    desk.wait_for_selector(".player .levers")
    desk.click(".masthead-controls button >> nth=1")
    desk.click(".room-open button")
    desk.wait_for_selector(".room-instructor .qr")
    code = desk.inner_text(".room-bar .room-code")
    with room.context.expect_page() as opened:
        desk.click(".instructor-wall")
    shown = opened.value
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    expect(shown.locator(".wall-panel .room-code")).to_have_text(code)
    expect(shown.locator(".room, .masthead-controls, .side-panel, .instructor-who")).to_have_count(0)
    trainee.goto(f"{base}?room={code}&lang=en")
    trainee.fill(".room-door form input >> nth=1", "Xiaoming")
    trainee.click(".room-door form button")
    trainee.wait_for_selector(".room.is-trainee")
    expect(desk.locator(".instructor-who th[scope=row]")).to_have_text("Xiaoming")

    # A question in own words is text and nothing else
    desk.click(".instructor-own summary")
    desk.fill(".instructor-own textarea", OWN["text"])
    for place, each in enumerate(OWN["choices"]):
        desk.fill(f".instructor-own input >> nth={place}", each)
    desk.click(".instructor-own button[type=submit]")
    expect(trainee.locator(".room-question legend")).to_have_text(OWN["text"])
    expect(shown.locator(".wall-question")).to_have_text(OWN["text"])
    expect(shown.locator(".wall-choices li")).to_have_text(OWN["choices"])
    trainee.check(".room-question input >> nth=1")
    trainee.click(".room-question button")
    expect(shown.locator(".wall-asked .room-note")).to_contain_text("1 of 1")
    expect(shown.locator(".spread")).to_have_count(0)
    desk.get_by_role("button", name="Show the spread to all").click()
    expect(shown.locator(".spread li")).to_have_count(2)
    assert "Xiaoming" not in shown.content()

    # Locked controls look locked, and say why
    desk.locator("label.room-tick", has_text="Rules and staffing").locator("input").check()
    desk.get_by_role("button", name="Lock all levers").click()
    for control in (".lever-rail input >> nth=0", ".side-rule >> nth=0", ".masthead select >> nth=0"):
        expect(trainee.locator(control)).to_have_attribute("aria-disabled", "true")
        expect(desk.locator(control)).to_be_enabled()
    expect(trainee.locator(".levers .lock-why")).to_have_text("The instructor has locked this.")

    # A lesson: next for all, tied clocks, what came out is not passed by
    desk.select_option(".instructor-row select >> nth=1", "two-hypotheses:0")
    desk.get_by_role("button", name="Show to all: A step of a lesson").click()
    trainee.wait_for_selector(".lesson")
    expect(trainee.locator(".transport .play")).to_have_attribute("aria-disabled", "true")
    desk.click(".instructor-next")
    trainee.wait_for_selector(".lesson-ask")
    expect(shown.locator(".lesson .wall-choices li")).not_to_have_count(0)
    expect(shown.locator(".lesson-moves, .lesson-ask")).to_have_count(0)
    following = trainee.get_by_role("button", name="Next")
    expect(following).to_be_disabled()
    desk.evaluate("document.querySelector('.player').engine.pause()")
    desk.locator(".transport .scrub input").evaluate(
        "(it) => { it.value = 600; it.dispatchEvent(new Event('input', { bubbles: true })); }"
    )
    for page in (trainee, shown):
        page.wait_for_function(f"({CLOCK})().t === 600 && !({CLOCK})().playing")
    shown.reload()
    shown.wait_for_function(f"document.querySelector('.player')?.engine && ({CLOCK})().t === 600")
    for page, part in (
        (desk, ".room"),
        (shown, ".wall-panel"),
        (trainee, ".lesson"),
        (trainee, ".transport"),
    ):
        found = Axe().run(page, {"include": [[part]]}).response["violations"]
        assert not [each["id"] for each in found if each["impact"] in ("serious", "critical")]
    trainee.check(".lesson-choice input >> nth=0")
    trainee.click(".lesson-say")
    expect(following).to_be_enabled()
    assert errors == []
    for each in (room, seat):  # what was under way when the outcomes were hidden was withheld
        each.refused = [link for link in each.refused if "/tape/" not in link]
