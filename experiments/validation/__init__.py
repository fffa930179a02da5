"""Is the county what theory says, where theory can say it? One file a claim; `CLAIMS` is the shelf."""

from experiments.validation.claim import Case, Claim
from model.core.registry import Shelf

CLAIMS: Shelf[Claim] = Shelf("experiments.validation.shelf", Claim, "claim")

__all__ = ["CLAIMS", "Case", "Claim"]
