"""Authority: which corps may lead at which calls.

What a rule grants is `Authority` in a table of (townships, corps, domains, road classes, complexities). Which
of its grades mean the lead is said once, in `may_lead` and `may_finish`, for kernels and for all who read the
table. Whether an officer is certified is not a rule's to say: see `certification`.
"""

from __future__ import annotations

from typing import Any

from jiaosuo.model.core.terms import Authority, Complexity, Corps, Domain, RoadClass
from jiaosuo.model.kernels.base.jit import kernel_and_python, lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables


@kernel_and_python
def may_lead(authority: Any) -> Any:
    """Whether who has this authority may lead at a simple call: of one grade, or for each of an array."""
    return authority >= Authority.CERTIFIED


@kernel_and_python
def may_finish(authority: Any, certified: Any) -> Any:
    """Whether who has this authority may lead at a complex call, and so close the case in any event.

    Of one grade and officer, or for each of an array; `certified`: whether the officer is.
    """
    return (authority == Authority.ATTEND) | (may_lead(authority) & certified)


@lean_kernel
def leads_simple_calls(e: EventLoopTables, officer: int, township: int, domain: int, road: int) -> bool:
    """Whether an officer's corps may lead at simple calls of a domain, on roads of a class, in a township."""
    corps = e.officers[officer].corps
    return bool(may_lead(e.authority[township, corps, domain, road, Complexity.SIMPLE]))


@lean_kernel
def is_generalist(e: EventLoopTables, officer: int, township: int) -> bool:
    """Whether an officer may lead at both traffic and order calls of a township."""
    road = RoadClass.VILLAGE
    of_traffic = leads_simple_calls(e, officer, township, Domain.TRAFFIC, road)
    return of_traffic and leads_simple_calls(e, officer, township, Domain.ORDER, road)


@lean_kernel
def is_specialist(corps: int) -> bool:
    """Whether a corps belongs to the county brigade."""
    return corps == Corps.TRAFFIC_SPECIALIST or corps == Corps.CASE_SPECIALIST
