"""Columns are written small and read back within half a step."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from jiaosuo.dashboard.playback.packing import Packing, header_of, pack, pack_column, unpack, unpack_column

finite = st.floats(-1e6, 1e6, allow_nan=False)
holey = st.one_of(finite, st.just(float("nan")))
shapes = arrays.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=12)


@given(arrays.arrays(np.float64, shapes, elements=holey), st.sampled_from([1.0, 0.5, 0.01]), st.booleans())
def test_a_column_is_read_back_within_half_a_step(values, scale, delta):
    written = pack_column(values, Packing(scale, delta))
    back = unpack_column(written.data, written.about)
    assert back.shape == values.shape
    assert (np.isnan(back) == np.isnan(values)).all()
    known = ~np.isnan(values)
    np.testing.assert_allclose(back[known], values[known], atol=0.5 * scale + 1e-6, rtol=0)


@given(arrays.arrays(np.int64, 9, elements=st.integers(-(2**31), 2**31 - 1)), st.booleans())
def test_whole_numbers_are_read_back_exactly(values, delta):
    written = pack_column(values, Packing(delta=delta))
    assert (unpack_column(written.data, written.about) == values).all()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0, 255], "u8"),
        ([1000, 1255], "u8"),
        ([0, 256], "u16"),
        ([0, 255, np.nan], "u16"),
        ([0, 254, np.nan], "u8"),
        ([np.nan], "u8"),
        ([], "u8"),
        ([0, 70_000], "u32"),
    ],
)
def test_the_narrowest_type_that_holds_a_column_is_taken(values, kind):
    assert pack_column(np.array(values, float), Packing()).about["type"] == kind


def test_what_does_not_fit_is_an_error_and_never_another_number():
    with pytest.raises(ValueError, match="32 bits"):
        pack_column(np.array([0, 2.0**40]), Packing())
    with pytest.raises(ValueError, match="infinite"):
        pack_column(np.array([np.inf]), Packing())


def test_a_level_is_the_nearest_there_is():
    written = pack_column(np.array([0.0, 3.0, 100.0, 7.4]), Packing(levels=(0.0, 1.0, 4.0, 8.0)))
    assert unpack_column(written.data, written.about).tolist() == [0.0, 4.0, 8.0, 8.0]


def test_differences_wrap_as_the_type_does():
    values = np.array([250.0, 5.0, 250.0, 0.0])
    written = pack_column(values, Packing(delta=True))
    assert written.about["type"] == "u8"
    assert list(written.data) == [250, 11, 245, 6]
    assert unpack_column(written.data, written.about).tolist() == values.tolist()


def test_a_resource_is_a_header_and_aligned_columns():
    tables = {
        "a": {"x": (np.array([1, 2, 3]), Packing()), "y": (np.array([7.5, np.nan, 9]), Packing(0.5))},
        "b": {"flow": (np.arange(12).reshape(3, 4), Packing(delta=True))},
        "empty": {},
    }
    resource = pack("scene", tables, **{"from": 0, "to": 120, "words": "交警"})
    size = int.from_bytes(resource[:4], "little")
    assert size % 4 == 0
    header, back = unpack(resource)
    assert header == header_of(resource) == json.loads(resource[4 : 4 + size])
    assert (header["kind"], header["from"], header["words"]) == ("scene", 0, "交警")
    assert {name: said["rows"] for name, said in header["tables"].items()} == {"a": 3, "b": 3, "empty": 0}
    for said in header["tables"].values():
        assert all(each["at"] % 4 == 0 for each in said["columns"].values())
    np.testing.assert_array_equal(back["a"]["y"], [7.5, np.nan, 9])
    np.testing.assert_array_equal(back["b"]["flow"], np.arange(12).reshape(3, 4))
