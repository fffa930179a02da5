"""What refusals say is allowed, as messages: an InputError is told in the reader's language.

Refusals are raised in English, where the numbers are. Here stands the form of each sentence once, with names
for what changes in it; a sentence is known by its form and told in another language. One that no form knows
is told in English, and a test names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusal_sentences import PLACES
from jiaosuo.model.core.refusal_sentences_more import LOGS, MODEL, PAGE, PLUGINS, STUDIES
from jiaosuo.model.core.words import ENGLISH, N_, language, translate

SENTENCES = (*PLACES, *MODEL, *STUDIES, *PAGE, *PLUGINS, *LOGS)
"""What may follow "is not allowed; "."""

FIELDS = (
    N_("{file} line {line} {column} and {other}"),
    N_("{file} line {line} {column}"),
    N_("{file} line {line}"),
    N_("{file}, line {line}: {key}"),
    N_("{file} row {row}"),
    N_("{file} {column} and {other}"),
    N_("{file} headings"),
    N_("{file} header"),
    N_("{file} heading"),
    N_("heading {text}"),
    N_("{file} encoding"),
    N_("{file} decimals"),
    N_("{file} column"),
    N_("{file} dates"),
    N_("{file} position"),
    N_("{file}, line {line}"),
    N_("plug-in {file}"),
)
"""How a refusal says where it is."""

WORDS = (
    N_("scenario file"),
    N_("table"),
    N_("folder"),
    N_("place"),
    N_("log"),
    N_("preset"),
    N_("study"),
    N_("encoding"),
    N_("language"),
    N_("days"),
    N_("seed"),
    N_("seat"),
    N_("rule"),
    N_("staffing"),
    N_("plug-in"),
    N_("saved county"),
    N_("parameter"),
    N_("store"),
    N_("outcome"),
    N_("rules"),
    N_("weights"),
    N_("room"),
    N_("township"),
    N_("lesson"),
    N_("lever"),
    N_("story"),
    N_("step"),
    N_("minute"),
    N_("message"),
    N_("port"),
    N_("host"),
    N_("workers"),
    N_("worlds"),
    N_("county"),
    N_("prediction"),
    N_("name"),
    N_("side"),
    N_("measure"),
    N_("nickname"),
    N_("token"),
    N_("year"),
    N_("timeline"),
    N_("file"),
    N_("files"),
    N_("people"),
    N_("headline"),
    N_("locks"),
    N_("comparison"),
    N_("path"),
)
"""Fields that are called by a word."""


LISTS = (N_("{names} and {count} more"), N_("{one} or {other}"))
"""How names are put in a row; a name itself stays as it is typed."""


def told(error: InputError, language_: str | None = None) -> str:
    """The refusal as one sentence in a language."""
    return Refused.of(error).told(language_)


@dataclass(frozen=True)
class Refused:
    """A refusal as texts, as it passes from one process to another; `value` as the sentence shows it."""

    field: str
    value: str
    allowed: str

    @classmethod
    def of(cls, error: InputError) -> Refused:
        """The texts of a refusal."""
        value = str(error).removeprefix(f"{error.field}: ").removesuffix(f" is not allowed; {error.allowed}")
        return cls(error.field, value, error.allowed)

    def told(self, language_: str | None = None) -> str:
        """One sentence in a language."""
        spoken = language(language_)
        if spoken == ENGLISH:
            return f"{self.field}: {self.value} is not allowed; {self.allowed}"
        return translate(
            "{field}: {value} is not allowed; {allowed}",
            spoken,
            field=_told(self.field, FIELDS, spoken),
            value=self.value,
            allowed=what_is_allowed(self.allowed, spoken),
        )


def what_is_allowed(sentence: str, language_: str | None = None) -> str:
    """The end of a refusal in a language: it may be a message as it stands, or be told by its form."""
    spoken = language(language_)
    if spoken == ENGLISH:
        return sentence
    whole = translate(sentence, spoken)
    return whole if whole != sentence else _told(sentence, SENTENCES, spoken)


def by_form(sentence: str, forms: Sequence[str], language_: str | None = None) -> str:
    """A sentence by the first of the forms that it fits, those with most signs of their own first."""
    return _told(sentence, forms, language(language_))


def known(sentence: str) -> bool:
    """Whether a form of a refusal's sentence is among those that are told in other languages."""
    return any(pattern.fullmatch(sentence) for _, pattern in _patterns(SENTENCES))


def _told(sentence: str, forms: Sequence[str], spoken: str) -> str:
    """A sentence by its form; of what changes in it, units and inner sentences are told too."""
    if sentence in (*forms, *WORDS):
        return translate(sentence, spoken)
    for form, pattern in _patterns(tuple(forms)):
        if found := pattern.fullmatch(sentence):
            values = {name: _inner(name, value, spoken) for name, value in found.groupdict().items()}
            return translate(form, spoken, **values)
    return sentence


def _inner(name: str, value: str, spoken: str) -> str:
    """Names stay as they are typed; a unit or a noun is a word, and a hint or a reason is a sentence."""
    if name in ("unit", "noun", "what", "domain"):
        return translate(value, spoken)
    if name in ("near", "names"):
        return _told(value, LISTS, spoken)
    return what_is_allowed(value, spoken) if name in ("hint", "text", "why") else value


@cache
def _patterns(forms: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each form as a pattern, those with most signs of their own first."""
    longest = sorted(forms, key=lambda form: -len(re.sub(r"\{\w+\}", "", form)))
    return tuple((form, _pattern(form)) for form in longest)


def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", form)
    text = "".join(_gap(part[1:-1]) if re.fullmatch(r"\{\w+\}", part) else re.escape(part) for part in parts)
    return re.compile(text, re.DOTALL)


def _gap(name: str) -> str:
    """What may stand for a name: anything, but a line is a number, so that "1 or later" is none."""
    return rf"(?P<{name}>{r'[0-9,]+' if name == 'line' else '.+?'})"
