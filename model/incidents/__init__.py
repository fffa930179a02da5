"""One file per kind of call; `KINDS` is the shelf."""

from model.core.registry import Shelf
from model.incidents.kind import Kind

KINDS: Shelf[Kind] = Shelf(__name__, Kind, "kind")
