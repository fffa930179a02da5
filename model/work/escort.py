"""Escort: whoever is detained goes to the county seat between two officers."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

ESCORT = Work(
    name="escort",
    label="Escort",
    basis=WorkBasis.FILE,
    place=WorkPlace.SEAT,
    who=WorkFor.CASES,
    rank=1,
    fixed=True,
    numbers={
        "amount": Given(0.5, "assumption: one file in six brings a detention, three officer-hours"),
        "session": Given(60),
        "yields_to": Given(0),
    },
)
