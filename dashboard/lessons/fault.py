"""What is wrong in a lesson's file as a refusal that names the file, the step and the field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from pydantic import BaseModel, ValidationError

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

TABLES = {"steps": "step", "scenes": "scene", "contrasts": "contrast", "claims": "claim", "cuts": "cut"}
"""Lists whose entries are told by their number."""

SAYS = {
    "string_type": N_("must be a text"),
    "string_too_short": N_("must be a text that is not empty"),
    "list_type": N_("must be a list of values"),
    "tuple_type": N_("must be a list of values"),
    "dict_type": N_("must be a table"),
    "model_type": N_("must be a table"),
    "int_type": N_("must be a whole number"),
    "int_from_float": N_("must be a whole number"),
    "float_type": N_("must be numbers"),
    "greater_than": N_("must be numbers above 0"),
}
"""What each kind of fault allows; others say what Pydantic says."""

OUTSIDE = N_("must be in the range that docs/lessons.md gives for it")


def read_form[T: BaseModel](form: type[T], table: object, where: str) -> T:
    """A table as a form; InputError names `where`, the step and the field of the first fault."""
    try:
        return form.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _refusal(dict(first), where) from None


def _refusal(fault: Mapping[str, Any], where: str) -> InputError:
    field, cause = told_place(where, fault["loc"]), (fault.get("ctx") or {}).get("error")
    if isinstance(cause, InputError):
        return InputError(field, cause.value, cause.allowed)
    if fault["type"] == "literal_error":
        known = [each.strip(" '") for each in str(fault["ctx"]["expected"]).replace(" or ", ",").split(",")]
        return unknown(field, fault["input"], filter(None, known))
    return InputError(field, fault["input"], SAYS.get(fault["type"], OUTSIDE))


def told_place(where: str, path: Iterable[str | int]) -> str:
    """A path into a file as its writer counts: `lesson.toml: step 3, choices`."""
    parts: list[str] = []
    for each in path:
        if isinstance(each, int):
            last = parts.pop() if parts else ""
            parts.append(f"{TABLES.get(last, last)} {each + 1}".strip())
        else:
            parts.append(each)
    return f"{where}: {', '.join(parts)}" if parts else where


def refuse(where: str, field: str, value: object, allowed: str) -> NoReturn:
    """The InputError of a field of a file."""
    raise InputError(f"{where}: {field}", value, allowed)


def must_know(where: str, field: str, value: object, known: Iterable[str]) -> None:
    """InputError for a name that is not known there."""
    names = list(known)
    if value not in names:
        raise unknown(f"{where}: {field}", value, names)
