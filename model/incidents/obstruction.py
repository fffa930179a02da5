"""Obstruction: a breakdown, a load on the road, bad parking: the other traffic calls."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import Given, Kind

OBSTRUCTION = Kind(
    name="obstruction",
    label="Obstruction",
    domain=Domain.TRAFFIC,
    basis=Basis.FLOW,
    numbers={
        "rate_rural": Given(0.07, "A: model.md 4: .05-.1 per vehicle in the country"),
        "rate_urban": Given(0.2, "A: model.md 4: .15-.3 per vehicle in towns"),
        "priority": Given(3),
        "handling_minutes": Given(15),
        "delta_share": Given(0.4, "A: moved or towed, nothing to find out"),
        "patience_minutes": Given(60),
        "report_share": Given(0.9),
        "report_delay": Given(5),
        "block_share": Given(0.1),
    },
)
