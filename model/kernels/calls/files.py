"""Case files: what a call leaves behind for who led it last, hours of investigation with a deadline.

Whether a call opens a file, and how much work that is, are marks of its key and so the same under every rule.
An open file that is past its deadline is late: the caller has waited in vain, and traces have gone cold.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Domain, EventKind, WorkBasis
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.marks import COMPLEX, mark
from jiaosuo.model.kernels.officers.case_file import finish_file, take_over_file
from jiaosuo.model.kernels.officers.duty import choose_duty
from jiaosuo.model.kernels.officers.work import want

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
_LENGTH = draws.process("length of a case file")


@lean_kernel
def opens_file(e: EventLoopTables, call: int) -> bool:
    """Whether a call leaves a file behind: the complex ones of its kind first, and whatever has returned."""
    it = e.calls[call]
    share = e.kinds[it.kind].file_share
    if it.lead == NOBODY or share <= 0.0:
        return False
    return bool(it.parent != NOBODY or mark(it.key, COMPLEX) < share)


@lean_kernel
def open_file(e: EventLoopTables, call: int) -> None:
    """Open the file of a call that is closed now, if it has one, in the hands of who leads there."""
    if not opens_file(e, call):
        return
    it, type_, clock = e.calls[call], e.kinds[e.calls[call].kind], e.clock[0]
    row = int(clock.files)
    clock.files += 1
    file = e.files[row]
    file.call, file.kind, file.domain, file.township = call, it.kind, it.domain, it.township
    file.opened, file.closed, file.due = clock.now, math.nan, clock.now + type_.file_days * DAY
    normal = draws.normal(it.key, _LENGTH, 0, 0)
    file.minutes = draws.lognormal(type_.file_hours * HOUR, e.levers[0].file_cv, normal)
    file.minutes_left, file.late = file.minutes, False
    take_over_file(e, it.lead, row)
    schedule(e, file.due, EventKind.FILE_LATE, row, 0)
    bring_work(e, row, False)


@lean_kernel
def close_file(e: EventLoopTables, officer: int) -> None:
    """The file in an officer's hands is done; the officer turns to something else."""
    bring_work(e, finish_file(e, officer), True)
    choose_duty(e, officer)


@lean_kernel
def bring_work(e: EventLoopTables, row: int, closing: bool) -> None:
    """What the file of an order case brings in its township: escorts when it is opened, court when closed."""
    it = e.files[row]
    if it.domain != Domain.ORDER:
        return
    for kind in range(e.works.shape[0]):
        work = e.works[kind]
        if work.basis == WorkBasis.FILE and work.on_closing == closing and work.amount > 0.0:
            want(e, kind, it.township, work.amount * HOUR)


@lean_kernel
def fall_late(e: EventLoopTables, row: int) -> None:
    """The deadline of a file has come: if it is still open, the caller thinks less of the police for it."""
    it, levers = e.files[row], e.levers[0]
    if not math.isnan(it.closed):
        return
    it.late = True
    if it.call == NOBODY:
        return  # left behind before the first day: its caller is not among the calls of the run
    call = e.calls[it.call]
    call.file_late = True
    if math.isnan(call.satisfaction):
        return
    call.satisfaction *= 1.0 - levers.late_file_annoyance
    if call.caller != NOBODY:
        citizen = e.citizens[call.caller]
        citizen.satisfaction = call.satisfaction
        citizen.trust += levers.trust_gain * (call.satisfaction - citizen.trust) / levers.people_per_agent
