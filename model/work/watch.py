"""Watch at the duty desk: a station with anybody on duty does not leave its door."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

WATCH = Work(
    name="watch",
    label="Watch at the duty desk",
    basis=WorkBasis.WATCH,
    place=WorkPlace.HOME,
    who=WorkFor.VISITORS,
    rank=0,
    auxiliaries=True,
    fixed=True,
    numbers={
        "amount": Given(1, "F: facts-2, a Liaoning station with a 24-hour desk"),
        "yields_to": Given(1),
    },
)
