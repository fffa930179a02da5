"""Injury crash: rare, urgent, two officers, often more than the simple procedure can close."""

from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import ROAD_RISK, Given, Kind

INJURY_CRASH = Kind(
    name="injury_crash",
    label="Injury crash",
    domain=Domain.TRAFFIC,
    basis=Basis.FLOW,
    hours=ROAD_RISK,
    is_crash=True,
    numbers={
        "rate_rural": Given(0.0035, "F: facts 2.1, 450,254 in 2005 over 130 M vehicles"),
        "rate_urban": Given(0.0035, "F: facts 2.1, 450,254 in 2005 over 130 M vehicles"),
        "priority": Given(1),
        "officers_needed": Given(2, "K: Road traffic accident procedure: two to investigate"),
        "complex_share": Given(0.6),
        "caller_knows": Given(0.7),
        "handling_minutes": Given(100, "A: facts 2.4, 90-120"),
        "delta_share": Given(1.5, "A: evidence and liability, against a damage-only crash"),
        "error_share": Given(1.3, "A: evidence and liability, against a damage-only crash"),
        "judged_share": Given(0.95, "K: Road Traffic Safety Law, art. 73: liability is found and served; A"),
        "hit_and_run_share": Given(0.06, "K: Benson et al. 2018, 6 % of fatal crashes in the US; A"),
        "paperwork_minutes": Given(60),
        "file_share": Given(1, "K: Road traffic accident procedure: no simple procedure with injuries; A"),
        "file_hours": Given(8),
        "file_days": Given(10, "K: Road traffic accident procedure: liability stated within ten days"),
        "patience_minutes": Given(240),
        "report_share": Given(0.99),
        "report_delay": Given(3),
        "deaths": Given(0.2, "F: facts 2.1, 98,738 deaths in 450,254 injury crashes of 2005"),
        "flow_exponent_rural": Given(1.0, "K: HSM 2010 ch. 10"),
        "flow_exponent_urban": Given(1.5, "K: HSM 2010 ch. 12, 1.68 multi-vehicle and .56 single; A"),
        "speed_power": Given(2.0, "F: Cameron & Elvik 2010: power 2 for injury crashes"),
        "block_share": Given(0.8, "model.md 4: .2-1; A"),
        "secondary_share": Given(0.1),
        "deterred_by_sight": Given(0.03, "F: Erke et al. 2008, PEPPER; form K: Elvik 2001; A"),
        "deterred_by_stops": Given(0.08, "F: Erke et al. 2008, PEPPER; form K: Elvik 2001; A"),
    },
)
