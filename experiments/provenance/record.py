"""Where a document comes from: the command, the code and the libraries that made it, and the first seed."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from jiaosuo.model.core.plain import JsonObject

LIBRARIES = ("mesa", "numpy", "numba", "scipy")
"""Libraries whose versions decide the numbers to the last bit."""

PLUGIN = "plug-in "
"""Stands before the name of a plug-in among the versions."""


def versions() -> dict[str, str]:
    """Versions of what the numbers depend on; a plug-in's is the digest of its content."""
    from jiaosuo.model import __version__  # at run time: reading what is stored takes no model
    from jiaosuo.model.core import plugins

    ours = {"jiaosuo": __version__, "python": platform.python_version()}
    added = {f"{PLUGIN}{name}": digest for name, digest in plugins.digests().items()}
    return ours | _libraries() | added


@cache
def _libraries() -> dict[str, str]:
    """Reading what is installed takes some milliseconds, and every page asks."""
    return {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True)
class Provenance:
    """`code` is the version of the declared makers; what a document does not say is None or empty."""

    versions: Mapping[str, str]
    code: str | None = None
    command: str | None = None
    seed: str | None = None

    @classmethod
    def here(cls, code: str | None = None, command: str | None = None, seed: str | None = None) -> Provenance:
        """Of what is made in this process."""
        return cls(versions(), code, command, seed)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Provenance:
        """As a document has it, older ones without some of it."""
        said = {name: document.get(name) for name in ("code", "command", "seed")}
        return cls(
            dict(document.get("versions") or {}),
            **{name: None if each is None else str(each) for name, each in said.items()},
        )

    def to_json(self) -> JsonObject:
        """The fields of a document that say it, left out where there is nothing to say."""
        said = {"command": self.command, "code": self.code, "seed": self.seed}
        known: dict[str, Any] = {name: each for name, each in said.items() if each is not None}
        return known | {"versions": dict(self.versions)}

    def differs(self, other: Provenance) -> tuple[str, str | None, str | None] | None:
        """What differs first, `code` or a library, with both versions; None if the numbers are the same."""
        if self.code != other.code:
            return "code", self.code, other.code
        for name in LIBRARIES:
            if self.versions.get(name) != other.versions.get(name):
                return name, self.versions.get(name), other.versions.get(name)
        return None
