"""Films as a visitor makes them: what is handed over is opened and looked at."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.dashboard.conftest import Server
from tests.dashboard.test_page import DAY, ENGINE, opened

pytestmark = pytest.mark.ci

SHORTEST = "5.6"
"""Hours of the run that come to two seconds at the usual speed."""

NO_ENCODER = "delete window.VideoEncoder;"
NO_VIDEO = "delete window.VideoEncoder; delete window.MediaRecorder;"
LISTENS = """{
  window.written = new Set();
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    if (!this.canvas.isConnected) window.written.add(text);
    return write.call(this, text, ...place);
  };
}"""
"""Notes what is written on canvases that are on no page: those of a film."""

WATCHED = """async ([data, type]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const video = document.createElement("video");
  video.muted = true;
  document.body.append(video);
  video.src = URL.createObjectURL(new Blob([bytes], { type }));
  await new Promise((done, fail) => {
    video.onloadeddata = done;
    video.onerror = () => fail(new Error(video.error.message));
  });
  if (video.duration === Infinity) { // a recorder writes no length in front: it is known at the end
    video.currentTime = 1e9;
    await new Promise((done) => (video.ondurationchange = done));
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const at = async (time) => {
    video.currentTime = time;
    await new Promise((done) => (video.onseeked = done));
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((sum, each, i) => (sum * 31 + each * (1 + (i % 7))) % 1_000_000_007, 0);
  };
  const looks = [await at(0.1), await at(0.9), await at(1.7)];
  return { duration: video.duration, width: canvas.width, height: canvas.height, looks };
}"""


def panel(page: Any) -> Any:
    """The panel, open, once it knows what the browser can make."""
    page.wait_for_function(f"{ENGINE}?.shown")
    page.get_by_role("button", name="Film", exact=True).click()
    shown = page.locator(".film-panel")
    shown.locator(".film-make").wait_for()
    return shown


def made(page: Any, folder: Path, hours: str = SHORTEST) -> Path:
    """Ask for a film and take what is handed over, under the name that it has."""
    page.fill(".film-hours", hours)
    with page.expect_download(timeout=300_000) as handed:
        page.click(".film-make")
        ended = page.wait_for_selector(".film-state.made, .film-state.failed", timeout=300_000)
        assert "failed" not in (ended.get_attribute("class") or ""), ended.inner_text()
    file = folder / handed.value.suggested_filename
    handed.value.save_as(file)
    expect(page.locator(".film-state")).to_contain_text(file.name)
    return file


def watched(browser: Any, file: Path) -> dict[str, Any]:
    """The video as a browser plays it: seconds, size, and what is seen at three moments."""
    context = browser.new_context()
    page = context.new_page()
    kind = f"video/{file.suffix[1:]}"
    found: dict[str, Any] = page.evaluate(WATCHED, [base64.b64encode(file.read_bytes()).decode(), kind])
    context.close()
    return found


def check_video(browser: Any, file: Path) -> None:
    """A video of two seconds in which the maps move."""
    video = watched(browser, file)
    assert video["duration"] == pytest.approx(2.0, abs=0.1)
    assert video["width"] == 1280
    assert video["height"] % 2 == 0
    assert len(set(video["looks"])) == 3


def check_gif(file: Path) -> None:
    """A GIF of two seconds, each picture another."""
    with Image.open(file) as gif:
        assert (gif.format, gif.n_frames) == ("GIF", 20)
        assert gif.size[0] == 640
        assert 200 < gif.size[1] <= 640
        seen = []
        for i in range(gif.n_frames):
            gif.seek(i)
            assert gif.info["duration"] == 100
            seen.append(gif.convert("RGB").tobytes())
    assert len(set(seen)) == 20


def test_a_video_and_a_gif_are_what_was_asked_for(
    page: Any, browser: Any, pretend_server: str, tmp_path: Path
) -> None:
    page.goto(pretend_server)
    panel(page)
    page.fill(".film-time", "7:00")
    page.evaluate(f"() => {{ const engine = {ENGINE}; engine.seek(0); engine.play(); }}")
    file = made(page, tmp_path)
    assert page.evaluate(f"{ENGINE}.playing"), "as it was before"
    assert re.fullmatch(r"toy-separate-integrated-day1-0700\.(mp4|webm)", file.name)
    check_video(browser, file)
    page.evaluate(f"{ENGINE}.pause()")
    before = page.evaluate(f"{ENGINE}.t")
    page.get_by_role("radio", name="GIF").click()
    file = made(page, tmp_path)
    assert file.name == "toy-separate-integrated-day1-0700.gif"
    check_gif(file)
    assert page.evaluate(f"[{ENGINE}.t, {ENGINE}.playing]") == [before, False]


def test_the_page_itself_makes_films_of_a_county(
    page: Any, browser: Any, server: Server, tmp_path: Path
) -> None:
    opened(page, server, f"{DAY}&lang=en")
    panel(page)
    page.fill(".film-day", "1")
    page.fill(".film-time", "02:00")
    file = made(page, tmp_path)
    assert file.name.startswith("zigui-2004-separate-integrated-day1-0200.")
    check_video(browser, file)
    page.get_by_role("radio", name="GIF").click()
    check_gif(made(page, tmp_path))


def test_a_wrong_span_is_told_and_a_film_can_be_cancelled(page: Any, pretend_server: str) -> None:
    page.goto(pretend_server)
    shown = panel(page)
    said = shown.locator(".film-state")
    page.fill(".film-time", "31:00")
    page.click(".film-make")
    expect(said).to_have_text("From: choose a day and a time within the run.")
    page.fill(".film-time", "07:00")
    page.fill(".film-hours", "1")
    page.click(".film-make")
    expect(said).to_have_text("Hours of the run: 5.6 to 24 at this speed, which come to 2 to 30 seconds.")
    page.fill(".film-hours", "10")
    page.click(".film-make")
    expect(said).to_contain_text(re.compile(r"^Picture \d+ of 107"))
    page.click(".film-stop")
    expect(said).to_have_text("Cancelled: there is no film.")
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)


def test_a_moment_that_is_not_here_is_waited_for_and_another_run_is_no_part_of_the_film(
    page: Any, pretend_server: str
) -> None:
    page.goto(pretend_server)
    said = panel(page).locator(".film-state")
    page.evaluate(f"() => {{ const engine = {ENGINE}; engine.recording.ready = () => false; }}")
    page.fill(".film-hours", SHORTEST)
    page.click(".film-make")
    expect(said).to_contain_text("is being computed")
    page.evaluate(f"() => {{ const engine = {ENGINE}; delete engine.recording.ready; }}")
    expect(said).to_contain_text(re.compile(r"^Picture \d+ of 60$"))
    page.evaluate(
        f"""() => {{
          const engine = {ENGINE};
          const plan = structuredClone(engine.recording.plan);
          plan.right.rule = "stationed";
          engine.setPlan(plan);
        }}"""
    )
    expect(said).to_have_text("The run was changed while it was filmed. Film again.")


def test_a_browser_without_an_encoder_records_and_one_without_either_says_so(
    visit: Callable[..., Any], browser: Any, pretend_server: str, tmp_path: Path
) -> None:
    one = visit()
    one.context.add_init_script(NO_ENCODER)
    one.page.goto(pretend_server)
    panel(one.page)
    file = made(one.page, tmp_path)
    assert file.stat().st_size > 10_000
    found = watched(browser, file)
    assert found["width"] == 1280
    assert found["duration"] > 1.0, "what it records takes as long as the browser does"
    assert len(set(found["looks"])) > 1

    other = visit()
    other.context.add_init_script(NO_VIDEO)
    other.page.goto(pretend_server)
    shown = panel(other.page)
    expect(shown.get_by_role("alert")).to_contain_text("makes no videos")
    expect(shown.get_by_role("radio")).to_have_text(["GIF"])


@pytest.mark.parametrize("hidden", [False, True])
def test_a_film_tells_no_wait_that_the_page_withholds(
    visit: Callable[..., Any], pretend_server: str, hidden: bool, tmp_path: Path
) -> None:
    one = visit(reduced_motion="reduce")
    one.context.add_init_script(LISTENS)
    one.page.goto(f"{pretend_server}/?{'hidden' if hidden else ''}")
    panel(one.page)
    made(one.page, tmp_path)
    written = one.page.evaluate("[...window.written]")
    assert {"Separate", "Integrated"} <= set(written), "each map has its rule"
    assert "day 1, 00:00" in written
    assert any(re.search(r"\d′", each) for each in written) is not hidden
    end = time.monotonic() + 30
    while one.page.evaluate(f"{ENGINE}.playing") and time.monotonic() < end:
        one.page.wait_for_timeout(50)
    assert not one.page.evaluate(f"{ENGINE}.playing"), "who wants little motion gets none"
