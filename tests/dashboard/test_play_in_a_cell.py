"""`jiaosuo.play`, `county.play()` and `compare(...).play()`: two worlds in a cell of a notebook."""

from __future__ import annotations

import html
import json
import re

import pytest

import jiaosuo
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError

SMALL = Scenario.preset("county-town", people_per_agent=25, population=40_000, seed=3)


@pytest.fixture(scope="module")
def compared():
    return jiaosuo.compare(SMALL, ("separate", "stationed"), days=0.1, replications=2)


@pytest.fixture(scope="module")
def played(compared):
    return compared.play()


def test_the_frame_is_the_page_with_nothing_fetched(played):
    shown = played._repr_html_()
    inside = html.unescape(re.fullmatch(r'<iframe srcdoc="([^"]*)" .*></iframe>', shown, re.DOTALL).group(1))
    assert inside.encode() == played.content
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert not re.search(r'(?:src|href)="https?://', inside)
    assert len(repr(played)) < 80


def test_the_widget_has_the_very_data_of_the_page(played):
    widget = played.widget
    page = played.content.decode()
    told = re.search(r'<script type="application/json" id="sent-data">(.*?)</script>', page, re.S).group(1)
    assert json.loads(widget._data) == json.loads(told)
    assert re.search(r"<main .*?</main>", page, re.S).group(0) in widget._page
    assert "<script" not in widget._page
    assert widget.minutes == 144
    assert widget.outcome in widget.outcomes
    assert played.widget is widget, "one player, however often it is asked for"


def test_the_comparison_is_not_run_again(played, compared):
    assert played.result is compared.result
    assert b"jiaosuo.play(" in played.content


def test_it_is_saved_as_one_file(played, tmp_path):
    assert played.save(tmp_path / "play.html").read_bytes() == played.content
    with pytest.raises(NotSendable, match="html"):
        played.save(tmp_path / "play.txt")


def test_a_county_is_played_as_far_as_it_has_run_beside_another_rule():
    county = jiaosuo.County(SMALL).run_days(0.05)
    played = county.play(against="stationed", replications=2)
    assert played.result.rules == ("stationed", "separate")
    assert (played.result.days, played.result.seed) == (0.05, 3)
    assert county.minute == 72, "it does not go on"


def test_a_comparison_in_a_cell_is_a_short_table(compared):
    shown = compared._repr_html_()
    assert "Response to traffic calls in villages" in shown
    assert "Compared in county-town" in shown
    assert len(shown) < 12_000


def test_what_cannot_play_is_refused_before_anything_runs(compared):
    with pytest.raises(NotSendable, match="two rules"):
        jiaosuo.play(SMALL, ("separate", "stationed", "integrated"), days=0.1)
    with pytest.raises(InputError, match="integratd"):
        jiaosuo.play(SMALL, ("separate", "integratd"), days=0.1)
    with pytest.raises(InputError, match="days"):
        jiaosuo.play(SMALL, days=0)
    with pytest.raises(InputError, match="nowhere"):
        jiaosuo.play("nowhere")
    with pytest.raises(InputError, match="two or more"):
        compared.play(rules=["separate"])
    with pytest.raises(InputError, match="two or more"):
        jiaosuo.compare(SMALL, ["separate"], days=0.1)
