"""A panel's data go to the browser whole: one value to whoever draws the page, and JSON is what it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import solara
from ipyvue import VueTemplate

from jiaosuo.dashboard.browser import panels
from jiaosuo.dashboard.vue_panel import Payload, opened, packed

DASHBOARD = Path(__file__).parents[2] / "dashboard"


@pytest.mark.parametrize("value", [{"a": [1, {"b": None}]}, [1, 2], (), {}])
def test_what_is_packed_is_one_value_until_it_is_opened(value):
    payload = packed(value)
    assert isinstance(payload, Payload)
    assert not isinstance(payload, dict | list | tuple)
    assert opened(payload) is value


@pytest.mark.parametrize("value", ["words", 3, None, True, 1.5, print])
def test_what_holds_nothing_goes_as_it_is(value):
    assert packed(value) is value
    assert opened(value) is value


def test_equal_data_are_equal_payloads_so_that_nothing_is_sent_twice():
    assert packed({"a": [1]}) == packed({"a": [1]})
    assert packed({"a": [1]}) != packed({"a": [2]})
    assert packed([1]) != packed((1,))
    assert packed([1]) != [1]


def test_a_panel_writes_what_it_was_given():
    made, context = solara.render(
        panels.Years(words={"a": "b"}, curve={"at": [1, None]}, rows=[["x"], []]), handle_error=False
    )
    (panel,) = context.find(VueTemplate).widgets
    state = panel.get_state(["words", "curve", "rows"])
    assert state == {"words": {"a": "b"}, "curve": {"at": [1, None]}, "rows": [["x"], []]}
    assert json.loads(json.dumps(state)) == state
    assert panel.layout is None, "no model of a layout"
    context.close()
    made.close()


def test_every_panel_is_made_so():
    found = [
        file.name
        for file in DASHBOARD.rglob("*.py")
        if "component_vue" in file.read_text("utf-8") and file.name != "vue_panel.py"
    ]
    assert found == []
