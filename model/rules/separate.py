"""分设: two forces. Squadrons attend traffic from few sites, stations attend order and service."""

from jiaosuo.model.core.terms import Authority, Corps, Domain, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import (
    AUXILIARY_GRANTS,
    BRIGADE_GRANTS,
    BRIGADE_HOMES,
    DIVIDED,
    ORDER_AND_SERVICE,
    REACH,
)
from jiaosuo.model.rules.rule import Change, Desk, Grant, Home, Order, Rule

SEPARATE = Rule(
    name=N_("separate"),
    chinese="分设",
    words=N_(
        "Squadrons attend traffic from few sites; stations attend order and service; two desks, handover."
    ),
    source="facts 1.1, 1.2: Zigui before 2004",
    home={
        Corps.TRAFFIC: Home(SiteLevel.SQUADRON),
        Corps.STATION: Home(SiteLevel.STATION),
        Corps.PATROL: Home(SiteLevel.COUNTY),
        Corps.AUXILIARY: Home(SiteLevel.STATION),
        **BRIGADE_HOMES,
    },
    authority=(
        Grant(Corps.TRAFFIC, Authority.ATTEND, (Domain.TRAFFIC,)),
        Grant(Corps.STATION, Authority.ATTEND, ORDER_AND_SERVICE),
        Grant(Corps.PATROL, Authority.ATTEND, ORDER_AND_SERVICE),
        *AUXILIARY_GRANTS,
        *BRIGADE_GRANTS,
    ),
    desks=(
        Desk("110", ORDER_AND_SERVICE, (Corps.STATION, Corps.PATROL, Corps.AUXILIARY, Corps.CASE_SPECIALIST)),
        Desk("122", (Domain.TRAFFIC,), (Corps.TRAFFIC, Corps.AUXILIARY, Corps.TRAFFIC_SPECIALIST)),
    ),
    handover=frozenset({("110", "122"), ("122", "110")}),
    duty=DIVIDED,
    order=Order(shared_queue=False),
    reach=REACH,
    change=Change(disruption_months=1),
)
