"""`jiaosuo compare --doubt`: worlds within sets of numbers, of a posterior or of what is plausible."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiaosuo.experiments.comparison.doubt_sums import Numbers
    from jiaosuo.experiments.comparison.result import ComparisonResult
    from jiaosuo.experiments.places.folder import OpenPlace
    from jiaosuo.model.scenario import Scenario


def numbers_for(place: OpenPlace, doubt: bool | None, draws: int) -> Numbers | None:
    """The sets of numbers that are asked for; None for none.

    Unasked only where the place was calibrated to its own log: worlds under other numbers cost many times
    those of the comparison, and a shipped place's posterior is of nobody's county.

    InputError for a place on a path of years, or for a number of sets that tells nothing.
    """
    if doubt is False:
        return None
    if doubt is None and (place.shipped or place.posterior is None or place.scenario.path is not None):
        return None
    # only who asks pays
    from jiaosuo.experiments.comparison.doubt_sums import numbers_at
    from jiaosuo.model.core.errors import InputError

    if place.scenario.path is not None:
        raise InputError("--doubt", place.scenario.place, "must be a place without a path of years")
    return numbers_at(place.scenario, place.posterior, draws, place.scenario.seed)


def with_doubt(
    scenario: Scenario, result: ComparisonResult, sets: Numbers | None, jobs: int, quiet: bool
) -> ComparisonResult:
    """The result with both kinds of doubt, where sets of numbers were asked for."""
    if sets is None:
        return result
    # only who asks pays
    from jiaosuo.experiments.cli.progress import bar
    from jiaosuo.experiments.comparison.doubt import doubt
    from jiaosuo.model.moment import Moment

    with bar("worlds under other numbers", quiet=quiet) as progress:
        return replace(result, doubt=doubt(scenario, result, sets, jobs, progress, Moment(result.at)))


def doubt_words(doubt: bool | None, draws: str) -> str:
    """The options as they were given."""
    words = {None: "", True: " --doubt", False: " --no-doubt"}[doubt]
    return words if draws == "32" else f"{words} --draws {draws}"
