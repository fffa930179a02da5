"""One file per study: a question put to the model, and how it is answered. `STUDIES` is the shelf."""

from experiments.studies.study import Option, Request, Study
from model.core.registry import Shelf

__all__ = ["STUDIES", "Option", "Request", "Study"]

STUDIES: Shelf[Study] = Shelf(__name__, Study, "study")
