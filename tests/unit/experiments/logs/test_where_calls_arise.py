"""Where calls arise is found again from a log, and chance is not taken for it."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.sparse import csr_array

from jiaosuo.experiments.logs.call_places import FEW, LEAST_PLACED, cells_of, fit_places, placed
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.exposure import expected_by_cell
from jiaosuo.experiments.logs.fit_file import WEIGHTS_BEFORE, write_fit
from jiaosuo.experiments.logs.fit_result import LogFit
from jiaosuo.experiments.logs.fitting import fit_log
from jiaosuo.experiments.logs.hindcast import hindcast
from jiaosuo.experiments.logs.kernel import WIDTHS, Ground, blended, fitted, in_patches, left_out, with_width
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import County, Scenario
from jiaosuo.model.call_weights import FILE, CallWeight, CallWeights
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import parameters

SIZE = 12
GRID = np.indices((SIZE, SIZE)).reshape(2, -1) + 0.5
EXPECTED = blended(np.random.default_rng(5).gamma(0.6, size=SIZE * SIZE))
GROUND = Ground(GRID[0], GRID[1], 1.0, EXPECTED)
HALVES = csr_array(np.array([GRID[0] < SIZE / 2, GRID[0] > SIZE / 2], float))
PATCHES = GROUND.patches(HALVES)
CELLS = SIZE * SIZE


def counts(cells, halves=(0.0, 0.0)):
    return np.concatenate([cells, halves]).astype(float)


@pytest.mark.parametrize("width", WIDTHS)
def test_events_as_expected_give_what_was_expected_up_to_the_edge(width):
    seen = counts(1_000 * EXPECTED)
    assert with_width(GROUND, PATCHES, seen, width).shares(seen) == pytest.approx(EXPECTED)


def test_events_of_a_half_are_spread_in_it_as_expected():
    seen = counts(np.zeros(CELLS), (300.0, 100.0))
    shares = with_width(GROUND, PATCHES, seen, 0.5).shares(seen)
    west, east = in_patches(PATCHES, shares)[CELLS:]
    assert west / east == pytest.approx(3, rel=0.2)
    inner = GRID[0] < SIZE / 2 - 2
    assert np.corrcoef(shares[inner], EXPECTED[inner])[0, 1] > 0.98


def test_the_kernel_is_narrow_where_there_is_something_to_see_and_wide_where_there_is_not():
    draw, hot = np.random.default_rng(7), EXPECTED * np.where(np.hypot(GRID[0] - 3, GRID[1] - 9) < 2, 9, 1)
    widths = []
    for law in (hot / hot.sum(), EXPECTED):
        seen = counts(draw.multinomial(2_000, law))
        kernel = fitted(GROUND, PATCHES, seen)
        best = left_out(kernel, PATCHES, seen)
        assert all(left_out(with_width(GROUND, PATCHES, seen, w), PATCHES, seen) <= best for w in WIDTHS)
        widths.append(kernel.width)
    assert widths[0] < 3 < widths[1]


def test_left_out_is_the_likelihood_of_each_event_told_from_all_others():
    """By the definition: one event is taken away, the kernel of the others is asked for it."""
    seen = counts(np.random.default_rng(2).multinomial(30, EXPECTED), (3.0, 0.0))
    kernel = with_width(GROUND, PATCHES, seen, 2.0)
    by_hand = 0.0
    for at, n in zip(kernel.seen, seen[kernel.seen], strict=True):
        others = seen.copy()
        others[at] -= 1
        by_hand += n * np.log(in_patches(PATCHES, kernel.shares(others))[at])
    assert left_out(kernel, PATCHES, seen) == pytest.approx(by_hand)


KINDS_HERE = tuple(KINDS[name] for name in ("help", "dispute", "jam"))
TOWN = Scenario.preset("county-town", people_per_agent=25, call_volume=2)
DECLARED = parameters(KINDS_HERE)
PLACE = TOWN.changed(
    kinds=KINDS_HERE, values={name: value for name, value in TOWN.values.items() if name in DECLARED}
)
LAND = landscape(PLACE)
EAST = LAND.cells["x_km"] > np.median(LAND.cells["x_km"])
BEGIN = date(2025, 3, 3)


def eastern(times):
    """Weights of help: so many times as many calls in the east."""
    x, y, weight = LAND.cells["x_km"].tolist(), LAND.cells["y_km"].tolist(), np.where(EAST, times, 1.0)
    rows = (CallWeight(*each, "help", w) for *each, w in zip(x, y, weight.tolist(), strict=True))
    return CallWeights(PLACE["cell_km"], tuple(rows))


@pytest.fixture(scope="module")
def log():
    """Help is asked for four times as often in the east; disputes arise as expected."""
    truth = PLACE.changed(call_weights=eastern(4.0), seed=3)
    return run_log(County(truth, log=True).run_days(12), BEGIN)


@pytest.fixture(scope="module")
def fit(log):
    return fit_log(log, PLACE)


def of_kind(fit, kind):
    return next(each for each in fit.places if each.kind == kind)


def test_weights_are_found_again(fit):
    """The 90 % intervals of townships hold the truth, and cells have most of what is there to be told."""
    rates = {each.name: each.value for each in fit.fitted}
    before, expected = (blended(expected_by_cell(County(PLACE), each)["help"]) for each in ({}, rates))
    true = before * np.where(EAST, 4.0, 1.0) / (before @ np.where(EAST, 4.0, 1.0))
    found = of_kind(fit, "help")
    owner = LAND.cells["township"]
    weights = np.bincount(owner, weights=true) / np.bincount(owner, weights=expected)
    held = [each.low <= w <= each.high for each, w in zip(found.townships, weights, strict=True)]
    assert sum(held) >= len(held) - 2  # of ten: three and more outside in one of 14
    assert found.written
    told = np.array([each.weight for each in fit.weights.by_kind["help"].values()])
    shares = told * expected / (told @ expected)
    assert shares[EAST].sum() == pytest.approx(true[EAST].sum(), abs=0.06)
    attainable = true @ np.log(true / expected)
    assert true @ np.log(shares / expected) > 0.7 * attainable
    assert found.low <= attainable


def test_chance_is_not_written(fit):
    """Disputes arise as expected: the held-out calls do not gain, and the reason is said."""
    found = of_kind(fit, "dispute")
    assert found.n >= LEAST_PLACED
    assert not found.written
    assert found.low < 0
    assert set(fit.weights.by_kind) == {"help"}
    assert "call_weights dispute" in {each.name for each in fit.not_fitted}
    assert all("jam" not in each.name for each in fit.not_fitted if each.name.startswith("call_weights"))


def test_townships_alone_tell_townships(log, fit):
    """A log without points: whole townships have the weights that were seen there, by and large."""
    blind = log.frame.with_columns(pl.lit(None, pl.Float64).alias("x_km"))
    (found,) = (each for each in fit_places(blind, County(PLACE), {}).places if each.kind == "help")
    assert found.by_township == found.n == of_kind(fit, "help").n
    assert found.written
    seen = [(each.weight, each.seen) for each in found.townships]
    assert np.corrcoef(*zip(*seen, strict=True))[0, 1] > 0.9


def test_too_few_calls_tell_nothing(log):
    few = log.frame.filter(pl.col("kind") == "help").head(LEAST_PLACED - 1)
    found = fit_places(few, County(PLACE), {})
    assert found.weights is None
    assert found.places == ()
    told = {each.name: each for each in found.not_fitted}
    assert told["call_weights help"].why == FEW
    assert told["call_weights help"].n == LEAST_PLACED - 1


def test_points_off_the_county_are_left_to_their_township_or_out():
    county = County(PLACE)
    x, y = float(LAND.cells["x_km"][7]), float(LAND.cells["y_km"][7])
    name = LAND.townships[1].name
    calls = pl.DataFrame(
        {
            "x_km": [x + 0.3, -150.0, None, -150.0],
            "y_km": [y - 0.2, y, y, y],
            "township": [name, name, name, "?"],
        }
    )
    assert cells_of(calls, county).tolist() == [7, -1, -1, -1]
    assert placed(calls, county).tolist() == [7, len(LAND.cells) + 1, len(LAND.cells) + 1]


@pytest.fixture
def folder(tmp_path):
    """The place as a folder of one's own."""
    numbers = "\n".join(
        f"{name} = {value}" for name, value in PLACE.values.items() if value != DECLARED[name].default
    )
    kinds = [kind.name for kind in PLACE.kinds]
    (tmp_path / "scenario.toml").write_text(f"kinds = {kinds}\n\n[set]\n{numbers}\n", encoding="utf-8")
    return tmp_path


def test_weights_go_into_the_place_and_the_place_tells_of_later_days(fit, folder, log):
    assert landscape(open_place(folder).scenario).cells["x_km"].tolist() == LAND.cells["x_km"].tolist()
    files = {file.name for file in write_fit(fit, folder)}
    assert FILE in files
    text = (folder / "scenario.toml").read_text("utf-8")
    assert f"call_weights_csv = true  # fitted from log: help n = {of_kind(fit, 'help').n}" in text
    place = open_place(folder).scenario
    assert set(place.call_weights.rows) == set(fit.weights.rows)
    told = hindcast(log, place, date(2025, 3, 13), 2, worlds=2)
    assert told.scores
    again, once = (each.weights.by_kind["help"] for each in (fit_log(log, place), fit))
    # not to the weights of the earlier fit, under which all cells would weigh the same; hours are fitted now
    assert [each.weight for each in again.values()] == pytest.approx(
        [each.weight for each in once.values()], rel=0.15
    )


def test_kinds_that_are_not_told_keep_their_weights(fit, folder):
    text = (folder / "scenario.toml").read_text("utf-8")
    (folder / "scenario.toml").write_text("call_weights_csv = true\n" + text, encoding="utf-8")
    x, y = LAND.cells["x_km"][0], LAND.cells["y_km"][0]
    own = f"x_km,y_km,kind,weight\n{x},{y},dispute,2\n{x},{y},help,3\n"
    (folder / FILE).write_text(own)
    write_fit(fit, folder)
    found = open_place(folder).scenario.call_weights.by_kind
    assert [each.weight for each in found["dispute"].values()] == [2]
    assert len(found["help"]) == len(LAND.cells)
    write_fit(fit, folder)
    assert (folder / WEIGHTS_BEFORE).read_text("utf-8") == own


def test_a_fit_reads_back_with_its_places(fit):
    assert LogFit.from_json(fit.to_json()) == fit
    assert fit.to_polars("places").height == len(fit.places)
