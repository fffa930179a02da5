"""The page below a path: which paths are taken, and that whatever the guard says is named from there."""

from __future__ import annotations

import json

import pytest
from starlette.responses import Response

from jiaosuo.dashboard.rooms.address import Address
from jiaosuo.dashboard.web import routes
from jiaosuo.dashboard.web.front import OURS, PATH_IS_OURS, PATH_RULE, Front, read_front
from jiaosuo.dashboard.web.guard import Guard
from jiaosuo.dashboard.web.health import Health
from jiaosuo.dashboard.web.pages import keep_cookies_below
from jiaosuo.dashboard.web.seats import Seats
from jiaosuo.dashboard.web.solara_setup import prepare_page
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.core.words import translate
from tests.dashboard.test_guard import TOKEN, http, inner

BELOW = read_front(root_path="/lab/county/")


@pytest.mark.parametrize(
    ("text", "path"),
    [("", ""), ("/", ""), ("/lab", "/lab"), ("/lab/", "/lab"), ("/user/jane%40x/j", "/user/jane%40x/j")],
)
def test_a_path_is_taken_with_or_without_a_slash_behind(text, path):
    assert read_front(root_path=text).root_path == path


@pytest.mark.parametrize(
    "text",
    ["lab", "//", "/a//b", "/a/../b", "/.", "/%2e%2e/x", "/%ff", "/a%2Fb", "/a b", "/县", "/a?b", "/a#b",
     "/a;b", "/a\r\nx: y", '/"><script>', "https://x/lab", "/" + "x" * 200],
)  # fmt: skip
def test_what_is_no_path_is_refused_with_field_value_and_rule(text):
    with pytest.raises(InputError) as refused:
        read_front(root_path=text)
    assert (refused.value.field, refused.value.value, refused.value.allowed) == ("root-path", text, PATH_RULE)
    assert told(refused.value, "zh").endswith(translate(PATH_RULE, "zh"))
    assert translate(PATH_RULE, "zh") != PATH_RULE


@pytest.mark.parametrize("first", OURS)
def test_a_path_that_begins_as_the_page_s_own_is_refused(first):
    """`/tape/x` might be a recording at the root or the page x below /tape: nobody could tell."""
    with pytest.raises(InputError) as refused:
        read_front(root_path=f"/{first}/x")
    assert refused.value.allowed == PATH_IS_OURS


def test_every_route_of_ours_is_among_those_names():
    paths = [getattr(route, "path", "") for route in (*routes.routes(), *Health().routes())]
    assert paths
    assert {path.split("/")[1] for path in paths} <= set(OURS)


@pytest.mark.parametrize("asked", ["/lab/county/tape/x", "/tape/x"])
def test_a_proxy_may_leave_the_path_on_or_take_it_off(asked):
    assert BELOW.below(asked) == "/tape/x"


def test_only_a_whole_path_is_taken_off():
    assert BELOW.below("/lab/countryside") == "/lab/countryside"
    assert BELOW.below("/lab/county/") == "/"
    assert BELOW.below("/lab/county") == ""
    assert read_front(root_path="/a%40b").below("/a@b/x") == "/x"
    assert Front().below("/lab/county/x") == "/lab/county/x"


@pytest.mark.parametrize("path", ["/lab/county/", "/"])
def test_what_the_guard_says_is_named_from_the_path(path):
    guard = Guard(inner, hosts=(), token=TOKEN, front=BELOW, seats=Seats(1, 1))
    status, said, _ = http(guard, path, f"token={TOKEN}&story=town".encode())
    assert (status, said["location"]) == (303, "/lab/county/?story=town")
    assert "; Path=/lab/county;" in said["set-cookie"]
    asked = {"accept": "text/html", "cookie": said["set-cookie"].split(";")[0]}
    page = http(guard, path, b"lang=en", {"accept": "text/html"})[2].decode()
    assert 'action="/lab/county/?lang=en"' in page
    assert http(guard, path, headers=asked)[0] == 200
    assert guard.seats.enter("/jupyter/api/kernels/a/channels", "127.0.0.1")
    full = http(guard, path, headers=asked)[2].decode()
    assert 'fetch("/lab/county/seat" + location.search' in full
    assert json.loads(http(guard, "/lab/county/seat", headers=asked)[2])["fits"] is False


def test_the_path_without_its_slash_leads_to_it_with_what_was_asked():
    status, said, _ = http(Guard(inner, front=BELOW), "/lab/county", b"story=town&lang=zh")
    assert (status, said["location"]) == (303, "/lab/county/?story=town&lang=zh")


def test_the_page_names_its_files_from_where_it_is_and_sends_back_who_is_elsewhere():
    page = prepare_page("<html><head></head></html>", "en", ["a.js"], ["b.css"], "/lab/a%40b")
    assert 'href="assets/a.js"' in page
    assert 'href="assets/b.css"' in page
    assert 'startsWith("/lab/a@b/")' in page
    assert 'location.replace("/lab/a%40b/"' in page
    assert "location.replace" not in prepare_page("<html><head></head></html>", "en")


def test_cookies_go_to_the_page_alone():
    answer = Response()
    answer.set_cookie("solara-session-id", "x", samesite="lax")
    keep_cookies_below(answer, "/lab")
    assert "; Path=/lab;" in answer.headers["set-cookie"]


def test_who_asks_by_a_name_of_a_proxy_shows_that_others_reach_it():
    alone = Address("127.0.0.1", 8765, "t")
    assert alone.is_reached_by_others("https://lab.example.edu")
    assert not alone.is_reached_by_others("http://localhost:8765")
    assert not alone.is_reached_by_others("")
    assert Address("0.0.0.0").is_reached_by_others("http://127.0.0.1:8765")


def test_the_link_for_the_class_has_path_and_scheme():
    secure = Address("0.0.0.0", 8765, "t", root_path="/lab", secure=True)
    assert secure.here() == "https://0.0.0.0:8765/lab/"
    assert secure.link("https://10.1.2.3:8765", "BCDFG") == "https://10.1.2.3:8765/lab/?token=t&room=BCDFG"
    assert secure.base("https://localhost:8765").startswith("https://")
    assert secure.base("10.1.2.3:8765") == "https://10.1.2.3:8765/lab/"
    proxied = Address("127.0.0.1", 8765, "t", root_path="/lab")
    assert proxied.base("https://localhost:8443") == "https://127.0.0.1:8443/lab/"
    assert proxied.base("https://localhost") == "http://127.0.0.1:8765/lab/", "the server itself, without TLS"
    public = Address("127.0.0.1", 8765, "t", "https://lab.example.edu", "/lab")
    assert public.base("http://127.0.0.1:8765") == "https://lab.example.edu/lab/"
