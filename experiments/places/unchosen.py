"""What a reader is told of numbers of an earlier version that a place's file still has, chosen by nobody."""

from __future__ import annotations

from jiaosuo.model.about import About
from jiaosuo.model.core.gone import GONE
from jiaosuo.model.core.words import N_, speaker

UNCHOSEN = N_(
    "{name} = {value:g} in its file is what an earlier version wrote by itself; it says nothing now, and "
    "{instead} has taken its place."
)


def unchosen_sentences(about: About, language: str | None) -> tuple[str, ...]:
    """A sentence for each such number; none where the file has none."""
    _, gone = speaker(language), [(name, GONE[name]) for name in about.unchosen]
    return tuple(_(UNCHOSEN, name=name, value=each.default, instead=each.instead) for name, each in gone)
