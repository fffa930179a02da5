"""Damage-only crash: most crashes, closed by the simple procedure."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import ROAD_RISK, Given, Kind

DAMAGE_CRASH = Kind(
    name="damage_crash",
    label="Damage-only crash",
    domain=Domain.TRAFFIC,
    basis=Basis.FLOW,
    hours=ROAD_RISK,
    is_crash=True,
    numbers={
        "rate_rural": Given(0.022, "D: facts 2.1, reported crashes .02-.03 per vehicle"),
        "rate_urban": Given(0.022, "D: facts 2.1, reported crashes .02-.03 per vehicle"),
        "priority": Given(3),
        "complex_share": Given(0.08),
        "caller_knows": Given(0.3),
        "handling_minutes": Given(25, "A: facts 2.4, 20-30"),
        "judged_share": Given(0.5, "A: the rest is settled by the parties themselves"),
        "hit_and_run_share": Given(0.11, "K: Benson et al. 2018, 11 % of crashes reported in the US; A"),
        "paperwork_minutes": Given(15),
        "file_share": Given(0.08, "A: the complex ones; the simple procedure ends on the spot"),
        "file_hours": Given(3),
        "file_days": Given(10, "K: Road traffic accident procedure: liability stated within ten days"),
        "patience_minutes": Given(120),
        "report_share": Given(0.95),
        "report_delay": Given(3),
        "flow_exponent_rural": Given(1.0, "K: HSM 2010 ch. 10"),
        "flow_exponent_urban": Given(1.5, "K: HSM 2010 ch. 12, 1.68 multi-vehicle and .56 single; A"),
        "speed_power": Given(1.0),
        "block_share": Given(0.4, "A: model.md 4: .2-1"),
        "secondary_share": Given(0.9),
        "deterred_by_sight": Given(0.03, "F: Erke et al. 2008, PEPPER; form K: Elvik 2001; A"),
        "deterred_by_stops": Given(0.08, "F: Erke et al. 2008, PEPPER; form K: Elvik 2001; A"),
    },
)
