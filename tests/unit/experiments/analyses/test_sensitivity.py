"""Morris and Sobol on functions whose effects and shares are known exactly."""

import numpy as np
import pytest

from jiaosuo.experiments.analyses.sensitivity.design import filled, screened, shared_out
from jiaosuo.experiments.analyses.sensitivity.factors import FOLD, Factor, assumptions
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.parameters.demand import DEMAND
from jiaosuo.model.parameters.quality import QUALITY
from jiaosuo.model.parameters.work import WORK
from jiaosuo.model.scenario import Scenario, counties
from jiaosuo.model.work import WORKS

PLACE = Scenario.preset("zigui-2004")
UNIT = [Factor(name, 0.0, 1.0, 0.5, "", "") for name in ("a", "b", "idle")]


def linear(points):
    return np.array([3 * at["a"] - 1 * at["b"] for at in points])


def test_elementary_effects_of_a_line_are_its_slopes():
    rows = {row.name: row for row in screened(UNIT, 6, linear)}
    assert list(rows) == ["a", "b", "idle"]
    assert [rows[name].mu for name in rows] == pytest.approx([3, -1, 0])
    assert [rows[name].mu_star for name in rows] == pytest.approx([3, 1, 0])
    assert rows["a"].sigma == pytest.approx(0, abs=1e-9)


def test_shares_of_variance_of_a_line_are_those_of_its_squares():
    """Var = (9 + 1) / 12: 0.9 and 0.1, first and total alike."""
    rows = shared_out(UNIT, 1024, linear)
    assert [row.first for row in rows] == pytest.approx([0.9, 0.1, 0.0], abs=0.02)
    assert [row.total for row in rows] == pytest.approx([0.9, 0.1, 0.0], abs=0.02)


def test_an_interaction_is_in_the_total_and_not_in_the_first():
    """(a - 1/2)(b - 1/2): all variance is interaction."""
    rows = shared_out(UNIT, 1024, lambda points: np.array([(p["a"] - 0.5) * (p["b"] - 0.5) for p in points]))
    assert [row.first for row in rows[:2]] == pytest.approx([0, 0], abs=0.05)
    assert [row.total for row in rows[:2]] == pytest.approx([1, 1], abs=0.05)


def test_a_difference_that_never_moves_has_no_shares():
    assert shared_out(UNIT, 8, lambda points: np.ones(len(points)))[0].total is None


def test_a_point_that_failed_stands_at_the_mean():
    assert filled(np.array([1.0, np.nan, 3.0])).tolist() == [1.0, 2.0, 3.0]


def test_assumptions_move_about_the_place_and_stay_in_range():
    found = {each.name: each for each in assumptions(PLACE)}
    assert found["delta"].low == pytest.approx(0.8 / FOLD)
    assert found["delta"].high == 1.5
    assert "people_per_agent" not in found
    assert "urbanization" not in found
    assert all(each.low < each.high for each in found.values())


@pytest.mark.parametrize("numbers", [QUALITY, WORK, DEMAND], ids=["quality", "work", "demand"])
def test_the_numbers_of_work_quality_and_load_are_moved(numbers):
    moved = {each.name for each in assumptions(PLACE)}
    assert [each.name for each in numbers if not each.whole and each.name not in moved] == []


def test_the_amount_of_every_kind_of_other_work_and_of_case_files_is_moved():
    moved = {each.name for each in assumptions(PLACE)}
    unmoved = {each.name for each in WORKS.values() if f"{each.name}_amount" not in moved}
    assert unmoved == {"watch"}, "a desk is kept or is not: its amount is found"
    assert {"theft_file_hours", "injury_crash_file_hours", "injury_crash_hit_and_run_share"} <= moved


def test_numbers_are_named_or_refused():
    assert [each.name for each in assumptions(PLACE, ["delta", "detour"])] == ["delta", "detour"]
    with pytest.raises(InputError, match="did you mean delta"):
        assumptions(PLACE, ["dleta"])
    with pytest.raises(InputError, match="two or more"):
        assumptions(PLACE, ["delta"])


@pytest.mark.parametrize("name", counties())
def test_every_number_that_is_moved_may_be_had_together_with_all_others(name):
    """Corners of the cube, as trajectories visit them: no county refuses one."""
    place = Scenario.preset(name)
    factors = assumptions(place)
    assert len(factors) > 50
    draw = np.random.default_rng(1)
    for _ in range(20):
        ends = draw.integers(2, size=len(factors))
        point = {each.name: (each.low, each.high)[end] for each, end in zip(factors, ends, strict=True)}
        assert place.changed(**point).values[factors[0].name] == point[factors[0].name]


def test_a_number_of_theory_is_moved_nowhere_else_and_refused_where_it_is_named():
    assert "generalist_penalty" not in [each.name for each in assumptions(PLACE)]
    with pytest.raises(InputError, match="generalist_penalty"):
        assumptions(PLACE, ["generalist_penalty", "delta"])
