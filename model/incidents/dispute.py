"""Dispute between neighbours, spouses, traders."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import STREET_DAY, Given, Kind

DISPUTE = Kind(
    name="dispute",
    label="Dispute",
    domain=Domain.ORDER,
    basis=Basis.PEOPLE,
    hours=STREET_DAY,
    numbers={
        "rate_rural": Given(6, "D: facts 2.3, .15 of 40 calls per 1,000"),
        "rate_urban": Given(19, "D: facts 2.3, .13 of 150 calls per 1,000"),
        "priority": Given(3),
        "complex_share": Given(0.1),
        "handling_minutes": Given(40, "A: facts 2.4"),
        "delta_share": Given(0.8, "A: talking to people, which every officer does"),
        "error_share": Given(0.8, "A: talking to people, which every officer does"),
        "paperwork_minutes": Given(10),
        "file_share": Given(0.1),
        "file_hours": Given(2),
        "patience_minutes": Given(90),
        "report_share": Given(0.8),
        "report_delay": Given(5),
    },
)
