"""Injury crash: rare, urgent, two officers, often more than the simple procedure can close."""

from model.core.terms import Basis, Domain
from model.incidents.kind import ROAD_DAY, Given, Kind

INJURY_CRASH = Kind(
    name="injury_crash",
    label="Injury crash",
    domain=Domain.TRAFFIC,
    basis=Basis.FLOW,
    hours=ROAD_DAY,
    numbers={
        "rate_rural": Given(0.0035, "F: facts 2.1, 450,254 in 2005 over 130 M vehicles"),
        "rate_urban": Given(0.0035, "F: facts 2.1, 450,254 in 2005 over 130 M vehicles"),
        "priority": Given(1),
        "officers_needed": Given(2),
        "complex_share": Given(0.6),
        "caller_knows": Given(0.7),
        "handling_minutes": Given(100, "A: facts 2.4, 90-120"),
        "paperwork_minutes": Given(60),
        "patience_minutes": Given(240),
        "report_share": Given(0.99),
        "report_delay": Given(3),
        "deaths": Given(0.2, "F: facts 2.1, 98,738 deaths in 450,254 injury crashes of 2005"),
    },
)
