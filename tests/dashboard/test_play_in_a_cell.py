"""`jiaosuo.play`: two worlds in a cell of a notebook, from a script as from the command line."""

from __future__ import annotations

import html
import re

import pytest

import jiaosuo
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError

SMALL = Scenario.preset("county-town", people_per_agent=25, population=40_000, seed=3)


@pytest.fixture(scope="module")
def played():
    return jiaosuo.play(SMALL, ("separate", "stationed"), days=0.1, replications=2)


def test_a_cell_shows_the_page_in_a_frame_of_its_own_with_nothing_fetched(played):
    shown = played._repr_html_()
    inside = html.unescape(re.fullmatch(r'<iframe srcdoc="([^"]*)" .*></iframe>', shown, re.DOTALL).group(1))
    assert inside.encode() == played.content
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert not re.search(r'(?:src|href)="https?://', inside)
    assert len(repr(played)) < 80


def test_the_comparison_stands_behind_it(played):
    assert played.result.rules == ("separate", "stationed")
    assert (played.result.replications, played.result.days, played.result.seed) == (2, 0.1, 3)
    assert b"jiaosuo.play(" in played.content


def test_it_is_saved_as_one_file(played, tmp_path):
    assert played.save(tmp_path / "play.html").read_bytes() == played.content
    with pytest.raises(NotSendable, match="html"):
        played.save(tmp_path / "play.txt")


def test_what_cannot_play_is_refused_before_anything_runs():
    with pytest.raises(NotSendable, match="two rules"):
        jiaosuo.play(SMALL, ("separate", "stationed", "integrated"), days=0.1)
    with pytest.raises(InputError, match="integratd"):
        jiaosuo.play(SMALL, ("separate", "integratd"), days=0.1)
    with pytest.raises(InputError, match="days"):
        jiaosuo.play(SMALL, days=0)
    with pytest.raises(InputError, match="nowhere"):
        jiaosuo.play("nowhere")
