"""Roadside checks of licences and vehicles."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

ROADSIDE_CHECK = Work(
    name="roadside_check",
    label="Roadside check",
    basis=WorkBasis.VEHICLES,
    place=WorkPlace.TOWNSHIP,
    who=WorkFor.POSTS,
    rank=7,
    hours=((9, 12), (14, 17), (20, 23)),
    seen=True,
    numbers={
        "amount": Given(0.14, "assumption: each vehicle once in four years, six minutes of two officers"),
        "session": Given(60),
        "yields_to": Given(3),
    },
)
