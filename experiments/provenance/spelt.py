"""A source as people read it: the tags of the fact sheet in words, in their language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jiaosuo.model.core.words import N_, speaker

WORDS: Mapping[str, str] = {
    "F": N_("found in a public text"),
    "K": N_("known from the literature"),
    "D": N_("derived from figures"),
    "A": N_("assumption"),
    "seed": N_("the text that asked the question"),
}
"""What each tag of a source means."""

PHRASES: tuple[str, ...] = (
    N_("assumption"),
    N_("preset"),
    N_("NBS yearbooks"),
    N_("weak"),
    N_("a boundary in density within the province"),
)
"""Free words of sources that the page shows, marked for the catalogue."""


def spelt(source: str, language: str | None = None) -> str:
    """A source with its tags in words: "A; K: HCM" is "assumption; known from the literature: HCM"."""
    _ = speaker(language)
    return _("; ").join(_clause(each.strip(), language) for each in source.split(";"))


def _clause(clause: str, language: str | None) -> str:
    _ = speaker(language)
    tag, _colon, rest = clause.partition(": ")
    if not rest:
        return _(WORDS[tag]) if tag in WORDS else _facts(_(clause), language)
    standing = _(WORDS[tag]) if tag in WORDS else _facts(tag, language)
    return _("{standing}: {text}", standing=standing, text=_facts(_(rest), language))


def _facts(text: str, language: str | None) -> str:
    """References to the fact sheet spelt out: "facts 2.4" is section 2.4 of it."""
    _ = speaker(language)
    return re.sub(
        r"\bfacts (\d+\.\d+(?:-\d+\.\d+)?)", lambda found: _("fact sheet {section}", section=found[1]), text
    )
