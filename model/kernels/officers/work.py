"""Other work: what a place wants done beyond calls, posts and visits, who does it, where and for how long.

What is wanted is a demand of the place, the same under every rule: of each officer and shift, or of each
township, where it comes in whole sessions. Who may do it follows from the corps and from the answers that a
rule gives about visits, posts and authority. Minutes wanted are done, dropped, in hand or owed.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import (
    NOBODY,
    Corps,
    Domain,
    Duty,
    EventKind,
    RoadClass,
    WorkBasis,
    WorkFor,
    WorkPlace,
)
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import leads_simple_calls
from jiaosuo.model.kernels.officers.movement import go_to, set_duty
from jiaosuo.model.kernels.officers.patrol import beat_cell

HOUR, SHIFT, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_SHIFT), float(MINUTES_A_DAY)
LEAST_SESSION = 5.0
"""Minutes for which nobody sets out: the rest of a session that a call has cut short waits for more."""

LEAST_DUE = 1e-6
"""Minutes below which all is done: what rounding may leave of a sum."""


@lean_kernel
def owe_work(e: EventLoopTables) -> None:
    """Add what each township wants of each kind in this slot, and drop what can wait no longer."""
    for kind in range(e.works.shape[0]):
        it = e.works[kind]
        if it.basis == WorkBasis.OFFICER or it.basis == WorkBasis.WATCH:
            continue
        share = share_of_day(e, kind)
        in_hours = e.work_hours[kind, int(e.clock[0].now / HOUR + 1e-9) % HOURS_A_DAY] > 0.0
        for township in range(e.work_pool.shape[1]):
            want(e, kind, township, share * e.work_wanted[kind, township])
            drop(e, kind, township, in_hours)


@lean_kernel
def share_of_day(e: EventLoopTables, kind: int) -> float:
    """Part of a day's demand for a kind that comes in this slot: evenly, or with the hour's beginning."""
    now, share = e.clock[0].now, 0.0
    end = now + e.levers[0].duty_slot_minutes
    if e.works[kind].at_once:
        for hour in range(math.ceil(now / HOUR - 1e-9), math.ceil(end / HOUR - 1e-9)):
            share += e.work_hours[kind, hour % HOURS_A_DAY]
        return float(share)
    while now < end - 1e-9:
        hour = int(now / HOUR + 1e-9)
        until = min(end, (hour + 1) * HOUR)
        share += e.work_hours[kind, hour % HOURS_A_DAY] * (until - now) / HOUR
        now = until
    return float(share)


@lean_kernel
def want(e: EventLoopTables, kind: int, township: int, minutes: float) -> None:
    """So much more is wanted: what makes whole sessions is to be done, and the remainder grows on."""
    pool, session = e.work_pool[kind, township], e.works[kind].session
    pool.wanted += minutes
    pool.growing += minutes
    whole = session * math.floor(pool.growing / session + 1e-9)
    pool.growing -= whole
    pool.owed += whole


@lean_kernel
def drop(e: EventLoopTables, kind: int, township: int, in_hours: bool) -> None:
    """What has its hours lapses with them; of what may wait, more than so many days of demand is dropped.

    One session may always wait, or small townships would have none. What follows from case files waits too: a
    court does not forget.
    """
    it, pool = e.works[kind], e.work_pool[kind, township]
    if it.basis == WorkBasis.FILE or (it.keeps_days <= 0.0 and in_hours):
        return
    most = max(it.session, it.keeps_days * e.work_wanted[kind, township]) if it.keeps_days > 0.0 else 0.0
    if pool.owed > most:
        pool.dropped += pool.owed - most
        pool.owed = most


@lean_kernel
def owe_own_work(e: EventLoopTables, officer: int) -> None:
    """A shift begins, with what every one of them has of meals, briefings and meetings."""
    drop_own_work(e, officer)
    for kind in range(e.works.shape[0]):
        it = e.works[kind]
        if it.basis == WorkBasis.OFFICER and it.amount > 0.0:
            e.own_work[officer, kind] = it.amount
            e.work_pool[kind, e.officers[officer].township].wanted += it.amount


@lean_kernel
def drop_own_work(e: EventLoopTables, officer: int) -> None:
    """A shift is over: what it has left undone of the officer's own work is dropped."""
    for kind in range(e.works.shape[0]):
        if e.own_work[officer, kind] > 0.0:
            e.work_pool[kind, e.officers[officer].township].dropped += e.own_work[officer, kind]
            e.own_work[officer, kind] = 0.0


@lean_kernel
def is_for(e: EventLoopTables, officer: int, kind: int) -> bool:
    """Whether a kind of other work is for an officer, by corps and by the answers of the home township."""
    me, it = e.officers[officer], e.works[kind]
    if me.corps == Corps.AUXILIARY and not it.auxiliaries:
        return False
    if it.who == WorkFor.ALL:
        return True
    if it.who == WorkFor.VISITORS:
        return bool(e.rule_table[me.township].visits[me.corps])
    if it.who == WorkFor.POSTS:
        return bool(me.corps == Corps.AUXILIARY or e.rule_table[me.township].posts[me.corps])
    return leads_simple_calls(e, officer, me.township, Domain.ORDER, RoadClass.VILLAGE)


@lean_kernel
def take_work(e: EventLoopTables, officer: int, fixed: bool, inside: bool) -> bool:
    """Begin a session of the first kind that there is to do, in the order of the kinds; whether there was.

    `fixed`: of what has its hours, or of what is done when there is time; `inside`: only at the own site.
    """
    for kind in range(e.works.shape[0]):
        it = e.works[kind]
        if it.amount <= 0.0 or it.fixed != fixed or (inside and it.place != WorkPlace.HOME):
            continue
        if it.basis == WorkBasis.WATCH or not is_for(e, officer, kind):
            continue
        township = where_wanted(e, officer, kind)
        if township != NOBODY:
            begin_session(e, officer, kind, township)
            return True
    return False


@lean_kernel
def where_wanted(e: EventLoopTables, officer: int, kind: int) -> int:
    """The township for which an officer could do a kind of work now, NOBODY if there is none to do."""
    me = e.officers[officer]
    if e.works[kind].basis != WorkBasis.OFFICER:
        return neediest(e, officer, kind)
    now = e.clock[0].now
    hour = int((now - SHIFT * e.clock[0].shift) / HOUR + 1e-9) % HOURS_A_DAY
    wanted = e.own_work[officer, kind] > LEAST_DUE and e.work_hours[kind, hour] > 0.0
    return int(me.township) if wanted else NOBODY


@lean_kernel
def neediest(e: EventLoopTables, officer: int, kind: int) -> int:
    """Of the townships that an officer serves the one that is owed most of a kind, NOBODY if none is."""
    found, most = NOBODY, min(LEAST_SESSION, e.works[kind].session) - LEAST_DUE
    for township in range(e.work_pool.shape[1]):
        owed = e.work_pool[kind, township].owed
        if owed > most and e.serves[officer, township]:
            found, most = township, owed
    return found


@lean_kernel
def begin_session(e: EventLoopTables, officer: int, kind: int, township: int) -> None:
    """Go where the work is and do a session of it; no more than is owed."""
    set_duty(e, officer, Duty.OTHER_WORK)
    go_to(e, officer, place_of_work(e, officer, kind, township))
    me, it, pool = e.officers[officer], e.works[kind], e.work_pool[kind, township]
    if it.basis == WorkBasis.OFFICER:
        minutes = min(it.session, e.own_work[officer, kind])
        e.own_work[officer, kind] -= minutes
    else:
        minutes = min(it.session, pool.owed)
        pool.owed -= minutes
    me.work, me.work_township, me.pledged = kind, township, minutes
    schedule(e, max(e.clock[0].now, me.arrives) + minutes, EventKind.SESSION_DONE, officer, me.stamp)


@lean_kernel
def place_of_work(e: EventLoopTables, officer: int, kind: int, township: int) -> int:
    """The cell in which a kind of work is done for a township: of two places, where chance takes a beat."""
    me, place = e.officers[officer], e.works[kind].place
    if place == WorkPlace.HOME:
        return int(me.home_cell)
    if place == WorkPlace.SEAT:
        return int(e.seats[e.seats.shape[0] - 1])
    drawn = beat_cell(e, officer)
    if place == WorkPlace.TOWNSHIP and e.cells[drawn].township == township:
        return drawn
    return int(e.seats[township])
