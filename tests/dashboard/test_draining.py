"""Ending gently: who is told what, and when the server is done."""

from __future__ import annotations

import json
import signal
import threading

import pytest
import uvicorn

from jiaosuo.dashboard.page.panel_data import MASTHEAD
from jiaosuo.dashboard.web.draining import LONGEST_DRAIN, DrainingServer
from jiaosuo.dashboard.web.guard import Guard
from jiaosuo.dashboard.web.health import Health
from jiaosuo.dashboard.web.seats import Seats
from jiaosuo.dashboard.web.server import Service, check
from jiaosuo.model import __version__
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate
from tests.coroutines import in_own_loop
from tests.dashboard.test_guard import http, inner, seat

LOOKS = {"accept": "text/html"}


def channels(name):
    return f"/jupyter/api/kernels/{name}/channels"


def answered(ask):
    """(status, what is said) of an answer of Health."""
    found = []

    async def run():
        found.append(await ask(None))

    in_own_loop(run())
    return found[0].status_code, json.loads(found[0].body)


def test_health_says_numbers_and_no_names():
    seats = Seats()
    seats.enter(channels("a"), "10.0.0.1")
    status, said = answered(Health(seats, lambda: 2, lambda: True).tell)
    assert status == 200
    assert said.pop("uptime") >= 0
    assert said == {
        "ok": True, "draining": False, "version": __version__, "pages": 1, "workers": 2, "kept": True
    }  # fmt: skip
    assert "kept" not in answered(Health().tell)[1]


def test_while_it_drains_health_says_so_and_open_pages_are_told():
    seats = Seats()
    seats.close()
    status, said = answered(Health(seats).tell)
    assert (status, said["ok"], said["draining"]) == (503, False, True)
    assert answered(Health(seats).answer) == (200, {"status": "ok", "ending": True})
    assert answered(Health().answer) == (200, {"status": "ok", "ending": False})
    assert translate(MASTHEAD["ending"], "zh") != MASTHEAD["ending"]


def test_health_needs_no_token_and_no_page_does_without():
    guard = Guard(inner, hosts=(), token="a long secret for a class")
    assert http(guard, "/health")[0] == 200
    assert http(guard, "/health/x")[0] == 403


@pytest.mark.parametrize(("language", "sentence"), [("en", "is being ended"), ("zh", "服务器正在停止")])
def test_a_new_page_is_refused_in_the_visitor_s_language(language, sentence):
    guard = Guard(inner)
    guard.seats.close()
    status, told, page = http(guard, headers=LOOKS | {"accept-language": language})
    assert status == 503
    assert told["retry-after"]
    assert sentence in page.decode()
    assert "/seat" in page.decode(), "it asks again by itself, and finds the server that comes after"
    assert sentence in seat(guard, f"lang={language}".encode())["sentence"]
    assert http(guard, "/tape/x")[0] == 200, "what open pages fetch is answered"


def test_who_has_a_page_keeps_it_and_who_lost_the_socket_may_come_back():
    seats = Seats()
    assert seats.enter(channels("open"), "a")
    assert seats.enter(channels("left"), "a")
    seats.leave("left")
    seats.close()
    assert seats.enter(channels("open"), "a")
    assert seats.enter(channels("left"), "a")
    assert seats.enter(channels("new"), "a") is None


def server(seconds):
    return DrainingServer(uvicorn.Config(inner, log_config=None), Seats(), seconds)


def drained(found):
    for thread in threading.enumerate():
        if thread.name == "drains":
            thread.join(30)
    return found.should_exit


def test_it_ends_at_once_where_no_page_is_open():
    found = server(LONGEST_DRAIN)
    found.handle_exit(signal.SIGTERM, None)
    assert found.seats.closed
    assert drained(found)


def test_it_ends_when_the_last_page_is_left():
    found = server(LONGEST_DRAIN)
    found.seats.enter(channels("a"), "a")
    found.handle_exit(signal.SIGTERM, None)
    assert found.seats.closed
    assert not found.should_exit
    found.seats.leave("a")
    assert drained(found)


def test_it_ends_when_time_is_up_though_a_page_is_open():
    found = server(0.3)
    found.seats.enter(channels("a"), "a")
    found.handle_exit(signal.SIGTERM, None)
    assert drained(found)
    assert found.seats.taken == 1


@pytest.mark.parametrize("again", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it(again):
    found = server(LONGEST_DRAIN)
    found.seats.enter(channels("a"), "a")
    found.handle_exit(signal.SIGTERM, None)
    found.handle_exit(again, None)
    assert found.should_exit
    assert drained(found)


def test_without_seconds_it_ends_as_it_always_did():
    found = server(0)
    found.seats.enter(channels("a"), "a")
    found.handle_exit(signal.SIGTERM, None)
    assert found.should_exit
    assert not found.seats.closed


@pytest.mark.parametrize("seconds", [-1, LONGEST_DRAIN + 1])
def test_seconds_that_cannot_be_are_refused(seconds):
    with pytest.raises(InputError) as refused:
        check("127.0.0.1", 0, None, service=Service(drain=seconds))
    assert (refused.value.field, refused.value.value) == ("drain", seconds)
    assert refused.value.allowed == f"must be a whole number from 0 to {LONGEST_DRAIN}"
