"""Kinds of call of the places of theory: Poisson calls, exponential handling, patience without end.

Other places do not see them: a place names them in its file (`kinds`).
"""

from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY
from jiaosuo.model.incidents.kind import Given, Kind

BENCH: Shelf[Kind] = Shelf(__name__, Kind, "kind", among="kinds")

HOURS_A_YEAR = HOURS_A_DAY * DAYS_A_YEAR

BARE = {
    "patience_minutes": Given(1e7, "theory: nobody gives up"),
    "patience_cv": Given(0, "theory: nobody gives up"),
    "report_delay": Given(0, "theory: known when it happens"),
}
"""What no job of a queue has: patience that ends, and time before it is known."""
