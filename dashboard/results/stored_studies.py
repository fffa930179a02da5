"""What the maps and why-charts that are kept say, as far as the two panels share it."""

from __future__ import annotations

from collections.abc import Iterable

from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.choice.outcomes import amount, scale, title
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.choice.side_names import shown_or_plain
from jiaosuo.experiments import stored_studies
from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Lever, TippingResult
from jiaosuo.experiments.comparison.result import number, scaled
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.result import StudyResult
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import N_, speaker

FOLDER = stored_studies.FOLDER
"""Where maps are kept."""

STALE = N_("The model has changed since this was made: take it as a picture of an older model.")
QUICK = N_("A quick look: far too few worlds to believe any of it.")
NO_MAP = N_("No tipping map is kept for this place. To make one, run `{first}`, then `{then}`.")
NO_WHY = N_("No why-chart is kept for this place. To make one, run `{first}`, then `{then}`.")
OTHER = N_("This was not made by the outcome you look at ({focus}); it is shown by another ({outcome}).")
MISSING = {"tipping-point": NO_MAP, "why": NO_WHY}


def told(text: str, language: str) -> str:
    """A text of a document, which was marked where it was written."""
    return speaker(language)(text)


def found[Result: StudyResult](study: type[Result], place: str) -> stored_studies.Stored[Result] | None:
    """What is stored of a study for a place; None if nothing is."""
    return stored_studies.stored(study, place, FOLDER)


def how_to_make(study: str, place: str, language: str) -> str:
    """The sentence for a place of which nothing is kept."""
    first = f"jiaosuo study {study} {place} --out results/{study}-{place}.md"
    then = f"python -m jiaosuo.experiments.stored_studies results/{study}-{place}.json"
    return speaker(language)(MISSING[study], first=first, then=then)


def warnings(
    stored: stored_studies.Stored[TippingResult] | stored_studies.Stored[AttributionResult], language: str
) -> list[str]:
    """What must be said before anything in a stored result is believed."""
    _, quick = speaker(language), stored.result.origin.quick
    return [_(said) for said, holds in ((STALE, stored.stale), (QUICK, quick)) if holds]


def looked_at(session: Session, study: str, known: Iterable[str]) -> str:
    """The outcome a panel shows: as chosen on it for this focus, else the one nearest to the focus."""
    focus, chosen = session.looked.get(study, ("", ""))
    names = list(known)
    return (
        chosen if focus == session.choice.focus and chosen in names else nearest(session.choice.focus, names)
    )


def nearest(focus: str, known: list[str]) -> str:
    """The focus itself, else the first of the same measure, else the first."""
    measure = focus.partition("_")[0]
    same = [name for name in known if name.partition("_")[0] == measure]
    return focus if focus in known else [*same, *known][0]


def look(session: Session, study: str, name: object) -> None:
    """Another outcome on one of the two panels, as long as the focus stays; InputError for an unknown one."""
    place = session.choice.demand.place
    stored = found(TippingResult, place) if study == TippingResult.STUDY else found(AttributionResult, place)
    known = [] if stored is None else list(stored.result.outcomes)
    if name not in known:
        raise unknown("outcome", name, known)
    session.looked = {**session.looked, study: (session.choice.focus, str(name))}


def instead_of(focus: str, outcome: str, language: str) -> str:
    """Says that the focus is not what is shown; nothing where it is."""
    if focus == outcome:
        return ""
    return speaker(language)(OTHER, focus=title(focus, language), outcome=title(outcome, language))


def menu(known: Iterable[str], language: str) -> list[dict[str, str]]:
    """The outcomes of a document, to choose from."""
    return [{"name": name, "label": title(name, language)} for name in known]


def estimated(outcome: str, seen: Estimate, language: str) -> str:
    """A difference with its unit and 95 % interval, as it is printed."""
    if seen.mean is None:
        return "–"
    said = amount(outcome, seen.mean, language, signed=True)
    (_mean, *ends), decimals = scaled(seen, scale(outcome))
    low_high = [number(end, decimals, signed=True) for end in ends]
    return f"{said} [{', '.join(low_high)}]" if low_high else said


def lever_name(lever: Lever, language: str) -> str:
    """What a lever of a map is called on the page."""
    return told(LABELS.get(lever.name, lever.meaning), language)


def at(lever: Lever, value: float, language: str) -> str:
    """A lever's value with its unit."""
    return shown_or_plain(lever.name, value, language)
