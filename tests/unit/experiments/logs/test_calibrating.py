"""A calibration is asked for rightly, is kept and goes on, and says what the log does not tell."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jiaosuo.experiments.comparison.plausible import NOT_IN_A_LOG, prior_of
from jiaosuo.experiments.inference.posterior import (
    FILE,
    About,
    Posterior,
    read_posterior,
    write_posterior,
)
from jiaosuo.experiments.inference.prior import Range
from jiaosuo.experiments.logs import calibrating
from jiaosuo.experiments.logs.calibrating import asked, calibrate
from jiaosuo.experiments.logs.calibration_file import write_calibration
from jiaosuo.experiments.logs.calibration_page import page
from jiaosuo.experiments.logs.calibration_words import sentences
from jiaosuo.experiments.logs.summaries import NAMES
from jiaosuo.experiments.places.folder import OpenPlace
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.reading import parse_toml
from jiaosuo.model.scenario import Scenario, parameters
from tests.unit.experiments.logs.test_checking import log_of


@pytest.fixture(scope="module")
def scenario():
    return Scenario.preset("zigui-2004")


def test_what_no_log_shows_has_a_range_in_every_place(scenario):
    prior = prior_of(scenario)
    assert prior.names == NOT_IN_A_LOG
    for each in prior.ranges:
        declared = parameters()[each.name]
        assert declared.low <= each.low < each.high <= declared.high
        assert each.why


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"runs": 5}, r"runs.*between 40 and 5,000"),
        ({"waves": 0}, r"waves.*between 1 and 10"),
        ({"days": 0.5}, r"days.*between 1 and 366"),
        ({"names": []}, r"1 to 12 numbers"),
        ({"names": ["delta", "delta"]}, r"1 to 12 numbers"),
        ({"names": ["population"]}, r"tagged assumption"),
        ({"names": ["nothing"]}, r"known"),
        ({"names": ["recall_priority"]}, r"need not be whole"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(scenario, options, said):
    with pytest.raises(InputError, match=said):
        asked(scenario, **options)


def test_a_log_of_too_few_days_or_calls_is_refused(scenario, tmp_path):
    short = log_of(received=[0.0, 9.0], kind=["help", "help"])
    with pytest.raises(InputError, match="3 days at least"):
        calibrate(short, asked(scenario), tmp_path / "runs")
    few = log_of(received=[0.0, 6_000.0], kind=["help", "help"])
    with pytest.raises(InputError, match="too few calls"):
        calibrate(few, asked(scenario), tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


class Stub:
    """In place of runs of a county: the first number moves three statistics, the second none."""

    asked: list[tuple[int, int]]

    def __init__(self, *_):
        pass

    def __call__(self, wave, points):
        Stub.asked.append((wave, len(points)))
        draw = np.random.default_rng(wave)
        found = np.full((len(points), len(NAMES)), np.nan)
        for at, slope in ((0, 1.0), (6, -2.0), (10, 0.5)):
            found[:, at] = slope * points[:, 0] + 0.05 * draw.standard_normal(len(points))
        return found


@pytest.fixture
def told(scenario, monkeypatch, tmp_path):
    Stub.asked = []
    seen = np.full(len(NAMES), np.nan)
    seen[[0, 6, 10, 12]] = 0.7, -1.4, 0.35, 1.0
    monkeypatch.setattr(calibrating, "Runs", Stub)
    monkeypatch.setattr(calibrating, "observed_of", lambda log, scenario: (seen, 14.0, True))
    wanted = asked(scenario, ["delta", "other_work"], runs=48, waves=2)
    return lambda **more: calibrate(log_of(received=[0.0]), more.get("wanted", wanted), tmp_path / "runs")


def test_a_calibration_tells_what_is_told_and_goes_on_from_what_is_kept(told, tmp_path, scenario):
    found = told()
    assert Stub.asked == [(1, 24), (2, 24)]
    delta, other = found.told()
    assert delta.low <= 0.4 + 0.7 * 0.8 <= delta.high
    assert (delta.tells, other.tells) == ("much", "nothing")
    assert set(found.about.away) == {NAMES[at] for at in (0, 6, 10)}
    assert NAMES[12] in found.about.unused
    kept = json.loads((tmp_path / "runs" / "points-2.json").read_text("utf-8"))
    assert np.shape(kept) == (24, 2)
    assert np.array_equal(told().draws, found.draws)
    with pytest.raises(InputError, match=r"another calibration \(other: runs\)"):
        told(wanted=asked(scenario, ["delta", "other_work"], runs=60, waves=2))


def test_a_place_carries_its_posterior_and_what_was_told(told, tmp_path, scenario):
    found = told()
    folder = tmp_path / "place"
    folder.mkdir()
    (folder / "scenario.toml").write_text('title = "x"\n[set]\nother_work = 1.5\n', encoding="utf-8")
    assert OpenPlace(scenario, folder).posterior is None
    names = [file.name for file in write_calibration(found, folder, True, "en")]
    assert names == [FILE, "posterior.html", "scenario.before-fit.toml", "scenario.toml"]
    said = parse_toml((folder / "scenario.toml").read_text("utf-8"), "x")["set"]
    assert said["other_work"] == 1.5
    assert said["delta"] == pytest.approx(found.told()[0].median, rel=1e-5)
    assert OpenPlace(scenario, folder).posterior == folder / FILE
    back = read_posterior(folder)
    assert np.array_equal(back.draws, found.draws)
    assert back.about == found.about


@pytest.mark.parametrize(
    ("language", "blank"), [("en", "says nothing of other_work"), ("zh", "没有说明 other_work")]
)
def test_the_page_shows_every_pair_and_says_what_is_not_told(told, language, blank):
    found = told()
    text = page(found, language)
    assert 'id="chart-pairs"' in text
    assert blank in text
    assert blank in " ".join(sentences(found, language))
    assert "https://" not in text.split("<script>")[0]


def test_what_the_model_does_not_meet_is_said():
    ranges = (Range(name="delta", low=0.4, high=1.2),)
    about = About(place="x", rule="separate", ranges=ranges, away={"slow_order": -4.0, "passed_on": 1.0},
                  wider=4.0, failed=2)  # fmt: skip
    said = sentences(Posterior(about, np.linspace(0.4, 1.2, 100)[:, None]), "en")
    assert said == [
        "The log says nothing of delta: they stay as they were.",
        "The model does not meet the log in: reached after more than half an hour (order and help).",
        "It cannot meet all figures together; intervals are 2.0 times as wide for that.",
        "2 runs failed or told too little.",
    ]


def test_a_file_that_is_no_posterior_is_refused(tmp_path):
    file = tmp_path / FILE
    for content in (b"", b"PAR1 not one"):
        file.write_bytes(content)
        with pytest.raises(InputError, match="log calibrate"):
            read_posterior(tmp_path)
    with pytest.raises(InputError, match="log calibrate"):
        read_posterior(tmp_path / "nowhere")
    about = About(place="x", rule="separate", ranges=(Range(name="delta", low=0.4, high=1.2),))
    write_posterior(Posterior(about, np.array([[np.nan]])), file)
    with pytest.raises(InputError, match="log calibrate"):
        read_posterior(file)
