"""What officers do while no call holds them: shifts, business, training, paperwork, posts, beats, visits."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Authority, Basis, Corps, Domain, Duty, EventKind, RoadClass
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import World
from jiaosuo.model.kernels.officers.movement import set_duty, set_off, write_log
from jiaosuo.model.kernels.officers.skill import gain_skill, is_specialist, skill_now

HOUR, DAY, SHIFT = float(MINUTES_AN_HOUR), float(MINUTES_A_DAY), float(MINUTES_A_SHIFT)

_BUSINESS, _TRAINING, _POST, _AUX_POST = (
    draws.process(name) for name in ("business", "training", "post", "auxiliary post")
)
_DUTY, _BEAT, _FENCE, _FOUND = (
    draws.process(name) for name in ("duty", "beat", "ring fence", "found on patrol")
)
_MET, _RETRAINING = draws.process("people met"), draws.process("training for a change")
_CANDIDATE, _VISIT = draws.process("violation candidates"), draws.process("visit")


@lean_kernel
def people_on_shift(
    size: int, share: float, weights: tuple[float, float, float], phase: float, shift: int
) -> tuple[int, int]:
    """(how many of a roster group are on duty in a shift, who is first): whole officers, remainders carried.

    The group's due share accumulates over the shifts; whoever comes next in the rota makes up each whole
    officer, so a group of three at .3 has nights with nobody. `weights` have mean 1; `phase` in [0, 1) sets
    the start.
    """
    day, part = shift // 3, shift % 3
    before = 3.0 * day
    for earlier in range(part):
        before += weights[earlier]
    start = int(size * share * before + phase)
    end = int(size * share * (before + weights[part]) + phase)
    return min(size, end - start), start % max(size, 1)


@lean_kernel
def is_rostered(w: World, officer: int, shift: int) -> bool:
    """Whether the rota puts an officer on duty in a shift; who has left the force is on none."""
    me, levers = w.officers[officer], w.levers[0]
    if me.establishment_post == NOBODY:
        return False
    mean = (levers.night_weight + levers.day_weight + levers.evening_weight) / 3.0
    weights = (levers.night_weight / mean, levers.day_weight / mean, levers.evening_weight / mean)
    due, first = people_on_shift(me.group_size, levers.on_duty_share, weights, me.phase, shift)
    return bool((me.group_rank - first) % me.group_size < due)


@lean_kernel
def begin_slot(w: World) -> None:
    """Change the shift if it is time, then let every officer who is free for it choose a duty."""
    clock, levers = w.clock[0], w.levers[0]
    clock.slot = int(clock.now / levers.duty_slot_minutes + 1e-9)
    shift = int(clock.now / SHIFT + 1e-9)
    if shift != clock.shift:
        clock.shift = shift
        change_shift(w, shift)
    watch_coverage(w)
    if is_peak(w):
        clock.post_minutes_wanted += w.posts.shape[0] * levers.duty_slot_minutes
    for officer in range(w.officers.shape[0]):
        duty = w.officers[officer].duty
        if duty != Duty.OFF and duty != Duty.TO_CALL and duty != Duty.ON_SCENE and duty != Duty.PAPERWORK:
            choose_duty(w, officer)
    clock.offer_due = True
    schedule(w, (clock.slot + 1) * levers.duty_slot_minutes, EventKind.SLOT_BEGINS, 0, 0)


@lean_kernel
def change_shift(w: World, shift: int) -> None:
    """Relieve those whose shift is over, unless a call holds them, and put the next on duty."""
    for officer in range(w.officers.shape[0]):
        me = w.officers[officer]
        me.rostered = is_rostered(w, officer, shift)
        held = me.duty == Duty.TO_CALL or me.duty == Duty.ON_SCENE
        if held and not me.rostered and math.isnan(me.overtime_from):
            me.overtime_from = w.clock[0].now
        elif held and me.rostered:
            end_overtime(w, officer)
        if me.rostered:
            start_shift(w, officer, shift)
        elif not held and me.duty != Duty.OFF:
            go_home(w, officer)


@lean_kernel
def start_shift(w: World, officer: int, shift: int) -> None:
    """Report for duty at the home site, some days to train first; the slot then gives the duty.

    Who owes training for a change of rule gives some shifts to it whole, drawn so that not all go at once.
    """
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    if me.duty == Duty.OFF:
        set_duty(w, officer, Duty.STANDBY)
        write_log(w, officer)
    sessions = levers.training_hours / levers.training_block_hours
    if draws.uniform(clock.seed, _TRAINING, officer, shift) < sessions / (1095.0 * levers.on_duty_share):
        me.training_until = clock.now + levers.training_block_hours * HOUR
    if me.training_due > 0.0:
        if draws.uniform(clock.seed, _RETRAINING, officer, shift) < levers.change_training_share:
            me.training_until = clock.now + SHIFT
            me.training_due = max(0.0, me.training_due - SHIFT)


@lean_kernel
def go_home(w: World, officer: int) -> None:
    """End a shift or a recall; the next one starts at the home site."""
    me = w.officers[officer]
    if me.duty == Duty.TRAINING:
        finish_training(w, officer)
    set_duty(w, officer, Duty.OFF)
    me.fenced = False
    end_overtime(w, officer)
    me.cell, me.from_cell, me.arrives = me.home_cell, me.home_cell, w.clock[0].now
    write_log(w, officer)


@lean_kernel
def end_overtime(w: World, officer: int) -> None:
    """Book the time worked off the roster, be it a call that outlasted a shift or a recall from home."""
    me = w.officers[officer]
    if not math.isnan(me.overtime_from):
        me.overtime += w.clock[0].now - me.overtime_from
        me.overtime_from = math.nan


@lean_kernel
def choose_duty(w: World, officer: int) -> None:
    """What a free officer turns to: the first that applies, each by a draw of this officer and slot."""
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    was, there = me.duty, me.cell
    me.call = NOBODY
    if me.duty == Duty.TRAINING and clock.now >= me.training_until:
        finish_training(w, officer)
    hour = int(clock.now / HOUR)
    fence = draws.uniform(clock.seed, _FENCE, officer, clock.slot)
    me.fenced = fence < levers.ring_fence and is_generalist(w, officer, me.township)
    if not me.rostered:
        go_home(w, officer)
        return
    if clock.now < me.training_until:
        stay_or_turn(w, officer, Duty.TRAINING)
    elif draws.uniform(clock.seed, _BUSINESS, officer, hour) >= levers.availability:
        stay_or_turn(w, officer, Duty.BUSINESS)
    elif me.paperwork_due > 0.0:
        set_duty(w, officer, Duty.PAPERWORK)
        schedule(w, clock.now + me.paperwork_due, EventKind.PAPERWORK_DONE, officer, me.stamp)
    elif is_peak(w) and is_committed(w, officer) and hold_post(w, officer):
        pass
    else:
        patrol_or_stay(w, officer)
    if me.duty != was or me.cell != there:
        write_log(w, officer)


@lean_kernel
def stay_or_turn(w: World, officer: int, duty: Duty) -> None:
    """Go on with a duty at the home site, or go there and turn to it."""
    me = w.officers[officer]
    if me.duty != duty:
        set_duty(w, officer, duty)
        set_off(w, officer, me.home_cell)


@lean_kernel
def patrol_or_stay(w: World, officer: int) -> None:
    """Beat, community or standby, by the shares that the rule of the home township gives the corps."""
    me, clock = w.officers[officer], w.clock[0]
    answers = w.rule_table[me.township]
    beat = w.levers[0].beat_factor * answers.beat[me.corps]
    community = w.levers[0].community_factor * answers.community[me.corps]
    choice = draws.uniform(clock.seed, _DUTY, officer, clock.slot)
    if choice < beat:
        walk_beat(w, officer)
    elif choice < beat + community:
        visit(w, officer)
    else:
        stay_or_turn(w, officer, Duty.STANDBY)


@lean_kernel
def beat_cell(w: World, officer: int) -> int:
    """A cell of the officer's beat for this slot, drawn by people and road."""
    me, clock = w.officers[officer], w.clock[0]
    choice = draws.uniform(clock.seed, _BEAT, officer, clock.slot)
    low, high = me.beat_first, me.beat_end - 1
    while low < high:
        middle = (low + high) // 2
        if w.beat_chance[middle] > choice:
            high = middle
        else:
            low = middle + 1
    return int(w.beat_cells[low])


@lean_kernel
def walk_beat(w: World, officer: int) -> None:
    """Drive to a cell of the beat and look around; whoever has authority there may find violations."""
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    cell = beat_cell(w, officer)
    set_duty(w, officer, Duty.STANDBY)
    set_off(w, officer, cell)
    set_duty(w, officer, Duty.BEAT)
    companions = w.beats_at[cell]
    w.beats_at[cell] += 1
    end = (clock.slot + 1) * levers.duty_slot_minutes
    here = w.cells[cell]
    if me.arrives >= end or not may_lead(w, officer, here.township, Domain.TRAFFIC, here.road_class):
        return
    lapses = (1.0 - levers.compliance) / (1.0 - levers.surveyed_compliance)
    mean = levers.violations_per_beat_hour * lapses * levers.duty_slot_minutes / HOUR
    for kind in range(w.kinds.shape[0]):
        if w.kinds[kind].basis == Basis.PATROL:
            meet_violations(w, officer, kind, mean, companions, end)


@lean_kernel
def meet_violations(w: World, officer: int, kind: int, mean: float, companions: int, end: float) -> None:
    """Candidates live on (cell, slot); each companion on the beat opens a further share of them."""
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    entity = kind * 1_000_003 + me.cell
    index = clock.slot * 64 + min(companions, 63)
    count = draws.poisson(mean, draws.uniform(clock.seed, _CANDIDATE, entity, index))
    for number in range(count):
        offset = draws.uniform(clock.seed, _FOUND, entity, index * 64 + min(number, 63))
        time = clock.slot * levers.duty_slot_minutes + offset * levers.duty_slot_minutes
        if time >= me.arrives and time >= clock.now and time < end:
            subject = officer * w.kinds.shape[0] + kind
            schedule(w, time, EventKind.FOUND_ON_PATROL, subject, me.stamp)


@lean_kernel
def may_lead(w: World, officer: int, township: int, domain: int, road: int) -> bool:
    """Whether an officer's corps may attend simple calls of a domain there."""
    return bool(w.authority[township, w.officers[officer].corps, domain, road, 0] == Authority.ATTEND)


@lean_kernel
def is_generalist(w: World, officer: int, township: int) -> bool:
    """Whether an officer may lead at both traffic and order calls of a township."""
    road = RoadClass.VILLAGE
    of_traffic = may_lead(w, officer, township, Domain.TRAFFIC, road)
    return of_traffic and may_lead(w, officer, township, Domain.ORDER, road)


@lean_kernel
def visit(w: World, officer: int) -> None:
    """Spend the slot among the people of a cell: a visit raises the trust of those it meets."""
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    cell = beat_cell(w, officer)
    set_duty(w, officer, Duty.COMMUNITY)
    set_off(w, officer, cell)
    present = max(0.0, (clock.slot + 1) * levers.duty_slot_minutes - max(clock.now, me.arrives))
    chance = draws.uniform(clock.seed, _MET, officer, clock.slot)
    met = int(levers.visits_per_hour * present / HOUR + chance)
    first, last = w.first_resident[cell], w.first_resident[cell + 1]
    if last <= first:
        return
    me.visits += met
    for number in range(met):
        chance = draws.uniform(clock.seed, _VISIT, officer, clock.slot * 64 + number)
        citizen = w.citizens[w.residents[first + int(chance * (last - first))]]
        citizen.trust += levers.visit_trust_gain * (1.0 - citizen.trust) / levers.people_per_agent


@lean_kernel
def is_peak(w: World) -> bool:
    """Whether junction posts are wanted now."""
    levers = w.levers[0]
    hour = (w.clock[0].now % DAY) / HOUR
    morning = hour - levers.morning_peak
    evening = hour - levers.evening_peak
    return bool(0.0 <= morning < levers.peak_hours or 0.0 <= evening < levers.peak_hours)


@lean_kernel
def is_committed(w: World, officer: int) -> bool:
    """Whether this officer belongs to the post crew of this half day."""
    me, clock, levers = w.officers[officer], w.clock[0], w.levers[0]
    half_day = int(clock.now / (DAY / 2))
    share = w.rule_table[me.township].post[me.corps]
    if me.corps == Corps.AUXILIARY:
        return bool(draws.uniform(clock.seed, _AUX_POST, officer, half_day) < levers.aux_share_posts)
    return bool(draws.uniform(clock.seed, _POST, officer, half_day) < share)


@lean_kernel
def hold_post(w: World, officer: int) -> bool:
    """Stay at the post, or drive to an empty one in a township the officer serves; False if there is none."""
    me = w.officers[officer]
    if me.duty == Duty.POST:
        return True
    for row in range(w.posts.shape[0]):
        post = w.posts[row]
        if post.officer == NOBODY and w.serves[officer, post.township]:
            set_duty(w, officer, Duty.POST)
            set_off(w, officer, post.cell)
            post.officer, post.since = officer, me.arrives
            me.post = row
            return True
    return False


@lean_kernel
def finish_training(w: World, officer: int) -> None:
    """A session teaches the weakest of the domains in which the officer may lead at home."""
    me, levers = w.officers[officer], w.levers[0]
    weakest, least = -1, 2.0
    for domain in range(3):
        leads = may_lead(w, officer, me.township, domain, RoadClass.VILLAGE)
        if leads and skill_now(w, officer, domain) < least:
            weakest, least = domain, skill_now(w, officer, domain)
    hours = max(0.0, min(w.clock[0].now, me.training_until) - me.since) / HOUR
    if weakest >= 0:
        gain_skill(w, officer, weakest, 1.0 - (1.0 - levers.skill_gain_hour) ** hours)


@lean_kernel
def watch_coverage(w: World) -> None:
    """Count the minutes of the coming slot in which nobody on duty serves a township and may lead there."""
    townships, domains = w.unmanned.shape
    for township in range(townships):
        for domain in range(domains):
            if not _anybody_on_duty(w, township, domain):
                w.unmanned[township, domain] += w.levers[0].duty_slot_minutes


@lean_kernel
def _anybody_on_duty(w: World, township: int, domain: int) -> bool:
    for officer in range(w.officers.shape[0]):
        me = w.officers[officer]
        if me.rostered and w.serves[officer, township] and not is_specialist(me.corps):
            if may_lead(w, officer, township, domain, RoadClass.VILLAGE):
                return True
    return False
