"""What is kept says later sources only where a place made anew comes out the same."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from jiaosuo.experiments.stored_studies import FOLDER, stored, stored_places
from jiaosuo.experiments.studies import STUDIES
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.model.core.errors import InputError
from tools.anew import confirm, made_anew, options_of

WHY = STUDIES["why"]


@pytest.fixture
def folder(tmp_path):
    """A folder with the why-charts that are kept, as made by other sources."""
    for name in stored_places(WHY.result):
        shutil.copyfile(FOLDER / f"why-{name}.json", tmp_path / f"why-{name}.json")
        file = tmp_path / f"why-{name}.json"
        file.write_text(
            json.dumps(json.loads(file.read_text("utf-8")) | {"code": "of before"}), encoding="utf-8"
        )
    return tmp_path


def giving(result):
    """The study with a run that gives a result and notes what it was asked."""
    asked = []
    return replace(WHY, run=lambda request: asked.append(request) or result), asked


def test_a_place_is_asked_with_the_options_that_made_it(folder):
    kept = stored(WHY.result, "county-town", folder).result
    study, asked = giving(kept)
    assert made_anew(study, "county-town", folder=folder) == (kept.runs, True)
    (request,) = asked
    assert [each.place for each in request.places] == ["county-town"]
    assert request.options == {"replications": "6"}


def test_another_number_in_a_digit_that_is_kept_is_another_result(folder):
    kept = stored(WHY.result, "county-town", folder).result
    (place,) = kept.places
    outcome, found = next(iter(place.outcomes.items()))
    mean = found.difference.mean
    for factor, same in ((1 + 1e-9, True), (1 + 1e-3, False)):
        moved = replace(found, difference=replace(found.difference, mean=mean * factor))
        other = replace(kept, places=(replace(place, outcomes={**place.outcomes, outcome: moved}),))
        assert made_anew(giving(other)[0], "county-town", folder=folder)[1] is same


def test_what_is_kept_of_the_study_then_says_the_present_sources_and_nothing_else_changes(folder, tmp_path):
    docs = tmp_path / "docs"
    (docs / "studies").mkdir(parents=True)
    before = {name: stored(WHY.result, name, folder) for name in stored_places(WHY.result, folder)}
    assert all(each.stale for each in before.values())
    confirm(WHY, 276, folder, docs)
    for name, was in before.items():
        now = stored(WHY.result, name, folder)
        assert not now.stale
        assert now.result.origin.again == 276
        assert replace(now.result, origin=was.result.origin) == was.result
        page = (docs / "studies" / f"why-{name}.md").read_text("utf-8")
        assert sources("why") in page
        assert "276 of its worlds were run again" in page


def test_a_place_of_which_nothing_is_kept_is_refused(folder):
    with pytest.raises(InputError, match="county-town"):
        made_anew(WHY, "qidong-2023", folder=folder)


def test_options_of_a_command():
    assert options_of("jiaosuo study tipping-point zigui-2004 --y-values 50,100 --grid 5x3") == {
        "y-values": "50,100",
        "grid": "5x3",
    }
