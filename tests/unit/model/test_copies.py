"""Deep copies that share what is never written to."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from jiaosuo.model.core.copies import deepcopy_but


@dataclass
class Box:
    """Something that is written to, and something that is not and stands in two places."""

    written: list[int]
    fixed: list[int]
    inside: dict[str, list[int]] = field(default_factory=dict)

    def __deepcopy__(self, memo):
        return deepcopy_but(self, memo, self.fixed)


def test_what_is_named_is_one_wherever_it_stands_and_all_else_is_another():
    fixed = [1]
    box = Box([2], fixed, {"again": fixed, "other": [3]})
    copy, beside = deepcopy((box, fixed))
    assert copy == box
    assert copy.fixed is copy.inside["again"] is beside is fixed
    assert copy.written is not box.written
    assert copy.inside["other"] is not box.inside["other"]
