"""Holiday: more trips for some days."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.surges.surge import Surge

HOLIDAY = Surge(
    name=N_("holiday"),
    chinese="长假",
    words="Everybody travels.",
    source="assumption",
    numbers={"trips": Given(1.6), "days": Given(3)},
)
