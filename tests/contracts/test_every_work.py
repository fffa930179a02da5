"""One set of checks on every kind of other work."""

import numpy as np
import pytest

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.work import WORKS, Work, in_order
from jiaosuo.model.work.kind_of_work import DECLARED, FIELDS, UNITS
from jiaosuo.model.work_demand import work_table, work_wanted


@pytest.mark.parametrize("name", WORKS)
def test_it_says_what_it_is_and_where_its_numbers_come_from(name):
    work = WORKS[name]
    declared = DECLARED.get(work.basis, tuple(FIELDS))
    assert work.name == name
    assert {each.name for each in work.parameters} == {f"{name}_{field}" for field in declared}
    assert all(each.source for each in work.parameters)
    assert next(each.unit for each in work.parameters if each.name == f"{name}_amount") == UNITS[work.basis]
    assert sum(work.part_of_hours) == pytest.approx(1)


@pytest.mark.parametrize("name", WORKS)
def test_what_is_owed_by_an_officer_or_a_desk_is_done_at_the_own_site(name):
    work = WORKS[name]
    at_home = work.basis in (WorkBasis.OFFICER, WorkBasis.WATCH, WorkBasis.STATION)
    assert (work.place == WorkPlace.HOME) == at_home
    assert (work.who == WorkFor.ALL) == (work.basis == WorkBasis.OFFICER)


@pytest.mark.parametrize("name", WORKS)
def test_its_amount_scales_what_is_wanted_of_it_alone(name):
    row = [work.name for work in in_order()].index(name)
    once, twice = (Scenario.preset("zigui-2004", **{f"{name}_amount": amount}) for amount in (2.0, 4.0))
    land = landscape(once)
    before, after = work_wanted(land, once), work_wanted(land, twice)
    np.testing.assert_allclose(after[row], 2 * before[row])
    np.testing.assert_array_equal(np.delete(after, row, axis=0), np.delete(before, row, axis=0))
    assert work_table(twice)["amount"][row] == 4.0


def test_what_is_wanted_does_not_ask_for_the_rule():
    """The demand is the place's: equal under every rule, in all townships."""
    cases = [Scenario.preset("zigui-2004", rule=rule) for rule in ("separate", "integrated", "zigui-2004")]
    wanted = [work_wanted(landscape(case), case) for case in cases]
    for each in wanted[1:]:
        np.testing.assert_array_equal(each, wanted[0])


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"numbers": {"length": Given(3)}}, "no field length"), ({"hours": ((9, 9),)}, "from and until")],
)
def test_a_kind_that_is_wrong_is_refused(wrong, says):
    meal = WORKS["meal"]
    given = {
        "name": "tea", "label": "Tea", "basis": meal.basis, "place": meal.place, "who": meal.who, "rank": 99,
        "numbers": {},
    }  # fmt: skip
    with pytest.raises(ValueError, match=says):
        Work(**(given | wrong))
