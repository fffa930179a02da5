"""Duty: what officers do while no call holds them, chosen by draws anew every slot.

Each draw is keyed by officer and slot (or hour, or half day), never by how often somebody has chosen, so that
an officer who comes back from a call under one rule turns to the same duty as under another.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import NOBODY, Corps, Duty, EventKind, RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import is_generalist, is_specialist, leads_simple_calls
from jiaosuo.model.kernels.officers.movement import set_duty, set_off, write_log
from jiaosuo.model.kernels.officers.patrol import visit, walk_beat
from jiaosuo.model.kernels.officers.roster import SHIFT, change_shift, go_home
from jiaosuo.model.kernels.officers.skill import finish_training

HOUR, DAY = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY)
_BUSINESS, _POST, _AUX_POST = (draws.process(name) for name in ("business", "post", "auxiliary post"))
_DUTY, _FENCE = draws.process("duty"), draws.process("ring fence")


@lean_kernel
def begin_slot(e: EventLoopTables) -> None:
    """Change the shift if it is time, then let every officer who is free for it choose a duty."""
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
    for officer in range(e.officers.shape[0]):
        duty = e.officers[officer].duty
        if duty != Duty.OFF and duty != Duty.TO_CALL and duty != Duty.ON_SCENE and duty != Duty.PAPERWORK:
            choose_duty(e, officer)
    clock.offer_due = True
    schedule(e, (clock.slot + 1) * levers.duty_slot_minutes, EventKind.SLOT_BEGINS, 0, 0)


@lean_kernel
def choose_duty(e: EventLoopTables, officer: int) -> None:
    """What a free officer turns to: the first that applies, each by a draw of this officer and slot.

    Business is drawn by the hour and posts by the half day, so that they last longer than a slot.
    """
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    was, there = me.duty, me.cell
    me.call = NOBODY
    if me.duty == Duty.TRAINING and clock.now >= me.training_until:
        finish_training(e, officer)
    hour = int(clock.now / HOUR)
    fence = draws.uniform(clock.seed, _FENCE, officer, clock.slot)
    me.fenced = fence < levers.ring_fence and is_generalist(e, officer, me.township)
    if not me.rostered:
        go_home(e, officer)
        return
    if clock.now < me.training_until:
        stay_or_turn(e, officer, Duty.TRAINING)
    elif draws.uniform(clock.seed, _BUSINESS, officer, hour) >= levers.availability:
        stay_or_turn(e, officer, Duty.BUSINESS)
    elif me.paperwork_due > 0.0:
        set_duty(e, officer, Duty.PAPERWORK)
        schedule(e, clock.now + me.paperwork_due, EventKind.PAPERWORK_DONE, officer, me.stamp)
    elif is_peak(e) and is_committed(e, officer):
        hold_post_or_patrol(e, officer)
    else:
        patrol_or_stay(e, officer)
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
def patrol_or_stay(e: EventLoopTables, officer: int) -> None:
    """Beat, community or standby, by the shares that the rule of the home township gives the corps."""
    me, clock = e.officers[officer], e.clock[0]
    answers = e.rule_table[me.township]
    beat = e.levers[0].beat_factor * answers.beat[me.corps]
    community = e.levers[0].community_factor * answers.community[me.corps]
    choice = draws.uniform(clock.seed, _DUTY, officer, clock.slot)
    if choice < beat:
        walk_beat(e, officer)
    elif choice < beat + community:
        visit(e, officer)
    else:
        stay_or_turn(e, officer, Duty.STANDBY)


@lean_kernel
def is_peak(e: EventLoopTables) -> bool:
    """Whether it is a peak hour, in which junction posts are to be staffed."""
    levers = e.levers[0]
    hour = (e.clock[0].now % DAY) / HOUR
    morning = hour - levers.morning_peak
    evening = hour - levers.evening_peak
    return bool(0.0 <= morning < levers.peak_hours or 0.0 <= evening < levers.peak_hours)


@lean_kernel
def is_committed(e: EventLoopTables, officer: int) -> bool:
    """Whether this officer is one of those who staff posts this half day."""
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    half_day = int(clock.now / (DAY / 2))
    share = e.rule_table[me.township].post[me.corps]
    if me.corps == Corps.AUXILIARY:
        return bool(draws.uniform(clock.seed, _AUX_POST, officer, half_day) < levers.aux_share_posts)
    return bool(draws.uniform(clock.seed, _POST, officer, half_day) < share)


@lean_kernel
def hold_post_or_patrol(e: EventLoopTables, officer: int) -> None:
    """Stay at the post, or drive to an empty one; go on patrol, or stay, where there is none."""
    if e.officers[officer].duty == Duty.POST:
        return
    post = empty_post(e, officer)
    if post == NOBODY:
        patrol_or_stay(e, officer)
    else:
        take_post(e, officer, post)


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
