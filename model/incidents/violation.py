"""Traffic violation found on patrol: it exists only where an officer with authority is on the beat."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import Given, Kind

VIOLATION = Kind(
    name="violation",
    label="Violation found on patrol",
    domain=Domain.TRAFFIC,
    basis=Basis.PATROL,
    numbers={
        "priority": Given(4),
        "handling_minutes": Given(10),
        "delta_share": Given(0.6, "A: a form and a fine"),
        "handling_cv": Given(0.6),
        "paperwork_minutes": Given(5),
    },
)
