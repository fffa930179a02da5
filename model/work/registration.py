"""Registration window: households, identity cards and permits, at each station in the morning."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

REGISTRATION = Work(
    name="registration",
    label="Registration window",
    basis=WorkBasis.STATION,
    place=WorkPlace.HOME,
    who=WorkFor.VISITORS,
    rank=4,
    hours=((8, 12),),
    fixed=True,
    auxiliaries=True,
    numbers={
        "amount": Given(4, "F: facts-2, a Liaoning station: mornings at the window; one person, A"),
        "session": Given(30),
        "yields_to": Given(2),
    },
)
