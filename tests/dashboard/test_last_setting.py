"""What the page tells against the setting before the last move."""

from __future__ import annotations

import pytest

from jiaosuo.dashboard.choice.choice import as_it_stands, move_lever
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import MOST_PROVED, Session
from jiaosuo.dashboard.results.last_setting import against

OUTCOME = "response_mean_traffic_rural"
NAMES = ("separate", "integrated")


def state(left: list[float], right: list[float], seeds: tuple[int, ...]) -> Replications:
    return Replications(len(seeds), len(seeds), {OUTCOME: [list(left), list(right)]}, seeds)


def test_each_side_is_told_in_the_worlds_that_both_settings_have():
    """Seeds 2, 3, 4 are in both: left rises by 2, 3 and 4 min, right does not move."""
    before = state([10, 20, 30, 40], [5, 5, 5, 5], (1, 2, 3, 4))
    now = state([22, 33, 44, 99], [5, 5, 5, 1], (2, 3, 4, 5))
    said = against(now, before, OUTCOME, NAMES, "en")
    assert "separate +3.0 min (+0.52 to +5.5)" in said
    assert "integrated" in said
    assert "against my last setting" in said
    assert "与上一设置相比" in against(now, before, OUTCOME, ("分设", "整体合一"), "zh_CN")


def test_nothing_is_told_of_a_setting_whose_worlds_were_not_all_run():
    assert against(state([1, 2], [1, 2], (1, 2)), None, OUTCOME, NAMES, "en") == ""


def moved(session: Session, value: float) -> None:
    session.act("urbanization", lambda choice: move_lever(choice, "urbanization", value, 0))


def test_the_last_setting_is_the_one_before_the_last_move_and_undo_goes_back_to_the_one_before():
    session = Session(opening("zigui-2004"))
    first = state([1, 2], [1, 2], (1, 2))
    assert session.last_setting() is None
    session.prove(as_it_stands(session.choice.comparison), first)
    moved(session, 0.5)
    assert session.last_setting() == first
    moved(session, 0.7)
    assert session.last_setting() is None, "its worlds were not run"
    session.undo()
    assert session.last_setting() == first


@pytest.mark.parametrize("number", [MOST_PROVED, MOST_PROVED + 3])
def test_only_the_last_settings_are_kept(number: int):
    session = Session(opening("zigui-2004"))
    for step in range(number):
        moved(session, 0.3 + step / 50)
        session.prove(as_it_stands(session.choice.comparison), state([1, 2], [1, 2], (1, 2)))
    assert len(session.proved) == MOST_PROVED
