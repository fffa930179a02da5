"""Citizens: how many one agent stands for, when they are where, what they expect and report."""

from jiaosuo.model.core.parameter import Parameter

PEOPLE = (
    Parameter(
        "people_per_agent", 10, 1, 25, "people", "People (and vehicles) one agent stands for", whole=True
    ),
    Parameter(
        "commuter_share", 0.5, 0, 1, "share", "Share of people who spend the working day in another cell"
    ),
    Parameter(
        "commute_minutes",
        30,
        0,
        240,
        "min",
        "Drive at free speed beyond which nobody commutes to a town",
    ),
    Parameter("town_job_share", 0.5, 0, 1, "share", "Share of commuters whose work is in a town"),
    Parameter("density_rural", 150, 1, 5_000, "people/km2", "Density at or below which call rates are rural"),
    Parameter(
        "density_urban", 3_000, 100, 50_000, "people/km2", "Density at or above which call rates are urban"
    ),
    Parameter("trust_start", 0.6, 0, 1, "0..1", "Trust in the police on the first day"),
    Parameter("trust_spread", 0.15, 0, 0.5, "0..1", "Half range of trust between people on the first day"),
    Parameter("trust_gain", 0.2, 0, 1, "share", "Share of the gap to a new experience that trust closes"),
    Parameter(
        "visit_trust_gain", 0.1, 0, 1, "share", "Share of the gap to full trust that a community visit closes"
    ),
    Parameter("visits_per_hour", 3, 0, 20, "visits/h", "People met in an hour of community duty"),
    Parameter("trust_reporting", 0.5, 0, 2, "-", "Change of the share reported per unit of trust"),
    Parameter(
        "satisfaction_base",
        0.85,
        0.01,
        0.99,
        "share",
        "Satisfied when the police come as soon as expected",
        "F: Kessler 1977 NCJ 53102; 68-70 %",
        weak=True,
    ),
    Parameter(
        "satisfaction_slope",
        0.05,
        0,
        1,
        "1/min",
        "Fall of the logit per minute later than expected",
        "A: form of K: Percy 1980",
        weak=True,
    ),
    Parameter(
        "expected_minutes_urban",
        5,
        0,
        120,
        "min",
        "Response that town people expect",
        "F: e-gov.org.cn 76219",
    ),
    Parameter(
        "expected_minutes_rural",
        15,
        0,
        240,
        "min",
        "Response that village people expect",
        "F: e-gov.org.cn 76219",
    ),
    Parameter(
        "expected_smooth_roads",
        0.3,
        0,
        2,
        "-",
        "Fall of town expectations per vehicle a head: richer towns wait less gladly",
        "F: ez25.com, form A",
    ),
)
