"""The player in a real browser, on a made-up tape: it plays, is scrubbed, is asked, outlives its server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.dashboard.conftest import Visit

EVERY_FRAME = True
DAY = 1440
ENGINE = "document.querySelector('.player')?.engine"
HEARD = "JSON.parse(document.querySelector('#heard').textContent)"
MOVED = f"{ENGINE}.recording.worlds.right.chunks[11].urls.scene.endsWith('moved')"
INK = """side => {
  const canvas = document.querySelector(`.map.${side} canvas:last-of-type`);
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let sum = 0;
  for (let i = 3; i < pixels.length; i += 4) sum += pixels[i] > 0;
  return sum;
}"""


LUMINANCE = """() => {
  const canvas = document.querySelector(".map.left canvas:first-of-type");
  const engine = document.querySelector(".player").engine;
  const context = canvas.getContext("2d");
  const light = (px, py) => {
    const [r, g, b, a] = context.getImageData(Math.round(px), Math.round(py), 1, 1).data;
    return a ? 0.2126 * r + 0.7152 * g + 0.0722 * b : 255;
  };
  const { camera } = engine, { cells } = engine.views.left.head.tables;
  let land = 0;
  for (let i = 0; i < cells.rows; i++) land += light(camera.px(cells.x[i]), camera.py(cells.y[i]));
  return [land / cells.rows, light(2, 2)];
}"""


def opened(page: Any, address: str, playing: bool = False) -> Any:
    """The page with its first picture drawn, and all of the tape computed unless it goes on playing."""
    page.goto(address)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    if not playing:
        page.evaluate(f"{ENGINE}.pause()")
        page.wait_for_function(
            f"""{ENGINE}.recording.computed().at(-1)?.[1] === {DAY}
                && ({ENGINE}.recording.hidden || {ENGINE}.recording.whole('right', 11))"""
        )
    return page


def now(page: Any) -> float:
    return float(page.evaluate(f"{ENGINE}.t"))


def at(page: Any, minute: float) -> None:
    """Put the playhead somewhere and wait until it is drawn and told."""
    page.evaluate(f"{ENGINE}.seek({minute})")
    page.wait_for_function(
        f"!{ENGINE}.dirty && document.querySelector('.scrub input').value == {round(minute)}"
    )


def heard(page: Any, name: str) -> dict[str, Any]:
    """The last event of a name that has reached Python in this test."""
    events = f"{HEARD}.slice(window.heardBefore ?? 0)"
    page.wait_for_function(f"{events}.some((e) => e[0] === '{name}')")
    return next(data for event, data in reversed(page.evaluate(events)) if event == name)


@pytest.fixture(scope="module")
def shared(browser: Any, pretend_server: str) -> Iterator[Any]:
    """One page for all tests that leave it as they found it."""
    visit = Visit(browser, EVERY_FRAME)
    yield opened(visit.page, pretend_server)
    visit.end()


@pytest.fixture
def player(shared: Any) -> Any:
    """The shared page at its start: paused at 0, no lever moved, nothing inspected."""
    shared.evaluate(
        f"{ENGINE}.pause(); {ENGINE}.seek(0); {ENGINE}.select(null); {ENGINE}.camera.fit({ENGINE}.camera.box)"
    )
    shared.get_by_role("tab", name="Levers").click()
    if shared.get_by_role("button", name="Undo").is_enabled():
        shared.get_by_role("button", name="Undo").click()
        shared.wait_for_function("document.querySelector('.undo').disabled")
    shared.wait_for_function(f"{ENGINE}.recording.whole('left', 11) && {ENGINE}.recording.whole('right', 11)")
    shared.evaluate(f"window.heardBefore = {HEARD}.length; window.scrollTo(0, 0)")
    shared.evaluate("document.activeElement.blur()")
    return shared


def test_it_plays_by_itself_and_draws_every_frame_the_browser_gives(page: Any, pretend_server: str) -> None:
    opened(page, pretend_server, playing=True)
    before = now(page)
    counted = page.evaluate(
        f"""() => new Promise((done) => {{
          const engine = {ENGINE}, first = engine.frames;
          let ticks = 0;
          const tick = () => (
            ++ticks < 60 ? requestAnimationFrame(tick) : done([ticks, engine.frames - first]));
          requestAnimationFrame(tick);
        }})"""
    )
    assert now(page) > before
    assert counted[1] >= 0.9 * counted[0], f"{counted[1]} of {counted[0]} frames drawn"
    assert page.evaluate(INK, "left") > 500
    assert page.evaluate(INK, "right") > 500


def test_what_stands_still_is_painted_once_however_long_it_plays(player: Any) -> None:
    page = player
    at(page, 240)
    ground = f"{ENGINE}.views.left.current.ground"
    page.evaluate(f"window.painted = {ground}.painted; {ENGINE}.play()")
    page.wait_for_function(f"{ENGINE}.t > 420")
    assert page.evaluate(f"{ground}.painted === window.painted")
    page.get_by_role("button", name="Nearer").click()
    page.wait_for_function(f"{ground}.painted !== window.painted")


def test_the_land_is_darker_by_night_and_its_paper_is_not(player: Any) -> None:
    page = player
    found = []
    for minute in (720, 60):
        at(page, minute)
        found.append(page.evaluate(LUMINANCE))
    (noon, paper), (night, paper_by_night) = found
    assert noon - 45 < night < noon - 8
    assert paper_by_night == paper


def test_towns_of_the_setting_before_stay_outlined_for_a_while(player: Any) -> None:
    page = player
    grown, kept, again = page.evaluate(
        f"""() => {{
          const {{ ground }} = {ENGINE}.views.left.current, {{ head, colours }} = ground;
          const made = (area, before) => {{
            const tables = {{ ...head.tables, cells: {{ ...head.tables.cells, area }} }};
            return new ground.constructor({{ ...head, tables }}, colours, "en", {{}}, before);
          }};
          const {{ area }} = head.tables.cells;
          const larger = Float64Array.from(area, (each, i) => (i < 40 ? 1 : each));
          const grown = made(larger, ground);
          return [grown, made(area, ground), made(larger, grown)].map((each) => each.formerShown);
        }}"""
    )
    assert grown
    assert not kept, "the same towns leave no outline"
    assert again, "another head with the same towns lets it stay"


def test_space_plays_and_pauses_and_arrows_step(player: Any) -> None:
    page = player
    at(page, 300)
    page.keyboard.press("ArrowRight")
    assert now(page) == 310
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert now(page) == 290
    page.keyboard.press(" ")
    page.wait_for_function(f"{ENGINE}.t > 295")
    page.keyboard.press(" ")
    stopped = now(page)
    page.wait_for_timeout(200)
    assert now(page) == stopped
    assert heard(page, "play")["playing"] is False
    page.keyboard.press("Home")
    assert now(page) == 0


def test_the_question_mark_lists_the_keys(player: Any) -> None:
    page = player
    page.keyboard.press("?")
    assert "play or pause" in page.inner_text("[role=dialog]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=dialog]", state="detached")


def test_scrubbing_shows_another_hour(player: Any) -> None:
    page = player
    page.get_by_label("Time in the run").fill("720")
    page.wait_for_function("document.querySelector('.clock strong').textContent === '12:00'")
    one = page.evaluate(f"[...{ENGINE}.views.left.officers.x]")
    page.get_by_label("Time in the run").fill("905")
    page.wait_for_function("document.querySelector('.clock strong').textContent === '15:05'")
    assert page.evaluate(f"[...{ENGINE}.views.left.officers.x]") != one


def test_what_the_timeline_changes_is_marked_on_the_scrubber(player: Any) -> None:
    player.get_by_role("button", name="right: integrated").click()
    assert now(player) == 639


def test_the_score_is_the_mean_of_the_calls_so_far(player: Any) -> None:
    page = player
    at(page, 900)
    told = page.evaluate(
        f"""() => ['left', 'right'].map((side) => {{
          const {{ recording, t }} = {ENGINE};
          const known = recording.all(side, recording.chunkAt(t)).filter((call) => call.known <= t);
          const calls = known.filter((call) => call.domain === 0);
          const wait = (call) => (call.there <= t ? call.there : t) - call.known;
          return calls.reduce((sum, call) => sum + wait(call), 0) / calls.length;
        }})"""
    )
    page.wait_for_function(
        f"document.querySelector('.score-number.left strong').textContent === '{told[0]:.1f}'"
    )
    expect(page.locator(".score-number.right strong")).to_have_text(f"{told[1]:.1f}")
    difference = page.inner_text(".score-difference strong").replace("−", "-")
    assert float(difference) == pytest.approx(told[1] - told[0], abs=0.06)


def test_one_sentence_says_what_happens_with_both_waits(player: Any) -> None:
    page = player
    page.evaluate(f"{ENGINE}.play()")
    said = "document.querySelector('.score-sentence').textContent"
    page.wait_for_function(f"/Separate.*Integrated/.test({said})")


def test_a_lever_tells_the_minute_and_only_the_future_is_fetched_again(
    player: Any, pretend_server: str
) -> None:
    page = player
    at(page, 400)
    page.request.get(f"{pretend_server}/control")
    slider = page.get_by_role("slider", name="Vehicles", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    assert heard(page, "lever") == {"name": "vehicles_per_1000", "value": 85, "minute": 400, "side": "both"}
    page.wait_for_function(f"{MOVED} && {ENGINE}.recording.whole('right', 11)")
    asked = [name for name, _ in page.request.get(f"{pretend_server}/control").json()]
    assert asked
    assert all(name.endswith("-moved") and int(name.split("-")[2]) >= 360 for name in asked), asked
    assert now(page) == 400
    expect(page.get_by_role("button", name="vehicles_per_1000 85"), "marked on the scrubber").to_be_visible()


def test_a_run_of_key_presses_is_one_move_and_loses_none(player: Any) -> None:
    page = player
    slider = page.get_by_role("slider", name="Vehicles", exact=True)
    slider.focus()
    number = page.get_by_role("spinbutton", name="Vehicles")
    before, step = float(slider.input_value()), float(slider.get_attribute("step"))
    told = f"{HEARD}.filter((each) => each[0] === 'lever').length"
    sent = page.evaluate(told)
    for _press in range(12):
        slider.press("ArrowRight")
        page.wait_for_timeout(60)
    expect(number).to_have_value(f"{before + 12 * step:g}")
    assert heard(page, "lever")["value"] == before + 12 * step
    page.wait_for_timeout(500)
    assert page.evaluate(told) == sent + 1
    page.get_by_role("button", name="Undo").click()
    expect(number).to_have_value(f"{before:g}")


def test_no_frame_is_blank_while_a_new_plan_arrives(player: Any, pretend_server: str) -> None:
    page = player
    page.evaluate(f"{ENGINE}.play()")
    page.request.get(f"{pretend_server}/control?queued=6")
    page.evaluate(
        f"""() => {{
          const ink = {INK};
          window.least = Infinity;
          (function look() {{
            window.least = Math.min(window.least, ink('right'));
            requestAnimationFrame(look);
          }})();
        }}"""
    )
    slider = page.get_by_role("slider", name="Vehicles", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function(f"{MOVED} && {ENGINE}.recording.ready({ENGINE}.t)")
    page.wait_for_timeout(100)
    assert page.evaluate("window.least") > 500


def test_undo_and_reset_are_heard_and_an_error_stands_beside_its_lever(player: Any) -> None:
    page = player
    number = page.get_by_role("spinbutton", name="Vehicles")
    number.fill("320")
    number.press("Enter")
    lever = page.locator(".lever", has=page.get_by_text("Vehicles", exact=True))
    lever.get_by_role("alert").wait_for()
    assert "320 is refused" in lever.get_by_role("alert").inner_text()
    lever.get_by_role("button", name="Back to 80").click()
    assert heard(page, "reset") == {"name": "vehicles_per_1000"}
    number.fill("100")
    number.press("Enter")
    page.get_by_role("button", name="Undo").click()
    heard(page, "undo")
    page.wait_for_function("document.querySelector('.undo').disabled")


def click_on(page: Any, side: str, spot: str) -> None:
    """Click where the engine says something is: `spot` gives [x, y] in cells from (view, engine)."""
    x, y = page.evaluate(
        f"""() => {{
          const engine = {ENGINE}, [x, y] = ({spot})(engine.views.{side});
          return [engine.camera.px(x), engine.camera.py(y)];
        }}"""
    )
    page.locator(f".map.{side}").click(position={"x": x, "y": y})


def test_a_click_opens_the_life_of_a_call_on_both_sides(player: Any) -> None:
    page = player
    call = page.evaluate(f"{ENGINE}.recording.all('left', 11).find((c) => c.there - c.dispatched > 15)")
    at(page, (call["dispatched"] + call["there"]) / 2)
    click_on(
        page,
        "left",
        f"(view) => [view.head.tables.cells.x[{call['cell']}], view.head.tables.cells.y[{call['cell']}]]",
    )
    assert heard(page, "inspect") | {"minute": 0} == {
        "kind": "call",
        "id": call["id"],
        "minute": 0,
        "side": "left",
    }
    panel = page.locator(".inspector")
    panel.locator(".life.right").wait_for()
    assert "on the way" in panel.locator(".life.left").inner_text()
    assert panel.locator(".life-step").count() >= 2


def test_a_click_opens_an_officer_with_the_day_so_far(player: Any) -> None:
    page = player
    call = page.evaluate(f"{ENGINE}.recording.all('left', 11).find((c) => c.there - c.dispatched > 25)")
    at(page, (call["dispatched"] + call["there"]) / 2)
    click_on(page, "left", f"(view) => [view.officers.x[{call['lead']}], view.officers.y[{call['lead']}]]")
    page.locator(".inspector .strip span").first.wait_for()
    expect(page.locator(".inspector h3")).to_contain_text("Officer:")
    said = page.inner_text(".inspector")
    assert "driving to a call" in said
    assert re.search(rf"Skill, traffic\s+0\.{call['lead']:02d}\b", said), "the officer's own, not the corps'"


def test_a_township_shows_its_rule_and_lets_it_be_changed(player: Any) -> None:
    page = player
    at(page, 5)
    page.evaluate(f"{ENGINE}.select({{ kind: 'township', id: 1, side: 'right' }})")
    page.get_by_role("tab", name="Look closer").click()
    choice = page.get_by_label("Rule of this township, right")
    assert choice.input_value() == "integrated"
    choice.select_option("separate")
    said = heard(page, "township")
    assert (said["name"], said["rule"], said["side"]) == ("Hillfoot", "separate", "right")


def test_without_a_pointer_things_are_chosen_from_a_list(player: Any) -> None:
    player.get_by_role("tab", name="Look closer").press("Enter")
    player.get_by_label("Or choose from the list").select_option(label="Fields")
    player.wait_for_function("document.querySelector('.inspector h3')?.textContent.includes('Fields')")
    assert heard(player, "inspect")["kind"] in ("station", "post", "township")


def test_names_from_data_are_text_never_markup(player: Any) -> None:
    page = player
    page.evaluate(f"{ENGINE}.select({{ kind: 'township', id: 3, side: 'left' }})")
    page.get_by_role("tab", name="Look closer").click()
    page.locator(".inspector h3").wait_for()
    assert "<b>East</b>" in page.inner_text(".inspector h3")
    expect(page.locator(".inspector h3 b")).to_have_count(0)


def test_the_table_says_what_the_maps_show(player: Any) -> None:
    page = player
    at(page, 600)
    page.get_by_role("tab", name="Table").click()
    page.locator(".listing table").first.wait_for()
    opened_calls = page.evaluate(
        f"""() => {{
          const open = (c) => c.known <= 600 && !(c.closed <= 600);
          const on = (side) => {ENGINE}.recording.calls(side, 600, 0).filter(open).map((c) => c.id);
          return new Set([...on('left'), ...on('right')]).size;
        }}"""
    )
    expect(page.locator(".listing .table-box tbody tr")).to_have_count(opened_calls)
    assert "standing by" in page.inner_text(".listing")


def test_the_tape_plays_on_when_the_server_is_gone_and_says_so(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = visit().page
    page.route(
        "**/tape/**", lambda route: route.abort() if "-scene-1200" in route.request.url else route.continue_()
    )
    page.goto(pretend_server)
    page.wait_for_selector(".message.lost")
    before = now(page)
    page.wait_for_function(f"{ENGINE}.t > {before + 20} || {ENGINE}.t >= 1199")
    page.unroute("**/tape/**")
    page.wait_for_selector(".message.lost", state="detached")
    page.wait_for_function(f"{ENGINE}.recording.computed().at(-1)?.[1] === {DAY}")


def test_a_plan_that_is_gone_is_asked_for_once_and_played_on_at_the_same_minute(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    one = visit()
    page = opened(one.page, pretend_server)
    at(page, 700)
    page.request.get(f"{pretend_server}/control?gone=1")
    page.evaluate(
        f"(({{ recording: it }}) => {{ it.worlds.left.chunks[5].scene = null; it.want(); }})({ENGINE})"
    )
    assert heard(page, "message") == {"gone": True}
    page.wait_for_function(
        f"{ENGINE}.recording.plan.left.head.includes('again-') && {ENGINE}.recording.ready({ENGINE}.t)"
    )
    assert now(page) == 700
    assert page.evaluate(HEARD).count(["message", {"gone": True}]) == 1
    expect(page.locator(".message.refused")).to_have_count(0)
    page.request.get(f"{pretend_server}/control?gone=0")
    one.refused.clear()


def test_a_place_in_the_queue_is_said_and_asked_for_again(page: Any, pretend_server: str) -> None:
    page.request.get(f"{pretend_server}/control?queued=1000")
    page.goto(pretend_server)
    page.wait_for_function(f"{ENGINE}?.queue?.of === 3")
    assert "being computed" in page.inner_text(".veil")
    page.request.get(f"{pretend_server}/control?queued=0")
    page.wait_for_function(f"{ENGINE}?.frames > 0")


def serious(page: Any) -> list[tuple[str, str]]:
    """What axe finds serious in the player, in each of its four panels."""
    from axe_playwright_python.sync_playwright import Axe

    bad = []
    for tab in range(4):
        page.locator("[role=tab]").nth(tab).click()
        found = Axe().run(page, context=".player").response["violations"]
        grave = [each for each in found if each["impact"] in ("serious", "critical")]
        bad += [(each["id"], each["nodes"][0]["html"][:200]) for each in grave]
    return bad


def test_axe_finds_nothing_serious_in_the_player(player: Any) -> None:
    assert not serious(player)


def test_chinese_is_spoken_throughout_and_axe_finds_nothing_serious(page: Any, pretend_server: str) -> None:
    opened(page, f"{pretend_server}/?lang=zh")
    expect(page.locator(".player")).to_have_attribute("lang", "zh-CN")
    assert page.evaluate(f"{ENGINE}.views.left.townshipName(0)") == "河口镇"
    assert not serious(page)


def test_with_reduced_motion_nothing_moves_until_it_is_asked_to(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = visit(reduced_motion="reduce").page
    page.goto(pretend_server)
    page.wait_for_function(f"{ENGINE}?.frames > 0")
    assert now(page) == 0
    asked = page.get_by_text("Motion is reduced, as this device asks")
    expect(asked).to_be_visible()
    page.locator(".tour-offer").get_by_role("button", name="Play", exact=True).click()
    expect(asked).to_have_count(0)
    page.wait_for_function(f"{ENGINE}.t > 200")
    assert page.evaluate(f"{ENGINE}.frames") < 60


DRAWN = f"""() => {{
  const engine = {ENGINE}, view = engine.views.left, draw = view.draw;
  const counted = (window.counted = {{ begun: engine.frames, above: 0, t: [] }});
  view.draw = (recording, t, ...rest) => {{
    counted.above += 1;
    counted.t.push(t);
    return draw.call(view, recording, t, ...rest);
  }};
}}"""
COUNTED = f"""(() => {{
  const {{ begun, above, t }} = window.counted;
  return {{ frames: {ENGINE}.frames - begun, above, t }};
}})()"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_every_picture_drawn_is_counted_once_and_time_goes_on_in_each(
    visit: Callable[..., Any], pretend_server: str, motion: str
) -> None:
    """The count that fps is reckoned from: as many as pictures drawn, each later than the one before."""
    page = opened(visit(reduced_motion=motion).page, pretend_server)
    page.evaluate(DRAWN)
    page.evaluate(f"{ENGINE}.play()")
    page.wait_for_function("window.counted.above >= 6")
    page.evaluate(f"{ENGINE}.pause()")
    page.wait_for_function(f"!{ENGINE}.dirty")
    playing = page.evaluate(COUNTED)
    assert playing["frames"] == playing["above"]
    assert playing["t"] == sorted(playing["t"])
    assert len(set(playing["t"])) >= 5
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate(COUNTED)["frames"] == playing["frames"], "a paused picture is not drawn again"


def test_a_phone_shows_the_outcomes_first_and_nothing_hangs_over(
    visit: Callable[..., Any], pretend_server: str
) -> None:
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True).page
    opened(page, pretend_server)
    tops = {name: page.locator(name).first.bounding_box()["y"] for name in (".score", ".chart", ".stage")}
    assert tops[".score"] < tops[".stage"] < tops[".chart"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
