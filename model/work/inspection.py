"""Inspections of premises: lodgings, rented homes, shops, schools, what is dangerous."""

from jiaosuo.model.core.terms import WorkBasis, WorkFor, WorkPlace
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.work.kind_of_work import Work

INSPECTION = Work(
    name="inspection",
    label="Inspection of premises",
    basis=WorkBasis.PEOPLE,
    place=WorkPlace.TOWNSHIP,
    who=WorkFor.VISITORS,
    rank=8,
    hours=((9, 12), (14, 18)),
    numbers={
        "amount": Given(0.12, "assumption: 15 premises in 1,000 people, six visits a year of half an hour"),
        "session": Given(60),
        "yields_to": Given(3),
        "keeps_days": Given(14),
    },
)
