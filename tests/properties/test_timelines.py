"""Whatever stands in a timeline or a path is taken or refused as bad input; nothing else is raised."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import parameters
from jiaosuo.model.timeline import KEYS, read_timeline
from jiaosuo.model.years import KEYS as PATH_KEYS
from jiaosuo.model.years import read_years

BASE = Scenario.preset("zigui-2004", people_per_agent=25)
NUMBER = st.one_of(st.integers(-5, 4000), st.floats(-5, 4000), st.sampled_from([float("nan"), float("inf")]))
WORD = st.sampled_from(
    ["integrated", "separate", "historic", "workload", "coach_crash", "Maoping", "no such"]
)
ANYTHING = st.one_of(st.none(), st.booleans(), NUMBER, WORD, st.lists(NUMBER, max_size=3))
NAMES = st.sampled_from(["delta", "urbanization", "officers_station", "cell_km", "years", "colour"])
SET = st.dictionaries(NAMES, ANYTHING, max_size=3)
ENTRY = st.dictionaries(st.sampled_from([*KEYS, "colour"]), st.one_of(ANYTHING, SET), max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(ENTRY, ANYTHING), max_size=4))
def test_a_timeline_is_taken_or_refused(content):
    with contextlib.suppress(InputError):
        case = BASE.changed(timeline=content)
        assert len(case.timeline) == len(content)
        days = [each.day for each in case.timeline]
        assert days == sorted(days)
        for name, each in parameters().items():
            assert each.low <= case.in_force(1e9)[name] <= each.high


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.floats(0, 3000).map(lambda day: {"day": day, "rule": "integrated"}),
        max_size=5,
        unique_by=lambda entry: entry["day"],  # two rules at one time are refused
    ),
    st.floats(0, 3000),
)
def test_what_is_in_force_is_what_was_said_last(entries, day):
    case = BASE.changed(timeline=sorted(entries, key=lambda each: each["day"]))
    said = any(each.minute <= day * 1440 for each in case.timeline)
    assert case.in_force(day * 1440).rule.name == ("integrated" if said else "separate")
    assert read_timeline([each.described().to_json() for each in case.timeline]) == case.timeline


PATH = st.dictionaries(
    st.sampled_from([*PATH_KEYS, "colour"]),
    st.one_of(
        ANYTHING, st.dictionaries(NAMES, st.one_of(ANYTHING, st.lists(NUMBER, max_size=4)), max_size=3)
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(PATH, ANYTHING))
def test_a_path_is_taken_or_refused(content):
    with contextlib.suppress(InputError):
        path = read_years(content, parameters(), ())
        for name, values in path.values.items():
            assert len(values) == len(path.all)
            assert all(parameters()[name].low <= each <= parameters()[name].high for each in values)
