"""One file per kind of other work; `WORKS` is the shelf, `in_order` its kinds as officers ask for them."""

from functools import cache

from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.work.kind_of_work import Work

WORKS: Shelf[Work] = Shelf(__name__, Work, "kind of work")

__all__ = ["WORKS", "Work", "in_order"]


@cache
def in_order() -> tuple[Work, ...]:
    """All kinds in the order in which a free officer asks for them, the same under every rule."""
    return tuple(sorted(WORKS.values(), key=lambda each: (each.rank, each.name)))
