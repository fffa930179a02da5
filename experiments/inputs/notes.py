"""What a reader of files guessed, left out or changed, said in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.model.core.words import translate


@dataclass(frozen=True)
class Note:
    """One sentence: a message marked with `N_`, and the values of its placeholders."""

    message: str
    values: Mapping[str, str | float] = field(default_factory=dict)

    def told(self, language: str | None = None) -> str:
        """The sentence in a language."""
        return translate(self.message, language, **self.values)
