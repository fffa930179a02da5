"""Eligibility: which officers may be dispatched to a call. No rule has a name here: only answers."""

from __future__ import annotations

from jiaosuo.model.core.terms import (
    NOBODY,
    Authority,
    Complexity,
    Corps,
    DeskLevel,
    Domain,
    Duty,
    Needs,
    Reach,
    RoadClass,
)
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import is_specialist, leads_simple_calls, may_lead
from jiaosuo.model.kernels.officers.certification import may_close

LEAD, HELP = 0, 1
"""Roles in a crew: one leads, one assists."""

MOST_URGENT = 1
"""Of the priorities 1 to 4: it may divert officers, and no ring fence keeps it waiting."""

PAPERWORK_YIELDS_TO = 2
"""Least urgent priority that interrupts paperwork (assumption)."""


@lean_kernel
def is_free_for(e: EventLoopTables, officer: int, priority: int) -> bool:
    """Whether an officer's duty lets them be dispatched to a call of this priority."""
    me = e.officers[officer]
    if me.keeps and priority > e.watches[me.watch].yields_to:
        return False
    if me.duty == Duty.STANDBY or me.duty == Duty.BEAT or me.duty == Duty.COMMUNITY:
        return True
    if me.duty == Duty.POST:
        return bool(priority <= e.rule_table[me.township].pulled_by)
    if me.duty == Duty.OTHER_WORK:
        return bool(me.work != NOBODY and priority <= e.works[me.work].yields_to)
    if me.duty == Duty.CASE_FILE:
        return bool(priority <= e.levers[0].files_yield_to)
    return bool(me.duty == Duty.WATCH or (me.duty == Duty.PAPERWORK and priority <= PAPERWORK_YIELDS_TO))


@lean_kernel
def is_able(e: EventLoopTables, officer: int, call: int, role: int) -> bool:
    """Whether the answers of the call's township let this officer be sent, in this role, from so far.

    A desk of one township sees its own officers at once, and others only when the call has been handed over.
    """
    me, it = e.officers[officer], e.calls[call]
    answers = e.rule_table[it.township]
    if not answers.sends[it.desk, me.corps]:
        return False
    if not is_in_reach(e, officer, it.township):
        return False
    if not has_authority(e, officer, call, role):
        return False
    if me.fenced and it.domain != Domain.TRAFFIC and it.priority > MOST_URGENT:
        return False
    if answers.desk_level[it.desk] == DeskLevel.TOWNSHIP and not e.serves[officer, it.township]:
        return bool(e.clock[0].now - it.known >= handover_minutes(e))
    return True


@lean_kernel
def has_authority(e: EventLoopTables, officer: int, call: int, role: int) -> bool:
    """Whether an officer may lead, or help, at a call as far as it is known by now.

    Not as it is: a complex call of which nobody can tell is led by who may lead at simple ones, and escalated
    from the scene.
    """
    it, corps = e.calls[call], e.officers[officer].corps
    simple = e.authority[it.township, corps, it.domain, it.road_class, Complexity.SIMPLE]
    if role == HELP:
        known = Complexity.SIMPLE if it.needs == Needs.SIMPLE else Complexity.COMPLEX
        authority = e.authority[it.township, corps, it.domain, it.road_class, known]
        return bool(max(authority, simple) >= Authority.ASSIST)
    if it.needs == Needs.SIMPLE:
        return bool(may_lead(simple))
    if it.needs == Needs.SPECIALIST and not is_specialist(corps):
        return False
    return may_close(e, officer, call)


@lean_kernel
def is_in_reach(e: EventLoopTables, officer: int, township: int) -> bool:
    """Whether the township's rule lets it draw on this officer's corps from where the officer is at home."""
    reach = e.rule_table[township].reach[e.officers[officer].corps]
    if reach == Reach.COUNTY or e.serves[officer, township]:
        return True
    return bool(reach == Reach.NEIGHBOURS and e.borders[officer, township])


@lean_kernel
def handover_minutes(e: EventLoopTables) -> float:
    """Minutes to hand a call over to another desk; shared data take them away."""
    return float(e.levers[0].handover_minutes * (1.0 - e.levers[0].data_sharing))


@lean_kernel
def is_at_hand(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer is free for urgent calls, and not only because they take people from other work."""
    return is_free_for(e, officer, MOST_URGENT) and not is_held(e, officer)


@lean_kernel
def is_held(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer does other work, or keeps the watch of a station for which others are there too."""
    me = e.officers[officer]
    if me.duty == Duty.OTHER_WORK:
        return True
    return bool(me.keeps and e.watches[me.watch].on_duty > 1)


@lean_kernel
def breaks_reserve(e: EventLoopTables, officer: int, call: int) -> bool:
    """Whether sending an officer to a traffic call leaves the home township less than its reserve for 110.

    It is the officer's home that decides, by its own rule, wherever the call is: a neighbour's reserve is as
    little free for the taking as one's own.
    """
    home = e.officers[officer].township
    share = e.rule_table[home].reserve
    if share <= 0.0 or e.calls[call].domain != Domain.TRAFFIC:
        return False
    if not is_reserve(e, officer, home) or not is_at_hand(e, officer):
        return False
    on_duty, left = 0, 0
    for other in range(e.officers.shape[0]):
        them = e.officers[other]
        if them.township == home and them.rostered and is_reserve(e, other, home):
            on_duty += 1
            left += int(other != officer and is_at_hand(e, other))
    return bool(left < share * on_duty)


@lean_kernel
def is_reserve(e: EventLoopTables, officer: int, township: int) -> bool:
    """Whether an officer counts towards the township's reserve: serves it and may lead at its order calls."""
    leads = leads_simple_calls(e, officer, township, Domain.ORDER, RoadClass.VILLAGE)
    return bool(e.serves[officer, township] and leads)


@lean_kernel
def is_last(e: EventLoopTables, officer: int) -> bool:
    """Whether no other officer of the home cell is free."""
    home = e.officers[officer].home_cell
    for other in range(e.officers.shape[0]):
        them = e.officers[other]
        if other != officer and them.home_cell == home and them.corps != Corps.AUXILIARY:
            if is_at_hand(e, other):
                return False
    return True
