"""How Mesa sees a county: agents that are views of rows, and a schedule that skips simulated minutes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any, ClassVar

import mesa

from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.undivided import undivided

type View = Callable[[Any, int], Any]
"""A class of agents: of a model and a row."""


BROKEN_OFF = (
    "it was broken off in the middle of its work and its tables may not agree; begin it again, or load it"
)


class Viewed(mesa.Model):
    """A model whose state is in tables. `minute`: simulated so far; Mesa's `time` may lag behind it.

    Stopped at any moment it can go on: whatever ends a run early, minute, time and tables agree, and the
    rest of the run is that of one never stopped. What was broken off in the middle of its work says so.
    """

    _begun = False
    """Whether Mesa has begun with it."""

    _kernels_ready: ClassVar[bool] = False
    """Whether the process has simulated anything: before, a step may take minutes to compile."""

    def __init__(self, seed: int) -> None:
        super().__init__(rng=seed)
        self._begun = True
        self._views_made = self._making_views = self._broken_off = False
        # Mesa calls for the next step when there is one to take: its own steps cost more than most minutes
        each_minute = self._default_schedule.schedule
        self._default_schedule.schedule = replace(each_minute, interval=_until_next_step)

    @property
    @abstractmethod
    def minute(self) -> int:
        """Minutes simulated so far."""

    @abstractmethod
    def _tables(self) -> list[tuple[View, Table]]:
        """Each class of agents, and the table of its rows."""

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Work that is done whole: a first Ctrl-C is heard after it; what breaks it off is remembered."""
        self.refuse_broken_off()
        with undivided() if Viewed._kernels_ready else nullcontext():
            try:
                yield
            except BaseException:
                self._broken_off = True
                raise
        Viewed._kernels_ready = True

    def refuse_broken_off(self) -> None:
        """Refuse to go on with a county that was broken off in the middle of its work.

        Raises
        ------
        InputError
            When it was.
        """
        if self._broken_off:
            raise InputError("county", f"minute {self.minute}", BROKEN_OFF)

    def _advance_time(self, until: float) -> None:
        """Mesa's way through its schedule; if it is left early, the next step is on the schedule again."""
        try:
            super()._advance_time(until)
        except BaseException:
            self.time = float(self.minute)
            self._default_schedule.pause()
            self._default_schedule.resume()
            raise

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

    def deregister_agent(self, agent: Any) -> None:
        """Mesa's way out, which no agent of a county takes.

        Parameters
        ----------
        agent : mesa.Agent
            The agent.

        Raises
        ------
        InputError
            When the agent's row stays, as its own `remove` says it.
        """
        if not getattr(agent, "removed", True):
            agent.remove()
        super().deregister_agent(agent)

    def _make_views(self) -> None:
        if self._views_made:
            return
        self._views_made = True
        for view, columns in self._tables():
            self._make(view, range(len(columns)))

    def _make(self, view: View, rows: range) -> None:
        """Views of some rows; nobody else makes any."""
        self._making_views = True
        try:
            for row in rows:
                view(self, row)
        finally:
            self._making_views = False

    def _renew_views(self, anew: View | None) -> None:
        """Views of new rows, and none of those no longer there. `anew`: a class whose rows all changed."""
        if not self._views_made:
            return
        for view, columns in self._tables():
            known = list(super().agents_by_type.get(view, ()))
            for agent in known:
                if view is anew or agent.row >= len(columns):
                    agent.forget()
            self._make(view, range(0 if view is anew else len(known), len(columns)))


def _until_next_step(model: Viewed) -> float:
    """Minutes from a step to the next that has anything to simulate."""
    return max(1.0, model.minute + 1 - float(model.time))
