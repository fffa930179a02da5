"""The first picture: two worlds move in plain HTML before Solara is there, and the player takes them over."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from jiaosuo.dashboard.jobs.broker import Broker, set_broker
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.web import pending_pages
from jiaosuo.dashboard.web.preview import first_picture, with_first
from jiaosuo.dashboard.web.preview.injection import LATER
from tests.dashboard.conftest import Server
from tests.dashboard.test_page import ENGINE, READY

EVERY_FRAME = True
NOTES = """
  const noted = (window.noted = { frames: [], holes: 0 });
  const frames = () => document.querySelector('.player')?.engine?.frames ?? 0;
  const seen = () => ({ frames: frames(), vega: !!window.vegaEmbed });
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) { super(...given); noted.socket ??= seen(); }
  };
  const look = () => {
    const engine = document.querySelector('.player')?.engine;
    if (engine) {
      noted.frames.push(engine.frames);
      noted.engines = (noted.engines ?? new Set()).add(engine);
      if (engine.frames && engine.views.left.above.getBoundingClientRect().height < 100) noted.holes += 1;
    }
    if (window.vegaEmbed) noted.vega ??= seen();
    requestAnimationFrame(look);
  };
  look();
"""


@pytest.fixture(scope="module")
def warm(browser: Any, server: Server) -> Server:
    """A server that has computed the first chunks of what the page opens with."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    page.wait_for_function(f"{ENGINE}?.recording.computed().at(-1)?.[1] >= 240", timeout=60_000)
    context.close()
    return server


def test_the_county_moves_before_the_socket_and_long_before_vega(page: Any, warm: Server) -> None:
    """An order of events, not a time: frames of the real tape come first, then the socket, then charts."""
    page.add_init_script(NOTES)
    page.goto(warm.address)
    page.wait_for_function(READY)
    page.wait_for_function("window.noted.vega")
    noted = page.evaluate("window.noted")
    assert noted["socket"]["frames"] >= 4
    assert not noted["socket"]["vega"]
    assert noted["vega"]["frames"] >= noted["socket"]["frames"]


def test_the_player_takes_over_what_plays_and_nothing_blinks(page: Any, warm: Server) -> None:
    page.add_init_script(NOTES)
    page.goto(warm.address)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    expect(page.locator("#preview h1")).to_have_text("Who comes when a village calls?")
    page.wait_for_function(READY)
    began = page.evaluate("window.noted.frames.at(-1)")
    page.wait_for_function(f"{ENGINE}.frames > {began} + 5")
    assert page.evaluate("window.noted.engines.size") == 1
    frames = page.evaluate("window.noted.frames")
    assert frames == sorted(frames)
    assert page.evaluate("window.noted.holes") == 0
    assert page.evaluate(f"{ENGINE}.root.closest('#app') !== null")
    assert page.evaluate(f"{ENGINE}.frameGap") == 0
    expect(page.locator("link[data-later][media=print], script[type='text/later']")).to_have_count(0)


def test_a_click_on_the_preview_presses_the_page_s_own_button_once_it_is_there(page: Any) -> None:
    head = '<div class="masthead-controls"><button>A</button><button>B</button></div>'
    page.set_content(
        f"<script>{LATER.read_text('utf-8')}</script><style>#preview, #app {{ position: absolute }}</style>"
        f'<div id="app" style="visibility: hidden">{head}</div><div id="preview" inert>{head}</div>'
    )
    page.evaluate("""() => {
        window.heard = [];
        for (const each of document.querySelectorAll('#app button'))
          each.onclick = () => window.heard.push(each.textContent);
    }""")
    box = page.locator("#preview button").nth(1).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator("#preview button.waits").all_inner_texts() == ["B"]
    page.evaluate("preview.leave()")
    assert page.evaluate("window.heard") == []
    page.evaluate("document.body.dataset.page = 'ready'")
    page.wait_for_function("window.heard.length")
    assert page.evaluate("window.heard") == ["B"]


SAYS_NOTHING_AT_FIRST = """
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  send(data) {
    setTimeout(() => super.send(data), Math.max(0, 4000 - performance.now()));
  }
};
"""
"""The page asks for itself after some seconds, as over a slow line, so that there is time for a click."""


@pytest.mark.parametrize(("button", "opens"), [(0, "section.county"), (2, ".sharing")])
def test_a_click_before_the_page_has_taken_over_is_not_lost(
    page: Any, server: Server, button: int, opens: str
) -> None:
    page.add_init_script(SAYS_NOTHING_AT_FIRST)
    page.goto(server.address, wait_until="commit")
    page.wait_for_selector("#preview .masthead-controls button >> nth=2")
    box = page.locator("#preview .masthead-controls button").nth(button).bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    waits = page.evaluate("document.querySelectorAll('#preview button.waits').length")
    assert waits == 1, "the page had taken over before the click"
    page.wait_for_function(READY, timeout=180_000)
    page.wait_for_selector(f"#app {opens}")
    expect(page.locator(opens)).to_have_count(1)


def test_with_motion_reduced_one_picture_stands_until_the_page_is_there(visit: Any, warm: Server) -> None:
    page = visit(reduced_motion="reduce").page
    page.add_init_script(NOTES)
    page.goto(warm.address)
    page.wait_for_function(READY)
    assert page.evaluate("window.noted.socket.frames") >= 1
    assert not page.evaluate(f"{ENGINE}.playing ?? false")


@pytest.fixture
def broker(tmp_path: Any) -> Any:
    set_broker(Broker(Store(tmp_path)))


def told(picture: str) -> Any:
    """What stands in the picture for the script."""
    found = re.search(r'id="preview-data">(.*?)</script>', picture, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_link_is_drawn_as_it_says_and_its_words_are_only_text(broker: None) -> None:
    picture = first_picture("place=zigui-2004&left=stationed&at=600&lang=zh_CN", "en")
    assert "秭归县" in picture
    plan = told(picture)["plan"]
    assert (plan["left"]["rule"], plan["right"]["rule"]) == ("stationed", "integrated")
    assert told(picture)["start"] == 600
    nasty = first_picture("place=%3Cimg%20src%3Dx%3E&left=%3C%2Fscript%3E", "en")
    assert "<img" not in nasty
    assert nasty.count("</script>") == 1


@pytest.mark.parametrize("query", ["room=ABCDE", "place=zigui-2004&lesson=x", "room="])
def test_where_a_room_or_a_lesson_decides_what_is_seen_there_is_no_tape_yet(query: str, broker: None) -> None:
    assert told(first_picture(query, "en")) is None
    assert told(first_picture("place=zigui-2004", "en", plays=False)) is None


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_lesson_is_named_and_its_place_is_kept(language: str, broker: None) -> None:
    drawn = first_picture(f"lesson=the-empty-junction&lang={language}", language)
    title = speaker(language)(LESSONS["the-empty-junction"].title)
    assert drawn.count(title) == 2  # as the heading, and as what is chosen
    assert '<section class="panel lesson">' in drawn
    assert '<section class="panel lesson">' not in first_picture("place=zigui-2004", "en")


def test_solaras_scripts_wait_in_their_order_and_data_stay_data() -> None:
    page = """<html><head><script type="application/json">{}</script>
        <link href="/_solara/cdn/a/main8.css" rel="stylesheet" class="x"></link></head>
        <body data-base-url="/"><div id="app"></div><script>one</script>
        <script src="/two.js" crossorigin="anonymous"></script></body></html>"""
    made = with_first(page, "<p>picture</p>")
    body = made.partition("<body")[2]
    assert re.findall(r"<script([^>]*)>", body) == [
        ' type="text/later"',
        ' type="text/later" src="/two.js" crossorigin="anonymous"',
    ]
    assert 'rel="stylesheet" media="print" data-later class="x"' in made
    assert body.index("<p>picture</p>") < body.index('id="app"')
    assert with_first(page, "") == page


def test_a_session_may_fetch_while_its_socket_is_on_its_way_and_not_for_ever(monkeypatch: Any) -> None:
    now = [0.0]
    monkeypatch.setattr(pending_pages.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(pending_pages, "MOST", 2)
    pending_pages._pending.clear()
    assert [pending_pages.add(each) for each in ("a", "b", "c", "a", "")] == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert pending_pages.is_pending("a")
    assert not pending_pages.is_pending("c")
    now[0] = pending_pages.SECONDS + 1
    assert not pending_pages.is_pending("a")
    assert pending_pages.add("c")
    pending_pages._pending.clear()
