"""Every number of the model that is not a kind's or a rule's, one file a subject; `GROUPS` gathers them.

Figures come from the literature with a source tag, or are called an assumption.
"""

from jiaosuo.model.core.parameter import Parameter, gather
from jiaosuo.model.parameters.bench import BENCH
from jiaosuo.model.parameters.demand import DEMAND
from jiaosuo.model.parameters.desks import DESKS
from jiaosuo.model.parameters.force import FORCE
from jiaosuo.model.parameters.growth import GROWTH
from jiaosuo.model.parameters.handling import HANDLING
from jiaosuo.model.parameters.land import LAND
from jiaosuo.model.parameters.people import PEOPLE
from jiaosuo.model.parameters.prices import PRICES
from jiaosuo.model.parameters.quality import QUALITY
from jiaosuo.model.parameters.rules import RULES
from jiaosuo.model.parameters.standards import STANDARDS
from jiaosuo.model.parameters.traffic import TRAFFIC
from jiaosuo.model.parameters.work import WORK

GROUPS: tuple[tuple[str, tuple[Parameter, ...]], ...] = (
    ("land", LAND),
    ("people", PEOPLE),
    ("demand", DEMAND),
    ("traffic", TRAFFIC),
    ("growth", GROWTH),
    ("force", FORCE),
    ("work", WORK),
    ("handling", HANDLING),
    ("quality", QUALITY),
    ("desks", DESKS),
    ("rules", RULES),
    ("bench", BENCH),
    ("prices", PRICES),
    ("standards", STANDARDS),
)

__all__ = ["GROUPS", "gather"]
