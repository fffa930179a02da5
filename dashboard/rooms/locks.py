"""What a locked lever locks: the choice before a change and the one after it must agree in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.comparison import SIDES, Side
from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.rooms.room import LOCKED
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_
from jiaosuo.model.years import GROWN_FOR

PLACE, RULES = "place", "rules"
GROUPS = {PLACE: N_("Place, story and lesson"), RULES: N_("Rules and staffing")}
"""What can be locked besides single levers."""


def check_names(names: object) -> frozenset[str]:
    """Names of locks as a browser sends them, or InputError."""
    if not isinstance(names, list) or len(names) > 100:
        raise InputError("locks", names, "must be a list of names, at most 100")
    known = (*GROUPS, *LABELS)
    for name in names:
        if name not in known:
            raise unknown("locks", name, known)
    return frozenset(names)


def check(before: Choice, after: Choice, locks: Collection[str]) -> None:
    """InputError for the first thing that is locked and not the same before and after."""
    for name in sorted(locks):
        had, has = _of(before, name), _of(after, name)
        if had != has:
            raise InputError(GROUPS.get(name, name), _given(had, has), LOCKED)


def _of(choice: Choice, name: str) -> dict[Any, Any]:
    """All that a lock stands for, by where it is said."""
    demand = choice.comparison
    if name == PLACE:
        taught = choice.lesson.address if choice.lesson else ""
        about = (
            demand.place,
            demand.seed,
            demand.days,
            demand.people_per_agent,
            choice.story,
            taught,
            demand.mode,
        )
        return dict(enumerate(about))
    parts = _rules if name == RULES else _lever
    found = {key: said for which in SIDES for key, said in parts(which, demand.side(which), name)}
    return found | ({"horizon": demand.horizon} if name == GROWN_FOR else {})


def _rules(which: str, side: Side, _: str) -> Iterator[tuple[Any, Any]]:
    yield (which, -1), (side.rule, side.staffing, side.townships)
    for event in side.events:
        said = (event.rule, event.staffing, event.townships)
        if any(said):
            yield (which, event.minute), said


def _lever(which: str, side: Side, name: str) -> Iterator[tuple[Any, Any]]:
    yield from (((which, -1), value) for lever, value in side.values if lever == name)
    for event in side.events:
        yield from (((which, event.minute), value) for lever, value in event.values if lever == name)


def _given(had: dict[Any, Any], has: dict[Any, Any]) -> object:
    """What was tried to set, as it is named to the one who tried."""
    changed = [has.get(key) for key in (*has, *had) if has.get(key) != had.get(key)]
    tried = next((value for value in changed if value is not None), "-")
    return next(iter(tried), "-") if isinstance(tried, tuple) else tried
