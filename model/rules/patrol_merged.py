"""交巡合一: the traffic and the patrol corps become one, above the stations.

Its teams work from the squadrons' sites, lead at traffic calls and at the simple order and service calls of
the street, walk one beat and share the posts. The officers recruited for traffic keep what is complex in it,
but for those of the patrol who are certified, and the other way round.
Stations keep cases and community: they lead as before at order and service calls, pay the visits, and leave
the beat to the merged corps. One desk sends whoever is nearest (as the platforms of Chongqing 2010).
"""

from dataclasses import replace

from jiaosuo.model.core.terms import Authority, Corps, Domain, SiteLevel
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import ORDER_AND_SERVICE, VISITORS
from jiaosuo.model.rules.rule import Change, Desk, Duty, Grant, Home, Order
from jiaosuo.model.rules.separate import SEPARATE

MERGED = frozenset({Corps.TRAFFIC, Corps.PATROL})

PATROL_MERGED = replace(
    SEPARATE,
    name=N_("patrol_merged"),
    chinese="交巡合一",
    words=N_(
        "The traffic and patrol corps become one and attend traffic, street order and service calls; "
        "stations keep cases and community."
    ),
    source="facts 1.1-1.2: Fuzhou 2003, Chongqing 2010",
    home={**SEPARATE.home, Corps.PATROL: Home(SiteLevel.SQUADRON)},
    authority=(
        *SEPARATE.authority,
        Grant(Corps.TRAFFIC, Authority.CERTIFIED, ORDER_AND_SERVICE),
        Grant(Corps.PATROL, Authority.CERTIFIED, (Domain.TRAFFIC,)),
    ),
    desks=(Desk("110", tuple(Domain), tuple(Corps)),),
    handover=frozenset(),
    duty=Duty(posts=MERGED, visits=VISITORS, beats=MERGED),
    order=Order(shared_queue=True),
    change=Change(training_days=10, disruption_months=3),
)
