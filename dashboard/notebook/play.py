"""Two worlds that play in a cell of a notebook, or are saved as one file."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaosuo.dashboard.sending.command import check_file
from jiaosuo.dashboard.sending.compared import Asked
from jiaosuo.dashboard.sending.making import Sending
from jiaosuo.dashboard.sending.page import Shown
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.doors.places import Place, scenario_of, staffed
from jiaosuo.experiments.doors.progress import STRETCHES, WORLDS, Watching, watched
from jiaosuo.model.core.files import put
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, language, speaker
from jiaosuo.model.county import County
from jiaosuo.model.moment import Moment
from jiaosuo.model.rules import AnyRule, called
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import preset_names

if TYPE_CHECKING:
    from jiaosuo.dashboard.notebook.widget import PlayWidget

DEFAULT = ("separate", "integrated")
HEIGHT = 760
"""Pixels of the frame in a cell: both maps, the score and the levers of time."""

NO_WIDGET = N_(
    "a player that Python can ask and set needs anywidget, which is not installed here: "
    'pip install "jiaosuo[notebook]". Without it a cell shows the two worlds in a frame.'
)


@dataclass(frozen=True)
class Play:
    """Two worlds that play, with the verdict of all worlds; the last line of a cell shows them.

    With anywidget (`pip install "jiaosuo[notebook]"`) a cell shows `widget`, whose minute Python reads and
    sets; without it, or where `frame` is asked for, a frame with the page that `save` writes.

    Attributes
    ----------
    title : str
        The place.
    result : ComparisonResult
        The comparison behind the verdict.
    content : bytes
        The page that `save` writes, HTML in UTF-8.
    """

    title: str
    result: ComparisonResult = field(repr=False)
    content: bytes = field(repr=False)
    _shown: Shown = field(repr=False)

    def save(self, file: str | Path) -> Path:
        """Write the page as one file that opens with no network.

        Parameters
        ----------
        file : str or Path
            A name that ends in .html.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        InputError
            When the name does not end in .html, or there is no such folder.
        """
        check_file(Path(file))
        return put(Path(file), self.content)

    @cached_property
    def widget(self) -> PlayWidget:
        """The player as a widget (`PlayWidget`). ImportError, in a sentence, where there is no anywidget."""
        if not can_be_widget():
            raise ImportError(speaker(None)(NO_WIDGET))
        # heavy, and nobody needs it but a notebook
        from jiaosuo.dashboard.notebook.widget import PlayWidget

        return PlayWidget.of(self._shown)

    @property
    def frame(self) -> Frame:
        """The page in a frame, whatever is installed: where a notebook cannot show widgets, say."""
        return Frame(self._repr_html_())

    def _ipython_display_(self) -> None:
        """The widget, in Jupyter, VS Code and the like; not implemented, IPython takes `_repr_html_`."""
        if not can_be_widget():
            raise NotImplementedError
        # there is IPython, for it has called this
        from IPython.display import display

        display(self.widget)  # type: ignore[no-untyped-call]

    def _display_(self) -> Any:
        """The same for marimo, which shows what this gives."""
        return self.widget if can_be_widget() else self.frame

    def _repr_html_(self) -> str:
        """A frame of its own: its script cannot reach the notebook, and no style touches the other's."""
        page = html.escape(self.content.decode(), quote=True)
        return (
            f'<iframe srcdoc="{page}" title="{html.escape(self.title)}" '
            'sandbox="allow-scripts allow-downloads" '
            f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
        )


@dataclass(frozen=True)
class Frame:
    """HTML that the last line of a cell shows as it is.

    Attributes
    ----------
    html : str
        The HTML.
    """

    html: str = field(repr=False)

    def _repr_html_(self) -> str:
        return self.html


def can_be_widget() -> bool:
    """Whether anywidget is installed."""
    return find_spec("anywidget") is not None


def play(
    place: Place | County,
    rules: Sequence[AnyRule] | None = None,
    days: float | None = None,
    replications: int = 20,
    seed: int = 0,
    jobs: int = 1,
    progress: Watching = None,
    lang: str | None = None,
) -> Play:
    """Two worlds of a place that play side by side on the same calls, as `jiaosuo export` writes them.

    Parameters
    ----------
    place : str, Path, Scenario or County
        A name, scenario file, folder, scenario or county; a county is played from its beginning.
    rules : sequence of str, Rule or RuleMap, optional
        Two; None: separate and integrated, and of a county its own and one of these.
    days : float, optional
        Days of the run; None: the place's own, and of a county as many as it has run. Days that do not fit
        into one file are refused with those that do.
    replications : int, default 20
        Worlds behind the verdict, from 1 to 100,000.
    seed : int, default 0
        Seed of the first world of a place that is not a scenario yet.
    jobs : int, default 1
        Worker processes; 1 runs in this process.
    progress : callable or bool, optional
        None: a bar where somebody watches; False: none; or a function of how many are done and how many there
        are in all.
    lang : {"en", "zh"}, optional
        The language that it opens in; None: that of the user.

    Returns
    -------
    Play
        What the last line of a cell shows, and `save` writes.

    Raises
    ------
    InputError
        When a place, rule or number cannot be.
    NotSendable
        When it does not fit into one file, or there are not two rules.

    Examples
    --------
    >>> from jiaosuo import play
    >>> play("zigui-2004", rules=("separate", "separate"))
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: rules: 'separate,separate' is not allowed; must name each rule once
    """
    if isinstance(place, County):
        days = place.minute / MINUTES_A_DAY if days is None and place.minute else days
        rules = rules_of(place.scenario) if rules is None else rules
        place = place.scenario
    scenario = scenario_of(place, seed=seed)
    span = own_days(scenario) if days is None else days
    shipped = isinstance(place, str) and place in preset_names()
    asked = Asked(scenario, {}, shipped)
    sending = Sending(asked, tuple(rules or DEFAULT), span, replications)
    sending.check()
    sending = replace(sending, asked=replace(asked, scenario=staffed(scenario, jobs)))
    return played(sending, None, jobs, progress, lang)


def played(
    sending: Sending, result: ComparisonResult | None, jobs: int, progress: Watching, lang: str | None
) -> Play:
    """What is checked already, recorded; `result`: what all worlds say, where that is known."""
    spoken = language(lang)
    with watched(progress, STRETCHES) as told:
        tapes = sending.tapes(told)
    if result is None:
        with watched(progress, WORLDS) as told:
            result = sending.compared(jobs, told)
    scenario = sending.asked.scenario
    shown = sending.shown(tapes, result, _call(scenario, sending), spoken)
    return Play(scenario.place, result, shown.page(), shown)


def rules_of(scenario: Scenario) -> tuple[AnyRule, AnyRule]:
    """The rule of a scenario beside one to hold it against: separate, and where it is that, integrated."""
    own = scenario.rule
    other = DEFAULT[1] if called(own) == DEFAULT[0] else DEFAULT[0]
    return (own, other) if other == DEFAULT[1] else (other, own)


def own_days(scenario: Scenario) -> float:
    """Days that a place says it runs."""
    return scenario.about.days if scenario.path is None else scenario.path.days


def _call(scenario: Scenario, sending: Sending) -> str:
    """The call that makes the same page again."""
    rules, moment = tuple(map(called, sending.rules)), sending.at
    said = f"{scenario.place!r}, rules={rules!r}, days={sending.days:g}, replications={sending.worlds}"
    if moment != Moment.LONG_RUN:
        return f"jiaosuo.compare({said}, seed={scenario.seed}, at={str(moment)!r}).play()"
    return f"jiaosuo.play({said}, seed={scenario.seed})"
