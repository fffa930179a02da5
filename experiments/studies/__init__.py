"""One file per study: a question put to the model, and how it is answered. `STUDIES` is the shelf."""

from typing import Any

from jiaosuo.experiments.study_tools.study import Option, Request, Study
from jiaosuo.model.core.registry import Shelf

__all__ = ["STUDIES", "Option", "Request", "Study"]

STUDIES: Shelf[Study[Any]] = Shelf(__name__, Study, "study", "studies")
