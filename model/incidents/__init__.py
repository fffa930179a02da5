"""One file per kind of call; `KINDS` is the shelf, `BENCH` beside it that of the places of theory."""

from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.incidents.bench import BENCH
from jiaosuo.model.incidents.kind import Kind

KINDS: Shelf[Kind] = Shelf(__name__, Kind, "kind", "kinds")

__all__ = ["BENCH", "KINDS", "Kind", "kind_named"]


def kind_named(name: object) -> Kind:
    """A kind of either shelf; InputError for another name."""
    for shelf in (KINDS, BENCH):
        if isinstance(name, str) and name in shelf:
            return shelf[name]
    raise unknown("kind", name, (*KINDS, *BENCH))
