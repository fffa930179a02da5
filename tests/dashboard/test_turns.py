"""Pages are drawn in turn: one at a time, in the order of coming, what can wait behind all that cannot."""

import threading
import time

import pytest
import solara

from jiaosuo.dashboard.browser import turns
from jiaosuo.dashboard.browser.turns import Turns
from jiaosuo.dashboard.page.app import Rest

LONG = 30.0


def waiting(of: Turns, number: int) -> None:
    """Wait until so many stand in line."""
    ends = time.monotonic() + LONG
    while len(of._waiting) < number and time.monotonic() < ends:
        time.sleep(0.002)
    assert len(of._waiting) == number


def test_one_at_a_time_in_the_order_of_coming_and_what_can_wait_comes_last() -> None:
    line, drawn, at_once = Turns(), [], []

    def draw(name: str, later: bool) -> None:
        with line.taken(later):
            at_once.append(name)
            assert at_once == [name]
            drawn.append(name)
            at_once.clear()

    mine = line.take()
    drawing = []
    for number, (name, later) in enumerate([("rest", True), ("one", False), ("two", False)]):
        drawing.append(threading.Thread(target=draw, args=(name, later)))
        drawing[-1].start()
        waiting(line, number + 1)
    assert drawn == []
    line.give_back(mine)
    for each in drawing:
        each.join(LONG)
    assert drawn == ["one", "two", "rest"]
    assert line.take(), "nobody has it any more"


def test_who_waits_too_long_goes_ahead_and_who_hangs_has_the_turn_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.05)
    line = Turns()
    hangs = line.take()
    assert line.take() is None
    assert not line._waiting
    mine = line.take()
    assert mine is not None
    line.give_back(hangs)
    assert line._drawing is mine, "what is over long since ends nobody else's turn"
    line.give_back(mine)
    line.give_back(None)
    assert line.take() is not None


def test_a_turn_is_given_back_by_who_fails() -> None:
    line = Turns()
    with pytest.raises(ValueError, match="not drawn"), line.taken():
        raise ValueError("not drawn")
    assert line.take()


def test_what_may_wait_is_drawn_once_its_turn_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Turns()
    monkeypatch.setattr(turns, "TURNS", line)
    drawn = []

    @solara.component
    def Below() -> None:
        drawn.append("below")

    mine = line.take()
    _, page = solara.render(Rest(Below), handle_error=False)
    waiting(line, 1)
    assert drawn == []
    line.give_back(mine)
    ends = time.monotonic() + LONG
    while not drawn and time.monotonic() < ends:
        time.sleep(0.002)
    assert drawn == ["below"]
    page.close()
