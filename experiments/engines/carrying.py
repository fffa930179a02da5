"""Work that takes its plug-ins along: a worker loads the files that its driver has loaded, and no others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiaosuo.model.core import plugins
from jiaosuo.model.core.plugins import Plugin


@dataclass(frozen=True)
class Carrying[Chunk, Result]:
    """`work` among `files`. Sent elsewhere, the files arrive first, for the work may be one of theirs."""

    files: tuple[Plugin, ...]
    work: Callable[[Chunk], Result]

    def __reduce__(self) -> tuple[object, ...]:
        return Carrying, (self.files, self.work)

    def __call__(self, chunk: Chunk) -> Result:
        with plugins.only(self.files):
            return self.work(chunk)


def carrying[Chunk, Result](work: Callable[[Chunk], Result]) -> Carrying[Chunk, Result]:
    """The work with the plug-ins that are loaded here now."""
    return Carrying(plugins.files(), work)
