"""The player as a widget, without a browser: its module, its state, and what there is where it cannot be."""

from __future__ import annotations

import re
import subprocess

import pytest

from jiaosuo.dashboard.notebook import play as notebook
from jiaosuo.dashboard.notebook.play import Frame, Play
from jiaosuo.dashboard.notebook.widget import PlayWidget, module, sheet
from jiaosuo.dashboard.sending.script import script
from jiaosuo.model.core.errors import InputError
from tests.dashboard.node_path import NODE

HELD = re.compile(r'^modules\["(\w+\.js)"\] = ', re.M)
ALONE = Play("Zigui", None, b"<p>two worlds</p>", None)


@pytest.fixture
def widget():
    made = PlayWidget()
    made.set_trait("minutes", 600)
    made.set_trait("outcomes", ["clear_mean", "calls_gave_up"])
    return made


def test_its_module_is_made_of_the_very_files_of_the_exported_page():
    own, page = module(), script()
    assert set(HELD.findall(page)) == set(HELD.findall(own)) - {"widget.js"}
    assert 'export default { render: modules["widget.js"].render };' in own
    words = [NODE, "--input-type=module", "--check", "-"]
    done = subprocess.run(words, input=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_its_look_stays_in_its_cell():
    assert ":root" not in sheet()
    assert ":host {" in sheet()
    assert "--map-height" in sheet()


def test_what_python_sets_is_within_the_run(widget):
    widget.minute, widget.speed, widget.outcome = 480, 60, "calls_gave_up"
    assert (widget.minute, widget.speed, widget.outcome) == (480, 60, "calls_gave_up")
    for name, value, allowed in (
        ("minute", 601, "must be a number between 0 and 600"),
        ("minute", -1, "must be a number between 0 and 600"),
        ("speed", 0, "must be a number between 1 and"),
        ("outcome", "happiness", "must be one of clear_mean, calls_gave_up"),
        ("lang", "fr", "must be one of en, zh-CN"),
    ):
        with pytest.raises(InputError, match=rf"{name}: .*{allowed}"):
            setattr(widget, name, value)
    assert widget.minute == 480


def test_its_state_is_shared_and_what_it_shows_is_not_printed(widget):
    assert {"minute", "playing", "speed", "outcome", "lang"} <= set(widget.keys)
    widget._data = "x" * 100_000
    assert repr(widget) == "<PlayWidget: minute 0 of 600, playing>"


def test_without_anywidget_a_cell_shows_the_frame(monkeypatch):
    monkeypatch.setattr(notebook, "can_be_widget", lambda: False)
    with pytest.raises(NotImplementedError):
        ALONE._ipython_display_()
    assert isinstance(ALONE._display_(), Frame)
    assert ALONE._display_()._repr_html_() == ALONE._repr_html_() == ALONE.frame._repr_html_()
    with pytest.raises(ImportError, match=r'pip install "jiaosuo\[notebook\]"'):
        ALONE.widget  # noqa: B018
