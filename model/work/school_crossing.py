"""School crossings: somebody in uniform where children cross, when school begins and ends."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

SCHOOL_CROSSING = Work(
    name="school_crossing",
    label="School crossing",
    basis=WorkBasis.TOWNSPEOPLE,
    place=WorkPlace.TOWN,
    who=WorkFor.POSTS,
    rank=3,
    hours=((7, 8), (16, 17)),
    fixed=True,
    at_once=True,
    auxiliaries=True,
    seen=True,
    numbers={
        "amount": Given(0.1, "assumption: a school of 2,000 in 15,000 townspeople, twice 45 minutes"),
        "session": Given(45),
        "yields_to": Given(1),
    },
)
