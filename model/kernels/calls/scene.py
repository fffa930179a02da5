"""Skill where it shows on the road: at the scene, at the junction, and in the command that looks on.

Published figures (until when a lane is blocked, what it takes of the capacity, how many crashes it brings,
what a staffed junction gives) are those of the status quo. So each is taken as it is where the lead is as
skilled as those who lead there under the status quo, and moves with the gap between the two.
"""

from __future__ import annotations

from jiaosuo.model.core.terms import Domain, Duty
from jiaosuo.model.kernels.base.jit import lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.skill import skill_now


@lean_kernel
def manage_scene(e: EventLoopTables, call: int, gap: float) -> None:
    """Let a scene be led by somebody whose skill falls short of the usual by `gap`; 0: by nobody.

    The link keeps the sum over its blocked lanes.
    """
    it = e.calls[call]
    if it.blocking:
        e.links[it.link].scene_gap += gap - it.scene_gap
    it.scene_gap = gap


@lean_kernel
def part_until_clear(e: EventLoopTables, call: int) -> float:
    """Part of the work after which the lane is clear: who is skilled sees to the road first."""
    levers = e.levers[0]
    return float(min(1.0, levers.block_until * (1.0 + levers.scene_lane * e.calls[call].scene_gap)))


@lean_kernel
def unwarned(e: EventLoopTables, link: int) -> float:
    """Secondary crashes at a link's blocked lanes over the usual number, by the mean gap of those who lead.

    A lane at which nobody is yet has the usual number.
    """
    state = e.links[link]
    if state.blocked == 0:
        return 1.0
    return float(1.0 + e.levers[0].scene_warning * state.scene_gap / state.blocked)


@lean_kernel
def edge_at_post(e: EventLoopTables, officer: int) -> float:
    """What more than the usual an officer gets through a junction, as a share: by skill in traffic."""
    worth = e.levers[0].post_skill
    if worth <= 0.0:  # and nobody's skill is looked at
        return 0.0
    return float(worth * (skill_now(e, officer, Domain.TRAFFIC) - usual_traffic_skill(e)))


@lean_kernel
def usual_traffic_skill(e: EventLoopTables) -> float:
    """Skill of those who lead at traffic calls under the status quo, mean over the kinds of call."""
    total, kinds = 0.0, 0
    for kind in range(e.kinds.shape[0]):
        if e.kinds[kind].domain == Domain.TRAFFIC:
            total += e.kinds[kind].status_quo_skill
            kinds += 1
    return float(total / max(kinds, 1))


@lean_kernel
def attention(e: EventLoopTables, call: int) -> float:
    """Share of its scenes that a command can look at: all, up to its span.

    A command is a site with a desk: its officers who lead now at calls of that desk, this one among them.
    """
    span = e.levers[0].command_span
    if span <= 0.0:
        return 1.0
    it = e.calls[call]
    scenes, home = 0, e.officers[it.lead].home_cell
    for officer in range(e.officers.shape[0]):
        me = e.officers[officer]
        if me.duty == Duty.ON_SCENE and me.home_cell == home:
            other = e.calls[me.call]
            scenes += int(other.lead == officer and other.desk == it.desk)
    return float(min(1.0, span / max(scenes, 1)))
