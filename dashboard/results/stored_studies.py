"""The stored tipping maps and why-charts: which there are, and what the two panels share in showing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.choice.outcomes import format_outcome, scale, title
from jiaosuo.dashboard.choice.places import is_own
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.choice.side_names import format_value
from jiaosuo.experiments import stored_studies
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Lever, TippingResult
from jiaosuo.experiments.comparison.result import number, scaled
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import StudyResult
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker, translate

FOLDER = stored_studies.FOLDER
"""Where maps are stored."""

QUICK = N_("A quick look: far too few worlds to believe any of it.")
STALE = N_("The model has changed since this was made: take it as a picture of an older model.")
NO_MAP = N_("No tipping map is kept for this place. To make one, run `{first}`, then `{then}`.")
NO_WHY = N_("No why-chart is kept for this place. To make one, run `{first}`, then `{then}`.")
OTHER = N_("This was not made by the outcome you look at ({focus}); it is shown by another ({outcome}).")
MISSING = {"tipping-point": NO_MAP, "why": NO_WHY}


@dataclass(frozen=True)
class NamedOutcome:
    """An outcome to choose from."""

    name: str
    label: str


class Shown(Protocol):
    """What a panel shows of a stored study."""

    def to_json(self) -> JsonObject:
        """The same under the names of the panel's template."""


@dataclass(frozen=True)
class StudyPanel:
    """The panel of a stored study; with none stored, `missing` says how to make one, and nothing is shown."""

    words: Mapping[str, str]
    error: str = ""
    missing: str = ""
    warnings: tuple[str, ...] = ()
    shown: Shown | None = None

    def to_json(self) -> JsonObject:
        """The panel as its template takes it."""
        return {
            "words": dict(self.words),
            "error": self.error,
            "missing": self.missing,
            "warnings": list(self.warnings),
            "shown": self.shown.to_json() if self.shown else {},
        }


def stored_study[Result: StudyResult](
    study: type[Result], place: str
) -> stored_studies.Stored[Result] | None:
    """The stored study of a place; None if there is none."""
    return stored_studies.stored(study, place, FOLDER)


def panel_of[Result: (TippingResult, AttributionResult)](
    study: type[Result], session: Session, words: Mapping[str, str], show: Callable[[Result], Shown]
) -> StudyPanel:
    """The panel of what is stored for the visitor's place, shown by `show`; else how to make it."""
    language, place = session.choice.language, session.choice.comparison.place
    stored = stored_study(study, place)
    panel = StudyPanel(
        {key: translate(word, language) for key, word in words.items()}, session.errors.get(study.STUDY, "")
    )
    if stored is None:
        return replace(panel, missing=how_to_make(study.STUDY, place, language))
    return replace(panel, warnings=warnings(stored, language), shown=show(stored.result))


OF_OWN = N_(
    "Of a county of one's own none is kept: the curve under the maps and the verdict are made of its worlds."
)


def how_to_make(study: str, place: str, language: str) -> str:
    """The sentence for a place of which nothing is stored."""
    if is_own(place):
        return speaker(language)(OF_OWN)
    first = f"jiaosuo study {study} {place} --out results/{study}-{place}.md"
    then = f"python -m jiaosuo.experiments.stored_studies results/{study}-{place}.json"
    return speaker(language)(MISSING[study], first=first, then=then)


def warnings(
    stored: stored_studies.Stored[TippingResult] | stored_studies.Stored[AttributionResult], language: str
) -> tuple[str, ...]:
    """What must be said before anything in a stored result is believed."""
    _, quick = speaker(language), stored.result.origin.quick
    return tuple(_(said) for said, holds in ((STALE, stored.stale), (QUICK, quick)) if holds)


def selected_outcome(session: Session, study: str, known: Iterable[str]) -> str:
    """The outcome a panel shows: as chosen on it for this focus, else the one nearest to the focus."""
    focus, chosen = session.selected.get(study, ("", ""))
    names = list(known)
    return (
        chosen if focus == session.choice.focus and chosen in names else nearest(session.choice.focus, names)
    )


def nearest(focus: str, known: list[str]) -> str:
    """The focus itself, else the first of the same measure, else the first."""
    measure = focus.partition("_")[0]
    same = [name for name in known if name.partition("_")[0] == measure]
    return focus if focus in known else [*same, *known][0]


def select_outcome(session: Session, study: str, name: object) -> None:
    """Another outcome on one of the two panels, as long as the focus stays; InputError for an unknown one."""
    place = session.choice.comparison.place
    is_map = study == TippingResult.STUDY
    known = _outcomes(TippingResult, place) if is_map else _outcomes(AttributionResult, place)
    if name not in known:
        raise unknown("outcome", name, known)
    session.selected = {**session.selected, study: (session.choice.focus, str(name))}


def _outcomes[Result: (TippingResult, AttributionResult)](study: type[Result], place: str) -> list[str]:
    stored = stored_study(study, place)
    return [] if stored is None else list(stored.result.outcomes)


def instead_of(focus: str, outcome: str, language: str) -> str:
    """Says that the focus is not what is shown; nothing where it is."""
    if focus == outcome:
        return ""
    return speaker(language)(OTHER, focus=title(focus, language), outcome=title(outcome, language))


def menu(known: Iterable[str], language: str) -> tuple[NamedOutcome, ...]:
    """The outcomes of a document, to choose from."""
    return tuple(NamedOutcome(name, title(name, language)) for name in known)


def format_estimate(outcome: str, seen: Estimate, language: str) -> str:
    """A difference with its unit and 95 % interval, as it is printed."""
    if seen.mean is None:
        return "–"
    said = format_outcome(outcome, seen.mean, language, signed=True)
    (_mean, *ends), decimals = scaled(seen, scale(outcome))
    low_high = [number(end, decimals, signed=True) for end in ends]
    return f"{said} [{', '.join(low_high)}]" if low_high else said


def lever_name(lever: Lever, language: str) -> str:
    """What a lever of a map is called on the page."""
    return speaker(language)(LABELS.get(lever.name, lever.meaning))


def format_lever(lever: Lever, value: float, language: str) -> str:
    """A lever's value with its unit."""
    return format_value(lever.name, value, language)
