"""One file per kind of surge; `SURGES` is the shelf."""

from jiaosuo.model.core.registry import Shelf
from jiaosuo.model.surges.surge import Surge

SURGES: Shelf[Surge] = Shelf(__name__, Surge, "surge")
