"""`jiaosuo.study`: a study on the shelf, asked from Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from jiaosuo.experiments.doors.places import Place, scenario_of
from jiaosuo.experiments.doors.progress import RUNS, Watching, watched
from jiaosuo.experiments.pages.cells import lines_html, rich_html
from jiaosuo.experiments.studies import STUDIES, Request
from jiaosuo.experiments.study_tools.files import check_page, write_study
from jiaosuo.experiments.study_tools.result import StudyResult, shown_by
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import translate
from jiaosuo.model.scenario import Scenario

type OptionValue = str | float | Sequence[str | float]


def study(
    name: str,
    *places: Place,
    quick: bool = False,
    seed: int = 0,
    jobs: int = 1,
    out: str | Path | None = None,
    keep: str | Path | None = None,
    progress: Watching = None,
    **options: OptionValue,
) -> StudyResult:
    """Ask a study, as `jiaosuo study NAME PLACE ...` does.

    Parameters
    ----------
    name : str
        A study on the shelf, shipped or of a plug-in.
    *places : str, Path or Scenario
        Names, scenario files, folders or scenarios; none: the study's own.
    quick : bool, default False
        Far too few worlds: a look at the form.
    seed : int, default 0
        The seed of the worlds of places that are given by name, from 0 to 2**256 - 1.
    jobs : int, default 1
        Worker processes; 1 runs in this process, and for more a script calls this under
        `if __name__ == "__main__":`.
    out : str or Path, optional
        The page to write, ending in .md, with a JSON and pictures beside it.
    keep : str or Path, optional
        A folder for finished worlds, from which the same call goes on.
    progress : callable or False, optional
        None: a bar where somebody watches; False: none; or a function of the runs done and the runs in all.
    **options : str, float or sequence of them
        Options of the study, `_` for `-`, a list for a text with commas.

    Returns
    -------
    StudyResult
        The study's own result, which names worlds that failed.

    Raises
    ------
    InputError
        When a study, place or option is unknown, or a value is out of range; nothing has run then.

    Examples
    --------
    >>> from jiaosuo import study
    >>> study("tipping-pint", "zigui-2004")
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: study: 'tipping-pint' is not allowed; did you mean tipping-point?
    ...
    """
    chosen = STUDIES[name]
    asked = tuple(_place(each, seed) for each in places or chosen.places)
    texts = {option.replace("_", "-"): _text(value) for option, value in options.items()}
    file = None if out is None else Path(out)
    if file is not None:
        check_page(file)
    command = _command(name, [place.place for place in asked], quick, seed, texts)
    folder = None if keep is None else Path(keep)
    shown_by(chosen.result, partial(_html, chosen))
    with watched(progress, RUNS) as told:
        result: StudyResult = chosen.run(Request(asked, command, jobs, quick, told, texts, folder))
    if file is not None:
        write_study(chosen, result, file)
    return result


def _html[Result: StudyResult](chosen: Study[Result], result: Result) -> str:
    """The study's own sentences and table, as a terminal has them."""
    sentences = [translate(chosen.question), *chosen.summary(result, None)]
    return lines_html(sentences) + rich_html(chosen.table(result, None))


def _place(given: Place, seed: int) -> Scenario:
    place = scenario_of(given, seed=seed)
    if place.about.theory:
        raise InputError("preset", place.place, "a place of theory stands for nowhere; name a county")
    return place


def _text(value: OptionValue) -> str:
    """An option as the command line would have it."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value)
    return ",".join(map(str, value))


def _command(name: str, places: Sequence[str], quick: bool, seed: int, options: dict[str, str]) -> str:
    """The call, as the page repeats it."""
    said = [repr(name), *map(repr, places), *(["quick=True"] if quick else [])]
    said += [f"seed={seed}"] if seed else []
    said += [f"{option.replace('-', '_')}={text!r}" for option, text in options.items()]
    return f"jiaosuo.study({', '.join(said)})"
