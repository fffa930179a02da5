"""The calibration holds times on scene under the status quo against what is published of them."""

import numpy as np
import pytest

from jiaosuo.experiments.calibration import bands, figures
from jiaosuo.experiments.calibration.bands import Look, _estimate, look
from jiaosuo.experiments.calibration.figures import CALIBRATION, EXPECTED, FIGURES, ON_SCENE, time_on_scene
from jiaosuo.experiments.calibration.reported import Held
from jiaosuo.experiments.statistics.intervals import ratio_of_means
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model import KINDS, County, Scenario
from jiaosuo.model.incidents import kind_named
from tests.laws.bench import SMALL

BANDS = {each.name: each.rural for each in FIGURES if each.name.startswith("handling_")}
OFTEN = {f"{name}_rate_rural": 60 for name in ("dispute", "theft", "violence", "help")}
OFTEN |= {"injury_crash_rate_rural": 0.05, "injury_crash_rate_urban": 0.05}


@pytest.fixture(scope="module")
def county():
    return County(Scenario.preset("zigui-2004", rule="separate", seed=5, **SMALL, **OFTEN)).run_days(4)


def test_every_time_on_scene_has_a_band_and_its_kinds():
    assert {name.removeprefix("handling_") for name in BANDS} == set(ON_SCENE)
    assert all(kind_named(kind) for kinds in ON_SCENE.values() for kind in kinds)


@pytest.mark.parametrize("name", ON_SCENE)
def test_what_the_status_quo_takes_lies_in_the_published_band(county, name):
    """It was 1.25 to 1.56 times as long when published times stood for an expert's."""
    low, high = BANDS[f"handling_{name}"]
    assert low <= time_on_scene(county.evidence(), ON_SCENE[name]) <= high


def test_it_is_the_factor_of_calls_one_crew_cleared_on_the_mean_expert_time(county):
    evidence, row = county.evidence(), list(KINDS).index("help")
    done = evidence.calls[evidence.cleared & (evidence.calls["kind"] == row)]
    assert (done["escalations"] == 0).all()
    factor = done["handling_minutes"].sum() / done["expert_minutes"].sum()
    by_hand = factor * 20 / evidence.kinds["status_quo_factor"][row]
    assert time_on_scene(evidence, ("help",)) == pytest.approx(by_hand)


def test_what_nobody_cleared_has_no_time(county):
    assert np.isnan(time_on_scene(county.evidence(), ()))


def test_a_look_has_every_figure():
    found = look(Look(Scenario.preset("zigui-2004", rule="separate", **SMALL), 0.5))
    assert set(found) == {each.name for each in FIGURES} - {CALIBRATION} | {EXPECTED}


def test_headcounts_are_of_the_corps_on_people(county):
    """Zigui: 28 and 6 specialists in traffic, 99 in stations, 12 specialists, for 385,000 people."""
    found = look(Look(Scenario.preset("zigui-2004", rule="separate", **SMALL), 0.5))
    case = Scenario.preset("zigui-2004")
    traffic = case["officers_traffic"] + case["traffic_specialists"]
    officers = traffic + case["officers_station"] + case["case_specialists"]
    assert found["officers_traffic"] == pytest.approx(traffic / 38.5)
    assert found["officers_station"] == pytest.approx(case["officers_station"] / 38.5)
    assert found["traffic_officers_share"] == pytest.approx(traffic / officers)
    assert found["calls_per_officer"] == pytest.approx(found["calls_per_1000"] * 385 / officers)


def test_a_look_measures_no_outcome_that_it_does_not_show(monkeypatch):
    asked = []
    measured = figures.on_own_calls

    def told(run, names=None):
        asked.append(names)
        return measured(run, names)

    monkeypatch.setattr(figures, "on_own_calls", told)
    look(Look(Scenario.preset("zigui-2004", rule="separate", **SMALL), 0.5))
    assert asked == [figures.OUTCOMES_SEEN]


def test_one_place_asks_for_its_own_worlds_and_all_in_one_go(monkeypatch):
    """A second start of the workers would load the machine code again; other places are not played."""
    went, heard = [], []

    def play(work, items, jobs, on_done):
        went.append(items)
        found = [
            dict.fromkeys([EXPECTED, *(figure.name for figure in FIGURES)], 1.0)
            if isinstance(each, Look)
            else {figure.name: (1.0, 1.0) for figure in each.reported.figures}
            for each in items
        ]
        for each, result in zip(items, found, strict=True):
            on_done(each, result)
        return found

    monkeypatch.setattr(bands, "run_all", play)
    place = Scenario.preset("pingdu-2021")
    result = bands.run(Request((place,), "", quick=True, progress=lambda done, of: heard.append((done, of))))
    (items,) = went
    assert [type(each) for each in items] == [Look] * 2 + [Held] * 2
    assert {each.scenario.place for each in items} == {"pingdu-2021"}
    assert {each.days for each in items} == {bands.QUICK_DAYS}
    assert heard == [(n, 4) for n in range(1, 5)]
    assert len(result.reported) == 3
    assert result.failures == ()


def test_a_calibration_without_a_crash_is_not_observed():
    """Two worlds of two days without one gave 12182501 +- 154793331; of several worlds, all crashes count."""
    none = [{EXPECTED: 200.0, "reported_crashes": 0.0}] * 2
    assert _estimate(CALIBRATION, none).mean is None
    some = [{EXPECTED: 200.0, "reported_crashes": each} for each in (0.0, 300.0)]
    found = _estimate(CALIBRATION, some)
    assert found.mean == pytest.approx(400 / 300)
    assert found == ratio_of_means([200.0, 200.0], [0.0, 300.0])
