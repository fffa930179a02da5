"""What is accepted survives a round trip: scenarios, tables of townships, parameters given in words."""

import contextlib
import csv
import io
import json
import pickle

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiaosuo.experiments.inputs.assignments import assignments
from jiaosuo.model import Scenario, saved
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import parameters
from jiaosuo.model.township import COLUMNS, NAMES, Township, read_townships

FILES = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DECLARED = parameters()
FREE = sorted(
    name
    for name in DECLARED
    if name not in ("generalist_penalty", "duty_slot_minutes", "warmup_days", "cell_km")
)


@st.composite
def values(draw):
    """Some parameters with values that they take."""
    chosen = draw(st.lists(st.sampled_from(FREE), unique=True, max_size=6))
    return {
        name: draw(
            (st.integers if DECLARED[name].whole else st.floats)(DECLARED[name].low, DECLARED[name].high)
        )
        for name in chosen
    }


@given(values())
@settings(deadline=None)
def test_values_given_in_words_are_the_values_of_the_scenario_and_come_back_in_words(given_values):
    words = [f"{name}={value!r}" for name, value in given_values.items()]
    scenario = Scenario.preset("county-town", **assignments(words))
    again = assignments(f"{name}={value!r}" for name, value in scenario.values.items())
    assert Scenario.preset("county-town", **again) == scenario
    assert {name: scenario[name] for name in given_values} == given_values


ENTRY = st.one_of(
    st.builds(lambda day: {"day": day, "rule": "integrated"}, st.floats(0, 300)),
    st.builds(lambda day, delta: {"day": day, "set": {"delta": delta}}, st.floats(0, 300), st.floats(0, 1)),
    st.builds(lambda day: {"day": day, "staffing": "historic", "note": "<b>"}, st.integers(0, 300)),
)


@given(
    values(), st.lists(ENTRY, max_size=3), st.integers(0, 2**256 - 1), st.sampled_from(["separate", "hybrid"])
)
@settings(deadline=None, max_examples=50)
def test_a_scenario_comes_back_from_plain_text_and_from_another_process(given_values, timeline, seed, rule):
    with contextlib.suppress(InputError):
        scenario = Scenario.preset("county-town", rule, seed, timeline=timeline, **given_values)
        assert pickle.loads(pickle.dumps(scenario)) == scenario
        text = json.dumps(saved._described(scenario), allow_nan=False)
        assert saved._scenario(json.loads(text)).changed(about=scenario.about) == scenario


NAME = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@st.composite
def townships(draw):
    """A table of townships that is right."""
    found = []
    for name in draw(st.lists(NAME, unique=True, min_size=1, max_size=4)):
        numbers = {
            key: draw((st.integers if column.whole else st.floats)(column.low, column.high))
            for key, column in COLUMNS.items()
        }
        found.append(Township(name=name, name_zh=draw(st.one_of(st.just(""), NAME)), **numbers))
    assume(any(each.town_weight for each in found))  # a table without a single town is refused
    return tuple(found)


@FILES
@given(townships())
def test_a_table_of_townships_is_read_as_it_was_written(tmp_path, table):
    text = io.StringIO()
    columns = [*NAMES, *COLUMNS]
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([getattr(each, name) for name in columns] for each in table)
    (tmp_path / "townships.csv").write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    assert read_townships(tmp_path / "townships.csv") == table
