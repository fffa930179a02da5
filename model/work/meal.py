"""Meals: half an hour of each shift, when there is no call that cannot wait."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

MEAL = Work(
    name="meal",
    label="Meal",
    basis=WorkBasis.OFFICER,
    place=WorkPlace.HOME,
    who=WorkFor.ALL,
    rank=5,
    hours=((3, 8),),
    fixed=True,
    auxiliaries=True,
    numbers={"amount": Given(30), "session": Given(30), "yields_to": Given(2)},
)
