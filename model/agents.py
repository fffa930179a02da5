"""What officers, vehicles and citizens share as Mesa agents: each is a view of one row of a table."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import mesa

from jiaosuo.model.core.columns import KEPT, Column, Table
from jiaosuo.model.core.errors import InputError, unknown


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
        self._made = True

    def __setattr__(self, name: str, value: object) -> None:
        """Write a column; InputError for what is none, which would be lost in silence."""
        if "_made" not in self.__dict__ or name.startswith("_") or hasattr(type(self), name):
            super().__setattr__(name, value)
        elif name in self.__dict__:
            raise InputError(f"{type(self).__name__}.{name}", value, KEPT)
        else:
            raise unknown(type(self).__name__, name, self._columns())

    @classmethod
    def _columns(cls) -> list[str]:
        return [name for name in dir(cls) if isinstance(getattr(cls, name), Column)]

    @property
    @abstractmethod
    def columns(self) -> Table:
        """The table whose row this is."""

    def remove(self) -> None:
        """Refuse: the county would go on as if all were there.

        Raises
        ------
        InputError
            Always; it says how there come to be fewer.
        """
        raise InputError(f"{type(self).__name__}.remove", self.row, self.FEWER)

    def forget(self) -> None:
        """The row is gone; the view is of no use from now on."""
        self.__dict__["removed"] = True
        super().remove()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.row}>"

    def rows_of(self, what: str) -> int:
        """How many cells, townships or calls there are.

        Parameters
        ----------
        what : {"cells", "townships", "calls"}
            Which of them.

        Returns
        -------
        int
            Rows of the table.
        """
        found = {
            "cells": self.model.land.cells,
            "townships": self.model.land.townships,
            "calls": self.model.dispatch.calls,
        }
        return len(found[what])

    def check_row(self) -> None:
        """Refuse a view without a row.

        Raises
        ------
        LookupError
            When the row is no longer in the county, because a change of scenario made the table anew.
        """
        name, rows = type(self).__name__, len(self.columns)
        if self.removed:
            raise LookupError(
                f"{name} {self.row} is no longer in the county; take {name} anew from county.agents_by_type"
            )
        if not 0 <= self.row < rows:
            raise LookupError(f"{name} {self.row} is not in the county; rows are numbered 0 to {rows - 1}")
