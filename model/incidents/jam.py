"""Jam: somebody in a standing queue calls the police. Where traffic flows, nobody does."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import Given, Kind

JAM = Kind(
    name="jam",
    label="Jam",
    domain=Domain.TRAFFIC,
    basis=Basis.QUEUE,
    numbers={
        "rate_rural": Given(5),
        "rate_urban": Given(5),
        "priority": Given(3),
        "handling_minutes": Given(15),
        "delta_share": Given(0.5, "A: directing traffic, nothing to find out"),
        "patience_minutes": Given(60),
        "report_delay": Given(5),
    },
)
