"""A class on the real server: pages that are no browsers and send what they like, and two browsers."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from websockets.exceptions import ConnectionClosed

from benchmarks.pages import RawPage
from tests.dashboard.conftest import ZIGUI_DAY
from tests.dashboard.test_page import READY

pytestmark = pytest.mark.ci


def opened(page: RawPage) -> str:
    """The code of the room that a page opens."""
    page.event("room", "opened")
    return str(page.until("room", lambda state: state["mode"] == "instructor")["code"])


def joined(page: RawPage, code: str, nickname: str) -> RawPage:
    """A page that has sat down."""
    page.event("room", "joined", {"code": code, "nickname": nickname})
    page.until("room", lambda state: state["mode"] == "trainee")
    return page


def test_a_trainee_who_writes_to_the_socket_by_hand_is_no_instructor(
    visit_raw: Callable[..., RawPage],
) -> None:
    teacher, trainee = visit_raw(), visit_raw()
    code = opened(teacher)
    joined(trainee, code, "Ann")
    told = teacher.until("room", lambda state: state["instructor"]["trainees"])
    assert [row["nickname"] for row in told["instructor"]["trainees"]] == ["Ann"]
    trainee.event("room", "locked", ["delta"])
    for name, data in (
        ("pushed", {"what": "story", "name": "town"}),
        ("waits", True),
        ("asked", None),
        ("shown", None),
        ("spread_shown", None),
        ("sent_away", "Ann"),
        ("ended", None),
    ):
        trainee.event("room", name, data)
        trainee.until("room", lambda state: "Only the instructor" in state["error"])
    foreign = {"method": "custom", "content": {"event": "ended", "data": None}}
    trainee.send("comm_msg", {"comm_id": teacher.id_of("room"), "data": foreign})
    trainee.event("room", "nothing")
    after = teacher.state("room")
    assert after["mode"] == "instructor"
    assert [row["nickname"] for row in after["instructor"]["trainees"]] == ["Ann"]
    assert after["instructor"]["locks"] == told["instructor"]["locks"]
    assert trainee.state("room")["instructor"] == {}
    assert trainee.state("room")["mode"] == "trainee"


def test_a_lever_that_is_locked_or_out_of_its_range_is_refused_from_a_raw_client(
    visit_raw: Callable[..., RawPage],
) -> None:
    teacher, trainee = visit_raw(), visit_raw()
    joined(trainee, opened(teacher), "Ann")
    teacher.event("room", "locked", ["delta", "place"])
    trainee.until("room", lambda state: "Slowness" in " ".join(state["notes"]))
    before = trainee.state("masthead")["link"]
    lever = {"name": "delta", "value": 1.0, "minute": 0}
    other = {"name": "training_hours", "value": 9, "minute": 0}
    for said, why in (
        (lever, ": 1 is not possible here. The instructor has locked this"),
        (lever | {"value": 0.9, "side": "left", "minute": 300}, ": 0.9 is not possible here. The instructor"),
        (other | {"value": 1e308}, "1e+308"),
        (other | {"value": float("nan")}, "nan"),
        (other | {"value": "nine"}, "nine"),
        (other | {"value": [1]}, "[1]"),
        (other | {"minute": -1}, "-1"),
        (other | {"side": "middle"}, "middle"),
        (other | {"name": "no_such"}, "no_such"),
    ):
        trainee.event("player", "lever", said)
        key = said["name"]
        trainee.until("player", lambda s, key=key, why=why: why in s["settings"]["errors"].get(key, ""))
    assert trainee.state("masthead")["link"] == before


def test_what_is_pushed_arrives_and_a_reload_keeps_seat_and_authority(
    visit_raw: Callable[..., RawPage],
) -> None:
    teacher, trainee = visit_raw(), visit_raw()
    joined(trainee, opened(teacher), "Ann")
    teacher.event("room", "pushed", {"what": "story", "name": "town"})
    trainee.until("masthead", lambda state: state["story"] == "town")
    assert "room=" not in trainee.state("masthead")["link"]
    again = visit_raw("lang=en", trainee.cookie)
    assert again.until("room", lambda state: state["mode"] == "trainee")["trainee"]["nickname"] == "Ann"
    assert again.state("masthead")["story"] == "town"
    instructor = visit_raw("lang=en", teacher.cookie)
    instructor.until("room", lambda state: state["mode"] == "instructor")
    instructor.event("room", "ended")
    again.until("room", lambda state: state["mode"] == "none")


def test_outcomes_that_wait_are_withheld_by_the_server_and_given_when_all_have_said(
    visit_raw: Callable[..., RawPage],
) -> None:
    teacher, trainee, stranger = visit_raw(), visit_raw(), visit_raw()
    joined(trainee, opened(teacher), "Ann")
    teacher.event("room", "waits", True)
    hidden = trainee.until("player", lambda state: state["settings"]["hidden"])
    chunk = hidden["plan"]["right"]["chunks"][0]
    ask = f"?person={hidden['settings']['person']}&at=0"
    assert trainee.get(chunk["result"] + ask)[0] == 403
    assert "instructor" in json.loads(trainee.get(chunk["result"] + ask)[1])["error"]
    assert (
        trainee.get(chunk["result"] + f"?person={stranger.state('player')['settings']['person']}")[0] == 403
    )
    assert teacher.get(chunk["result"])[0] == 403
    assert trainee.get(chunk["scene"] + ask)[0] in (200, 202)
    assert trainee.get("/export/xxxxxxxxxxxxxxxxxxxxxx.csv")[0] == 403
    trainee.until_gone("verdict")
    teacher.event("room", "asked")
    trainee.until("room", lambda state: state["question"])
    trainee.event("room", "expected", "left")
    shown = trainee.until("player", lambda state: not state["settings"]["hidden"])
    chunk = shown["plan"]["right"]["chunks"][0]
    assert trainee.get(chunk["result"] + ask)[0] in (200, 202)
    trainee.until("verdict", lambda state: "shares" in state)


def test_codes_are_guessed_slowly_and_wrong_messages_are_sentences(visit_raw: Callable[..., RawPage]) -> None:
    page = visit_raw(ZIGUI_DAY + "&room=BBBBB")
    page.until("room", lambda state: state["mode"] == "door")
    for said in (None, [], {"code": 3}, {"code": "x" * 100_000, "nickname": "x"}):
        page.event("room", "joined", said)
        page.until("room", lambda state: "five letters" in state["error"])
    page.event("room", "joined", {"code": "BBBBB", "nickname": "x"})
    page.until("room", lambda state: "No room" in state["error"] or "Too many" in state["error"])


# Two browsers


def test_an_instructor_and_a_trainee_in_two_browsers(
    visit: Callable[..., Any], port: int, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    base = f"http://127.0.0.1:{port}/"
    wall = visit(reduced_motion="reduce")
    teacher = wall.page
    teacher.goto(f"{base}?place=zigui-2004&days=1&seed=4&lang=en")
    teacher.wait_for_function(READY)
    teacher.click(".masthead-controls button >> nth=1")
    teacher.click(".room-open button")
    teacher.wait_for_selector(".room-instructor .qr")
    code = teacher.inner_text(".room-bar .room-code")
    assert f"room={code}" in teacher.url
    small: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    phone = visit(reduced_motion="reduce", **small)
    trainee = phone.page
    trainee.goto(f"{base}?room={code}&lang=zh_CN")
    trainee.fill(".room-door form input >> nth=1", "阿明<b>")
    trainee.click(".room-door form button")
    trainee.wait_for_selector(".room.is-trainee")
    teacher.wait_for_selector(".instructor-who th:has-text('阿明<b>')")
    teacher.locator(".instructor-acts .room-tick", has_text="Hide outcomes").locator("input").check()
    teacher.click(".instructor-acts h3:nth-of-type(2) ~ .instructor-row button >> nth=0")
    trainee.wait_for_selector(".room-question")
    assert "结果隐藏" in trainee.inner_text(".room-bar")
    assert trainee.evaluate("document.documentElement.scrollWidth") <= 390
    expect(trainee.locator(".verdict")).to_have_count(0)
    for page in (teacher, trainee):
        found = Axe().run(page, {"include": [[".room"]]}).response["violations"]
        serious = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
        assert not serious
    trainee.check(".room-question input >> nth=1")
    trainee.click(".room-question button")
    trainee.wait_for_selector(".verdict")
    teacher.click(".instructor-acts h3:nth-of-type(2) ~ .instructor-row button >> nth=2")
    trainee.wait_for_selector(".spread li >> nth=2")
    teacher.wait_for_selector(".spread li.came", timeout=120_000)
    trainee.reload()
    trainee.wait_for_selector(".room.is-trainee .spread")
    teacher.reload()
    teacher.wait_for_selector(".room-instructor")
    teacher.screenshot(path=tmp_path / "teacher.png")
    teacher.click(".instructor-door button")
    trainee.wait_for_selector(".notes:has-text('课堂已结束')")
    trainee.wait_for_selector(".room", state="detached")
    for each in (wall, phone):  # what was under way when the instructor hid the outcomes was withheld
        each.refused = [link for link in each.refused if "/tape/" not in link]


# What a client can send that is no page of ours


def still_answers(page: RawPage) -> None:
    """Another visitor's click is answered."""
    mode = page.state("room")["mode"]
    page.event("masthead", "classroom")
    page.until("room", lambda state: state["mode"] != mode)


def ended(page: RawPage, seconds: float = 60) -> bool:
    """Whether the server closes a page."""
    with page.news:
        return page.news.wait_for(lambda: page.over, seconds)


CODE = "__import__('pathlib').Path({file!r}).write_text('x')"


@pytest.mark.parametrize("kind", ["execute_request", "complete_request", "inspect_request", "debug_request"])
def test_no_python_is_run_for_anybody(visit_raw: Callable[..., RawPage], tmp_path: Path, kind: str) -> None:
    bad, other = visit_raw(), visit_raw()
    code = CODE.format(file=str(tmp_path / "made"))
    bad.send(kind, {"code": code, "silent": False, "store_history": True, "cursor_pos": len(code)})
    assert ended(bad)
    assert not (tmp_path / "made").exists()
    still_answers(other)


def test_a_page_that_makes_widgets_of_its_own_is_closed(visit_raw: Callable[..., RawPage]) -> None:
    bad, other = visit_raw(), visit_raw()
    state = {"_model_name": "HTMLModel", "_model_module": "@jupyter-widgets/controls", "value": "x" * 900_000}
    data = {"state": state, "buffer_paths": []}
    bad.send("comm_open", {"comm_id": "mine", "target_name": "jupyter.widget", "data": data})
    assert ended(bad)
    still_answers(other)


def test_a_thousand_clicks_in_a_second_end_that_page_and_no_other(visit_raw: Callable[..., RawPage]) -> None:
    bad, other = visit_raw(), visit_raw()
    with suppress(ConnectionClosed, OSError):
        for _ in range(1_000):
            bad.event("masthead", "classroom")
    assert ended(bad)
    still_answers(other)


def test_a_frame_of_twenty_megabytes_ends_that_page_and_no_other(visit_raw: Callable[..., RawPage]) -> None:
    bad, other = visit_raw(), visit_raw()
    with suppress(ConnectionClosed, OSError):
        bad.event("room", "joined", {"code": "x" * 20_000_000})
    assert ended(bad)
    still_answers(other)


def test_a_message_to_a_widget_that_is_not_there_is_ignored(visit_raw: Callable[..., RawPage]) -> None:
    page = visit_raw()
    for content in (
        {"comm_id": "nobody", "data": {}},
        {"comm_id": page.control, "data": {"method": "evict"}},
    ):
        page.send("comm_msg", content)
    page.event("masthead", "no_such_event", {"a": 1})
    still_answers(page)


@pytest.mark.parametrize(
    "head", [b"GET /?%b HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: %b\r\n\r\n"]
)
def test_an_endless_link_or_header_is_refused_and_not_kept(
    visit_raw: Callable[..., RawPage], port: int, head: bytes
) -> None:
    other, answer, taken = visit_raw(), b"", 0
    begin, _, end = head.partition(b"%b")
    with socket.create_connection(("127.0.0.1", port)) as raw, suppress(OSError):
        raw.settimeout(60)
        raw.sendall(begin)
        for _ in range(100):
            raw.sendall(b"x" * 100_000)
            taken += 100_000
        raw.sendall(end)
        answer = raw.recv(100)
    assert b" 200 " not in answer
    assert taken < 10_000_000, "the server took all of it"
    still_answers(other)
