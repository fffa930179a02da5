"""Meetings, study, and the care of vehicles and equipment."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

MEETING = Work(
    name="meeting",
    label="Meetings and study",
    basis=WorkBasis.OFFICER,
    place=WorkPlace.HOME,
    who=WorkFor.ALL,
    rank=9,
    hours=((0, 8),),
    auxiliaries=True,
    numbers={
        "amount": Given(40, "assumption: four hours in a week of six shifts"),
        "session": Given(40),
        "yields_to": Given(3),
    },
)
