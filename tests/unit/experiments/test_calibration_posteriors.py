"""Shipped places told from their published figures: truths found again, tensions named, values judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.experiments.calibration import shipping
from jiaosuo.experiments.calibration.bands import Look, look
from jiaosuo.experiments.calibration.figures import FIGURES
from jiaosuo.experiments.calibration.posteriors_page import sentences
from jiaosuo.experiments.calibration.posteriors_result import BEYOND, CONSTANT, MET, NO_BAND
from jiaosuo.experiments.calibration.posteriors_study import NAME, Asked, calibrated_place, run
from jiaosuo.experiments.calibration.published import (
    BY_HAND,
    HALF_TO_TWICE,
    NAMES,
    ROWS,
    FigureReading,
    by_hand,
    deviation,
    observed_of,
)
from jiaosuo.experiments.calibration.tension import Together, pairs_of, without
from jiaosuo.experiments.inference.emulators import Emulators
from jiaosuo.experiments.inference.posterior import FILE, read_posterior
from jiaosuo.experiments.inference.prior import Prior, Range, spread_points
from jiaosuo.experiments.inference.sampling import Likelihood, sample
from jiaosuo.experiments.places import posteriors
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import parameters
from tests.laws.bench import SMALL

PLACE = Scenario.preset("zigui-2004", rule="separate")
THREE = ("reported_crashes", "traffic_share", "utilisation_traffic")
"""Rows that are not weak, with bands of 200 to 300, .12 to .25 and .03 to .15."""


def prior(**shipped: float) -> Prior:
    """Three numbers of the box, with what the place ships."""
    return Prior(tuple(Range(name=name, low=0, high=1, value=value) for name, value in shipped.items()))


def toy(slopes: dict[str, tuple[float, ...]], starts: dict[str, float]):
    """A simulator whose rows are straight in the numbers, with a little chance; other rows are constant."""

    def simulate(wave: int, points: np.ndarray) -> np.ndarray:
        draw = np.random.default_rng(wave)
        found = np.full((len(points), len(NAMES)), 1.0)
        for name, slope in slopes.items():
            size = np.ptp(points @ np.array(slope))
            chance = 0.02 * size * draw.standard_normal(len(points))
            found[:, NAMES.index(name)] = starts[name] + points @ np.array(slope) + chance
        return found

    return simulate


def told(slopes, starts, folder, **shipped):
    return calibrated_place(
        PLACE,
        prior(**shipped),
        observed_of(PLACE),
        Asked(48, 1, 1.0),
        toy(slopes, starts),
        folder,
    )


@pytest.fixture(scope="module")
def recovered(tmp_path_factory):
    """Truth: .5, .25 and anything; at it all rows are in the middle of their bands."""
    slopes = {THREE[0]: (1_000, 0, 0), THREE[1]: (0, 0.5, 0), THREE[2]: (0.2, 0.2, 0)}
    starts = {THREE[0]: -250.0, THREE[1]: 0.06, THREE[2]: -0.06}
    folder = tmp_path_factory.mktemp("recovered")
    return told(slopes, starts, folder, delta=0.52, other_work=0.9, travel_share=0.5)


def test_what_the_figures_tell_is_found_again_and_what_they_do_not_stays(recovered):
    place, posterior = recovered
    first, second, idle = place.numbers
    assert first.told.low <= 0.5 <= first.told.high
    assert second.told.low <= 0.25 <= second.told.high
    assert [each.told.tells for each in place.numbers] == ["much", "much", "nothing"]
    assert idle.told.high - idle.told.low > 0.8
    assert {each.name: each.verdict for each in place.rows if each.name in THREE} == dict.fromkeys(THREE, MET)
    assert place.tensions == ()
    assert posterior.about.figures
    assert posterior.draws.shape == (1_000, 3)


def test_the_band_of_a_row_is_as_wide_as_its_error(recovered):
    """One number, one row: 95 % of the posterior come out in the band, and no more than that."""
    _, posterior = recovered
    crashes = -250 + 1_000 * posterior.draws[:, 0]
    assert 0.9 < np.mean((crashes > 200) & (crashes < 300)) < 0.995


@pytest.mark.parametrize(("language", "said"), [("en", "ships other_work = 0.9"), ("zh", "other_work = 0.9")])
def test_a_value_outside_of_what_is_left_is_named_and_one_inside_is_not(recovered, language, said):
    place, _ = recovered
    assert [each.inside for each in place.numbers] == [True, False, True]
    words = [each for each in sentences(place, language) if said in each]
    assert len(words) == 1
    assert not any("delta = " in each for each in sentences(place, language))


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """One number that crashes want at .25 and utilisation at .85; the share of calls has one of its own."""
    slopes = {THREE[0]: (1_000, 0, 0), THREE[1]: (0, 0.5, 0), THREE[2]: (1.0, 0, 0)}
    starts = {THREE[0]: 0.0, THREE[1]: 0.06, THREE[2]: -0.76}
    return told(slopes, starts, tmp_path_factory.mktemp("torn"), delta=0.5, other_work=0.5, travel_share=0.5)[
        0
    ]


def test_two_rows_that_cannot_be_met_together_are_named_as_a_pair(torn):
    pairs = {each.row: each.partner for each in torn.tensions}
    assert pairs == {THREE[0]: THREE[2], THREE[2]: THREE[0]}
    assert torn.row(THREE[1]).verdict == MET
    assert torn.wider > 1
    for each in torn.tensions:
        low, high = torn.row(each.row).band
        assert low <= each.without <= high, "without the other it is met"


def test_a_tension_is_said_in_both_languages(torn):
    for language in ("en", "zh"):
        said = sentences(torn, language)
        assert sum("200" in each and "300" in each for each in said) == 1
    assert any("pull apart" in each for each in sentences(torn, "en"))
    assert len(sentences(torn, "en")) == len(sentences(torn, "zh"))


def test_a_row_out_of_reach_is_named_and_spoils_no_other(tmp_path):
    slopes = {THREE[0]: (100, 0, 0), THREE[1]: (0, 0.5, 0)}
    place, _ = told(
        slopes, {THREE[0]: 500.0, THREE[1]: 0.06}, tmp_path, delta=0.5, other_work=0.2, travel_share=1
    )
    (only,) = place.tensions
    assert (only.row, only.partner) == (THREE[0], None)
    assert place.row(THREE[0]).verdict == BEYOND
    assert place.row(THREE[1]).verdict == MET
    assert place.wider == 1
    assert any("comes near its band" in each for each in sentences(place, "en"))


def test_rows_that_nothing_moves_are_shown_as_they_are(recovered):
    place, _ = recovered
    still = place.row("officers_traffic")
    assert (still.verdict, still.predicted, still.alone) == (CONSTANT, (1.0, 1.0, 1.0), None)
    assert place.row("calls_per_officer").verdict == NO_BAND


def test_the_farthest_row_comes_first_and_a_partner_must_bring_it_nearer():
    low, high = np.zeros(3), np.full(3, 2.0)
    predicted = np.array([[1.0, 2.5, 4.0]] * 3)
    means = np.array([[1.0, 2.5, 1.0], [1.0, 2.4, 4.0], [1.0, 2.4, 3.9]])
    for reached, partner in (([True] * 3, 0), ([True, True, False], None)):
        found = pairs_of(Together(predicted, means), low, high, np.array(reached))
        assert [(each.row, each.partner) for each in found] == [(2, partner), (1, None)]


def test_a_row_that_is_left_out_says_nothing():
    points = spread_points(1, 32, 1)
    of = Likelihood(Emulators(points, 3 * points), np.array([0.6]), 0.0, error=np.array([0.01]))
    free = sample(without(of, np.array([0])), 400, 2)
    assert np.std(sample(of, 400, 2)) < 0.06
    assert np.std(free) == pytest.approx(12**-0.5, abs=0.04)


def test_the_error_of_a_weak_row_is_as_wide_as_its_band_and_of_another_its_band_holds_most():
    assert deviation((3.0, 30.0), weak=True) == 27
    assert deviation((200.0, 300.0), weak=False) == pytest.approx(50 / 1.96, abs=0.01)
    observed = observed_of(PLACE)
    assert observed.middle[NAMES.index("speed_rural")] == 35
    assert observed.error[NAMES.index("speed_rural")] == 400
    assert np.isnan(observed.middle[NAMES.index("calls_per_officer")]), "of towns alone"
    assert np.isfinite(observed_of(Scenario.preset("city-district")).middle).all()


@pytest.mark.parametrize("name", ["zigui-2004", "fuzhou-2003", "chongqing-2010"])
def test_what_was_set_by_hand_may_be_what_the_place_ships_and_is_always_allowed(name):
    place = Scenario.preset(name).start
    found = by_hand(place)
    assert found.names[: len(BY_HAND)] == BY_HAND
    for each in found.ranges:
        declared = parameters()[each.name]
        assert declared.low <= each.low < each.high <= declared.high
        assert each.low <= place[each.name] <= each.high
        assert each.value == place[each.name]
        assert each.why
    crashes = found.ranges[0]
    assert (crashes.name, crashes.why) == ("crash_calibration", HALF_TO_TWICE)


def test_a_place_that_sets_capacities_has_them_among_its_numbers():
    assert "capacity_street" in by_hand(Scenario.preset("fuzhou-2003")).names
    assert "capacity_street" not in by_hand(PLACE).names


def test_rows_are_read_as_the_calibration_reads_them():
    place = PLACE.changed(seed=4, **SMALL)
    found = look(Look(place, 0.5))
    read = FigureReading(0.5)(County(place, log=True).run_days(0.5))
    assert set(read) == set(NAMES) == {each.name for each in FIGURES if each.rural or each.urban}
    for name, (value, n) in read.items():
        assert n == (value is not None)
        assert (np.nan if value is None else value) == pytest.approx(found[name], nan_ok=True)


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A quick study of Zigui with a toy in place of its runs, kept in a folder."""

    class Stub:
        asked = 0

        def __init__(self, *_):
            self.simulate = toy({THREE[0]: (0.5,) * len(BY_HAND)}, {THREE[0]: 245.0})

        def __call__(self, wave, points):
            Stub.asked += 1
            return self.simulate(wave, points)

    monkeypatch.setattr("jiaosuo.experiments.calibration.posteriors_study.Runs", Stub)
    request = Request((PLACE,), "jiaosuo study calibration-posteriors", quick=True, keep=tmp_path / "kept")
    return lambda **more: run(replace(request, **more)), tmp_path / "kept"


def test_the_same_again_is_the_same_and_its_sample_lies_beside_its_runs(kept):
    ask, folder = kept
    first = ask()
    (file,) = folder.glob(f"{NAME}-zigui-2004/{FILE}")
    draws = read_posterior(file).draws
    assert read_posterior(file).about.figures
    assert ask() == first
    assert np.array_equal(read_posterior(file).draws, draws)
    points = sorted(folder.glob(f"{NAME}-zigui-2004/*/points-1.json"))
    assert len(points) == 1
    ask(options={"days": "3"})
    assert len(list(folder.glob(f"{NAME}-zigui-2004/*/points-1.json"))) == 2, "another study has its own"


@pytest.mark.parametrize(("option", "value"), [("runs", "39"), ("waves", "0"), ("days", "0"), ("runs", "x")])
def test_what_cannot_be_is_refused_before_anything_runs(kept, option, value):
    ask, folder = kept
    with pytest.raises(InputError, match=option):
        ask(options={option: value})
    assert not folder.exists()


def test_what_is_shipped_is_small_and_is_taken_while_its_sources_are_the_present_ones(
    kept, tmp_path, monkeypatch
):
    ask, folder = kept
    ask()
    there = tmp_path / "shipped"
    there.mkdir()
    (file,) = shipping.ship(folder, there)
    assert file.name == "zigui-2004.parquet"
    assert file.stat().st_size < posteriors.MOST_BYTES
    assert len(read_posterior(file).draws) == shipping.DRAWS
    monkeypatch.setattr(posteriors, "FOLDER", there)
    monkeypatch.setattr(posteriors.shipped_posterior, "__defaults__", (there,))
    assert open_place("zigui-2004").posterior == file
    assert open_place("county-town").posterior is None
    monkeypatch.setattr(posteriors, "sources", lambda: "later")
    assert open_place("zigui-2004").posterior is None
    monkeypatch.setattr(shipping, "sources", lambda: "later")
    with pytest.raises(InputError, match="made by code"):
        shipping.ship(folder, there)
    with pytest.raises(InputError, match="folder for the runs"):
        shipping.ship(tmp_path / "nothing", there)


@pytest.mark.parametrize("name", posteriors.shipped_names())
def test_a_shipped_posterior_is_of_its_place_as_it_is_and_small(name):
    file = posteriors.FOLDER / f"{name}.parquet"
    found, prior_now = read_posterior(file), by_hand(Scenario.preset(name).start)
    assert file.stat().st_size < posteriors.MOST_BYTES
    assert posteriors.shipped_posterior(name) == file, "after a change of the code: make maps-again"
    assert (found.about.place, found.about.rule, found.about.figures) == (name, "separate", True)
    assert found.about.ranges == prior_now.ranges
    unit = found.prior.unit(found.draws)
    assert unit.min() >= -1e-9
    assert unit.max() <= 1 + 1e-9
    assert set(found.about.away) | set(found.about.unused) == {each.name for each in ROWS}
