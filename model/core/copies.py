"""Deep copies that share what is never written to."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields, replace
from typing import Any


def deepcopy_but[T](it: T, memo: dict[int, Any], *shared: object) -> T:
    """A `__deepcopy__` of a dataclass: all is copied, but what is named stays the same, wherever held."""
    memo.update({id(each): each for each in shared})
    of: Any = it  # a dataclass, which has no type of its own
    copy: T = replace(of, **{each.name: deepcopy(getattr(of, each.name), memo) for each in fields(of)})
    return copy
