"""Is the county what theory says, where theory can say it? One file a claim; `CLAIMS` is the shelf."""

from jiaosuo.experiments.validation.claim import Case, Claim
from jiaosuo.model.core.registry import Shelf

CLAIMS: Shelf[Claim] = Shelf("jiaosuo.experiments.validation.shelf", Claim, "claim")

__all__ = ["CLAIMS", "Case", "Claim"]
