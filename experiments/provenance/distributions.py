"""What this laboratory is built on: the distributions it needs, their pins and their licences.

Everything is read from what is installed and from constraints.txt; nothing is asked of a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata, requires, version
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

US = "jiaosuo"

LONGEST_LICENCE = 80
"""Characters of a licence's name; some put the whole text of the licence where its name belongs."""

UNKNOWN = "not stated"


@dataclass(frozen=True)
class Part:
    """A distribution: its name as it spells itself, version, licence, and which of ours asks for it."""

    name: str
    version: str
    licence: str
    needed_by: tuple[str, ...]


def pins_file() -> Path:
    """constraints.txt: beside this file where a wheel put it, else at the root of the checkout."""
    here = Path(__file__).resolve()
    packed = here.parents[1] / "constraints.txt"
    return packed if packed.is_file() else here.parents[2] / "constraints.txt"


def pins(file: Path | None = None) -> dict[str, str]:
    """The pinned version of each distribution, by its canonical name."""
    lines = (pins_file() if file is None else file).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line.strip() and not line.startswith("#")]
    return {str(canonicalize_name(name)): pinned.strip() for name, pinned in pairs}


def needs(
    root: str = US, extras: Iterable[str] = (), environment: Mapping[str, str] | None = None
) -> dict[str, set[str]]:
    """All that `root` needs, itself left out: canonical names, each with those that ask for it.

    environment: marker values of another system (`sys_platform`, ...), over those of this one. What is not
    installed here (a need of another system) is named, and its own needs are unknown.
    """
    there = {**{key: str(value) for key, value in default_environment().items()}, **(environment or {})}
    found: dict[str, set[str]] = {}
    asked: dict[str, frozenset[str]] = {}
    todo = [(str(canonicalize_name(root)), frozenset(extras))]
    while todo:
        name, wanted = todo.pop()
        if name in asked and wanted <= asked[name]:
            continue
        asked[name] = asked.get(name, frozenset()) | wanted
        for need in _asked_for(name, asked[name], there):
            other = str(canonicalize_name(need.name))
            found.setdefault(other, set()).add(name)
            todo.append((other, frozenset(need.extras)))
    found.pop(str(canonicalize_name(root)), None)
    return found


def _asked_for(name: str, extras: frozenset[str], there: Mapping[str, str]) -> Iterator[Requirement]:
    """What a distribution with some of its extras requires in an environment."""
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    for need in map(Requirement, lines):
        marker = need.marker
        if marker is None or any(marker.evaluate({**there, "extra": each}) for each in ("", *extras)):
            yield need


def parts(extras: Iterable[str] = (), environment: Mapping[str, str] | None = None) -> list[Part]:
    """All that is needed (see `needs`) and installed here, by name."""
    found = []
    for name, needed_by in needs(US, extras, environment).items():
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue
        found.append(Part(about["Name"], version(name), licence(about), tuple(sorted(needed_by))))
    return sorted(found, key=lambda part: part.name.lower())


def licence(about: PackageMetadata) -> str:
    """The licence's name: as an SPDX expression, else in the old field, else by its classifiers."""
    if said := about.get("License-Expression"):
        return str(said)
    kinds = [
        each.rpartition(" :: ")[2]
        for each in about.get_all("Classifier", [])
        if each.startswith("License :: ") and each.count(" :: ") > 1
    ]
    named = _name_of(about.get("License"))
    return named or ", ".join(kinds) or UNKNOWN


def _name_of(text: str | None) -> str:
    """The name at the head of a licence's text; nothing where the text does not begin with one."""
    first = (text or "").strip().split("\n")[0].strip().rstrip(":")
    begins_otherwise = re.match(r"(?i)copyright|unknown|see |\W", first)
    return "" if len(first) > LONGEST_LICENCE or begins_otherwise else first
