"""What is accepted survives a round trip: scenarios, tables of townships, parameters given in words."""

import contextlib
import json
import pickle
from dataclasses import fields

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jiaosuo.experiments.inputs.assignments import assignments
from jiaosuo.model import Scenario, saved
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.estimates import ESTIMATED, completed
from jiaosuo.model.scenario import parameters
from jiaosuo.model.township import COLUMNS, Township, check_table, read_townships, write_townships

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


OPEN = ("trunk_km", "county_km", "village_km", "stations", "town_weight")
NAME = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@st.composite
def townships(draw):
    """A table of townships that is right, some columns and some fields of which are left out."""
    found, open_columns = [], draw(st.sets(st.sampled_from(OPEN)))
    for name in draw(st.lists(NAME, unique=True, min_size=1, max_size=4)):
        numbers = {
            key: draw((st.integers if column.whole else st.floats)(column.low, column.high))
            for key, column in COLUMNS.items()
        }
        numbers |= {"area_km2": max(numbers["area_km2"], numbers["population"] / 50_000)}
        empty = open_columns | draw(
            st.sets(st.sampled_from([each for each in OPEN if each != "town_weight"]))
        )
        numbers |= dict.fromkeys(empty)
        found.append(Township(name=name, name_zh=draw(st.one_of(st.just(""), NAME)), **numbers))
    assume(any(each.town_weight is None or each.town_weight for each in found))  # one town at the least
    with contextlib.suppress(InputError):
        check_table(found, [each.name for each in found])
        return tuple(found)
    assume(False)  # two in one place, seats that look like degrees, a row that adds up the others
    return None


@FILES
@given(townships())
def test_a_table_of_townships_is_read_as_it_was_written(tmp_path, table):
    file = tmp_path / "townships.csv"
    write_townships(file, table)
    assert read_townships(file) == table
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_townships(file) == table


@FILES
@given(townships(), st.lists(st.integers(0, 4), max_size=3))
def test_blank_rows_are_passed_over(tmp_path, table, places):
    file = tmp_path / "townships.csv"
    write_townships(file, table)
    lines = file.read_text(encoding="utf-8").splitlines()
    for place in places:
        lines.insert(1 + min(place, len(lines) - 1), "," * (len(lines[0].split(",")) - 1))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert read_townships(file) == table


@FILES
@given(townships())
def test_what_is_given_is_kept_and_the_rest_is_estimated_within_its_range(table):
    whole = completed(table)
    for given_row, row in zip(table, whole, strict=True):
        for name in (each.name for each in fields(Township)):
            said, used = getattr(given_row, name), getattr(row, name)
            assert used == said if said is not None else name in ESTIMATED
        assert row.stations in range(1, 21)
        assert all(getattr(row, name) >= 0 for name in ("trunk_km", "county_km", "village_km"))
        assert row.town_weight is not None
        names = {each.name for each in table}
        assert {row.squadron, row.central_station} <= names | {""}
        assert not row.officers_traffic or row.squadron == row.name


@FILES
@given(townships(), st.randoms())
def test_estimates_do_not_depend_on_the_order_of_the_rows(table, chance):
    shuffled = list(table)
    chance.shuffle(shuffled)
    assert sorted(completed(shuffled), key=lambda each: each.name) == sorted(
        completed(table), key=lambda each: each.name
    )
