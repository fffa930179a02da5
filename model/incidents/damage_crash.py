"""Damage-only crash: most crashes, closed by the simple procedure."""

from model.core.terms import Basis, Domain
from model.incidents.kind import ROAD_DAY, Given, Kind

DAMAGE_CRASH = Kind(
    name="damage_crash",
    label="Damage-only crash",
    domain=Domain.TRAFFIC,
    basis=Basis.FLOW,
    hours=ROAD_DAY,
    numbers={
        "rate_rural": Given(0.022, "D: facts 2.1, reported crashes .02-.03 per vehicle"),
        "rate_urban": Given(0.022, "D: facts 2.1, reported crashes .02-.03 per vehicle"),
        "priority": Given(3),
        "complex_share": Given(0.08),
        "caller_knows": Given(0.3),
        "handling_minutes": Given(25, "A: facts 2.4, 20-30"),
        "paperwork_minutes": Given(15),
        "patience_minutes": Given(120),
        "report_share": Given(0.95),
        "report_delay": Given(3),
    },
)
