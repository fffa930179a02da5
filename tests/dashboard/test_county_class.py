"""My county on a server with a token: who leads a room brings one, and it lives as long as the room."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.dashboard.conftest import free_port, started
from tests.dashboard.test_county_page import TABLE, drop, place_of
from tests.dashboard.test_page import READY

pytestmark = pytest.mark.ci

TOKEN = "a-secret-of-a-class"


@pytest.fixture(scope="module")
def class_address(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that takes a token, with it."""
    port, folder = free_port(), tmp_path_factory.mktemp("recordings")
    command = [sys.executable, "-m", "tests.dashboard.real_server", str(port), str(folder), TOKEN]
    server = started(command, port, "/healthz")
    yield f"http://127.0.0.1:{port}/?token={TOKEN}"
    server.terminate()
    server.wait(15)


def test_who_leads_a_room_brings_a_county_and_others_are_told_why_not(visit: Any, class_address: str) -> None:
    teacher, guest = visit().page, visit().page
    teacher.goto(f"{class_address}&lang=en")
    teacher.wait_for_function(READY)
    county = teacher.get_by_role("button", name="My county", exact=True)
    county.click()
    panel = teacher.locator("section.county")
    panel.get_by_text("Only the instructor of a room may bring a county").wait_for()
    county.click()
    panel.wait_for(state="detached")
    teacher.get_by_role("button", name="Class", exact=True).click()
    teacher.click(".room-open button")
    teacher.wait_for_selector(".room-code")
    county.click()
    panel.get_by_role("button", name="Draw a county").wait_for()
    drop(teacher, "a_bom.csv", TABLE.encode("utf-8-sig"))
    panel.locator("svg .town").nth(3).wait_for()
    panel.locator(".county-keep input").fill("班级县")
    panel.locator(".county-keep button").first.click()
    place = place_of(teacher)
    assert place.startswith("班级县@")

    guest.goto(f"{class_address}&lang=en&place={quote(place)}")
    guest.wait_for_function(READY)
    guest.get_by_role("button", name="My county", exact=True).click()
    said = guest.locator("section.county").inner_text()
    assert "Only the instructor of a room may bring a county" in said
    menu = guest.locator(".masthead-controls select").nth(1)
    assert "班级县" not in " ".join(menu.locator("optgroup[label='My counties'] option").all_inner_texts())
