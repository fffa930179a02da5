"""Traffic calls of a place of theory."""

from jiaosuo.model.core.terms import Basis, Domain, HandlingLaw
from jiaosuo.model.incidents.bench import BARE, HOURS_A_YEAR
from jiaosuo.model.incidents.kind import Kind, Lever
from jiaosuo.model.parameters.bench import CALLS_PER_HOUR_TRAFFIC, HANDLING_MINUTES

BENCH_TRAFFIC = Kind(
    name="bench_traffic",
    label="Traffic job",
    domain=Domain.TRAFFIC,
    basis=Basis.COUNTY,
    law=HandlingLaw.EXPONENTIAL,
    numbers=BARE,
    set_by={
        "rate_rural": Lever(CALLS_PER_HOUR_TRAFFIC, HOURS_A_YEAR),
        "handling_minutes": Lever(HANDLING_MINUTES),
    },
)
