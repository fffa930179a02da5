"""Finished work kept on disk, so that a study that was stopped takes up where it was.

One small file for each world, named by a hash of everything its numbers depend on, the code among it, and
written whole or not at all by the worker that made it. What is kept is looked up by that name alone, so a
folder may be shared by any studies and go stale without harm.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
        _put(file, result)
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


def _put(file: Path, result: Any) -> None:
    """Write whole or not at all; two workers that made the same put the same."""
    partial = file.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(json.dumps(result), encoding="utf-8")
    os.replace(partial, file)
