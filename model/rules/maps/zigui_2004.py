"""Zigui 2004: three rural squadrons folded into central stations, the town untouched."""

from dataclasses import replace

from model.core.terms import Apportion, Corps, SiteLevel
from model.core.words import N_
from model.rules.integrated import INTEGRATED
from model.rules.map import RuleMap
from model.rules.rule import Home
from model.rules.separate import SEPARATE

FOLDED = replace(
    INTEGRATED,
    home={**INTEGRATED.home, Corps.TRAFFIC: Home(SiteLevel.CENTRAL_STATION, Apportion.TABLE)},
)

ZIGUI_2004 = RuleMap(
    name=N_("zigui-2004"),
    chinese="秭归2004",
    words=N_(
        "Three rural squadrons folded into central stations whose officers become dual policemen; "
        "the town untouched."
    ),
    source="seed; facts 1.2",
    rest=FOLDED,
    exceptions={"Maoping": SEPARATE},
)
