"""A text of a lesson's file, which brings its own Chinese, and a speaker of it and of messages."""

from __future__ import annotations

from collections.abc import Callable

from jiaosuo.model.core import words
from jiaosuo.model.core.words import ENGLISH


class Text(str):
    """A text in English, with what it is in other languages beside it."""

    __slots__ = ("elsewhere",)
    elsewhere: dict[str, str]

    def __new__(cls, english: str, elsewhere: dict[str, str]) -> Text:
        """`elsewhere`: the text by language."""
        text = super().__new__(cls, english)
        text.elsewhere = elsewhere
        return text

    def __reduce__(self) -> tuple[object, ...]:
        return Text, (str(self), self.elsewhere)

    def told(self, language: str) -> str:
        """The text in a language of `words.LANGUAGES`."""
        return str(self) if language == ENGLISH else self.elsewhere[language]


def speaker(language: str) -> Callable[..., str]:
    """`words.speaker` for texts of lessons too: what is none of them is a message of the catalogue."""
    spoken, plain = words.language(language), words.speaker(language)

    def speak(message: str, /, **values: object) -> str:
        if not isinstance(message, Text):
            return plain(message, **values)
        told = message.told(spoken)
        return told.format(**values) if values else told

    return speak
