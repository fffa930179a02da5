"""The tapes of one file from what the server has stored of a comparison: nothing is run again."""

from __future__ import annotations

import gzip

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison
from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.jobs.answers import PlannedChunk, PlannedWorld
from jiaosuo.dashboard.playback.run_plan import RunPlan, plan_run
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.sending.tapes import MOST_OF_TAPES, Keeping, Tapes, too_long
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_

NOT_YET = N_("{n} of {of} stretches of the two worlds are recorded. The rest is under way: ask again soon.")


def stored(store: Store, comparison: Comparison) -> Tapes:
    """Both worlds of a comparison; NotSendable before all of them is recorded, and where it does not fit."""
    plans = {side: plan_run(comparison, side) for side in SIDES}
    _check_there(store, list(plans.values()))
    keeping, chunks = Keeping(), {side: list[PlannedChunk]() for side in SIDES}
    left = plans["left"]
    for chunk in range(left.chunks):
        begin, end = left.span(chunk)
        for side, plan in plans.items():
            chunks[side].append(_kept(store, plan, chunk, keeping))
        if keeping.size > MOST_OF_TAPES:
            raise too_long(left.minutes / MINUTES_A_DAY, begin, end - begin)
    worlds = {
        side: PlannedWorld(comparison.side(side).rule, chunks[side][0].header or "", tuple(chunks[side]))
        for side in SIDES
    }
    return Tapes(left.minutes, left.chunk_minutes, worlds, keeping.resources)


def _check_there(store: Store, plans: list[RunPlan]) -> None:
    wanted = [address for plan in plans for address in plan.addresses]
    there = sum(store.has("scene", each) and store.has("result", each) for each in wanted)
    if there < len(wanted):
        raise NotSendable(Problem(NOT_YET, {"n": there, "of": len(wanted)}))


def _kept(store: Store, plan: RunPlan, chunk: int, keeping: Keeping) -> PlannedChunk:
    """A chunk of one side, with the header where it is a new one."""
    begin, end = plan.span(chunk)
    headers, where = plan.header_addresses, plan.addresses[chunk]
    new = not chunk or headers[chunk] != headers[chunk - 1]
    return PlannedChunk(
        begin,
        end,
        keeping.keep(_read(store, "scene", where)),
        keeping.keep(_read(store, "result", where)),
        keeping.keep(_read(store, "head", headers[chunk])) if new else None,
    )


def _read(store: Store, kind: str, where: str) -> bytes:
    """A resource as it was packed; NotSendable where it made room for another meanwhile."""
    content = store.read(kind, where)
    if content is None:
        raise NotSendable(Problem(NOT_YET, {"n": 0, "of": 1}))
    return gzip.decompress(content)
