"""整体合一: one unit, one desk. Every officer of the township attends both; the brigade keeps the complex.

An officer of the unit leads the simple calls of either domain and the complex ones of the own corps' domain:
authority for the simple procedure is what a station's traffic plate gives (facts 1.1). Who is certified in
the other domain finishes its complex cases too.
"""

from dataclasses import replace

from jiaosuo.model.core.terms import Apportion, Authority, Corps, Domain, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import ORDER_AND_SERVICE, STREET_CORPS, VISITORS
from jiaosuo.model.rules.rule import Change, Desk, Duty, Grant, Home, Order
from jiaosuo.model.rules.separate import SEPARATE

INTEGRATED = replace(
    SEPARATE,
    name=N_("integrated"),
    chinese="整体合一",
    words=N_(
        "One unit, one desk, every officer of the township attends both; the brigade remains for the complex."
    ),
    source="facts 1.1: at least 13 provinces",
    home={
        **SEPARATE.home,
        Corps.TRAFFIC: Home(SiteLevel.STATION, Apportion.LOAD),
        Corps.PATROL: Home(SiteLevel.STATION, Apportion.LOAD),
    },
    authority=(
        *SEPARATE.authority,
        Grant(Corps.TRAFFIC, Authority.CERTIFIED, ORDER_AND_SERVICE),
        Grant(Corps.STATION, Authority.CERTIFIED, (Domain.TRAFFIC,)),
        Grant(Corps.PATROL, Authority.CERTIFIED, (Domain.TRAFFIC,)),
    ),
    desks=(Desk("110", tuple(Domain), tuple(Corps)),),
    handover=frozenset(),
    duty=Duty(posts=STREET_CORPS, visits=STREET_CORPS | VISITORS, beats=STREET_CORPS),
    order=Order(shared_queue=True),
    change=Change(training_days=10, disruption_months=3),
)
