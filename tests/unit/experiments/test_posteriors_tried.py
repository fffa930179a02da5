"""A shipped posterior is held against later sources by runs at its draws, and what differs is told."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.calibration import tried
from jiaosuo.experiments.calibration.published import NAMES
from jiaosuo.experiments.inference.posterior import About, Posterior, read_posterior, write_posterior
from jiaosuo.experiments.inference.prior import Range
from jiaosuo.experiments.places import posteriors
from jiaosuo.model.core.errors import InputError

PLACE = "county-town"
RANGES = (
    Range(name="delta", low=0.4, high=1.2, value=0.8),
    Range(name="other_work", low=0.5, high=2, value=1),
)
SHORT = About(
    place=PLACE, rule="separate", ranges=RANGES, run_days=0.5, figures=True, code=posteriors.sources()
)


@pytest.fixture
def folder(tmp_path):
    """Six draws of a posterior that somebody shipped, of runs of half a day."""
    draws = np.column_stack([np.linspace(0.5, 1.1, 6), np.linspace(0.6, 1.6, 6)])
    write_posterior(Posterior(SHORT, draws), tmp_path / f"{PLACE}.parquet")
    return tmp_path


def test_what_comes_out_the_same_says_the_present_sources(folder, monkeypatch):
    kept = json.loads(tried.keep(PLACE, folder).read_text("utf-8"))
    assert kept["figures"] == list(NAMES)
    assert np.array(kept["rows"], float).shape == (tried.TRIED, len(NAMES))
    assert len({tuple(row) for row in kept["rows"]}) == tried.TRIED
    monkeypatch.setattr(tried, "sources", lambda: "later")
    before = read_posterior(folder / f"{PLACE}.parquet")
    assert tried.again(PLACE, folder) == ()
    after = read_posterior(folder / f"{PLACE}.parquet")
    assert after.about == replace(before.about, code="later")
    np.testing.assert_array_equal(after.draws, before.draws)


def test_a_figure_that_differs_is_named_and_nothing_is_written(folder, monkeypatch):
    file = tried.keep(PLACE, folder)
    kept = json.loads(file.read_text("utf-8"))
    kept["rows"][1][0] += 1e-9
    file.write_text(json.dumps(kept), "utf-8")
    monkeypatch.setattr(tried, "sources", lambda: "later")
    (said,) = tried.again(PLACE, folder)
    assert said.startswith(f"{NAMES[0]} at draw 1: ")
    assert read_posterior(folder / f"{PLACE}.parquet").about.code == posteriors.sources()


@pytest.mark.parametrize("name", ["drawn_by", "believed", "published"])
def test_what_else_it_comes_from_is_held_against_what_is_here(folder, name):
    """A range that moved, a band that was corrected, another emulator: runs at a draw tell none of them."""
    file = tried.keep(PLACE, folder)
    kept = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(kept | {name: "other"}), "utf-8")
    assert tried.again(PLACE, folder) == (f"{name} is no longer what it was",)


def test_runs_are_kept_by_the_sources_that_made_the_posterior_alone(folder, monkeypatch):
    monkeypatch.setattr(tried, "sources", lambda: "later")
    with pytest.raises(InputError, match="later"):
        tried.keep(PLACE, folder)
    assert tried.again(PLACE, folder) == (f"no runs are kept beside the posterior of {PLACE}",)


def test_a_word_that_is_no_work_is_refused():
    with pytest.raises(InputError, match="again, keep"):
        tried.main("restamp")


@pytest.mark.parametrize("place", posteriors.shipped_names())
def test_runs_lie_beside_every_posterior_that_ships(place):
    kept = json.loads((posteriors.FOLDER / f"{place}.json").read_text("utf-8"))
    assert kept["figures"] == list(NAMES)
    assert len(kept["rows"]) == tried.TRIED
    assert len(kept["believed"]) >= 20
    assert [len(each) for each in kept["published"]] == [len(NAMES)] * 2
