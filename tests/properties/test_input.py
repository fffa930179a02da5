"""Whatever a user writes is taken or refused as bad input; nothing else is raised."""

import contextlib
import math

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiaosuo.experiments.inputs.assignments import assignments, number
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.scenario import parameters
from jiaosuo.model.township import COLUMNS, NAMES, Township, read_townships

FILES = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAME = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)


@given(st.lists(st.text(max_size=30), max_size=5))
@example(["a=1", "a=2"])
@example(["=1"])
@example(["a=0x10"])
@example(["a=1_000"])
@example(["a=１"])
@example(["a=" + "9" * 5000])
def test_assignments_are_numbers_by_name_or_bad_input(texts):
    with contextlib.suppress(InputError):
        values = assignments(texts)
        assert len(values) == len(texts)
        assert all(isinstance(value, int | float) for value in values.values())


@given(NAME, st.integers(-(10**25), 10**25))
def test_a_whole_number_is_taken_exactly(name, value):
    assert assignments([f"{name}={value}"]) == {name: value}


@given(NAME, st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_number_is_taken_exactly(name, value):
    assert assignments([f" {name} = {value!r} "]) == {name: value}


@given(NAME, st.integers(), st.integers())
def test_a_name_given_twice_is_refused(name, first, second):
    with pytest.raises(InputError, match="given twice"):
        assignments([f"{name}={first}", f"{name}={second}"])


@given(st.text(max_size=20))
def test_a_number_is_decimal_digits_or_not_finite(text):
    with contextlib.suppress(InputError):
        value = number("x", text)
        assert text.isascii()
        assert "_" not in text
        assert not math.isfinite(value) or float(text) == value


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=10),
    st.lists(st.integers(), max_size=2),
)


@given(st.sampled_from(sorted(parameters().values(), key=lambda each: each.name)), ANYTHING)
def test_a_parameter_takes_what_lies_in_its_range_and_refuses_the_rest(parameter: Parameter, value):
    plain = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if plain and parameter.low <= value <= parameter.high and not (parameter.whole and value % 1):
        assert parameter.check(value) == value
    else:
        with pytest.raises(InputError, match=f"^{parameter.name}: "):
            parameter.check(value)


FIELD = st.one_of(
    st.integers(-5, 10**7).map(str),
    st.floats().map(repr),
    st.text(alphabet="ab1.,e-+\"' ;é\x00", min_size=1, max_size=8).filter(str.strip),
)
COLUMN = st.sampled_from([*NAMES, *COLUMNS, "colour"])


def as_csv(header, rows):
    """The rows as a spreadsheet writes them, every field in quotes."""
    return "\n".join(
        ",".join('"' + field.replace('"', '""') + '"' for field in row) for row in [header, *rows]
    )


def not_said(value, column):
    """Whether a township is as one that says nothing: at the default, or open, to be estimated."""
    return value is None or value == column.default


def test_the_least_table_leaves_open_what_it_does_not_say(tmp_path):
    file = tmp_path / "townships.csv"
    file.write_text(as_csv(["name", "population", "area_km2", "x_km", "y_km"], [["0", "1", "1", "0", "0"]]))
    (township,) = read_townships(file)
    said = {name for name, column in COLUMNS.items() if not not_said(getattr(township, name), column)}
    assert said == {"population", "area_km2"}, "the place is at the origin, as one that is not told"
    assert (township.population, township.area_km2, township.trunk_km) == (1, 1.0, None)


@FILES
@given(
    st.lists(COLUMN, unique=True, max_size=8).map(
        lambda more: list(dict.fromkeys(["name", "population", "area_km2", "x_km", "y_km", *more]))
    ),
    st.data(),
)
def test_a_table_of_townships_is_taken_or_refused(tmp_path, header, data):
    row = st.lists(FIELD, min_size=len(header) - 1, max_size=len(header) + 1)
    file = tmp_path / "townships.csv"
    file.write_text(as_csv(header, data.draw(st.lists(row, max_size=4))), encoding="utf-8", newline="")
    with contextlib.suppress(InputError):
        townships = read_townships(file)
        assert all(isinstance(each, Township) for each in townships)
        assert len({each.name for each in townships}) == len(townships) > 0
        for each in townships:
            for name, column in COLUMNS.items():
                value = getattr(each, name)
                assert not_said(value, column) or column.low <= value <= column.high


TOML_VALUE = st.one_of(
    st.booleans().map(lambda value: str(value).lower()),
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(
        ["nan", "inf", "-inf", "1e999", "2020-01-01", "07:32:00", "[]", "[[1]]", "{a = 1}", "''", "'x'"]
    ),
)
ABOUT_KEYS = ["title", "days", "sources", "rule", "rule_before", "townships_csv", "set", "colour"]
SET_KEYS = ["delta", "population", "urbanization", "officers_traffic", "colour", "theft_priority"]
TOML_KEY = st.sampled_from([*ABOUT_KEYS, *(f"set.{key}" for key in SET_KEYS)])


@FILES
@given(st.dictionaries(TOML_KEY, TOML_VALUE, max_size=5))
def test_a_scenario_file_is_taken_or_refused(tmp_path, entries):
    file = tmp_path / "place.toml"
    file.write_text("\n".join(f"{key} = {value}" for key, value in entries.items()), encoding="utf-8")
    with contextlib.suppress(InputError):
        scenario = Scenario.read(file)
        for name, each in parameters().items():
            assert each.low <= scenario[name] <= each.high


@FILES
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@example(b"\xef\xbb\xbf[set]\r\ndelta = 0.5\r\n")
def test_any_bytes_are_a_scenario_or_bad_input(tmp_path, content):
    file = tmp_path / "place.toml"
    file.write_bytes(content)
    with contextlib.suppress(InputError):
        assert isinstance(Scenario.read(file), Scenario)
