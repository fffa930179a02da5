"""Growth before a run starts: how fast vehicles and towns grow, and for how many years."""

from jiaosuo.model.core.parameter import Parameter

GROWTH = (
    Parameter("vehicle_growth", 0.0, -5, 30, "%/yr", "Yearly growth of the vehicle stock", "D: facts 2.1"),
    Parameter(
        "urbanization_growth",
        0.0,
        0,
        5,
        "points/yr",
        "Yearly rise of urbanization, up to what the land can have",
        "K: NBS yearbooks, 36.2 % in 2000 and 56.1 % in 2015",
    ),
    Parameter("years", 10, 0, 30, "yr", "Years of growth before the run starts", whole=True),
)
