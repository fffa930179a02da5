"""What a film of two worlds says of itself: the line below its maps, and its file's name."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.experiments.provenance.record import versions
from jiaosuo.model.core.words import N_, speaker

DOT = " · "
SEED = N_("seed {seed}")
ONE_WORLD = N_("one world, not a verdict")


@dataclass(frozen=True)
class FilmLine:
    """What is filmed. `title`: of the story, or empty; `rules`: what the two worlds are called."""

    title: str
    place: str
    rules: tuple[str, str]
    seed: int

    def told(self, language: str) -> str:
        """The line in a language: a film is seen without the page around it, and by who knows none of it."""
        _ = speaker(language)
        title = "" if self.title == self.place else self.title
        seed, version = _(SEED, seed=self.seed), f"jiaosuo {versions()['jiaosuo']}"
        said = [title, self.place, " | ".join(self.rules), seed, _(ONE_WORLD), version]
        return DOT.join(filter(None, said))


def stem(*parts: str) -> str:
    """How the name of a file begins that any system takes, from the place and the rules."""
    signs = "-".join(parts)
    return "".join(each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in signs)
