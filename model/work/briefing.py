"""Briefing: the shift takes over from the one before it and is told what there is, after the peak."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

BRIEFING = Work(
    name="briefing",
    label="Briefing",
    basis=WorkBasis.OFFICER,
    place=WorkPlace.HOME,
    who=WorkFor.ALL,
    rank=6,
    hours=((0, 4),),
    auxiliaries=True,
    numbers={"amount": Given(20), "session": Given(20), "yields_to": Given(3)},
)
