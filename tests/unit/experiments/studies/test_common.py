"""What studies share: options read, finished work kept, maps read without the model."""

import json
import subprocess
import sys

import pytest

from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.analyses.tipping_point.tipping_result import TippingResult
from jiaosuo.experiments.stored_studies import FOLDER, STUDIES, stored, stored_places
from jiaosuo.experiments.stored_studies.__main__ import put
from jiaosuo.experiments.studies import Option, Request
from jiaosuo.experiments.study_tools.checkpoints import keeping
from jiaosuo.experiments.study_tools.design_points import DesignPoint, Meter, OutcomesOf, joined, run_points
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.experiments.study_tools.options import Given
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import RULES
from jiaosuo.model.scenario import Scenario, counties

DECLARED = (Option("worlds", "10", "Worlds.", quick="2"), Option("days", "", "Days."))


def given(quick=False, **options):
    return Given(DECLARED, Request((), "", 1, quick, None, options))


def test_what_is_given_goes_before_the_quick_default_and_that_before_the_default():
    assert given().whole("worlds") == 10
    assert given(quick=True).whole("worlds") == 2
    assert given(quick=True, worlds="5").whole("worlds") == 5


def test_finished_work_is_not_done_again(tmp_path):
    done = []

    def work(item):
        done.append(item)
        return [item, None, 0.1]

    for _ in range(2):
        kept_work = keeping(work, str, tmp_path)
        assert kept_work(3) == [3, None, 0.1]
    assert done == [3]


def test_work_that_was_cut_short_is_done_again(tmp_path):
    (tmp_path / "3.json").write_text("[3, ")
    assert keeping(lambda item: [item], str, tmp_path)(3) == [3]
    assert json.loads((tmp_path / "3.json").read_text())["result"] == [3]


def test_a_world_is_known_by_all_that_its_numbers_depend_on():
    place = Scenario.preset("zigui-2004")
    point = DesignPoint("x", place, (RULES["separate"], RULES["integrated"]), 1, 2)
    one, two = point.worlds
    work = OutcomesOf(("clear_mean",))
    names = {
        work.name(one),
        work.name(two),
        OutcomesOf(("response_mean",)).name(one),
        work.name(DesignPoint("x", place.changed(delta=0), point.rules, 1, 1).worlds[0]),
        work.name(DesignPoint("x", place, point.rules[:1], 1, 1).worlds[0]),
        work.name(DesignPoint("x", place, point.rules, 2, 1).worlds[0]),
        work.name(DesignPoint("x", place, point.rules, 1, 1, at=Moment.CHANGE).worlds[0]),
    }
    assert len(names) == 7
    assert work.name(one) == work.name(DesignPoint("y", place, point.rules, 1, 1).worlds[0])


def test_worlds_added_later_are_those_that_one_longer_run_would_have_had():
    little = Scenario.preset("zigui-2004").changed(people_per_agent=25)
    request = Request((), "")
    whole, first, more = run_points(
        [
            DesignPoint("x", little, (RULES["separate"], RULES["integrated"]), 0.25, worlds, first)
            for worlds, first in ((3, 0), (1, 0), (2, 1))
        ],
        ["response_mean"],
        request,
        Meter(request),
    )
    both = joined(first, more)
    assert both.values["response_mean"].tolist() == whole.values["response_mean"].tolist()


@pytest.fixture
def folder(tmp_path):
    document = json.loads((FOLDER / "why-county-town.json").read_text(encoding="utf-8"))
    place = document.pop("place") | {"name": "here"}
    place["outcomes"]["clear_mean"]["difference"]["mean"] = 0.123456789
    document |= {"code": sources("why"), "places": [place]}
    assert [each.name for each in put(document, tmp_path)] == ["why-here.json"]
    return tmp_path


def test_what_is_stored_says_whether_the_model_has_changed_since(folder):
    found = stored(AttributionResult, "here", folder)
    (place,) = found.result.places
    assert (place.name, place.outcomes["clear_mean"].difference.mean) == ("here", 0.12346)
    assert not found.stale
    file = folder / "why-here.json"
    file.write_text(file.read_text().replace(sources("why"), "another"))
    assert stored(AttributionResult, "here", folder).stale


def test_what_is_not_stored_is_none(folder):
    assert stored(AttributionResult, "nowhere", folder) is None
    assert stored(AttributionResult, "../why-here", folder) is None
    assert stored(TippingResult, "here", folder) is None
    assert stored_places(AttributionResult, folder) == ["here"]


def test_a_stored_file_that_lacks_a_field_is_refused_by_name(folder):
    file = folder / "why-here.json"
    file.write_text(file.read_text().replace('"mechanisms"', '"mechanism"'))
    with pytest.raises(ValueError, match="Place: mechanisms is missing"):
        stored(AttributionResult, "here", folder)


def test_what_is_shipped_can_be_read():
    mapped = {"county-town", "fujian-2002-2015", "zigui-2004"}
    for study in STUDIES:
        more = set(counties()) if study is SurfaceResult else set()
        assert set(stored_places(study)) == mapped | more
        assert all(stored(study, place) is not None for place in stored_places(study))


def test_a_study_with_failed_worlds_is_not_stored(tmp_path):
    with pytest.raises(SystemExit, match="worlds failed"):
        put({"study": "why", "failures": ["x"], "places": []}, tmp_path)


def test_maps_are_read_without_mesa_and_the_model():
    code = (
        "import sys; from jiaosuo.experiments.stored_studies import STUDIES, stored;"
        "assert all(stored(study, 'county-town') for study in STUDIES);"
        "print(sorted({'mesa', 'numba', 'numpy', 'jiaosuo.model'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("10.84", "10847.98"),
        lambda text: text.replace("10.84", "[10.84]"),
        lambda text: text.replace("result", "results"),
        lambda _: "[1, 2]",
        lambda _: '"text"',
        lambda _: "null",
        lambda text: text[:-3],
    ],
)
def test_what_was_changed_in_a_folder_is_made_again(tmp_path, changed):
    """A number that somebody wrote into a file is no number of a run."""
    kept = keeping(lambda item: [10.84, item], str, tmp_path)
    assert kept(3) == [10.84, 3]
    (file,) = tmp_path.iterdir()
    file.write_text(changed(file.read_text("utf-8")), "utf-8")
    assert kept(3) == [10.84, 3]
    assert keeping(lambda _: [], str, tmp_path)(3) == [10.84, 3]


def test_what_is_kept_for_one_is_not_taken_for_another(tmp_path):
    kept = keeping(lambda item: [item], str, tmp_path)
    assert (kept(3), kept(4)) == ([3], [4])
    (tmp_path / "4.json").write_bytes((tmp_path / "3.json").read_bytes())
    assert kept(4) == [4]
