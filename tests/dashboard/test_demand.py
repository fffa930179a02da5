"""A comparison is one text, read back exactly, and refuses whatever a stranger may send."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaosuo.dashboard.choice.comparison import Comparison, Event, Side, from_json
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import MAPS, RULES
from jiaosuo.model.scenario_file import preset_names

numbers = st.sampled_from(["data_sharing", "other_work", "on_duty_share"])
values = st.dictionaries(numbers, st.floats(0.3, 0.6), max_size=3)
townships = st.dictionaries(st.sampled_from(["Maoping", "Guizhou"]), st.sampled_from(list(RULES)), max_size=2)
events = st.builds(
    lambda minute, values, rule, staffing, townships: (
        {"minute": minute, "values": values}
        | ({"rule": rule} if rule else {})
        | ({"staffing": staffing} if staffing else {})
        | ({"townships": townships} if townships else {})
    ),
    st.integers(0, 10_000),
    values,
    st.sampled_from([None, *RULES]),
    st.sampled_from([None, "historic", "workload"]),
    townships,
)
sides = st.builds(
    lambda rule, staffing, values, events, townships: {
        "rule": rule,
        "staffing": staffing,
        "values": values,
        "events": events,
        "townships": townships,
    },
    st.sampled_from(["timeline", *RULES, *MAPS]),
    st.sampled_from(["historic", "workload", "best-separate"]),
    values,
    st.lists(events, max_size=3),
    townships,
)
comparisons = st.builds(
    lambda place, seed, days, left, right: {
        "place": place,
        "seed": seed,
        "days": days,
        "people_per_agent": 20,
        "left": left,
        "right": right,
    },
    st.sampled_from(preset_names()),
    st.integers(0, 2**53 - 1),
    st.floats(0.5, 30),
    sides,
    sides,
)


@settings(max_examples=40)
@given(comparisons)
def test_a_demand_is_read_back_exactly_and_has_one_text(said):
    comparison = from_json(said)
    assert from_json(comparison.text()) == comparison
    assert from_json(json.dumps(said)).text() == comparison.text()
    assert hash(from_json(comparison.text())) == hash(comparison)


def test_what_is_as_by_default_is_left_out():
    assert json.loads(Comparison("zigui-2004").text()) == {
        "place": "zigui-2004",
        "seed": 0,
        "days": 7.0,
        "people_per_agent": 10,
        "left": {},
        "right": {},
    }


def test_events_stand_in_order_of_time():
    late, early = {"minute": 900, "rule": "integrated"}, {"minute": 60, "values": {"data_sharing": 1}}
    side = from_json({"place": "zigui-2004", "left": {"events": [late, early]}}).left
    assert side == Side(events=(Event(60, values=(("data_sharing", 1.0),)), Event(900, rule="integrated")))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "place"),
        ({"place": "../../etc/passwd"}, "place"),
        ({"place": "zigui-2004", "seed": -1}, "seed"),
        ({"place": "zigui-2004", "seed": 2**53}, "seed"),
        ({"place": "zigui-2004", "seed": 1e99}, "seed"),
        ({"place": "zigui-2004", "seed": True}, "seed"),
        ({"place": "zigui-2004", "days": 1e12}, "days"),
        ({"place": "zigui-2004", "days": "7"}, "days"),
        ({"place": "zigui-2004", "people_per_agent": 0}, "people_per_agent"),
        ({"place": "zigui-2004", "people_per_agent": 2.5}, "people_per_agent"),
        ({"place": "zigui-2004", "colour": 1}, "comparison"),
        ({"place": "zigui-2004", "left": []}, "left"),
        ({"place": "zigui-2004", "left": {"rule": "seperate"}}, "did you mean separate"),
        ({"place": "zigui-2004", "left": {"rule": ["separate"]}}, "left rule"),
        ({"place": "zigui-2004", "left": {"staffing": "best"}}, "staffing"),
        ({"place": "zigui-2004", "right": {"values": {"officer": 3}}}, "right values"),
        ({"place": "zigui-2004", "right": {"values": {"x data_sharing": 0.5}}}, "right values"),
        ({"place": "zigui-2004", "right": {"values": {"data_sharing": 1.01}}}, "data_sharing"),
        ({"place": "zigui-2004", "right": {"values": {"data_sharing": float("nan")}}}, "data_sharing"),
        ({"place": "zigui-2004", "right": {"values": {"people_per_agent": 5}}}, "people_per_agent"),
        ({"place": "zigui-2004", "right": {"townships": {"Maoping": "unified"}}}, "rule"),
        ({"place": "zigui-2004", "right": {"events": [{"minute": -1}]}}, "right event 1 minute"),
        ({"place": "zigui-2004", "right": {"events": [{"minute": 1.5}]}}, "right event 1 minute"),
        ({"place": "zigui-2004", "right": {"events": [{}]}}, "right event 1 minute"),
        ({"place": "zigui-2004", "right": {"events": "all"}}, "right events"),
        ({"place": "zigui-2004", "right": {"events": [{"minute": 1}] * 100}}, "right events"),
        (
            {"place": "zigui-2004", "right": {"events": [{"minute": 1, "staffing": "best-separate"}]}},
            "staffing",
        ),
        ('{"place": "zigui-2004", "place": "fuzhou-2003"}', "each key once"),
        ('{"place": "zigui-2004", "days": NaN}', "finite"),
        ('{"place": "zigui-2004", "days": 1e999}', "days"),
        ("[" * 100_000, "JSON"),
        ("nothing", "JSON"),
        (b"\xff\xfe", "JSON"),
        (None, "comparison"),
    ],
)
def test_what_is_wrong_is_refused_by_name(said, named):
    with pytest.raises(InputError, match=named):
        from_json(said)
