"""Duty: what officers do while no call holds them, chosen anew every slot.

What there is to do is a demand of the place, the same under every rule: posts at peak, visits owed, other
work, case files. A rule says which corps may do it and in which order a free officer asks; how much of it
gets done follows from how many are free. Each draw is keyed by officer and slot (or half day), never by how
often somebody has chosen, so that an officer who comes back from a call under one rule finds the same
chances as under another.
"""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Corps, Duty, EventKind, RoadClass
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import is_generalist, is_specialist, leads_simple_calls
from jiaosuo.model.kernels.officers.case_file import work_at_file
from jiaosuo.model.kernels.officers.movement import go_to, set_duty, set_off, write_log
from jiaosuo.model.kernels.officers.patrol import beat_cell, visit, walk_beat
from jiaosuo.model.kernels.officers.roster import SHIFT, change_shift, go_home
from jiaosuo.model.kernels.officers.skill import finish_training
from jiaosuo.model.kernels.officers.watch import man_watches, takes_empty_watch
from jiaosuo.model.kernels.officers.work import owe_work, take_work

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
_TURN, _AUX_POST = draws.process("turn"), draws.process("auxiliary post")
_DUTY, _FENCE = draws.process("duty"), draws.process("ring fence")


@lean_kernel
def begin_slot(e: EventLoopTables) -> None:
    """Change the shift if it is time, say what there is to do, then let every officer who is free choose."""
    clock, levers = e.clock[0], e.levers[0]
    # `now` is a multiple of the slot's length, yet the quotient may fall just short of the whole number.
    clock.slot = int(clock.now / levers.duty_slot_minutes + 1e-9)
    shift = int(clock.now / SHIFT + 1e-9)
    if shift != clock.shift:
        clock.shift = shift
        change_shift(e, shift)
    watch_coverage(e)
    if is_peak(e):
        clock.post_minutes_wanted += e.posts.shape[0] * levers.duty_slot_minutes
    owe_visits(e)
    owe_work(e)
    man_watches(e)
    officers = e.officers.shape[0]
    first, step = turns_of_slot(clock.seed, clock.slot, officers)
    for place in range(officers):
        officer = (first + place * step) % officers
        if may_choose(e, officer):
            choose_duty(e, officer)
    clock.offer_due = True
    schedule(e, (clock.slot + 1) * levers.duty_slot_minutes, EventKind.SLOT_BEGINS, 0, 0)


@lean_kernel
def may_choose(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer chooses anew with the slot: neither at a call nor writing it up, nor in a session.

    A session of other work goes on over slots, unless training is planned: the two are planned together.
    """
    me = e.officers[officer]
    if me.duty == Duty.OTHER_WORK:
        return bool(e.clock[0].now < me.training_until)
    return bool(
        me.duty != Duty.OFF
        and me.duty != Duty.TO_CALL
        and me.duty != Duty.ON_SCENE
        and me.duty != Duty.PAPERWORK
    )


@lean_kernel
def turns_of_slot(seed: int, slot: int, officers: int) -> tuple[int, int]:
    """Which row chooses first in a slot, and the step from one to the next, coprime to their number.

    All come once, in an order of the slot's own: were it that of the rows, one corps would get every post.
    """
    first = int(draws.uniform(seed, _TURN, 0, slot) * officers)
    step = 1 + int(draws.uniform(seed, _TURN, 1, slot) * officers)
    while math.gcd(step, officers) > 1:
        step += 1
    return first, step


@lean_kernel
def owe_visits(e: EventLoopTables) -> None:
    """Add what visits each township is owed in this slot; what a day has left undone lapses with the next."""
    levers = e.levers[0]
    hours_in = ((e.clock[0].now / HOUR) - levers.visits_from) % HOURS_A_DAY
    if hours_in >= levers.visiting_hours:
        return
    share = min(1.0, levers.duty_slot_minutes / (levers.visiting_hours * HOUR))
    for township in range(e.visits_owed.shape[0]):
        if hours_in < levers.duty_slot_minutes / HOUR:
            e.visits_owed[township] = min(0.0, e.visits_owed[township])
        e.visits_owed[township] += e.visits_wanted[township] * share
        e.clock[0].visit_minutes_wanted += e.visits_wanted[township] * share


@lean_kernel
def choose_duty(e: EventLoopTables, officer: int) -> None:
    """What an officer turns to whom no call holds: training, watch, work at its hours, else by the rule."""
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    was, there = me.duty, me.cell
    me.call = NOBODY
    if me.duty == Duty.TRAINING and clock.now >= me.training_until:
        finish_training(e, officer)
    fence = draws.uniform(clock.seed, _FENCE, officer, clock.slot)
    me.fenced = fence < levers.ring_fence and is_generalist(e, officer, me.township)
    if not me.rostered:
        go_home(e, officer)
        return
    if clock.now < me.training_until:
        stay_or_turn(e, officer, Duty.TRAINING)
    elif takes_empty_watch(e, officer):
        keep_inside(e, officer)
    elif not take_work(e, officer, True, False):
        take_turn(e, officer)
    if me.duty != was or me.cell != there:
        write_log(e, officer)


@lean_kernel
def stay_or_turn(e: EventLoopTables, officer: int, duty: Duty) -> None:
    """Go on with a duty at the home site, or go there and turn to it."""
    me = e.officers[officer]
    if me.duty != duty:
        set_duty(e, officer, duty)
        set_off(e, officer, me.home_cell)


@lean_kernel
def keep_inside(e: EventLoopTables, officer: int) -> None:
    """Who keeps the watch does what there is to do at the own site, in the same order; else just watches."""
    me = e.officers[officer]
    if take_work(e, officer, True, True):
        return
    if write_up(e, officer):
        go_to(e, officer, me.home_cell)
    elif not work_at_file(e, officer) and not take_work(e, officer, False, True) and me.duty != Duty.WATCH:
        set_duty(e, officer, Duty.WATCH)
        go_to(e, officer, me.home_cell)


@lean_kernel
def take_turn(e: EventLoopTables, officer: int) -> None:
    """The first duty that there is to do, in the order which the rule of the home township states; else none.

    What is left of the time is standby.
    """
    answers = e.rule_table[e.officers[officer].township]
    for place in range(answers.turns.shape[0]):
        if turns_to(e, officer, answers.turns[place]):
            return
    stay_or_turn(e, officer, Duty.STANDBY)


@lean_kernel
def turns_to(e: EventLoopTables, officer: int, duty: int) -> bool:
    """Let an officer turn to a duty, if there is any of it to do; whether there was."""
    if duty == Duty.PAPERWORK:
        return write_up(e, officer)
    if duty == Duty.POST:
        return hold_post(e, officer)
    if duty == Duty.CASE_FILE:
        return work_at_file(e, officer)
    if duty == Duty.OTHER_WORK:
        return take_work(e, officer, False, False)
    if duty == Duty.COMMUNITY:
        return pay_visit(e, officer)
    return go_on_beat(e, officer)


@lean_kernel
def write_up(e: EventLoopTables, officer: int) -> bool:
    """Paperwork, if any is owed."""
    me = e.officers[officer]
    if me.paperwork_due <= 0.0:
        return False
    set_duty(e, officer, Duty.PAPERWORK)
    schedule(e, e.clock[0].now + me.paperwork_due, EventKind.PAPERWORK_DONE, officer, me.stamp)
    return True


@lean_kernel
def pay_visit(e: EventLoopTables, officer: int) -> bool:
    """Visits in the cell that officer and slot draw, if its township is owed some and the corps pays any."""
    me = e.officers[officer]
    if not e.rule_table[me.township].visits[me.corps]:
        return False
    cell = beat_cell(e, officer)
    if e.visits_owed[e.cells[cell].township] <= 0.0:
        return False
    visit(e, officer, cell)
    return True


@lean_kernel
def go_on_beat(e: EventLoopTables, officer: int) -> bool:
    """A beat, for the share of such slots that is the same for every corps that walks one."""
    me, clock = e.officers[officer], e.clock[0]
    if not e.rule_table[me.township].beats[me.corps]:
        return False
    if draws.uniform(clock.seed, _DUTY, officer, clock.slot) >= e.levers[0].beat_share:
        return False
    walk_beat(e, officer)
    return True


@lean_kernel
def is_peak(e: EventLoopTables) -> bool:
    """Whether it is a peak hour, in which junction posts are to be staffed."""
    levers = e.levers[0]
    hour = (e.clock[0].now % DAY) / HOUR
    morning = hour - levers.morning_peak
    evening = hour - levers.evening_peak
    return bool(0.0 <= morning < levers.peak_hours or 0.0 <= evening < levers.peak_hours)


@lean_kernel
def may_hold_post(e: EventLoopTables, officer: int) -> bool:
    """Whether an officer may stand at a post; of auxiliaries a share may, drawn anew each half day."""
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    half_day = int(clock.now / (DAY / 2))
    if me.corps == Corps.AUXILIARY:
        return bool(draws.uniform(clock.seed, _AUX_POST, officer, half_day) < levers.aux_share_posts)
    return bool(e.rule_table[me.township].posts[me.corps])


@lean_kernel
def hold_post(e: EventLoopTables, officer: int) -> bool:
    """At peak, stay at the post or drive to an empty one, if there is one and the corps may hold it."""
    if not is_peak(e) or not may_hold_post(e, officer):
        return False
    if e.officers[officer].duty == Duty.POST:
        return True
    post = empty_post(e, officer)
    if post == NOBODY:
        return False
    take_post(e, officer, post)
    return True


@lean_kernel
def empty_post(e: EventLoopTables, officer: int) -> int:
    """The first post without an officer in a township that this officer serves, NOBODY if there is none."""
    for row in range(e.posts.shape[0]):
        post = e.posts[row]
        if post.officer == NOBODY and e.serves[officer, post.township]:
            return row
    return NOBODY


@lean_kernel
def take_post(e: EventLoopTables, officer: int, row: int) -> None:
    """Drive to a post, which is staffed from when the officer is there."""
    me, post = e.officers[officer], e.posts[row]
    set_duty(e, officer, Duty.POST)
    set_off(e, officer, post.cell)
    post.officer, post.since = officer, me.arrives
    me.post = row


@lean_kernel
def watch_coverage(e: EventLoopTables) -> None:
    """Count the minutes of the coming slot in which nobody on duty serves a township and may lead there."""
    townships, domains = e.unmanned.shape
    for township in range(townships):
        for domain in range(domains):
            if not _anybody_on_duty(e, township, domain):
                e.unmanned[township, domain] += e.levers[0].duty_slot_minutes


@lean_kernel
def _anybody_on_duty(e: EventLoopTables, township: int, domain: int) -> bool:
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        if me.rostered and e.serves[officer, township] and not is_specialist(me.corps):
            if leads_simple_calls(e, officer, township, domain, RoadClass.VILLAGE):
                return True
    return False
