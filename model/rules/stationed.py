"""交警入所: traffic officers work from the stations and stay specialists; each may assist the other."""

from dataclasses import replace

from jiaosuo.model.core.terms import Apportion, Authority, Corps, Domain, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import ORDER_AND_SERVICE
from jiaosuo.model.rules.rule import Desk, Grant, Home
from jiaosuo.model.rules.separate import SEPARATE

EVERY_CORPS = tuple(Corps)

STATIONED = replace(
    SEPARATE,
    name=N_("stationed"),
    chinese="交警入所",
    words=N_(
        "Traffic officers work from stations and stay specialists; "
        "each assists, neither attends, the other's calls."
    ),
    source="facts 1.1: Yanchi, Ningxia 2024",
    home={**SEPARATE.home, Corps.TRAFFIC: Home(SiteLevel.STATION, Apportion.LOAD)},
    authority=(
        *SEPARATE.authority,
        Grant(Corps.TRAFFIC, Authority.ASSIST, ORDER_AND_SERVICE),
        Grant(Corps.STATION, Authority.ASSIST, (Domain.TRAFFIC,)),
    ),
    desks=(
        Desk("110", ORDER_AND_SERVICE, EVERY_CORPS),
        Desk("122", (Domain.TRAFFIC,), EVERY_CORPS),
    ),
)
