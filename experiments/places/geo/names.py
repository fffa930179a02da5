"""Names of townships in two files: the same, or the same without 镇, 乡, 街道 and the like behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jiaosuo.experiments.inputs.notes import Note
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

SUFFIXES = (
    "街道办事处", "派出所", "街道办", "街道", "苏木", "镇", "乡", " township", " town", " precinct",
    " district",
)  # fmt: skip

TAKEN_FOR = N_("{file}: {said} is taken for {name}.")
NOT_HERE = N_("{file}: {names} are not in the table of townships and are left out.")


def bare(name: str) -> str:
    """A name without spaces, case and what kind of township it is; figures without noughts before them."""
    text = "".join(name.split("　")).strip().casefold()
    for suffix in SUFFIXES:
        if text.endswith(suffix) and len(text) > len(suffix):
            text = text.removesuffix(suffix)
            break
    return text.strip().lstrip("0") or text


def matched(
    wanted: Sequence[str], found: Sequence[str], file: str, also: Mapping[str, str] | None = None
) -> tuple[dict[str, str], list[Note]]:
    """For each wanted name the one of `found` that means it, exactly first; names left over go into a note.

    `also`: other names of the wanted, such as Chinese ones. InputError for a wanted name that none means, or
    several.
    """
    others = also or {}
    notes, pairs = [], {}
    for name in wanted:
        said = _exact(name, others.get(name, ""), found) or _alike(name, others.get(name, ""), found, file)
        pairs[name] = said
        if said not in (name, others.get(name)):
            notes.append(Note(TAKEN_FOR, {"file": file, "said": said, "name": name}))
    if left := [each for each in found if each not in pairs.values()]:
        shown = ", ".join(left[:12]) + (f" … {len(left)}" if len(left) > 12 else "")
        notes.append(Note(NOT_HERE, {"file": file, "names": shown}))
    return pairs, notes


def _exact(name: str, other: str, found: Sequence[str]) -> str | None:
    return next((each for each in (name, other) if each and each in found), None)


def _alike(name: str, other: str, found: Sequence[str], file: str) -> str:
    meant = {bare(each) for each in (name, other) if each}
    alike = [each for each in found if bare(each) in meant]
    if len(alike) == 1:
        return alike[0]
    shown = ", ".join((alike or list(found))[:12])
    allowed = f"several names mean it: {shown}" if alike else f"no name in the file means it; it has {shown}"
    raise InputError(f"{file} name", name, allowed)
