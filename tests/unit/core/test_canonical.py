"""Equal data, equal text: the form that is hashed."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaosuo.model.core.canonical import canonical, name_of, printed, written

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PLAIN, max_size=5))
def test_the_order_of_fields_does_not_matter_and_nothing_is_lost(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical(turned) == canonical(value)
    assert name_of(turned) == name_of(value)
    for text in (canonical(value), written(value), printed(value)):
        assert json.loads(text) == value


def test_it_is_ascii_without_a_blank() -> None:
    assert canonical({"b": [1.5, None], "a": "秭"}) == '{"a":"\\u79ed","b":[1.5,null]}'


def test_documents_are_in_their_own_order_and_letters() -> None:
    assert printed({"b": "秭", "a": 1}) == '{"b": "秭", "a": 1}'
    assert written({"b": "秭", "a": 1}) == '{\n "b": "秭",\n "a": 1\n}'


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_what_is_not_finite_is_refused(number: float) -> None:
    for form in (canonical, written, printed):
        with pytest.raises(ValueError, match="Out of range"):
            form([number])


def test_a_name_is_the_same_in_every_process() -> None:
    code = "from jiaosuo.model.core.canonical import name_of; print(name_of({'a': 'x', 'b': [1]}, 4))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == name_of({"b": [1], "a": "x"}, 4)
    assert len(told.stdout.strip()) == 8
