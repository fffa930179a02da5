"""Two worlds that play in a cell of a notebook, or are saved as one file."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiaosuo.dashboard.sending.command import check_file
from jiaosuo.dashboard.sending.compared import Asked
from jiaosuo.dashboard.sending.making import Sending
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.experiments.places.folder import read_place
from jiaosuo.experiments.study_tools.study import Progress
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import language
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_file import preset_names

HEIGHT = 760
"""Pixels of the frame in a cell: both maps, the score and the levers of time."""


@dataclass(frozen=True)
class Play:
    """Two worlds that play, with the verdict of all worlds; the last line of a cell shows them.

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

    def _repr_html_(self) -> str:
        """A frame of its own: its script cannot reach the notebook, and no style touches the other's."""
        page = html.escape(self.content.decode(), quote=True)
        return (
            f'<iframe srcdoc="{page}" title="{html.escape(self.title)}" sandbox="allow-scripts" '
            f'style="width: 100%; height: {HEIGHT}px; border: 0"></iframe>'
        )


def play(
    place: str | Path | Scenario,
    rules: Sequence[str] = ("separate", "integrated"),
    days: float | None = None,
    replications: int = 20,
    seed: int = 0,
    jobs: int = 1,
    progress: Progress | None = None,
    lang: str | None = None,
) -> Play:
    """Two worlds of a place that play side by side on the same calls, as `jiaosuo export` writes them.

    Parameters
    ----------
    place : str, Path or Scenario
        A name, scenario file, folder or scenario.
    rules : sequence of str, default ("separate", "integrated")
        Two, by name.
    days : float, optional
        Days of the run; without it the place's own. Days that do not fit into one file are refused with those
        that do.
    replications : int, default 20
        Worlds behind the verdict, from 1 to 100,000.
    seed : int, default 0
        Seed of the first world of a place that is given by name or file.
    jobs : int, default 1
        Worker processes; 1 runs in this process.
    progress : callable, optional
        Called with the worlds done and the worlds in all.
    lang : {"en", "zh"}, optional
        The language that it opens in.

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
    scenario = place if isinstance(place, Scenario) else read_place(place, seed=seed)
    span = _days(scenario) if days is None else days
    sending = Sending(Asked(scenario, {}, place in preset_names()), tuple(rules), span, replications)
    sending.check()
    tapes, spoken = sending.tapes(), language(lang)
    result = sending.compared(jobs, progress)
    command = _call(scenario, rules, span, replications)
    return Play(scenario.place, result, sending.page(tapes, result, command, spoken))


def _days(scenario: Scenario) -> float:
    return scenario.about.days if scenario.path is None else scenario.path.days


def _call(scenario: Scenario, rules: Sequence[str], days: float, replications: int) -> str:
    """The call that makes the same page again."""
    said = f"{scenario.place!r}, rules={tuple(rules)!r}, days={days:g}, replications={replications}"
    return f"jiaosuo.play({said}, seed={scenario.seed})"
