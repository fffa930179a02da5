"""What officers, vehicles and citizens share as Mesa agents: each is a view of one row of a table."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import mesa

from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.errors import InputError


class RowAgent(mesa.Agent):
    """A Mesa agent that owns nothing but its row: every attribute is a column, read and written in place.

    An attribute is None where the column says that there is nothing: no call, no post, no vehicle, or a time
    at which nothing has happened. An agent whose row is gone, because a change of scenario made the table
    anew, answers with a LookupError that says so. The county alone makes agents, one a row, and none can be
    removed: how many there are is said by the scenario.
    """

    FEWER: ClassVar[str] = ""
    """What to do for fewer of them, as an InputError says it."""

    def __init__(self, model: Any, row: int) -> None:
        self.model, self.row, self.removed = model, row, False
        self.check_row()
        if not model._making_views:
            name = type(self).__name__
            allowed = f"the county makes its agents; take one from county.agents_by_type[{name}]"
            raise InputError(name, row, allowed)
        super().__init__(model)

    @property
    @abstractmethod
    def columns(self) -> Table:
        """The table whose row this is."""

    def remove(self) -> None:
        """InputError: the county would go on as if all were there. It says how there come to be fewer."""
        raise InputError(f"{type(self).__name__}.remove", self.row, self.FEWER)

    def forget(self) -> None:
        """The row is gone; the view is of no use from now on."""
        super().remove()
        self.removed = True

    def rows_of(self, what: str) -> int:
        """How many cells, townships or calls there are."""
        found = {
            "cells": self.model.land.cells,
            "townships": self.model.land.townships,
            "calls": self.model.dispatch.calls,
        }
        return len(found[what])

    def check_row(self) -> None:
        """LookupError for a view without a row."""
        name, rows = type(self).__name__, len(self.columns)
        if self.removed:
            raise LookupError(
                f"{name} {self.row} is no longer in the county; take {name} anew from county.agents_by_type"
            )
        if not 0 <= self.row < rows:
            raise LookupError(f"{name} {self.row} is not in the county; rows are numbered 0 to {rows - 1}")
