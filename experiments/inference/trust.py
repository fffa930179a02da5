"""Whether a place that was fitted to a log has earned trust: what its last hindcast said, in its folder.

The file names the content that the place had, so that a hindcast is not quoted for a place that has changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from jiaosuo.experiments.results.record import NULL, Record
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.own_places import content_of

FILE, FIT = "hindcast.json", "fit.json"
"""The last hindcast of a place, and what `log fit` found."""

EARNED = N_(
    "Hindcast of {days} days from {first}: in these days the model has earned trust; its intervals held what "
    "was as often as they said."
)
NOT_EARNED = N_(
    "Hindcast of {days} days from {first}: in these days the model has not earned trust ({measures}); its "
    "intervals held what was too seldom, or were too wide."
)
SINCE = N_("The place has changed since.")
UNTESTED = N_(
    "This place was fitted to a log, and no hindcast of it is kept: whether it has earned trust is not "
    "known. `jiaosuo log hindcast` makes one."
)


@dataclass(frozen=True, kw_only=True)
class Hindsight(Record):
    """What a hindcast said of so many days from a day on.

    Attributes
    ----------
    first : str
        The first day, as YYYY-MM-DD.
    days : int
        How many.
    worlds : int
        Worlds that it rests on.
    trusted : bool
        Whether intervals held what was as often as they said.
    wrong : tuple of str
        The measures that it was wrong about, in words.
    content : str
        The name of what the place held then.
    """

    first: str
    days: int
    worlds: int
    trusted: bool
    wrong: tuple[str, ...]
    content: str


@dataclass(frozen=True, kw_only=True)
class Trust(Record):
    """What is known of a place that was fitted to a log.

    Attributes
    ----------
    hindcast : Hindsight or None
        Its last hindcast; None without one.
    changed : bool
        Whether the place has changed since.
    """

    hindcast: Annotated[Hindsight | None, NULL] = None
    changed: bool = False


def write_hindsight(found: Hindsight, folder: Path) -> Path:
    """Keep a hindcast in the folder of its place; the file. OSError if it cannot be written."""
    return put_text(folder / FILE, written(found.to_json()))


def trust_in(folder: Path | None, content: str = "") -> Trust | None:
    """What is known of the place in a folder; None for one that was fitted to no log, and for no folder.

    `content`: the name of what the folder holds, where it is known already.
    """
    if folder is None:
        return None
    found = _read(folder / FILE)
    if found is None:
        return Trust() if (folder / FIT).is_file() else None
    return Trust(hindcast=found, changed=found.content != (content or content_of(folder)))


def _read(file: Path) -> Hindsight | None:
    """A hindcast; None for no file, and for one that is none."""
    try:
        return Hindsight.from_json(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def trust_sentence(found: Trust | None, language_: str | None = None) -> str:
    """Whether the model has earned trust here, in plain words; empty where nothing was fitted."""
    if found is None:
        return ""
    _ = speaker(language_)
    said = found.hindcast
    if said is None:
        return _(UNTESTED)
    words = EARNED if said.trusted else NOT_EARNED
    measures = _(", ").join(_(each) for each in said.wrong)
    sentence = _(words, days=said.days, first=said.first, measures=measures)
    return f"{sentence} {_(SINCE)}" if found.changed else sentence
