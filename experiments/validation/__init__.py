"""Is the county what theory says, where theory can say it? One file a law; `LAWS` is the shelf."""

from jiaosuo.experiments.validation.law import Case, Law
from jiaosuo.model.core.registry import Shelf

LAWS: Shelf[Law] = Shelf("jiaosuo.experiments.validation.shelf", Law, "law")

__all__ = ["LAWS", "Case", "Law"]
