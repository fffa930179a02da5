"""The pages of evidence for and against each hypothesis, from what is stored, as whole pages of HTML."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.dashboard.results.stored_studies import STALE
from jiaosuo.experiments.stored_studies import FOLDER
from jiaosuo.model.core.words import N_, speaker

UNREADABLE = N_("What is kept cannot be read: {error}.")


def evidence_page(name: str, language: str, folder: Path = FOLDER) -> str | None:
    """The page of a hypothesis (`h1`, `h2`) in a language; None for a name that is none.

    It asks the network for nothing. It says where nothing is stored, and where the model has
    changed since.
    """
    # templates and their drawing library: the page opens without this
    from jiaosuo.experiments.analyses.professionals.evidence import HYPOTHESES
    from jiaosuo.experiments.analyses.professionals.evidence_pages import page
    from jiaosuo.experiments.stored_studies.evidence import kept

    if name not in HYPOTHESES:
        return None
    _ = speaker(language)
    try:
        found = kept(folder)
    except ValueError as error:
        return page(HYPOTHESES[name], None, language, [_(UNREADABLE, error=error)])
    if found is None:
        return page(HYPOTHESES[name], None, language)
    return page(HYPOTHESES[name], found.result, language, [_(STALE)] if found.stale else [])
