"""What a place says of itself, for people: title, question, sources, and whether it is a place of theory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.drawing import Drawing

MOST_DAYS = 3_660
"""Ten years and a little: the longest run."""


@dataclass(frozen=True)
class About:
    """What a place says of itself: for people, never for the model.

    Parameters
    ----------
    title, title_zh : str, default ""
        Its title, and that in Chinese.
    question, question_zh : str, default ""
        What one asks there.
    days : int, default 7
        Days of a run where nobody says, from 1 to 3,660.
    sources, sources_zh : tuple of str, optional
        Where its numbers come from.
    weak, weak_zh : tuple of str, optional
        What must not be defended in public.
    theory : bool, default False
        Whether it is built to agree with a formula and stands for nowhere, so that studies of counties and
        their published figures pass it over.
    drawing : Drawing, optional
        Rivers and outline, from a file of their own: drawn on the map and read nowhere else.
    unchosen : tuple of str, optional
        Numbers that are no more, which its file has at their default of then.
    """

    title: str = ""
    title_zh: str = ""
    question: str = ""
    question_zh: str = ""
    days: int = 7
    sources: tuple[str, ...] = ()
    sources_zh: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    weak_zh: tuple[str, ...] = ()
    theory: bool = False
    drawing: Drawing = field(default_factory=Drawing)
    """Rivers and outline, from a file of their own: drawn on the map and read nowhere else."""
    unchosen: tuple[str, ...] = ()
    """Numbers that are no more, which its file has at their default of then (`core.gone`)."""


ABOUT_KEYS = tuple(name for name in About.__dataclass_fields__ if name not in ("drawing", "unchosen"))


def read_about(
    content: dict[str, Any],
    file: str,
    drawing: Drawing | None = None,
    unchosen: tuple[str, ...] = (),
) -> About:
    """Take what is said of the place out of a file's content; InputError names what is wrong."""
    said = {key: content.pop(key) for key in ABOUT_KEYS if key in content}
    for key, value in said.items():
        _check(f"{file} {key}", key, value)
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return About(**fields, drawing=drawing or Drawing(), unchosen=unchosen)


def _check(field: str, key: str, value: Any) -> None:
    if key == "days":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MOST_DAYS:
            raise InputError(field, value, f"must be a whole number from 1 to {MOST_DAYS:,}")
    elif key in ("sources", "sources_zh", "weak", "weak_zh"):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise InputError(field, value, "must be a list of texts")
    elif key == "theory":
        if not isinstance(value, bool):
            raise InputError(field, value, "must be true or false")
    elif not isinstance(value, str):
        raise InputError(field, value, "must be a text")
