"""Numbers that recordings, saved counties and kernels know things by: each is one thing's, and is said."""

import ast
import inspect

import pytest

from jiaosuo.dashboard.player.words import NAMES
from jiaosuo.model.core.terms import Corps, Domain, Duty, EventKind, word
from jiaosuo.model.core.words import speaker
from jiaosuo.model.kernels.step import events
from jiaosuo.model.work_measures import CALLS, COMMITTED, FREE


@pytest.mark.parametrize("terms", [EventKind, Duty])
def test_no_two_share_a_number_and_none_is_left_out(terms):
    """Two of one number would be one to Python: `__members__` names both."""
    assert len(terms.__members__) == len(terms)
    assert sorted(terms) == list(range(len(terms)))


def test_every_kind_of_event_is_handled_once():
    tree = ast.parse(inspect.getsource(events.handle.py_func))
    asked = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "EventKind"
    ]
    assert sorted(asked) == sorted(EventKind.__members__)


@pytest.mark.parametrize(
    "label",
    [f"{group}_{word(each)}" for group, terms in (("duties", Duty), ("corps", Corps), ("domains", Domain))
     for each in terms],
)  # fmt: skip
def test_the_page_names_each_in_both_languages(label):
    said = NAMES[label]
    assert said
    assert speaker("zh")(said) != said


def test_every_duty_is_in_one_third_of_the_day_or_off():
    parts = [*CALLS, *FREE, *COMMITTED, Duty.OFF]
    assert sorted(parts) == sorted(Duty)
