"""Landslip: a road is cut for hours."""

from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.surges.surge import Surge

LANDSLIP = Surge(
    name=N_("landslip"),
    chinese="山体滑坡",
    words="A slope comes down on the road.",
    source="assumption",
    closes=RoadClass.COUNTY,
    numbers={"hours": Given(12)},
)
