"""A lesson as a trainee meets it, in a real browser on the real server, from the situation to home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons.panel import HEADINGS
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.model.core.words import LANGUAGES, translate
from tests.dashboard.conftest import Server
from tests.dashboard.real_server import WORLDS
from tests.dashboard.test_page import in_link, opened, until_link

pytestmark = pytest.mark.ci

NAME = "what-you-value-decides"
LESSON = LESSONS[NAME]


def shown(page: Any, number: int, language: str) -> None:
    """Wait until a step, counted from 1, is on the page and in the address."""
    until_link(page, "step", f"^{number}$")
    heading = translate(HEADINGS[LESSON.steps[number - 1].kind], language)
    page.wait_for_function("words => document.querySelector('.lesson h2')?.innerText === words", arg=heading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_lesson_from_the_situation_to_home(page: Any, server: Server, language: str) -> None:
    opened(page, server, f"lesson={NAME}&lang={language}")
    for number, step in enumerate(LESSON.steps, start=1):
        shown(page, number, language)
        if step.kind == "predict":
            page.wait_for_selector(".verdict, .lesson-claims li", state="detached")
            page.click(".lesson-say")
            page.wait_for_selector(".lesson-ask .error")
            answers = page.locator(".lesson-choice input")
            answers.first.focus()
            page.keyboard.press("ArrowDown")
            page.click(".lesson-say")
            continue
        if step.kind in ("reveal", "reason"):
            page.wait_for_selector(".lesson .waiting", state="detached", timeout=180_000)
            expect(page.locator(".lesson-claims li")).to_have_count(len(step.contrasts))
        if step.kind == "reveal":
            said = speaker(language)(LESSON.steps[number - 2].choices[1].words)
            assert said in page.inner_text(".lesson-answer >> nth=0")
            assert str(WORLDS) in (page.text_content(".lesson-claims li >> nth=0") or "")
        if number < len(LESSON.steps):
            page.locator(".lesson-moves button").nth(1).click()
    page.locator(".lesson-moves button").nth(1).click()
    page.wait_for_selector(".lesson", state="detached")
    assert in_link(page, "lesson") == ""


def test_a_reload_keeps_the_step_and_what_was_said_and_a_link_skips_no_question(
    page: Any, server: Server
) -> None:
    opened(page, server, f"lesson={NAME}&said=2:half&step=3&lang=en")
    shown(page, 3, "en")
    page.reload()
    shown(page, 3, "en")
    assert in_link(page, "said") == "2:half"
    opened(page, server, f"lesson={NAME}&step=6&lang=en")
    shown(page, 1, "en")
    assert "before you go on" in page.inner_text(".notes")


def test_it_is_accessible_its_figure_is_taken_away_and_another_one_is_in_the_menu(
    page: Any, server: Server
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened(page, server, f"lesson={NAME}&said=2:half&step=3&lang=en")
    page.wait_for_selector(".lesson .waiting", state="detached", timeout=180_000)
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert not [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in serious]
    with page.expect_download() as waiting:
        page.click(".lesson-files button:has-text('PNG')")
    assert waiting.value.suggested_filename == f"{NAME}-3.png"
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    page.locator(".lesson-moves button").nth(1).click()
    shown(page, 4, "en")
    assert page.evaluate("document.activeElement.tagName") == "H2", "a new step is read from its heading on"
    for each in (".lesson h2", ".map.left canvas", ".map.right canvas"):  # the lesson beside its two worlds
        box = page.locator(each).first.bounding_box()
        assert box["y"] + box["height"] / 2 <= 720 - 70, f"{each} lies below the first screen of a projector"
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator(".lesson-say").bounding_box()
    assert box["x"] + box["width"] <= 390
    page.select_option(".masthead-controls select >> nth=0", "lesson:why-zigui-merged")
    page.wait_for_selector(".lesson:has-text('Why Zigui merged')")
    page.select_option(".masthead-controls select >> nth=1", "county-town")
    page.wait_for_selector(".lesson", state="detached")


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_county_is_chosen_at_the_situation_and_all_fits_a_projector(
    page: Any, server: Server, language: str
) -> None:
    opened(page, server, f"lesson={NAME}&lang={language}")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.select_option(".lesson-county select", "zigui-2004")
    until_link(page, "place", "^zigui-2004$")
    expect(page.locator(".lesson .note").first).to_contain_text("2004")
    assert in_link(page, "lesson") == f"{NAME}:zigui-2004"
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.locator(".lesson-moves button").nth(1).click()
    shown(page, 2, language)
    expect(page.locator(".lesson-county")).to_have_count(0)
