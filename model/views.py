"""How Mesa sees a county: agents that are views of rows, and a schedule that skips simulated minutes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import mesa

from jiaosuo.model.core.columns import Table

type View = Callable[[Any, int], Any]
"""A class of agents: of a model and a row."""


class Viewed(mesa.Model):
    """A model whose state is in tables. `minute`: simulated so far; Mesa's `time` may lag behind it."""

    minute: int

    def __init__(self, seed: int) -> None:
        super().__init__(rng=seed)
        self._views_made = False
        # Mesa calls for the next step when there is one to take: its own steps cost more than most minutes
        each_minute = self._default_schedule.schedule
        self._default_schedule.schedule = replace(each_minute, interval=_until_next_step)

    @abstractmethod
    def _tables(self) -> list[tuple[View, Table]]:
        """Each class of agents, and the table of its rows."""

    @property
    def agents_by_type(self) -> Any:
        """Mesa's sets of agents by class; the views are made on first request."""
        self._make_views()
        return super().agents_by_type

    @property
    def agents(self) -> Any:
        """Mesa's set of all agents; the views are made on first request."""
        self._make_views()
        return super().agents

    def _make_views(self) -> None:
        if self._views_made:
            return
        self._views_made = True
        for view, columns in self._tables():
            for row in range(len(columns)):
                view(self, row)

    def _renew_views(self, anew: View | None) -> None:
        """Views of new rows, and none of those no longer there. `anew`: a class whose rows all changed."""
        if not self._views_made:
            return
        for view, columns in self._tables():
            known = list(super().agents_by_type.get(view, ()))
            for agent in known:
                if view is anew or agent.row >= len(columns):
                    agent.remove()
            for row in range(0 if view is anew else len(known), len(columns)):
                view(self, row)


def _until_next_step(model: Viewed) -> float:
    """Minutes from a step to the next that has anything to simulate."""
    return max(1.0, model.minute + 1 - float(model.time))
