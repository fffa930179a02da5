"""The figures that published bands are held against, and how each is read off a county that has run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.experiments.replication.common_events import on_own_calls
from jiaosuo.experiments.replication.county_run import CountyRun
from jiaosuo.model import County
from jiaosuo.model.core.terms import Area, Corps, Domain
from jiaosuo.model.core.units import DAYS_A_YEAR
from jiaosuo.model.core.words import N_
from jiaosuo.model.demand import rates_of
from jiaosuo.model.evidence import Evidence
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.scenario import Scenario

URBAN_PLACE = 0.6
"""Urbanization from which a place is held against the bands of towns."""

CALIBRATION, EXPECTED = "crash_calibration", "expected_crashes"
"""What would fit exactly, and what it is read from: crashes expected per 10,000 vehicles and year."""


@dataclass(frozen=True)
class Figure:
    """A line of the table: what it is, the bands for places in the country and in town, their source."""

    name: str
    label: str
    unit: str
    rural: tuple[float, float] | None
    urban: tuple[float, float] | None
    source: str
    weak: bool = False

    def band(self, place: Scenario) -> tuple[float, float] | None:
        """The band that a place is held against: of towns where it is urban, else of the country."""
        return self.urban if is_urban(place) else self.rural


def is_urban(place: Scenario) -> bool:
    """Whether a place is held against the bands of towns."""
    return place["urbanization"] >= URBAN_PLACE


FIGURES = (
    Figure(
        "reported_crashes",
        N_("Reported crashes per 10,000 vehicles"),
        "a year",
        (200, 300),
        (200, 300),
        "facts 2.1, D",
    ),
    Figure(
        "injury_crashes",
        N_("Injury crashes per 10,000 vehicles"),
        "a year",
        (6, 50),
        (6, 50),
        "facts 2.1: 2004 to 2018",
    ),
    Figure(
        "other_traffic_calls",
        N_("Other traffic calls per vehicle"),
        "a year",
        (0.05, 0.1),
        (0.15, 0.3),
        "facts 2.3; sources differ sixfold",
        True,
    ),
    Figure(
        "traffic_share",
        N_("Traffic share of calls"),
        "share",
        (0.12, 0.25),
        (0.2, 0.38),
        "facts 2.3: .17 Ankang, .29 Jiangsu",
    ),
    Figure(
        "calls_per_1000", N_("Calls per 1,000 people"), "a year", (30, 70), (120, 190), "facts 2.3, D", True
    ),
    Figure("speed_rural", N_("Mean speed outside towns"), "km/h", (25, 45), (25, 45), "facts 2.4, A", True),
    Figure("speed_urban", N_("Mean speed in towns"), "km/h", (12, 35), (12, 25), "facts 2.4, A", True),
    Figure(
        "load_urban", N_("Town peak volume over capacity"), "v/c", (0, 1), (0.75, 0.9), "model.md 4, A", True
    ),
    Figure("delay_share", N_("Vehicle delay caused over time driven"), "share", None, None, ""),
    Figure("post_coverage", N_("Junction posts staffed at peak"), "share", None, None, ""),
    Figure(
        "response_traffic_urban",
        N_("Response to traffic calls in town"),
        "min",
        (3, 30),
        (3, 10),
        "facts 2.4: Guangzhou 2004, city 5, suburb 30; D",
        True,
    ),
    Figure(
        "response_traffic_rural",
        N_("Response to traffic calls in villages"),
        "min",
        (15, 60),
        (3, 30),
        "facts 2.4: Yingde above 60, Guangzhou's suburbs 30; D",
        True,
    ),
    *(
        Figure(f"handling_{name}", label, "min", band, band, "facts 2.4, A", True)
        for name, label, band in (
            ("damage_crash", N_("Time on scene: damage-only crash"), (20, 30)),
            ("injury_crash", N_("Time on scene: injury crash"), (90, 120)),
            ("crime", N_("Time on scene: theft and violence"), (45, 60)),
            ("dispute", N_("Time on scene: dispute"), (36, 44)),
            ("help", N_("Time on scene: request for help"), (18, 22)),
        )
    ),
    Figure(
        "officers_traffic",
        N_("Traffic officers per 10,000 people"),
        "officers",
        (0.8, 3.2),
        (1.9, 3.2),
        "Zigui .9 (seed), China 1.9 (K), Shanghai 3.2 (F: Shanghai Daily, before the Expo of 2010)",
        True,
    ),
    Figure(
        "officers_station",
        N_("Station officers per 10,000 people"),
        "officers",
        (1.6, 4.9),
        (1.6, 4.9),
        "F: stations in Jiangsu 1.6 (Wang 2023), Liaoning 3.0, Shanghai 4.9",
        True,
    ),
    Figure("traffic_officers_share", N_("Traffic share of all officers here"), "share", None, None, ""),
    Figure(
        "calls_per_officer",
        N_("Calls per officer"),
        "a year",
        None,
        (109, 669),
        "D: Chongqing 2010, 109 on a platform; F: Wang 2023, 669 at a station",
        True,
    ),
    Figure(
        "utilisation_traffic",
        N_("Utilisation of the traffic corps"),
        "share",
        (0.03, 0.15),
        (0.03, 0.15),
        "D",
    ),
    Figure(CALIBRATION, N_("Crash calibration that would fit exactly"), "-", None, None, ""),
)


ON_SCENE = {
    "damage_crash": ("damage_crash",),
    "injury_crash": ("injury_crash",),
    "crime": ("theft", "violence"),
    "dispute": ("dispute",),
    "help": ("help",),
}
"""Kinds for which a time on scene is published together."""


OUTCOMES_SEEN = (
    "mean_speed_rural",
    "mean_speed_urban",
    "peak_load_urban",
    "delay_caused",
    "post_coverage",
    "response_mean_traffic_urban",
    "response_mean_traffic_rural",
    "utilisation_traffic",
)
"""The outcomes that figures are made of; the others are not measured."""


def figures_of(county: County, run: CountyRun, days: float) -> dict[str, float]:
    """The figures of a county that has run so many days, by name; nan where not observed.

    Delay is one of them only where the undisturbed traffic was run too.
    """
    outcomes, evidence = on_own_calls(run, OUTCOMES_SEEN).outcomes, run.evidence
    found = {name: np.nan if value is None else value for name, (value, _) in outcomes.items()}
    calls, kinds = evidence.calls, evidence.kinds
    a_year = DAYS_A_YEAR / days
    vehicles = vehicles_per_head(county.in_force) * county.in_force["population"]
    made = evidence.counted
    crash = kinds["is_crash"][calls["kind"]] & (calls["parent"] < 0)
    traffic = made & (calls["domain"] == Domain.TRAFFIC)
    injury = crash & (kinds["deaths"][calls["kind"]] > 0)
    reported = (crash & made).sum() * a_year / vehicles
    return {
        "reported_crashes": 1e4 * reported,
        "injury_crashes": 1e4 * injury.sum() * a_year / vehicles,
        "other_traffic_calls": (traffic & ~crash).sum() * a_year / vehicles,
        "traffic_share": traffic.sum() / made.sum() if made.any() else np.nan,
        "calls_per_1000": 1000 * made.sum() * a_year / county.in_force["population"],
        "speed_rural": found["mean_speed_rural"],
        "speed_urban": found["mean_speed_urban"],
        "load_urban": found["peak_load_urban"],
        "delay_share": found["delay_caused"] / evidence.vehicle_hours,
        "post_coverage": found["post_coverage"],
        "response_traffic_urban": found["response_mean_traffic_urban"],
        "response_traffic_rural": found["response_mean_traffic_rural"],
        **{f"handling_{name}": time_on_scene(evidence, kinds_) for name, kinds_ in ON_SCENE.items()},
        **_headcounts(evidence, made.sum() * a_year),
        "utilisation_traffic": found["utilisation_traffic"],
        EXPECTED: 1e4 * county.in_force["crash_calibration"] * expected_rate(county),
    }


def _headcounts(evidence: Evidence, calls_a_year: float) -> dict[str, float]:
    """Officers of the corps that are modelled, specialists with their corps, auxiliaries left out."""
    corps, ten_thousands = evidence.officers["corps"], evidence.scenario["population"] / 1e4
    traffic = np.isin(corps, [Corps.TRAFFIC, Corps.TRAFFIC_SPECIALIST]).sum()
    officers = (corps != Corps.AUXILIARY).sum()
    return {
        "officers_traffic": traffic / ten_thousands,
        "officers_station": (corps == Corps.STATION).sum() / ten_thousands,
        "traffic_officers_share": traffic / officers,
        "calls_per_officer": calls_a_year / officers,
    }


def time_on_scene(evidence: Evidence, names: Sequence[str]) -> float:
    """Mean realised handling time of calls of some kinds that one crew cleared, min; nan if there are none.

    The factor over expert time is observed; expert time is taken at its mean, since a week has few injury
    crashes and their length has a long tail.
    """
    calls, s = evidence.calls, evidence.scenario
    alone = evidence.counted & evidence.cleared & (calls["escalations"] == 0)
    minutes, count = 0.0, 0
    for row, kind in enumerate(s.kinds):
        done = calls[alone & (calls["kind"] == row)]
        if kind.name in names and len(done):
            factor = done["handling_minutes"].sum() / done["expert_minutes"].sum()
            factor /= evidence.kinds["status_quo_factor"][row]
            minutes += len(done) * factor * s[f"{kind.name}_handling_minutes"]
            count += len(done)
    return minutes / count if count else np.nan


def expected_rate(county: County) -> float:
    """Reported crashes per vehicle and year that the kinds' rates give, by the vehicle-km driven there."""
    land, links = county.land, county.vehicles.roads.links
    km = links["crossings"] * links["length_km"]
    town = float(km[land.cells["area"][links["tail"]] == Area.URBAN].sum() / max(km.sum(), 1e-9))
    s = county.in_force
    rates = [(kind.name, *rates_of(kind, s)) for kind in s.kinds if kind.is_crash]
    return sum(
        s[f"{name}_report_share"] * (town * urban + (1 - town) * rural) for name, rural, urban in rates
    )
