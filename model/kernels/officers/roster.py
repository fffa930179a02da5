"""The roster: who is on duty in which shift, relief, overtime, and training days."""

from __future__ import annotations

import math

from jiaosuo.model.core.terms import NOBODY, Duty
from jiaosuo.model.core.units import DAYS_A_YEAR, MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import is_generalist
from jiaosuo.model.kernels.officers.movement import set_duty, write_log
from jiaosuo.model.kernels.officers.skill import finish_training
from jiaosuo.model.kernels.officers.work import drop_own_work, owe_own_work

HOUR, SHIFT = float(MINUTES_AN_HOUR), float(MINUTES_A_SHIFT)
SHIFTS_A_YEAR = float(DAYS_A_YEAR * MINUTES_A_DAY // MINUTES_A_SHIFT)
_TRAINING, _RETRAINING = draws.process("training"), draws.process("training for a change")


@lean_kernel
def people_on_shift(
    size: int, share: float, weights: tuple[float, float, float], phase: float, shift: int
) -> tuple[int, int]:
    """(how many of a roster group are on duty in a shift, who is first): whole officers, remainders carried.

    The group's due share accumulates over the shifts; whoever comes next in the rota makes up each whole
    officer. So a group of three at .3 has nights with nobody, as small stations do: rounding shift by shift
    would give them one officer always, or never. `weights` have mean 1; `phase` in [0, 1) sets the start.
    """
    day, part = shift // 3, shift % 3
    before = 3.0 * day
    for earlier in range(part):
        before += weights[earlier]
    start = int(size * share * before + phase)
    end = int(size * share * (before + weights[part]) + phase)
    return min(size, end - start), start % max(size, 1)


@lean_kernel
def is_rostered(e: EventLoopTables, officer: int, shift: int) -> bool:
    """Whether the rota puts an officer on duty in a shift; who has left the force is on none."""
    me, levers = e.officers[officer], e.levers[0]
    if me.establishment_post == NOBODY:
        return False
    mean = (levers.night_weight + levers.day_weight + levers.evening_weight) / 3.0
    weights = (levers.night_weight / mean, levers.day_weight / mean, levers.evening_weight / mean)
    due, first = people_on_shift(me.group_size, levers.on_duty_share, weights, me.phase, shift)
    return bool((me.group_rank - first) % me.group_size < due)


@lean_kernel
def change_shift(e: EventLoopTables, shift: int) -> None:
    """Relieve those whose shift is over, unless a call holds them, and put the next on duty."""
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        me.rostered = is_rostered(e, officer, shift)
        held = me.duty == Duty.TO_CALL or me.duty == Duty.ON_SCENE
        if held and not me.rostered and math.isnan(me.overtime_from):
            me.overtime_from = e.clock[0].now
        elif held and me.rostered:
            end_overtime(e, officer)
        if me.rostered:
            start_shift(e, officer, shift)
        elif not held and me.duty != Duty.OFF:
            go_home(e, officer)


@lean_kernel
def start_shift(e: EventLoopTables, officer: int, shift: int) -> None:
    """Report for duty at the home site, some days to train first; the slot then gives the duty.

    Cross-training is for those who may lead at traffic and at order calls: nobody else has a use for it.
    Who owes training for a change of rule gives some shifts to it whole, drawn so that not all go at once.
    """
    me, clock, levers = e.officers[officer], e.clock[0], e.levers[0]
    if me.duty == Duty.OFF:
        set_duty(e, officer, Duty.STANDBY)
        write_log(e, officer)
    owe_own_work(e, officer)
    sessions = levers.training_hours / levers.training_block_hours
    chance = sessions / (SHIFTS_A_YEAR * levers.on_duty_share)
    drawn = draws.uniform(clock.seed, _TRAINING, officer, shift) < chance
    if drawn and is_generalist(e, officer, me.township):
        me.training_until = clock.now + levers.training_block_hours * HOUR
    if me.training_due > 0.0:
        if draws.uniform(clock.seed, _RETRAINING, officer, shift) < levers.change_training_share:
            me.training_until = clock.now + SHIFT
            me.training_due = max(0.0, me.training_due - SHIFT)


@lean_kernel
def go_home(e: EventLoopTables, officer: int) -> None:
    """End a shift or a recall; the next one starts at the home site."""
    me = e.officers[officer]
    if me.duty == Duty.TRAINING:
        finish_training(e, officer)
    set_duty(e, officer, Duty.OFF)
    drop_own_work(e, officer)
    me.fenced = False
    end_overtime(e, officer)
    me.cell, me.from_cell, me.arrives = me.home_cell, me.home_cell, e.clock[0].now
    write_log(e, officer)


@lean_kernel
def end_overtime(e: EventLoopTables, officer: int) -> None:
    """Count the time worked off the roster, be it a call that outlasted a shift or a recall from home."""
    me = e.officers[officer]
    if not math.isnan(me.overtime_from):
        me.overtime += e.clock[0].now - me.overtime_from
        me.overtime_from = math.nan
