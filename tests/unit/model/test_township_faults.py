"""Whatever the bytes, townships.csv is taken or refused as bad input."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.township import read_townships

HEADER = "name,population,area_km2,x_km,y_km"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\nUpper,,1,0,0\n",
        f"{HEADER}\n" + "x" * 140_000 + ",1,1,0,0\n",
        f"{HEADER},population\nUpper,1,1,0,0,2\n",
    ],
    ids=["empty required field", "a huge field", "a column twice"],
)
def test_a_bad_table_is_refused(tmp_path, text):
    (tmp_path / "townships.csv").write_bytes(text.encode())
    with pytest.raises(InputError):
        read_townships(tmp_path / "townships.csv")


def test_line_ends_of_any_system_are_taken(tmp_path):
    for end in ("\n", "\r\n", "\r"):
        (tmp_path / "townships.csv").write_bytes(f"{HEADER}{end}Upper,1,1,0,0{end}".encode())
        assert [each.name for each in read_townships(tmp_path / "townships.csv")] == ["Upper"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: (HEADER + text).encode())))
def test_any_bytes_are_a_table_or_bad_input(tmp_path, content):
    (tmp_path / "townships.csv").write_bytes(content)
    with contextlib.suppress(InputError):
        assert read_townships(tmp_path / "townships.csv")
