"""What the pages and tables of all studies share: the origin of a result, warnings, numbers in print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from jiaosuo.experiments.comparison.result import number, scaled
from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.experiments.study_tools.result import Measure, Origin
from jiaosuo.experiments.study_tools.study import Request
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES

QUICK = N_("A quick look: far too few worlds to believe any of it.")
SHARES = ("share", "probability")


class Placed[Place](Protocol):
    """A result with a part a place."""

    @property
    def origin(self) -> Origin:
        """What made it."""

    @property
    def places(self) -> Sequence[Place]:
        """What was found at each place."""


def origin(study: str, request: Request) -> Origin:
    """What makes a result; InputError for a place named twice."""
    names = [place.place for place in request.places]
    if len(set(names)) < len(names):
        raise InputError("preset", ",".join(names), "must name each place once")
    return Origin(
        study=study, command=request.command, quick=request.quick, code=sources(study), versions=versions()
    )


def measures(names: Iterable[str]) -> dict[str, Measure]:
    """The outcomes of a result, as it names them."""
    about = {name: OUTCOMES[name] for name in names}
    return {
        name: Measure(label=each.label, unit=each.unit, better=each.better) for name, each in about.items()
    }


def study_page[Place](
    template: str,
    result: Placed[Place],
    pictures: str,
    sentences: Callable[[Place], Sequence[str]],
    **values: Any,
) -> str:
    """The page of a study as Markdown; `sentences` tells a place in English."""
    return markdown(
        template,
        command=result.origin.command,
        study=result,
        pictures=pictures,
        sentences=sentences,
        quick_warning=QUICK,
        estimated=estimated,
        **values,
    )


def summarised[Place](
    result: Placed[Place], sentences: Callable[[Place], Sequence[str]], language_: str | None
) -> list[str]:
    """The sentences of every place, after the warning that must stand before them."""
    warned = [speaker(language_)(QUICK)] if result.origin.quick else []
    return warned + [sentence for place in result.places for sentence in sentences(place)]


def estimated(estimate: Estimate, unit: str = "", signed: bool = True) -> str:
    """A mean with its 95 % interval, as it is printed; shares in points."""
    if estimate.mean is None:
        return "not observed"
    share = unit in SHARES
    (mean, *ends), decimals = scaled(estimate, 100 if share else 1)
    shown = number(mean, decimals, signed=signed)
    if ends:
        low, high = (number(end, decimals, signed=signed) for end in ends)
        shown += f" [{low}, {high}]"
    words = "points" if share and signed else "%" if share else unit.strip("-")
    return f"{shown} {words}".rstrip()


def label(outcome: str, language_: str | None = None) -> str:
    """The label of an outcome, its parts translated one by one."""
    _ = speaker(language_)
    whole = OUTCOMES[outcome].label
    first, bracket, inside = whole.removesuffix(")").partition(" (")
    if not bracket or not whole.endswith(")"):
        return _(whole)
    parts = _(", ").join(_(part) for part in inside.split(", "))
    return _("{title} ({unit})", title=_(first), unit=parts)
