"""Finished work kept on disk, so that a study that was stopped takes up where it was.

One small file for each world, named by a hash of everything its numbers depend on, the code among it, and
written whole or not at all by the worker that made it. What is kept is looked up by that name alone, so a
folder may be shared by any studies and go stale without harm.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaosuo.model.core.files import put_text


@dataclass(frozen=True)
class Keeping[Item]:
    """`work`, whose results (plain data) are kept in `folder` under the name that `name` gives an item."""

    work: Callable[[Item], Any]
    name: Callable[[Item], str]
    folder: str

    def __call__(self, item: Item) -> Any:
        file = Path(self.folder) / f"{self.name(item)}.json"
        if (found := _read(file)) is not None:
            return found
        result = self.work(item)
        put_text(file, json.dumps(result), durable=False)  # what a power cut takes is made again
        return result


def keeping[Item](
    work: Callable[[Item], Any], name: Callable[[Item], str], folder: Path | None
) -> Callable[[Item], Any]:
    """`work` itself without a folder."""
    if folder is None:
        return work
    folder.mkdir(parents=True, exist_ok=True)
    return Keeping(work, name, str(folder))


def _read(file: Path) -> Any:
    """What is kept; None for nothing, or for what is not whole."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
