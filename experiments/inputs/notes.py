"""What a reader of files guessed, left out or changed, said in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaosuo.model.core.words import translate


@dataclass(frozen=True)
class Note:
    """One sentence of a reader of files: a message, and the values of its placeholders.

    Parameters
    ----------
    message : str
        The message, in English.
    values : mapping of str to str or float, optional
        By placeholder its value.
    """

    message: str
    values: Mapping[str, str | float] = field(default_factory=dict)

    def told(self, language: str | None = None) -> str:
        """The sentence in a language.

        Parameters
        ----------
        language : str, optional
            `en` or `zh`; without it that of the user.

        Returns
        -------
        str
            The sentence.
        """
        return translate(self.message, language, **self.values)
