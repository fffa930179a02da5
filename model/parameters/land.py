"""Land, settlements, roads and sites."""

from jiaosuo.model.core.parameter import Parameter

MOST_TOWNSHIPS = 300
"""More than any county has; of the 4,200 cells that a county has at most, fourteen are then left to each."""

LAND = (
    Parameter(
        "population", 385_000, 100, 5_000_000, "people", "People of the county", "K: preset", whole=True
    ),
    Parameter("area_km2", 2_400, 4, 40_000, "km2", "Area of the county", "K: preset"),
    Parameter("cell_km", 1.0, 0.25, 5.0, "km", "Side of a grid cell", "assumption"),
    Parameter(
        "urbanization",
        0.35,
        0.05,
        0.95,
        "share",
        "Share of people who live in urban cells",
        "K: NBS yearbooks",
    ),
    Parameter(
        "surveyed_urbanization",
        0.35,
        0.05,
        0.95,
        "share",
        "Urbanization at the survey: jobs and errands in town lie as towns lay then",
        "preset",
    ),
    Parameter(
        "townships", 11, 1, MOST_TOWNSHIPS, "townships", "Townships when the county is generated", whole=True
    ),
    Parameter(
        "settlement_exponent",
        0.9,
        0.0,
        2.0,
        "-",
        "Rank-size exponent of generated settlements, and of towns that no table weighs",
        "K: Zipf 1949",
    ),
    Parameter(
        "core_density",
        9_000,
        500,
        60_000,
        "people/km2",
        "Density in the core of a town",
        "K: Clark 1951; assumption",
    ),
    Parameter(
        "density_gradient", 0.25, 0.0, 2.0, "1/km", "Fall of density from a town's centre", "K: Clark 1951"
    ),
    Parameter("fringe_density", 1_500, 100, 10_000, "people/km2", "Least density of a built-up cell"),
    Parameter("rural_dispersal", 0.6, 0.0, 3.0, "-", "Spread of village densities (sigma of a lognormal)"),
    Parameter("trunk_km", 90, 0, 5_000, "km", "Length of trunk roads when generated"),
    Parameter("county_km", 350, 0, 20_000, "km", "Length of county roads when generated"),
    Parameter("village_km", 1_600, 0, 60_000, "km", "Length of village roads when generated"),
    Parameter("street_km_per_km2", 8.0, 1, 30, "km/km2", "Urban streets in each square km of built-up area"),
    Parameter("speed_trunk", 60, 10, 120, "km/h", "Free speed on trunk roads", "A: facts 2.4"),
    Parameter(
        "speed_trunk_urban",
        30,
        10,
        120,
        "km/h",
        "Free speed on trunk roads from one built-up cell to the next, with stops at junctions",
        "A: facts 2.4, streets 20-25 free; an arterial road is somewhat quicker",
    ),
    Parameter("speed_county", 40, 5, 100, "km/h", "Free speed on county roads", "A: facts 2.4"),
    Parameter("speed_village", 25, 5, 80, "km/h", "Free speed on village roads", "A: facts 2.4"),
    Parameter("speed_street", 22, 5, 80, "km/h", "Free speed on urban streets", "A: facts 2.4"),
    Parameter("capacity_trunk", 1_200, 50, 10_000, "vehicles/h", "Capacity of a direction of trunk road"),
    Parameter("capacity_county", 900, 50, 10_000, "vehicles/h", "Capacity of a direction of county road"),
    Parameter("capacity_village", 600, 20, 10_000, "vehicles/h", "Capacity of a direction of village road"),
    Parameter("capacity_street", 900, 50, 10_000, "vehicles/h", "Capacity of a direction of urban street"),
    Parameter(
        "circuity_rural", 1.6, 1.0, 3.0, "-", "Road length over straight line outside towns", "A: facts 2.4"
    ),
    Parameter(
        "circuity_urban", 1.25, 1.0, 2.0, "-", "Road length over straight line in towns", "A: facts 2.4"
    ),
    Parameter(
        "travel_share", 1.0, 0.0, 3.0, "-", "Multiplier of all police travel times; 0 switches travel off"
    ),
    Parameter(
        "land_seed", 0, 0, 2**31, "-", "Names the generated map; the same for every replication", whole=True
    ),
    Parameter(
        "urban_stations", 1, 1, 20, "stations", "Stations in the county seat when generated", whole=True
    ),
    Parameter("squadrons", 3, 1, 20, "squadrons", "Traffic squadrons when generated", whole=True),
)
