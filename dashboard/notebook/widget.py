"""The player as a widget: the JavaScript of the exported file in a cell, its state shared with Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from jiaosuo.dashboard.sending.page import SHEETS, SPEED, Shown
from jiaosuo.dashboard.sending.script import script
from jiaosuo.dashboard.sending.telling import TAGS
from jiaosuo.model.core.errors import InputError

HERE = Path(__file__).parent
FASTEST = 10_080
"""Minutes of the run a second: a week."""


@cache
def module() -> str:
    """The widget's module: the same files as in an exported page, with `render` in the place of the page."""
    name = "widget.js"
    return f'{script(HERE / name)}\nexport default {{ render: modules["{name}"].render }};\n'


@cache
def sheet() -> str:
    """The look of the exported page, for a cell: what is of the whole page there is of the cell here."""
    sheets = (*SHEETS, HERE / "cell.css")
    return "\n".join(each.read_text("utf-8") for each in sheets).replace(":root", ":host")


class PlayWidget(anywidget.AnyWidget):
    """Two worlds that play in a cell; what is read and set here is what is seen there.

    Attributes
    ----------
    minute : float
        Minute of the run from 0 to `minutes`, told about twice a second while it plays.
    playing : bool
        Whether the clock goes.
    speed : float
        Minutes of the run a second, from 1 to 10,080.
    outcome : str
        Name of the outcome whose verdict is shown, one of `outcomes`.
    lang : {"en", "zh-CN"}
        The language.
    minutes : int
        Minutes of the run; it cannot be set.
    outcomes : list of str
        Names of outcomes; it cannot be set.

    Raises
    ------
    InputError
        When one of them is set to a value that cannot be.
    """

    _esm = module()

    minute = traitlets.Float(0.0).tag(sync=True)
    playing = traitlets.Bool(True).tag(sync=True)
    speed = traitlets.Float(float(SPEED)).tag(sync=True)
    outcome = traitlets.Unicode("").tag(sync=True)
    lang = traitlets.Unicode("en").tag(sync=True)
    minutes = traitlets.Int(0, read_only=True)
    outcomes = traitlets.List(traitlets.Unicode(), read_only=True)

    _page = traitlets.Unicode("").tag(sync=True)
    _data = traitlets.Unicode("").tag(sync=True)

    @classmethod
    def of(cls, shown: Shown) -> PlayWidget:
        """The widget of two worlds, as it opens."""
        widget = cls()
        said = shown.told[shown.language].said
        widget.set_trait("minutes", shown.tapes.minutes)
        widget.set_trait("outcomes", [each["name"] for each in said["outcomes"]])
        widget.outcome, widget.lang = shown.focus, TAGS[shown.language]
        widget._page = f"<style>{sheet()}</style>{shown.markup()}"
        widget._data = shown.data()
        return widget

    @traitlets.validate("minute")
    def _minute_within(self, proposal: Any) -> float:
        return _between("minute", proposal["value"], 0, self.minutes)

    @traitlets.validate("speed")
    def _speed_within(self, proposal: Any) -> float:
        return _between("speed", proposal["value"], 1, FASTEST)

    @traitlets.validate("outcome")
    def _outcome_known(self, proposal: Any) -> str:
        return _one_of("outcome", proposal["value"], self.outcomes or [""])

    @traitlets.validate("lang")
    def _lang_known(self, proposal: Any) -> str:
        return _one_of("lang", proposal["value"], list(TAGS.values()))

    def __repr__(self) -> str:
        state = "playing" if self.playing else "paused"
        return f"<PlayWidget: minute {self.minute:g} of {self.minutes}, {state}>"


def _between(name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise InputError(name, value, f"must be a number between {low} and {high}")
    return value


def _one_of(name: str, value: str, known: list[str]) -> str:
    if value not in known:
        raise InputError(name, value, f"must be one of {', '.join(known)}")
    return value
