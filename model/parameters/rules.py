"""Where maps of rules draw their lines."""

from jiaosuo.model.core.parameter import Parameter

RULES = (
    Parameter(
        "density_boundary",
        0,
        0,
        100_000,
        "people/km2",
        "Density from which a map of rules counts a township among the dense, if it draws no line of its own "
        "(0: the line that leaves half of the people on each side)",
        "assumption; facts 0.1: a boundary in density within the province",
        weak=True,
    ),
)
