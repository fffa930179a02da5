"""A boundary in density, which is a lever: the dense townships divided, the rest integrated."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.integrated import INTEGRATED
from jiaosuo.model.rules.map import RuleMap
from jiaosuo.model.rules.separate import SEPARATE

HYBRID = RuleMap(
    name=N_("hybrid"),
    chinese="按密度混合",
    words=N_("Townships as dense as the boundary or denser keep two forces; the others integrate."),
    source="facts 0.1-0.2: Fujian 2015 and Qidong 2023 drew such a boundary; that it halves the people "
    "is an assumption",
    rest=INTEGRATED,
    dense=SEPARATE,
)
