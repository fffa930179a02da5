"""Changes that a browser numbers: taken once, in their order, and acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.page.callbacks import of
from jiaosuo.dashboard.page.numbered import numbered
from jiaosuo.dashboard.page.panel_data import player


@pytest.fixture
def heard() -> tuple[Session, Any, list[object]]:
    taken: list[object] = []
    session = Session(opening("zigui-2004"))
    return session, numbered(session, {"event_lever": taken.append})["event_lever"], taken


def test_each_number_is_taken_once_and_in_its_order(heard: tuple[Session, Any, list[object]]) -> None:
    session, tell, taken = heard
    drawn: list[int] = []
    session.changed = lambda: drawn.append(session.acknowledged)
    tell({"number": 2, "said": "later"})  # the first one was lost on its way
    tell({"number": 1, "said": "first"})
    tell({"number": 1, "said": "first"})  # its acknowledgement was
    tell({"number": 2, "said": "later"})
    assert taken == ["first", "later"]
    assert drawn == [1], "what was taken before tells the browser how far the count is"
    assert player(session)["settings"]["acknowledged"] == 2


@pytest.mark.parametrize(
    "plain", [None, 3, {"name": "delta"}, {"number": 1}, {"number": 1, "said": 2, "x": 3}]
)
def test_a_message_without_a_number_is_taken_as_it_is(
    heard: tuple[Session, Any, list[object]], plain: object
) -> None:
    session, tell, taken = heard
    tell(plain)
    tell(plain)
    assert taken == [plain, plain]
    assert session.acknowledged == 0


@pytest.mark.parametrize("number", [None, "1", [], float("nan"), -1, 2])
def test_any_other_number_is_not_taken(heard: tuple[Session, Any, list[object]], number: object) -> None:
    session, tell, taken = heard
    tell({"number": number, "said": "lever"})
    assert taken == []
    assert session.acknowledged == 0


def test_an_undo_of_nothing_is_acknowledged_too() -> None:
    drawn: list[int] = []
    session = Session(opening("zigui-2004"))
    session.changed = lambda: drawn.append(session.acknowledged)
    numbered(session, of(session).player)["event_undo"]({"number": 1, "said": {}})
    assert drawn == [1]
