"""Violence: urgent, two officers."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import STREET_DAY, Given, Kind

VIOLENCE = Kind(
    name="violence",
    label="Violence",
    domain=Domain.ORDER,
    basis=Basis.PEOPLE,
    hours=STREET_DAY,
    clears_up=True,
    numbers={
        "rate_rural": Given(2, "D: facts 2.3, a third of .16 of 40 calls per 1,000"),
        "rate_urban": Given(4, "D: facts 2.3, a third of .08 of 150 calls per 1,000"),
        "priority": Given(1),
        "officers_needed": Given(2, "K: Procedure for administrative cases: two to investigate"),
        "complex_share": Given(0.3),
        "caller_knows": Given(0.5),
        "handling_minutes": Given(60, "A: facts 2.4, 45-60"),
        "delta_share": Given(1.2, "A: evidence and statements, against a theft"),
        "error_share": Given(1.2, "A: evidence and statements, against a theft"),
        "judged_share": Given(0.6, "A: who did it is mostly known, and is dealt with"),
        "deterred_by_sight": Given(0.03, "F: Braga & Weisburd 2022, hot spots -8 %; A"),
        "paperwork_minutes": Given(30, "A: facts 2.4"),
        "file_share": Given(0.7),
        "file_hours": Given(8),
        "file_days": Given(30, "K: Public Security Administration Punishments Law, art. 99: thirty days"),
        "patience_minutes": Given(60),
        "report_share": Given(0.8),
        "report_delay": Given(4),
    },
)
