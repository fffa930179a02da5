"""Landslip: a road is cut for hours."""

from model.core.terms import RoadClass
from model.core.words import N_
from model.incidents.kind import Given
from model.surges.surge import Surge

LANDSLIP = Surge(
    name=N_("landslip"),
    chinese="山体滑坡",
    words="A slope comes down on the road.",
    source="assumption",
    closes=RoadClass.COUNTY,
    numbers={"hours": Given(12)},
)
