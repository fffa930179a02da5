"""Court and detention centre: hearings, warrants and interviews at the county seat, in office hours."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

COURT = Work(
    name="court",
    label="Court and detention",
    basis=WorkBasis.FILE,
    place=WorkPlace.SEAT,
    who=WorkFor.CASES,
    rank=2,
    hours=((9, 12), (14, 17)),
    fixed=True,
    on_closing=True,
    numbers={
        "amount": Given(1.0, "assumption: one file in three goes to court or procuracy, three officer-hours"),
        "session": Given(120),
        "yields_to": Given(0),
    },
)
