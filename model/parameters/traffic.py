"""Vehicles: how many, of what kind, and the trips they plan."""

from model.core.parameter import Parameter

TRAFFIC = (
    Parameter(
        "vehicles_per_1000",
        80,
        20,
        600,
        "vehicles/1,000 people",
        "Motor vehicles in the first year",
        "D: facts 2.2",
    ),
    Parameter("vehicle_growth", 0.0, -5, 30, "%/yr", "Yearly growth of the vehicle stock", "D: facts 2.1"),
    Parameter("years", 0, 0, 30, "yr", "Years of growth before the run starts"),
    Parameter("motorcycle_share", 0.5, 0, 1, "share", "Motorcycles among vehicles", "F: Putian 2014, .64; A"),
    Parameter("truck_share", 0.12, 0, 1, "share", "Trucks among vehicles"),
    Parameter("trips_per_day", 2.4, 0, 12, "trips/day", "Trips a vehicle plans on an average day"),
    Parameter("compliance", 0.85, 0, 1, "0..1", "Mean compliance of drivers with the law"),
    Parameter(
        "violations_per_beat_hour",
        0.6,
        0,
        10,
        "1/h",
        "Violations an authorised officer meets in an hour of beat",
    ),
)
