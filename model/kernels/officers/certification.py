"""Certification: who may finish a complex case that the own corps is not there for.

A rule grants it to a corps, domain, road and complexity (`Authority.CERTIFIED`); whether an officer has it
follows from the officer's own skill in the domain at that moment, so that it is earned by cases and training
and lapses out of use.
"""

from __future__ import annotations

from typing import Any

from jiaosuo.model.core.terms import Authority, Complexity
from jiaosuo.model.kernels.base.jit import kernel_and_python, lean_kernel
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.officers.authority import may_finish
from jiaosuo.model.kernels.officers.skill import skill_now


@kernel_and_python
def is_enough(skill: Any, least: float) -> Any:
    """Whether who has this skill, or each of an array of skills, is certified; nobody where `least` is 1."""
    return (skill >= least) & (least < 1.0)


@lean_kernel
def is_certified(e: EventLoopTables, officer: int, domain: int) -> bool:
    """Whether an officer's skill in a domain is enough to be certified in it now."""
    return bool(is_enough(skill_now(e, officer, domain), e.levers[0].certified_skill))


@lean_kernel
def may_close(e: EventLoopTables, officer: int, call: int) -> bool:
    """Whether an officer may lead at a call even if it is complex, and so may close the case in any event."""
    it = e.calls[call]
    corps = e.officers[officer].corps
    authority = e.authority[it.township, corps, it.domain, it.road_class, Complexity.COMPLEX]
    # Skill is worked out only where certification counts: most of those asked have authority, or none.
    certified = authority == Authority.CERTIFIED and is_certified(e, officer, it.domain)
    return bool(may_finish(authority, certified))
