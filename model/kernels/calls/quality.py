"""Quality of the work: one law of error for every case, and what follows from work that does not stand.

How likely a lead errs falls with the own skill in the domain and with records at hand, and rises with the
case files that press on them. Whether a case is one in which they err is a mark of its key, the same under
every rule. What corps they are of is asked nowhere here.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Duty, EventKind
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.marks import BACK_AFTER, COMPLAINS, JUDGED, SENT_BACK, mark
from jiaosuo.model.kernels.officers.movement import set_duty

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)


@lean_kernel
def pressed(e: EventLoopTables, officer: int) -> float:
    """How much open case files press on an officer, 0 to 1: half where they are `pressure_hours` of work."""
    due = max(0.0, e.officers[officer].files_due)
    return float(due / (due + e.levers[0].pressure_hours * HOUR))


@lean_kernel
def error_chance(e: EventLoopTables, kind: int, skill: float, pressure: float) -> float:
    """Chance that a complex case is wrong: falls with skill and records at hand, rises under pressure."""
    levers = e.levers[0]
    error = e.kinds[kind].error_share * (1.0 - levers.first_time_base) * (1.0 - skill)
    error = min(1.0, error * (1.0 + levers.pressure_errors * pressure))
    return float(error * (1.0 - levers.first_time_records * levers.data_sharing))


@lean_kernel
def chance_right(e: EventLoopTables, kind: int, skill: float) -> float:
    """Chance that a complex case is right first time, for a lead on whom no file presses."""
    return 1.0 - error_chance(e, kind, skill, 0.0)


@lean_kernel
def part_of_errors(e: EventLoopTables, call: int) -> float:
    """Errors at a case over those at a complex one of its kind; to find who has fled is never simple."""
    hard = e.calls[call].is_complex or e.calls[call].fled
    return 1.0 if hard else float(e.levers[0].simple_errors)


@lean_kernel
def stands(e: EventLoopTables, call: int) -> bool:
    """Whether the work of the lead who has finished is right: their chance against the case's own mark."""
    it = e.calls[call]
    return bool(it.right_chance < 1.0 - part_of_errors(e, call) * it.error)


@lean_kernel
def be_judged(e: EventLoopTables, call: int) -> None:
    """Others look at what was found out; what is wrong may be sent back, unless the case returns anyway.

    At a crash it is the finding of liability, of which a party may ask a review; else the evidence, which
    goes to those who decide the case.
    """
    it, levers, type_ = e.calls[call], e.levers[0], e.kinds[e.calls[call].kind]
    it.judged = mark(it.key, JUDGED) < type_.judged_share
    if not it.judged or it.closed_badly or stands(e, call):
        return
    it.sent_back = mark(it.key, SENT_BACK) < (
        levers.liability_review if type_.is_crash else levers.evidence_review
    )
    if it.sent_back:
        days = -levers.redo_days * math.log(1.0 - mark(it.key, BACK_AFTER))
        schedule(e, e.clock[0].now + days * DAY, EventKind.SENT_BACK, call, 0)


@lean_kernel
def send_back(e: EventLoopTables, call: int) -> None:
    """The case is back: who made the finding makes it again, or a colleague of the same site if they left."""
    officer = _who_answers_for(e, e.calls[call].author)
    if officer != NOBODY:
        owe_paperwork(e, officer, again_minutes(e, call))


@lean_kernel
def _who_answers_for(e: EventLoopTables, author: int) -> int:
    if e.officers[author].establishment_post != NOBODY:
        return author
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        if me.establishment_post != NOBODY and me.home_cell == e.officers[author].home_cell:
            return officer
    return NOBODY


@lean_kernel
def again_minutes(e: EventLoopTables, call: int) -> float:
    """Minutes of doing a case's paperwork again, or of answering a complaint about it."""
    return float(e.levers[0].redo_share * e.kinds[e.calls[call].kind].paperwork_minutes)


@lean_kernel
def owe_paperwork(e: EventLoopTables, officer: int, minutes: float) -> None:
    """Let an officer owe paperwork; who sits at it has so much more of it, and ends so much later."""
    me = e.officers[officer]
    if me.duty != Duty.PAPERWORK:
        me.paperwork_due += minutes
        return
    set_duty(e, officer, Duty.PAPERWORK)  # books what has been done, and makes its end void
    me.paperwork_due += minutes
    schedule(e, e.clock[0].now + me.paperwork_due, EventKind.PAPERWORK_DONE, officer, me.stamp)


@lean_kernel
def complain(e: EventLoopTables, call: int) -> None:
    """The caller complains or not: a share of those whom the police served late or badly.

    Well served is who is as satisfied as if nobody had been late, by a lead who does not err.
    """
    it, levers = e.calls[call], e.levers[0]
    error = 0.0 if math.isnan(it.error) else part_of_errors(e, call) * it.error
    well = it.satisfaction / levers.satisfaction_base * (1.0 - error)
    it.complained = mark(it.key, COMPLAINS) < levers.complaint_share * (1.0 - well)
