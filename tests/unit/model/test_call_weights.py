"""Weights of cells that a place gives: read strictly; they move calls, and leave how many there are."""

import copy
import pickle
import re

import numpy as np
import pytest

from jiaosuo.experiments.sweeps.identity import content_of_scenario
from jiaosuo.model import County, Scenario
from jiaosuo.model.call_weights import (
    FILE,
    CallWeight,
    CallWeights,
    read_call_weights,
    weighed,
    write_call_weights,
)
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import told
from jiaosuo.model.demand import expected_calls
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.landscape import landscape

HEAD = "x_km,y_km,kind,weight\n"
PLACE = Scenario.preset("county-town", people_per_agent=25, seed=4)
CELLS = landscape(PLACE).cells
SIDE = PLACE["cell_km"]
KIND_NAMES = ("theft", "damage_crash")


def weighted(weight, kinds=KIND_NAMES):
    """The county town with the weights that a function of east and north gives every cell."""
    rows = [
        CallWeight(x, y, kind, weight(x, y))
        for kind in kinds
        for x, y in zip(CELLS["x_km"].tolist(), CELLS["y_km"].tolist(), strict=True)
    ]
    return PLACE.changed(call_weights=CallWeights(SIDE, tuple(rows)))


MIDDLE = float(np.median(CELLS["x_km"]))
EASTERN = weighted(lambda x, y: 3.0 if x > MIDDLE else 0.5)


def row_of(scenario, kind):
    return [each.name for each in scenario.kinds].index(kind)


def daily(county, kind):
    """Expected incidents a day by cell: by night and in working hours, or as planned on the roads."""
    row, land = row_of(county.scenario, kind), county.land
    if kind == "damage_crash":
        planned = (county.vehicles.planned * np.array(KINDS[kind].hours)).sum(axis=1)
        by_link = county.candidates.exposure[row] * planned
        return np.bincount(land.links["tail"], weights=by_link, minlength=len(land.cells))[:, None]
    return county.candidates.ceilings[row]


def test_weights_of_one_leave_a_county_as_it_is_to_the_bit():
    plain, same = County(PLACE).run_days(0.5), County(weighted(lambda x, y: 1.0)).run_days(0.5)
    assert plain.world_digest == same.world_digest
    assert plain.outcomes() == same.outcomes()


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_calls_move_to_where_they_weigh_more_and_their_number_stays(kind):
    before, after = (daily(County(each), kind) for each in (PLACE, EASTERN))
    np.testing.assert_allclose(after.sum(axis=0), before.sum(axis=0))
    there = CELLS["x_km"] > MIDDLE
    for column in range(before.shape[1]):
        (one, other), (was, now) = (
            (part[there, column].sum(), part[~there, column].sum()) for part in (before, after)
        )
        assert was / now == pytest.approx(6 * one / other)


def test_kinds_without_weights_stay_where_they_were():
    before, after = (County(each).candidates.ceilings[row_of(PLACE, "help")] for each in (PLACE, EASTERN))
    assert np.array_equal(before, after)


def test_what_staffing_expects_moves_with_the_calls():
    land = landscape(PLACE)
    before, after = expected_calls(land, PLACE), expected_calls(land, EASTERN)
    np.testing.assert_allclose(after.sum(axis=1), before.sum(axis=1))
    moved = ~np.isclose(after, before).all(axis=1)
    assert {kind.name for kind, each in zip(PLACE.kinds, moved, strict=True) if each} == set(KIND_NAMES)


def test_calls_of_a_kind_arise_only_where_it_has_a_weight():
    only = weighted(lambda x, y: 1.0 if x > MIDDLE else 0.0, ("theft",)).changed(call_volume=3.0)
    calls = County(only).run_days(1).calls().filter(kind="theft", returned_from=-1)
    assert calls.height > 20
    assert (CELLS["x_km"][calls["cell"].to_numpy()] > MIDDLE).all()


def test_where_nobody_happens_to_be_calls_arise_by_who_is_expected_there():
    crowd = County(PLACE).citizens.crowd
    empty = np.flatnonzero((crowd[0] == 0) & (CELLS["people"] > 0))
    assert len(empty)
    there = {(float(CELLS["x_km"][each]), float(CELLS["y_km"][each])) for each in empty.tolist()}
    found = County(weighted(lambda x, y: float((x, y) in there), ("theft",)))
    night = found.candidates.ceilings[row_of(PLACE, "theft")][:, 0]
    plain = County(PLACE).candidates.ceilings[row_of(PLACE, "theft")][:, 0]
    assert night.sum() == pytest.approx(plain.sum())
    assert night[empty].sum() == pytest.approx(night.sum())


def test_weights_that_leave_nothing_are_refused():
    with pytest.raises(InputError, match=r"call_weights\.csv theft: 0 .* arise nowhere"):
        weighed(np.array([0.0, 2.0]), np.array([1.0, 0.0]), "theft")
    assert weighed(np.zeros(2), np.array([1.0, 0.0]), "theft").tolist() == [0, 0]


ROW = f"{CELLS['x_km'][0]},{CELLS['y_km'][0]}"
WRONG = {
    "x_km,y_km,kind\n": "header: .* the column weight is missing",
    f"{HEAD[:-1]},note\n": "column: 'note'",
    f"{HEAD}{ROW},theft,-1\n": "line 2 weight: -1.0 .* from 0|line 2 weight: -1.0 .* between 0",
    f"{HEAD}{ROW},theft,many\n": "line 2 weight: 'many'",
    f"{HEAD}{ROW},theft,nan\n": "line 2 weight: nan",
    f"{HEAD}{ROW},thefft,1\n": "line 2 kind: 'thefft' .* did you mean theft",
    f"{HEAD}{ROW},jam,1\n": "line 2 kind: 'jam'",
    f"{HEAD}0.01,{CELLS['y_km'][0]},theft,1\n": "line 2 x_km: 0.01 .* must be the centre of a cell",
    f"{HEAD}{ROW},theft,1\n{ROW},theft,2\n": "line 3: .* each cell only once",
    f"{HEAD}{ROW},theft,0\n": "theft: 0 .* above 0 in one cell",
    f"{HEAD}{ROW},theft\n": "line 2: .* as many fields",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_what_is_wrong_with_a_table_is_named(text, said, tmp_path):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(InputError, match=f"call_weights.csv {said}"):
        read_call_weights(tmp_path, PLACE.kinds, SIDE)


def test_cells_that_the_county_does_not_have_are_refused_when_it_is_made():
    far = PLACE.changed(call_weights=CallWeights(SIDE, (CallWeight(900 + SIDE / 2, 0.5, "theft", 2.0),)))
    with pytest.raises(InputError, match=r"weights\.csv theft: .* must be a cell of this county"):
        County(far)
    with pytest.raises(InputError, match=r"cell_km: .* must be .* here"):
        expected_calls(landscape(EASTERN), EASTERN.changed(cell_km=2 * SIDE))


@pytest.fixture
def folder(tmp_path):
    """A folder of a place with a table of weights."""
    (tmp_path / "scenario.toml").write_text(f"call_weights_csv = true\n[set]\ncell_km = {SIDE}\n")
    (tmp_path / FILE).write_text(f"{HEAD}{ROW},theft,2.5\n")
    return tmp_path


def test_a_place_says_that_it_has_the_table(folder):
    scenario = Scenario.read(folder / "scenario.toml")
    assert scenario.call_weights.rows == (CallWeight(*map(float, ROW.split(",")), "theft", 2.5),)
    (folder / FILE).unlink()
    with pytest.raises(InputError, match="call_weights"):
        Scenario.read(folder / "scenario.toml")
    (folder / "scenario.toml").write_text("call_weights_csv = 1\n")
    with pytest.raises(InputError, match=r"call_weights_csv: 1 .* true or false"):
        Scenario.read(folder / "scenario.toml")


def test_a_table_reads_back_as_it_was_written(tmp_path):
    write_call_weights(tmp_path, EASTERN.call_weights)
    read = read_call_weights(tmp_path, PLACE.kinds, SIDE)
    assert set(read.rows) == set(EASTERN.call_weights.rows)


def test_weights_are_part_of_what_a_run_is():
    assert EASTERN != PLACE
    assert content_of_scenario(EASTERN)["call_weights"] == EASTERN.call_weights.to_json()
    assert "call_weights" not in content_of_scenario(PLACE)
    assert pickle.loads(pickle.dumps(EASTERN)) == copy.deepcopy(EASTERN) == EASTERN


def test_a_county_with_weights_is_the_same_after_a_stop(tmp_path):
    whole = County(EASTERN).run_days(1)
    County(EASTERN).run_days(0.5).save(tmp_path / "half.zip")
    halves = County.load(tmp_path / "half.zip").run_days(0.5)
    assert halves.scenario.call_weights == EASTERN.call_weights
    assert whole.outcomes() == halves.outcomes()


@pytest.mark.parametrize("text", [text for text in WRONG if text.startswith(HEAD)])
def test_what_is_wrong_with_a_table_is_told_in_chinese(text, tmp_path):
    (tmp_path / FILE).write_text(text)
    with pytest.raises(InputError) as wrong:
        read_call_weights(tmp_path, PLACE.kinds, SIDE)
    said = told(wrong.value, "zh")
    assert FILE in said
    assert "is not allowed" not in said
    assert not re.search(r"\b(must|only|each|known|mean)\b", said), said
