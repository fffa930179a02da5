"""The page as a visitor meets it, in a real browser on the real server: one day of Zigui, to be quick."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Server, Visit
from tests.dashboard.real_server import CURVE_SEED, POINT_WORLDS, WORLDS

pytestmark = pytest.mark.ci

ENGINE = "document.querySelector('.player')?.engine"
READY = """document.body?.dataset.page === 'ready' && !document.getElementById('preview')
  && !!document.querySelector('.player .levers')"""
DAY = "place=zigui-2004&days=1&seed=4"
LEAVE = "/_solara/api/close/"
"""Where a page that closes takes leave of its server."""
SIZES = ((1280, 720), (1920, 1080), (390, 844))


@pytest.fixture(scope="module")
def settled(browser: Any, server: Server) -> Iterator[Any]:
    """One page on which the verdict is there, shared by the tests that only look."""
    visit = Visit(browser)
    visit.forgiven = (LEAVE,)  # the server is started again by other tests while this page stands
    opened(visit.page, server, f"{DAY}&lang=en").wait_for_selector(".verdict .sentence", timeout=240_000)
    visit.page.wait_for_function(f"{ENGINE}?.frames > 0")
    yield visit.page
    visit.end()


def opened(page: Any, server: Server, query: str = DAY) -> Any:
    """The page itself, once it has taken over from its first picture."""
    page.goto(f"{server.address}?{query}")
    page.wait_for_function(READY)
    return page


def in_link(page: Any, key: str) -> str:
    """What stands in the address under a key."""
    return parse_qs(urlsplit(page.url).query).get(key, [""])[0]


def until_link(page: Any, key: str, pattern: str) -> None:
    """Wait until the address says something under a key."""
    page.wait_for_function(
        "([key, pattern]) => new RegExp(pattern).test(new URLSearchParams(location.search).get(key) ?? '')",
        arg=[key, pattern],
    )


def until_text(page: Any, place: str, words: str) -> None:
    """Wait until some words stand in a place."""
    page.wait_for_function(
        "([place, words]) => document.querySelector(place)?.innerText.includes(words)", arg=[place, words]
    )


def test_it_opens_on_a_story_that_plays_by_itself(page: Any, server: Server) -> None:
    opened(page, server, "")
    expect(page.locator(".page h1")).to_have_text("Who comes when a village calls?")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    first = page.evaluate(f"{ENGINE}.t")
    page.wait_for_function(f"{ENGINE}.t > {first} + 30")
    assert in_link(page, "story") == "zigui"


def test_the_language_is_switched_on_the_page_and_stays_in_the_link(page: Any, server: Server) -> None:
    opened(page, server)
    page.wait_for_selector(".verdict")
    page.click("button:has-text('中文')")
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    page.wait_for_selector("h1:has-text('秭归县')")
    until_link(page, "lang", "zh_CN")
    page.wait_for_function(  # the head is told first, and the panels below it a moment later
        """() => !/[A-Za-z]{3,}/.test(['.masthead-box', '.verdict', '.take']
             .map((each) => document.querySelector(each)?.innerText ?? 'missing').join(' ')
             .replace(/English|HTML|CSV|PARQUET|SVG|PNG/g, ''))"""
    )


def test_another_rule_is_another_world_and_undo_is_in_the_link(page: Any, server: Server) -> None:
    opened(page, server)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.select_option(".side.right select >> nth=0", "stationed")
    until_link(page, "right", "^stationed")
    until_text(page, ".side.right .side-words", "stay specialists")
    page.select_option(".side.left select >> nth=1", "workload")
    until_link(page, "left", "s:workload")


def test_every_lever_changes_the_link_and_the_plan_of_what_comes(
    visit: Callable[..., Any], server: Server
) -> None:
    one = visit()
    one.forgiven = ("/tape/",)  # a chunk on its way as the next lever replaces its plan is gone
    page = opened(one.page, server, "place=zigui-2004&days=2&seed=4")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.pause()")
    page.evaluate("document.querySelector('details.lever-group').open = true")
    sliders = page.evaluate("[...document.querySelectorAll('.lever input[type=range]')].map(({ id }) => id)")
    assert len(sliders) >= 20
    for slider in sliders:
        lever = page.locator(f"#{slider}")
        before = page.evaluate(f"{ENGINE}.recording.plan.right.chunks.at(-1).scene")
        lever.press("Home" if lever.input_value() != lever.get_attribute("min") else "End")
        page.wait_for_function(
            f"""([name, before]) => location.search.includes(':' + name + ':')
              && {ENGINE}.recording.plan.right.chunks.at(-1).scene !== before""",
            arg=[slider.removeprefix("lever-"), before],
        )
    expect(page.locator(".lever .error")).to_have_count(0)
    page.locator(".lever .reset").first.click()
    page.wait_for_function("name => !location.search.includes(name)", arg=":urbanization:")


def test_the_world_changes_at_midnight_and_a_lever_too_late_says_so(page: Any, server: Server) -> None:
    opened(page, server, f"{DAY}&at=600")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(
        f"{ENGINE}.seek(600); {ENGINE}.pause()"
    )  # once the day is over a lever counts from its start
    page.locator("#lever-urbanization").press("End")
    page.wait_for_selector(".lever .error")
    assert "only after the end" in page.inner_text(".lever .error")


VERDICT_SEEN = """() => {
  const seen = (window.seen = []);
  const look = () => {
    const [waiting, said] = ['.verdict .waiting', '.verdict .sentence'].map((each) =>
      document.querySelector(each)?.innerText ?? '');
    if (seen.at(-1)?.join() !== [waiting, said].join()) seen.push([waiting, said]);
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}"""
"""Notes what the verdict's panel says whenever the page changes: a short wait is over before one can ask."""


def test_no_verdict_before_the_last_world(page: Any, server: Server) -> None:
    page.add_init_script(f"({VERDICT_SEEN})()")
    opened(page, server, "place=zigui-2004&days=1&seed=77&lang=en")
    page.wait_for_selector(".verdict .sentence")
    seen = page.evaluate("window.seen")
    waited = [said for waiting, said in seen if re.search(rf"\b[0-5] of {WORLDS} are run", waiting)]
    assert waited
    assert not any(waited)


def test_then_one_sentence_in_minutes_deaths_and_hours(settled: Any) -> None:
    said = settled.inner_text(".verdict .sentence >> nth=0")
    assert re.search(r"min sooner|min later|answered is not distinguishable", said)
    assert "deaths" in said
    assert "overtime" in said


def test_weights_move_the_verdict_and_the_link(settled: Any) -> None:
    before = settled.inner_text(".verdict .sentence.small")
    slider = settled.get_by_label("Community visits", exact=True)
    slider.press("End")
    until_link(settled, "weights", "community_visits:5")
    settled.wait_for_function(
        "before => document.querySelector('.verdict .sentence.small').innerText !== before", arg=before
    )
    settled.click("button:has-text('All the same')")
    until_link(settled, "weights", "^$")


def test_prices_move_the_cost_and_the_link_and_nothing_is_run_again(settled: Any) -> None:
    value = "label:has-text('Expected deaths') ~ output"
    before = settled.inner_text(f".price {value}")
    settled.locator("#price-price_death").press("Home")
    until_link(settled, "prices", "price_death:0")
    settled.wait_for_function(
        "before => document.querySelector('output[for=price-price_death]').innerText !== before", arg=before
    )
    expect(settled.locator(".verdict progress")).to_have_count(0)
    settled.click("button:has-text('Prices as declared')")
    until_link(settled, "prices", "^$")


def test_files_are_taken_away(settled: Any) -> None:
    with settled.expect_download() as waiting:
        settled.click("button:has-text('Report')")
    report = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "zigui-2004-separate-integrated-report.html"
    assert "jiaosuo dashboard --open" in report
    with settled.expect_download() as waiting:
        settled.click("a:has-text('CSV')")
    head = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()[0]
    assert "township" in head


def test_the_file_to_send_is_made_once_both_worlds_are_recorded(settled: Any) -> None:
    settled.wait_for_function(f"{ENGINE}.recording.computed().at(-1)?.[1] === {ENGINE}.recording.minutes")
    with settled.expect_download() as waiting:
        settled.click("button:has-text('A file to send')")
    assert waiting.value.suggested_filename == "zigui-2004-separate-integrated-play.html"
    sent = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "integrated" in re.findall(r'class="verdict-line">([^<]+)<', sent)[0]
    assert 'id="sent-data"' in sent


def test_a_point_of_the_map_is_refined_and_nothing_is_said_before_its_last_world(settled: Any) -> None:
    panel = settled.locator(".tipping")
    expect(panel.locator(".tile")).to_have_count(6)
    assert "integrated wins significantly" in panel.locator(".you").inner_text()
    expect(settled.locator(".why .bars li")).to_have_count(6)
    panel.locator("button:has-text('Refine here')").click()
    settled.wait_for_selector(".tipping .waiting")
    assert re.search(rf"[0-2] of {POINT_WORLDS} worlds", panel.locator(".waiting").inner_text())
    expect(panel.locator(".plot .refined, .refined-words")).to_have_count(0)
    panel.locator(".plot .refined").wait_for(timeout=60_000)
    assert f"{POINT_WORLDS} worlds" in panel.locator(".refined-words").inner_text()
    panel.locator("summary").click()
    expect(panel.locator("tbody tr")).to_have_count(6)


def test_theory_stands_beside_the_county(settled: Any) -> None:
    settled.wait_for_selector("#sheet-theory", timeout=60_000)
    told = settled.inner_text(".sheet:has(#sheet-theory)")
    assert "does not apply" in told
    assert "Traffic apart" in told


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_at_any_size(settled: Any, size: tuple[int, int]) -> None:
    settled.set_viewport_size({"width": size[0], "height": size[1]})
    settled.wait_for_timeout(300)
    assert settled.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size[0] > 600:
        for each in (".map.left canvas", ".map.right canvas", ".scrub input"):
            box = settled.locator(each).first.bounding_box()
            assert box["y"] + box["height"] <= size[1] + 1, f"{each} lies below the first screen"


def test_the_maps_lead_the_first_screen_and_one_line_is_the_verdict(settled: Any) -> None:
    """Of 1280 x 720 the two maps have 65 %, the verdict stands in 32 px, and the curve begins below."""
    width, height = 1280, 720
    settled.set_viewport_size({"width": width, "height": height})
    settled.evaluate("scrollTo(0, 0)")
    settled.wait_for_timeout(300)
    boxes = [settled.locator(f".map.{side}").bounding_box() for side in ("left", "right")]
    assert all(box["y"] + box["height"] <= height for box in boxes)
    assert sum(box["width"] * box["height"] for box in boxes) >= 0.65 * width * height
    verdict = settled.locator(".score-verdict")
    assert verdict.evaluate("each => getComputedStyle(each).fontSize") == "32px"
    assert verdict.bounding_box()["height"] < 64, "one line"
    assert "separate" in verdict.inner_text()
    assert not re.search(r"\b(left|right)\b", verdict.inner_text() + settled.inner_text(".score-sentence"))
    curve, slider = (settled.locator(each).bounding_box() for each in (".curve svg", ".hand-slider"))
    assert curve["y"] + curve["height"] <= height
    assert slider["y"] + slider["height"] <= height
    for side in ("left", "right"):
        assert settled.inner_text(f".map-title.{side} .running").startswith("this run, one world")


def test_minutes_by_township_stand_beside_the_two_worlds(settled: Any) -> None:
    settled.set_viewport_size({"width": 1280, "height": 720})
    settled.evaluate(f"{ENGINE}.pause(); {ENGINE}.seek(1439)")
    settled.click(".by-township")
    settled.wait_for_function(
        "/calls/.test(document.querySelector('.world.apart .map')?.getAttribute('aria-label') ?? '')"
    )
    label = settled.get_attribute(".world.apart .map", "aria-label")
    assert re.search(r"[−+]?\d+(\.\d)? min, \d+ calls", label)
    painted = settled.evaluate(
        """() => { const canvas = document.querySelector('.world.apart canvas');
             const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
             return data.filter((each, i) => i % 4 === 3 && each).length / (data.length / 4); }"""
    )
    assert painted > 0.2
    settled.click(".by-township")
    settled.wait_for_selector(".world.apart", state="detached")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_axe_finds_nothing_serious(settled: Any, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    settled.set_viewport_size({"width": 1280, "height": 720})
    if in_link(settled, "lang") != language:
        settled.click(".masthead-controls button[lang]")
        until_link(settled, "lang", language)
    found = Axe().run(settled).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    told = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in serious]
    assert not told


def test_a_link_opens_the_same_page_after_a_restart(visit: Callable[..., Any], server: Server) -> None:
    sides = "left=stationed~ring_fence:0.25&right=integrated~@600:on_duty_share:0.5"
    query = f"{DAY}&{sides}&focus=clear_mean_traffic_rural"
    first = opened(visit().page, server, query)
    until_link(first, "v", "1")
    link = urlsplit(first.url).query
    first.close()
    server.stop()
    server.start()
    second = opened(visit().page, server, link)
    until_link(second, "v", "1")
    assert urlsplit(second.url).query == link
    assert second.input_value(".side.left select >> nth=0") == "stationed"
    until_text(second, ".side.left .side-changes", "Time kept for traffic 25")
    assert second.input_value(".value select") == "clear_mean_traffic_rural"


def test_a_bad_link_opens_the_page_with_a_note(page: Any, server: Server) -> None:
    opened(page, server, "place=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&seed=1e99&seed=2&left=abolished")
    notes = page.inner_text(".notes")
    assert "<img src=x onerror=alert(1)>" in notes
    assert "1e99" in notes
    expect(page.locator(".notes img")).to_have_count(0)
    page.click(".notes button")
    page.wait_for_selector(".notes", state="detached")


def test_an_exception_in_a_callback_is_a_sentence_and_the_page_goes_on(page: Any, server: Server) -> None:
    opened(page, server)
    page.evaluate(
        """() => { const menu = document.querySelector('.masthead-controls select');
             menu.add(new Option('broken', 'broken')); }"""
    )
    page.select_option(".masthead-controls select >> nth=0", "broken")
    page.wait_for_selector(".masthead-box .error")
    said = page.inner_text("body")
    assert "the fault is ours" in said
    assert "/a/path" not in said
    assert "Traceback" not in said
    page.select_option(".side.right select >> nth=0", "stationed")
    until_link(page, "right", "^stationed")


def test_a_page_that_cannot_be_drawn_says_so_in_two_languages(page: Any, server: Server) -> None:
    page.goto(f"{server.address}?place=zigui-2004&seed=666")
    page.wait_for_selector(".sorry")
    said = page.inner_text("body")
    assert "could not be drawn" in said
    assert "/a/path" not in said


def test_a_lost_server_is_said_and_the_page_comes_back_as_it_was(
    visit: Callable[..., Any], server: Server
) -> None:
    one = visit()
    page = opened(one.page, server, DAY + "&right=stationed")
    until_link(page, "right", "^stationed")
    server.stop()
    page.wait_for_selector(".banner:has-text('cannot be reached')")
    server.start()
    page.wait_for_selector(".banner", state="detached", timeout=60_000)
    page.wait_for_function(READY)
    assert page.input_value(".side.right select >> nth=0") == "stationed"
    one.refused.clear()
    # What Solara still had to say to the server that was stopped is an error of its own in the browser.
    one.errors[:] = [each for each in one.errors if each != "Cannot send"]
    one.forgiven = (LEAVE,)  # the lost page takes leave of a server that never knew it


def test_a_change_made_while_the_server_is_away_counts_when_it_is_back_at_the_same_minute(
    visit: Callable[..., Any], server: Server
) -> None:
    one = visit()
    page = opened(one.page, server, "place=zigui-2004&days=2&grain=25&seed=4&lang=en&at=600")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.seek(717); {ENGINE}.pause()")
    server.stop()
    page.wait_for_selector(".banner:has-text('kept')")
    page.locator(".hand-slider").press("ArrowRight")
    page.wait_for_function("sessionStorage.getItem('jiaosuo.unsent')?.includes('lever')")
    server.start()
    page.wait_for_selector(".banner", state="detached")
    page.wait_for_function(READY)
    until_text(page, ".message", "counts now (1)")
    until_link(page, "both", "@1440:urbanization:")
    until_link(page, "at", "717")
    page.wait_for_function(f"{ENGINE}?.frames > 0 && !{ENGINE}.playing")
    assert page.evaluate(f"Math.floor({ENGINE}.t)") == 717
    one.refused.clear()
    one.errors[:] = [each for each in one.errors if each != "Cannot send"]
    one.forgiven = (LEAVE,)


def test_a_change_that_was_lost_under_way_is_told_again_and_taken_once(page: Any, server: Server) -> None:
    said: list[str] = []

    def between(socket: Any) -> None:
        onward = socket.connect_to_server()

        def lose_the_first_and_double_the_second(message: str | bytes) -> None:
            if "event_lever" not in str(message):
                onward.send(message)
                return
            said.append(str(message))
            for _ in range({1: 0, 2: 2}.get(len(said), 1)):
                onward.send(message)

        socket.on_message(lose_the_first_and_double_the_second)

    page.route_web_socket(re.compile("/jupyter/"), between)
    opened(page, server, "place=zigui-2004&days=2&grain=25&seed=4&lang=en&at=600")
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    page.evaluate(f"{ENGINE}.seek(717); {ENGINE}.pause()")
    page.locator(".hand-slider").press("ArrowRight")
    until_link(page, "both", "@1440:urbanization:")
    page.wait_for_function("sessionStorage.getItem('jiaosuo.unsent') === '[]'")
    assert len(said) >= 2
    page.locator(".masthead h1").click()
    page.keyboard.press("u")  # one undo takes back all that counted
    page.wait_for_function("!new URLSearchParams(location.search).get('both')?.includes('urbanization')")


def test_the_slider_of_the_curve_stands_at_the_value_of_a_place_whose_lever_has_other_ends(
    page: Any, server: Server
) -> None:
    opened(page, server, "place=city-district&days=1&grain=25&lang=en")
    page.wait_for_function("document.querySelector('.hand-slider')?.min === '0.79'")
    page.select_option(".masthead-controls select >> nth=1", "zigui-2004")
    page.wait_for_function("document.querySelector('.hand-slider')?.min === '0.05'")
    page.wait_for_function("document.querySelector('.hand-slider').value === '0.22'")


def test_where_no_surface_is_kept_a_curve_is_made_beside_the_page(page: Any, server: Server) -> None:
    opened(page, server, f"place=zigui-2004&days=1&lang=en&seed={CURVE_SEED}")
    page.wait_for_function(
        "document.querySelector('.bench')?.innerText.includes('held against no fresh worlds')"
    )
    page.wait_for_function("document.querySelectorAll('.bench svg path').length > 2")
