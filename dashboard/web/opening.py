"""What the page opens with, as the command line says it: what the page would ignore is refused here."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from jiaosuo.dashboard import link
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import language
from jiaosuo.model.scenario_file import is_place

TWICE = "the place is given twice; say it once, as `jiaosuo dashboard PLACE`"


def asked_for(mine: str | None, place: str | None, query: str) -> tuple[str | None, str]:
    """The place that the page opens with, and the rest of the query.

    mine, place: as an argument and as an option. query: of `--open`, in which `place=FILE` is taken too.
    InputError where more than one place is named, or where the query says what no page knows.
    """
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    inside = [value for name, value in pairs if name == "place"]
    named = [each for each in (mine, place, *inside) if each is not None]
    if len(named) > 1:
        raise InputError("place", named[1], TWICE)
    rest = [(name, value) for name, value in pairs if name != "place"]
    if query and not pairs:
        raise InputError("open", query, "must be NAME=VALUE, such as story=town or place=mine.toml")
    if inside and is_place(inside[0]):
        rest, named = pairs, []
    _read(urlencode(rest))
    return (named[0] if named else None), urlencode(rest)


def _read(query: str) -> None:
    """Refuse a query of which a page would leave something out."""
    _, notes = link.read(query, language(), link.model_version()) if query else (None, ())
    if notes:
        raise InputError("open", query, f"a page would say: {notes[0]}")
