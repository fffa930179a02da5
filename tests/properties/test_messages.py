"""Whatever a raw client sends, to the guard or to a control of the page, is answered and spoils nothing."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jiaosuo.dashboard import link
from jiaosuo.dashboard.choice import session as sessions
from jiaosuo.dashboard.choice.comparison import SIDES, from_json
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.page import callbacks
from jiaosuo.dashboard.web.guard import Guard
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import parameters
from tests.coroutines import in_own_loop

NUMBER = st.one_of(st.integers(-(10**30), 10**30), st.floats(), st.sampled_from([0, 1, 10**4_000, -1e308]))
NAME = st.sampled_from(
    ["delta", "urbanization", "left", "right", "both", "integrated", "zigui", "Maoping", "zh_CN", ""]
)
KEY = st.sampled_from(["name", "value", "minute", "side", "rule", "staffing", "township", "kind", "text"])
SIMPLE = st.one_of(st.none(), st.booleans(), NUMBER, NAME, st.text(max_size=8))
SAID = st.recursive(
    st.one_of(SIMPLE, st.dictionaries(KEY, SIMPLE, max_size=6)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEY, inner, max_size=4)),
    max_leaves=8,
)
QUIET = {"event_refine", "event_wanted", "event_inspect"}
"""Controls that ask the broker or draw a file: they are asked in the tests of the page."""


def deep(depth):
    said = []
    for _ in range(depth):
        said = [said]
    return said


def controls(session):
    """Every callback of every panel by its name."""
    panels = vars(callbacks.of(session)).values()
    return {name: tell for panel in panels for name, tell in panel.items() if name not in QUIET}


NAMES = sorted(controls(Session(opening("zigui-2004"))))


@given(st.lists(st.tuples(st.sampled_from(NAMES), SAID), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
@example([(name, deep(300)) for name in NAMES])
@example([(name, {"name": deep(300), "value": 10**4_000, "minute": 10**4_000}) for name in NAMES])
@example([("event_lever", {"name": "delta", "value": float("nan"), "minute": 0, "side": "both"})])
@example([("event_lever", {"name": "x" * 9_000 + str(number)}) for number in range(60)])
def test_any_message_to_any_control_is_answered_and_spoils_nothing(messages):
    session = Session(opening("zigui-2004"))
    for name, said in messages:
        controls(session)[name](said)
        choice = session.choice
        assert from_json(choice.comparison.text()) == choice.comparison
        assert link.read(link.query(choice)) == (choice, ())
        assert len(session.errors) <= sessions.MOST_ERRORS
        assert all(len(name) <= sessions.LONGEST_NAME for name in session.errors)
        assert all(isinstance(told, str) and len(told) < 2_000 for told in session.errors.values())


@given(SAID)
@settings(deadline=None)
def test_any_value_as_a_comparison_is_one_or_bad_input(said):
    for content in (said, json.dumps(said, default=str) if not isinstance(said, int) else said):
        try:
            comparison = from_json(content)
        except InputError:
            continue
        assert from_json(comparison.text()) == comparison
        assert set(SIDES) <= set(comparison.to_json())


@pytest.mark.parametrize(
    ("name", "value", "english", "chinese"),
    [
        ("delta", 9, "It takes a number from 0 to 1.5.", "0"),
        ("delta", "text", "It takes a number from 0 to 1.5.", "1.5"),
        ("officers_traffic", 3.7, "It takes a whole number from 0 to 5,000.", "5,000"),
    ],
)
def test_what_the_model_allows_is_said_on_the_page_in_both_languages(name, value, english, chinese):
    with pytest.raises(InputError) as refused:
        parameters()[name].check(value)
    assert refused.value.allowed.startswith("must be ")
    assert english in sessions.error_sentence(refused.value, "en")
    said = sessions.error_sentence(refused.value, "zh_CN")
    assert chinese in said
    assert "must" not in said


HEADER = st.sampled_from([b"host", b"origin", b"cookie", b"content-length", b"x"])
VALUE = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [
            b"127.0.0.1",
            b"http://127.0.0.1",
            b"http://[",
            b"[::1]:x",
            b'jiaosuo-token="\\303\\251"',
            b"jiaosuo-token=\xe9",
            b"\xb2",
            b"9" * 5_000,
            b"a=" + b"x" * 2_000,
        ],
    ),
)


async def nowhere(scope, receive, send):
    """What stands behind the guard, and is not asked here."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    while (await receive())["type"] not in ("websocket.disconnect",):
        pass


@given(
    st.sampled_from(["http", "websocket"]),
    st.lists(st.tuples(HEADER, VALUE), max_size=4),
    st.one_of(st.binary(max_size=60), st.just(b"a=1&" * 150), st.just(b"token=%ff&" * 120)),
    st.lists(st.one_of(st.text(max_size=30), st.binary(max_size=30)), max_size=3),
    st.sampled_from([None, "a long secret for a class"]),
)
@settings(max_examples=200, deadline=None)
@example("websocket", [(b"origin", b"http://[")], b"", [], None)
@example("http", [(b"cookie", b'jiaosuo-token="\\303\\251"')], b"", [], "a long secret for a class")
@example("http", [], b"a=1&" * 150, [], "a long secret for a class")
def test_any_request_is_answered_by_the_guard(kind, headers, query, messages, token):
    scope = {"type": kind, "path": "/", "query_string": query, "headers": headers, "client": None}
    coming = [{"type": "websocket.connect"}] if kind == "websocket" else []
    coming += [{"type": "websocket.receive", "text" if isinstance(m, str) else "bytes": m} for m in messages]
    sent = []

    async def run():
        async def receive():
            return coming.pop(0) if coming else {"type": "websocket.disconnect", "code": 1000}

        async def send(message):
            sent.append(message)

        await Guard(nowhere, () if token else ("127.0.0.1",), token)(scope, receive, send)

    in_own_loop(run())
    if kind == "http":
        assert sent[0]["status"] in (200, 303, 403, 413, 414, 421)


@pytest.mark.parametrize("name", NAMES)
def test_every_control_is_answered_without_a_message(name):
    session = Session(opening("zigui-2004"))
    controls(session)[name](None)
    assert session.choice.comparison.place
