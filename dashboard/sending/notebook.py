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

    `result`: the comparison behind the verdict; `content`: the page that `save` writes.
    """

    title: str
    result: ComparisonResult = field(repr=False)
    content: bytes = field(repr=False)

    def save(self, file: str | Path) -> Path:
        """Write the page as one file that opens with no network; InputError unless it is an .html file."""
        check_file(Path(file))
        return put(Path(file), self.content)

    def _repr_html_(self) -> str:
        """A frame of its own: its script cannot reach the notebook, and no style touches the other's."""
        page = html.escape(self.content.decode(), quote=True)
        return (
            f'<iframe srcdoc="{page}" title="{html.escape(self.title)}" '
            'sandbox="allow-scripts allow-downloads" '
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

    `place`: a name, scenario file, folder or scenario. `rules`: two, by name. `days` of the run (none: the
    place's own); days that do not fit into one file are refused with those that do. `replications`: worlds
    behind the verdict. `jobs`: worker processes; 1 runs in this process. `progress` is called with worlds
    done and worlds in all. `lang`: the language it opens in, en or zh.

    InputError for a place, rule or number that cannot be; NotSendable for what does not fit into one file.
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
