"""Request for help: the service that fills most of a station's day. Only what is dispatched is counted."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import STREET_DAY, Given, Kind

HELP = Kind(
    name="help",
    label="Request for help",
    domain=Domain.SERVICE,
    basis=Basis.PEOPLE,
    hours=STREET_DAY,
    numbers={
        "rate_rural": Given(10, "A: half of .52 of 40 calls per 1,000 (facts 2.3) need an officer"),
        "rate_urban": Given(36, "A: half of .50 of 150 calls per 1,000 (facts 2.3) need an officer"),
        "priority": Given(4),
        "handling_minutes": Given(20, "A: facts 2.4"),
        "delta_share": Given(0.4, "A: little to learn"),
        "patience_minutes": Given(90),
        "report_share": Given(0.9),
        "report_delay": Given(5),
    },
)
