"""What officers, vehicles and citizens share as Mesa agents: each is a view of one row of a table."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import mesa

from jiaosuo.model.core.columns import Table


class RowAgent(mesa.Agent):
    """A Mesa agent that owns nothing but its row: every attribute is a column, read and written in place.

    An attribute is None where the column says that there is nothing: no call, no post, no vehicle, or a time
    at which nothing has happened. An agent whose row is gone, because a change of scenario made the table
    anew, answers with a LookupError that says so.
    """

    def __init__(self, model: Any, row: int) -> None:
        self.row, self.removed = row, False
        super().__init__(model)
        self.check_row()

    @property
    @abstractmethod
    def columns(self) -> Table:
        """The table whose row this is."""

    def remove(self) -> None:
        """Leave the county; the view is of no use from now on."""
        super().remove()
        self.removed = True

    def check_row(self) -> None:
        """LookupError for a view without a row."""
        name, rows = type(self).__name__, len(self.columns)
        if self.removed:
            raise LookupError(
                f"{name} {self.row} is no longer in the county; take {name} anew from county.agents_by_type"
            )
        if not 0 <= self.row < rows:
            raise LookupError(f"{name} {self.row} is not in the county; rows are numbered 0 to {rows - 1}")
