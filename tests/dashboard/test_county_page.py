"""My county in a browser: a table dropped, put right, kept, played, shared and opened again; by keyboard."""

import base64
import json
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.dashboard.conftest import Server
from tests.dashboard.test_page import READY

pytestmark = pytest.mark.ci

TABLE = """\
乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警,辅警
城关镇,"86,500",182.4,28.5,22.0,17,30,20
白沙镇,"41,200",240.1,12.0,30.5,5,12,6
石桥镇,"38,750",210.6,44.2,18.3,0,11,6
高岭乡,"9,870",350.2,33.1,6.4,0,6,3
"""
PLAYED = "document.querySelectorAll('.maps canvas').length >= 4 && document.querySelector('.player')"


@pytest.fixture(scope="module")
def county_server(browser, tmp_path_factory):
    """A server with an empty folder of places of its own."""
    before = os.environ.get("JIAOSUO_PLACES", "")
    os.environ["JIAOSUO_PLACES"] = str(tmp_path_factory.mktemp("places"))
    begun = Server(tmp_path_factory.mktemp("recordings"))
    yield begun
    begun.stop()
    os.environ["JIAOSUO_PLACES"] = before


def opened(page, server, query="lang=en"):
    page.goto(f"{server.address}?{query}")
    page.wait_for_function(READY)
    if page.locator("section.county").count() == 0:
        page.locator(".masthead-controls button").first.click()
    page.locator("section.county").wait_for()
    return page.locator("section.county")


def drop(page, name, content):
    """A file dropped on the panel, as from the desktop."""
    held = page.evaluate_handle(
        """([name, text]) => {
          const held = new DataTransfer();
          held.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
          return held;
        }""",
        [name, base64.b64encode(content).decode()],
    )
    page.dispatch_event("section.county", "drop", {"dataTransfer": held})


def place_of(page):
    """The county in the address, with its content."""
    page.wait_for_function("/place=[^&]*(@|%40)/.test(location.search)")
    return page.evaluate("new URLSearchParams(location.search).get('place')")


def test_from_a_dropped_table_to_a_county_that_plays_and_back_from_its_file(page, county_server):
    panel = opened(page, county_server)
    assert "Nothing leaves this machine" in panel.inner_text()
    drop(page, "a_bom.csv", TABLE.replace('"41,200"', "many").encode("utf-8-sig"))
    wrong = panel.locator("tr.wrong .error")
    wrong.wait_for()
    assert "many" in wrong.inner_text()
    assert panel.locator(".county-keep button").first.is_disabled()
    panel.locator("tr.wrong input").nth(1).fill("41,200")
    panel.locator("tr.wrong input").nth(1).press("Tab")
    panel.locator("svg .town").nth(3).wait_for()
    expect(panel.locator("tr.wrong")).to_have_count(0)
    assert panel.locator("svg .town.seat").get_attribute("data-town") == "城关镇"
    assert "86,500 → 86,500" in panel.locator(".county-table").inner_text()
    panel.locator(".county-map select").select_option("白沙镇")
    page.wait_for_selector("svg .town.seat[data-town='白沙镇']")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wrong = Axe().run(page, "section.county").response["violations"]
    assert not [(each["id"], each["nodes"][0]["html"][:90]) for each in wrong]
    panel.locator(".county-keep input").fill("我的县")
    panel.locator(".county-keep button").first.click()
    place = place_of(page)
    assert place.startswith("我的县@")
    with page.expect_response(
        lambda answer: "/tape/" in answer.url and answer.status == 200, timeout=240_000
    ):
        page.wait_for_function(PLAYED)
    menu = page.locator(".masthead-controls select").nth(1)
    assert menu.locator("optgroup[label='My counties'] option").all_inner_texts() == ["我的县"]

    panel = opened(page, county_server, "lang=en&place=我的县")
    page.wait_for_selector(
        "svg .town.seat[data-town='白沙镇']"
    )  # the county that is played is there to correct
    with page.expect_download() as shared:
        panel.locator(".county-share").click()
    assert shared.value.suggested_filename == "我的县.zip"
    with open(shared.value.path(), "rb") as file:
        drop(page, "我的县.zip", file.read())
    page.wait_for_selector("svg .town.seat[data-town='白沙镇']")
    page.wait_for_function("!document.querySelector('.county-keep button').disabled")
    panel.locator(".county-keep button").first.click()
    page.wait_for_selector("section.county", state="detached")
    assert place_of(page) == place


def test_all_of_it_by_keyboard(page, county_server):
    page.goto(f"{county_server.address}?lang=en")
    page.wait_for_function(READY)
    page.get_by_role("button", name="My county", exact=True).focus()
    page.keyboard.press("Enter")
    page.locator("section.county").wait_for()
    page.get_by_role("button", name="Draw a county").focus()
    page.keyboard.press("Enter")
    page.locator("svg .town").nth(9).wait_for()
    town = page.locator("svg .town").nth(4)
    name, before = town.get_attribute("data-town"), town.get_attribute("aria-label")
    town.focus()
    for key in ("ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    page.wait_for_function(
        "(name) => document.querySelector('.county-state').textContent.includes(name)", arg=name
    )
    after = page.locator(f"svg .town[data-town='{name}']").get_attribute("aria-label")
    x, y, x2, y2 = (float(each) for said in (before, after) for each in re.findall(r"(-?[\d.]+) km", said))
    assert (round(x2 - x, 1), round(y2 - y, 1)) == (1, 5)
    page.get_by_label("Name of the county").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("drawn")
    page.keyboard.press("Enter")
    assert place_of(page).startswith("drawn@")


def test_a_town_is_dragged_with_the_mouse_and_what_is_not_kept_outlasts_a_reload(page, county_server):
    panel = opened(page, county_server)
    panel.get_by_role("button", name="Draw a county").click()
    town = panel.locator("svg .town .dot").nth(2)
    town.wait_for()
    box, before = town.bounding_box(), panel.locator("svg .town").nth(2).get_attribute("aria-label")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 45, box["y"] + 10, steps=4)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.county-state').textContent.includes('now lies at')")
    assert panel.locator("svg .town").nth(2).get_attribute("aria-label") != before
    panel.get_by_role("button", name="Undo").click()
    again = "(said) => document.querySelectorAll('svg .town')[2]?.getAttribute('aria-label') === said"
    page.wait_for_function(again, arg=before)
    panel.get_by_label("Name of the county").fill("not kept yet")
    panel.locator(".county-map select").select_option(index=1)
    page.wait_for_function("sessionStorage.getItem('jiaosuo-county')?.includes('not kept yet')")
    page.reload()
    opened(page, county_server)
    page.wait_for_function(again, arg=before)
    assert page.get_by_label("Name of the county").input_value() == "not kept yet"


def test_a_broken_file_tells_its_cause_in_chinese(page, county_server):
    panel = opened(page, county_server, "lang=zh_CN")
    drop(page, "坏.csv", "乡镇,常住人口,面积\n城关镇,很多,100\n".encode("gb18030"))
    panel.locator(".county-problem").wait_for()
    said = panel.locator(".county-problem").inner_text()
    assert "很多" in said
    assert "不可用" in said
    assert not re.search(r"[a-z]{4,}", said.replace("坏.csv", ""))


def test_routes_take_what_comes_from_their_own_page_and_nothing_else(visit, county_server):
    visited = visit()
    visited.forgiven = ("/county/",)
    page = visited.page
    opened(page, county_server)
    own = county_server.address.rstrip("/")

    def post(path, body, **headers):
        said = {"origin": own, "content-type": "application/json"} | headers
        return page.request.post(own + path, data=body.encode(), headers=said)

    good = json.dumps({"template": True})
    assert post("/county/read", good).status == 200
    assert post("/county/read", good, origin="http://evil.example").status == 403
    assert post("/county/read", good, cookie="solara-session-id=made-up").status == 403
    for body in ("", "[]", "nonsense", "[" * 100_000, '{"draft": 3, "files": 4}'):
        assert post("/county/read", body).status in (400, 422)
    assert post("/county/read", "x" * 34_000_000).status == 413
    kept = json.dumps({"draft": json.loads(post("/county/read", good).text())["draft"] | {"name": "../x"}})
    assert post("/county/keep", kept).status == 422
    assert post("/county/open", json.dumps({"place": "../../etc"})).status == 404
    for name in ("..%2F..%2Fetc%2Fpasswd", "nothing.zip", "zigui-2004.zip"):
        assert page.request.get(f"{own}/county/file/{name}").status == 404


def test_a_station_is_dragged_apart_from_its_town_and_moved_by_keyboard_and_undone(page, county_server):
    panel = opened(page, county_server)
    panel.get_by_role("button", name="Draw a county").click()
    post = panel.locator("svg .post").nth(2)
    post.wait_for()
    name, before = post.get_attribute("data-station"), post.get_attribute("aria-label")
    town = panel.locator("svg .town").nth(2).get_attribute("aria-label")
    box = post.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 12, steps=4)
    page.mouse.up()
    page.wait_for_function("document.querySelector('.county-state').textContent.includes('now lies at')")
    post = panel.locator(f"svg .post[data-station='{name}']")
    dragged = post.get_attribute("aria-label")
    assert dragged != before
    assert panel.locator("svg .town").nth(2).get_attribute("aria-label") == town
    assert "stations_at" in panel.locator(".county-table thead").inner_text()
    said = "([post, said]) => document.querySelector(`svg .post[data-station='${post}']`)?.ariaLabel === said"
    post.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(said.replace("===", "!=="), arg=[name, dragged])
    x, x2 = (
        float(re.findall(r"(-?[\d.]+) km east", text)[0])
        for text in (dragged, post.get_attribute("aria-label"))
    )
    assert x2 < x
    heard = f"document.querySelector('.county-state').textContent.includes('lies at {x2:.1f} km')"
    page.wait_for_function(heard)
    for told in (dragged, before):
        panel.get_by_role("button", name="Undo").click()
        page.wait_for_function(said, arg=[name, told])
    wrong = Axe().run(page, "section.county").response["violations"]
    assert not [(each["id"], each["nodes"][0]["html"][:90]) for each in wrong]
