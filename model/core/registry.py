"""A shelf that fills itself: every file in a package is one entry, found by name."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from jiaosuo.model.core.errors import unknown


class Shelf[T](Mapping[str, T]):
    """Read-only mapping of name to the values of `entry_type` declared in the files of `package`.

    Files are imported on first look, in alphabetical order, so a new file is the whole change.
    `noun` is the word used when a name is not found.
    """

    def __init__(self, package: str, entry_type: type[T], noun: str) -> None:
        self._package, self._type, self._noun = package, entry_type, noun
        self._found: dict[str, T] | None = None

    def __getitem__(self, name: str) -> T:
        try:
            return self._entries()[name]
        except (KeyError, TypeError):
            raise unknown(self._noun, name, self._entries()) from None

    def __contains__(self, name: object) -> bool:
        return name in self._entries()

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __len__(self) -> int:
        return len(self._entries())

    def __repr__(self) -> str:
        return f"<{self._noun}s: {', '.join(self)}>"

    def _entries(self) -> dict[str, T]:
        if self._found is None:
            self._found = {getattr(entry, "name"): entry for entry in self._declared()}  # noqa: B009
        return self._found

    def _declared(self) -> Iterator[T]:
        package = importlib.import_module(self._package)
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
            if module.ispkg:
                continue
            for value in vars(importlib.import_module(f"{self._package}.{module.name}")).values():
                if isinstance(value, self._type):
                    yield value
