"""Theft: found late, so the police are called late; two look into it."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import STREET_DAY, Given, Kind

THEFT = Kind(
    name="theft",
    label="Theft",
    domain=Domain.ORDER,
    basis=Basis.PEOPLE,
    hours=STREET_DAY,
    clears_up=True,
    numbers={
        "rate_rural": Given(4.4, "D: facts 2.3, two thirds of .16 of 40 calls per 1,000"),
        "rate_urban": Given(8, "D: facts 2.3, two thirds of .08 of 150 calls per 1,000"),
        "priority": Given(3),
        "officers_needed": Given(2, "K: Procedure for administrative cases: two to investigate"),
        "complex_share": Given(0.25),
        "caller_knows": Given(0.2),
        "judged_share": Given(0.3, "A: about as many as are cleared up"),
        "handling_minutes": Given(50, "A: facts 2.4, 45-60"),
        "deterred_by_sight": Given(0.03, "F: Braga & Weisburd 2022, hot spots -8 %; A"),
        "paperwork_minutes": Given(30, "A: facts 2.4"),
        "file_share": Given(0.6),
        "file_hours": Given(6),
        "file_days": Given(30, "K: Public Security Administration Punishments Law, art. 99: thirty days"),
        "patience_minutes": Given(180),
        "report_share": Given(0.6),
        "report_delay": Given(30),
    },
)
