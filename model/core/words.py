"""What a reader is told, in the reader's language: gettext catalogues, English being its own msgid.

    from jiaosuo.model.core.words import translate as _
    _("The queue is empty"),  _("{minutes:.1f} min", "zh_CN", minutes=12.3)

Chinese stands in `locales/zh_CN/LC_MESSAGES/jiaosuo.po`, here and in each package beside the model that has
such a folder, and is read at run time; there is no compiled file to forget. After new messages run
`make catalogue` and fill the empty `msgstr` at the end of a file (a test names each one that is missing or
stale).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from jiaosuo.model.core.errors import InputError

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)
CATALOGUES = Path(__file__).parent / "locales"
BESIDE = "*/locales"
"""Where the packages around the model have theirs: found as files, for the model may import none of them."""


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is declared; it is translated where it is shown."""
    return message


NAMED_IN_DATA = (
    N_("traffic"), N_("order"), N_("service"), N_("rural"), N_("urban"),
    N_("county seat"), N_("squadron town"), N_("market town"), N_("village"),
    N_("patrol"), N_("station"), N_("auxiliary"), N_("traffic specialist"), N_("case specialist"),
)  # fmt: skip
"""Names that reach a reader from data. A file that marks its own name with `N_` needs no word here."""


def language(requested: str | None = None) -> str:
    """The language to speak, `en` or `zh_CN`: as requested, else JIAOSUO_LANG, else by the locale.

    Takes spellings such as `zh`, `zh-CN` or `zh_CN.UTF-8`. Raises ValueError for a request that is neither.
    """
    if requested is not None:
        return _known("language", requested)
    if environment := os.environ.get("JIAOSUO_LANG"):
        return _known("JIAOSUO_LANG", environment)
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return CHINESE if system.lower().startswith("zh") else ENGLISH


def translate(message: str, language_: str | None = None, /, **values: object) -> str:
    """The message in a language, with its named placeholders filled from `values`.

    A message without a translation is shown in English. Without values the text is returned as it stands,
    so braces in it are safe. Raises ValueError for an unknown language, KeyError for a placeholder without
    a value.
    """
    spoken = language(language_)
    text = _catalogue(spoken).gettext(message) if message else ""
    if text == message and spoken == CHINESE:
        text = _added.get(message, message)
    return text.format(**values) if values else text


_added: Mapping[str, str] = {}
"""Chinese that plug-ins bring, by the English message; the catalogue of the house comes first."""


def speak_also(chinese: Mapping[str, str]) -> None:
    """Take the Chinese of the messages of plug-ins, in place of what was taken before."""
    global _added
    _added = chinese


_ = translate


def speaker(language_: str | None = None) -> Callable[..., str]:
    """`translate` bound to one language, to be called `_` where many sentences follow."""
    chosen = language(language_)

    def speak(message: str, /, **values: object) -> str:
        return translate(message, chosen, **values)

    return speak


def spoken_label(label: str, language_: str | None = None) -> str:
    """A label in a language, its parts ("Time to clear (traffic, rural)") one by one."""
    _ = speaker(language_)
    head, bracket, inside = label.removesuffix(")").partition(" (")
    if not bracket or not label.endswith(")"):
        return _(label)
    parts = _(", ").join(_(part) for part in inside.split(", "))
    return _("{title} ({unit})", title=_(head), unit=parts)


def _known(field: str, spelling: str) -> str:
    spoken = {"en": ENGLISH, "zh": CHINESE}.get(
        spelling.replace("-", "_").replace(".", "_").split("_")[0].lower()
    )
    if spoken is None:
        raise InputError(field, spelling, f"spoken here: {', '.join(LANGUAGES)}")
    return spoken


@cache
def _catalogue(language_: str) -> NullTranslations:
    if language_ == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo  # English must not pay for it
    from babel.messages.pofile import read_po

    found = NullTranslations()
    for folder in (*sorted(Path(__file__).parents[2].glob(BESIDE)), CATALOGUES):
        compiled = BytesIO()
        with (folder / language_ / "LC_MESSAGES" / "jiaosuo.po").open("rb") as source:
            write_mo(compiled, read_po(source, locale=language_))
        compiled.seek(0)
        outer, found = found, GNUTranslations(compiled)
        found.add_fallback(outer)
    return found
