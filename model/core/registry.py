"""A shelf that fills itself: every file in a package is one entry, found by name, and plug-ins add theirs."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.plugin_groups import announce


class Shelf[T](Mapping[str, T]):
    """A shelf that fills itself: a read-only mapping of name to what the files of a package declare.

    Parameters
    ----------
    source : str or mapping
        The package, whose files are imported on first look, in alphabetical order, so that a new file is the
        whole change; or a mapping of what is shipped, where a value has no file of its own.
    entry_type : type
        What its values are.
    noun : str
        The word used when a name is not found.
    group : str, optional
        Of plug-ins, whose values stand behind those that are shipped; without it, it takes none.
    among : str, optional
        A group whose names it shares without taking its plug-ins.

    Raises
    ------
    InputError
        Where a name is looked up that nobody has, with the nearest names.

    Examples
    --------
    >>> from jiaosuo import RULES
    >>> "integrated" in RULES, RULES["integrated"].chinese
    (True, '整体合一')
    >>> RULES["integrate"]
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: rule: 'integrate' is not allowed; did you mean integrated? ...
    """

    def __init__(
        self,
        source: str | Mapping[str, T],
        entry_type: type[T],
        noun: str,
        group: str | None = None,
        among: str | None = None,
    ) -> None:
        self._source, self._type, self._noun, self._group = source, entry_type, noun, group
        self._own: Mapping[str, T] | None = source if isinstance(source, Mapping) else None
        self._all: tuple[int, Mapping[str, T]] | None = None
        if (shared := group or among) is not None:
            announce(shared, lambda: self.shipped)

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

    @property
    def shipped(self) -> Mapping[str, T]:
        """What stands on the shelf without any plug-in."""
        if self._own is None:
            self._own = {getattr(entry, "name"): entry for entry in self._declared()}  # noqa: B009
        return self._own

    def _entries(self) -> Mapping[str, T]:
        if self._group is None:
            return self.shipped
        if self._all is None or self._all[0] != plugins.generation():
            more = plugins.entries(self._group, self._type)
            self._all = plugins.generation(), {**self.shipped, **more} if more else self.shipped
        return self._all[1]

    def _declared(self) -> Iterator[T]:
        package = importlib.import_module(str(self._source))
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
            if module.ispkg:
                continue
            for value in vars(importlib.import_module(f"{self._source}.{module.name}")).values():
                if isinstance(value, self._type):
                    yield value
