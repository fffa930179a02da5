"""A surface from the command line: stopped and taken up again, stored, and read back by the page."""

import json

import pytest

from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.stored_studies import stored
from jiaosuo.experiments.stored_studies.__main__ import put
from jiaosuo.experiments.stored_studies.again import tried_again
from jiaosuo.experiments.studies import STUDIES, Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario
from tests.functional.test_study import LITTLE

OPTIONS = {
    "levers": "urbanization,officers_station",
    "rules": "separate,integrated",
    "outcomes": "response_mean,trust_mean",
    "points": "10",
    "here": "3",
    "refine": "2",
    "hold-out": "4",
    "days": "0.5",
}


class Stopped(Exception):
    """As if somebody had killed it."""


def asked(place, folder, progress=None, jobs=1):
    return Request((place,), "jiaosuo study surface little", jobs, False, progress, OPTIONS, folder)


@pytest.fixture
def place(tmp_path):
    file = tmp_path / "little.toml"
    file.write_text(LITTLE)
    return Scenario.read(file)


@pytest.mark.ci
def test_a_study_that_was_killed_takes_up_where_it_was_and_ends_the_same(place, tmp_path):
    study, kept = STUDIES["surface"], tmp_path / "kept"

    def stop(done, _whole):
        if done >= 14:
            raise Stopped

    with pytest.raises(Stopped):
        study.run(asked(place, kept, stop))
    before = {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}
    assert 5 <= len(before) < 16
    again = study.run(asked(place, kept))
    assert before.items() <= {file.name: file.stat().st_mtime_ns for file in kept.iterdir()}.items()
    assert again.to_json() == study.run(asked(place, None, jobs=2)).to_json()
    assert again.runs == 2 * 19
    (made,) = again.places
    assert len(made.design) == 15
    assert made.even == again.points == 10
    own = tuple(each.here for each in made.levers)
    assert [row == own for row in made.design] == [False] * 10 + [True] * 3 + [False] * 2


def test_what_is_stored_is_read_back_and_says_whether_it_is_of_this_model(place, tmp_path):
    result = STUDIES["surface"].run(asked(place, None))
    (file,) = put(json.loads(json.dumps(result.to_json())), tmp_path)
    assert file.name == "surface-little.json"
    found = stored(SurfaceResult, "little", tmp_path)
    assert not found.stale
    assert found.result.places[0].surfaces["trust_mean"].coverage.n == 4
    surface = Surface(found.result.places[0])
    point = surface.box(surface.here({})[None, :])
    assert surface.level("trust_mean", "integrated").mean(point).mean[0] > 0
    file.write_text(file.read_text().replace(result.origin.code, "0" * 16))
    assert stored(SurfaceResult, "little", tmp_path).stale


@pytest.mark.ci
def test_a_surface_whose_worlds_come_out_the_same_says_the_present_sources(place, tmp_path):
    result = STUDIES["surface"].run(asked(place, None))
    (file,) = put(json.loads(json.dumps(result.to_json())), tmp_path)
    made = file.read_text().replace(result.origin.code, "0" * 16)
    file.write_text(made)
    pages = tmp_path / "pages"
    pages.mkdir()
    assert tried_again(place, 3, 1, tmp_path, pages) == ()
    found = stored(SurfaceResult, "little", tmp_path)
    assert (found.stale, found.result.origin.again) == (False, 3)
    assert found.result.places == stored_places_of(made)
    assert (
        "3 of its worlds were run again by them and gave the same"
        in (pages / "surface-little.md").read_text()
    )


@pytest.mark.ci
def test_a_surface_of_which_a_world_differs_stays_as_it_is_and_the_world_is_named(place, tmp_path):
    result = STUDIES["surface"].run(asked(place, None))
    (file,) = put(json.loads(json.dumps(result.to_json())), tmp_path)
    entry = json.loads(file.read_text())
    entry["place"]["surfaces"]["trust_mean"]["values"][14][1] += 0.001
    entry["code"] = "0" * 16
    file.write_text(json.dumps(entry))
    (said,) = tried_again(place, 2, 1, tmp_path, tmp_path)
    assert said.startswith("trust_mean under integrated in world 14: ")
    assert stored(SurfaceResult, "little", tmp_path).stale
    assert not (tmp_path / "surface-little.md").exists()
    with pytest.raises(InputError, match="from 1 to 15"):
        tried_again(place, 16, 1, tmp_path, tmp_path)


def stored_places_of(text):
    """The places of a stored file's text."""
    entry = json.loads(text)
    return SurfaceResult.from_json(entry | {"places": [entry["place"]]}).places
