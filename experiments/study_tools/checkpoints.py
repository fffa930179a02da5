"""Finished work kept on disk, so that a study that was stopped takes up where it was.

One small file for each world, named by a hash of everything its numbers depend on, the code among it, and
written whole or not at all by the worker that made it. What is kept is looked up by that name alone, so a
folder may be shared by any studies and go stale without harm. It carries its checksum: what was changed is
made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
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
        name = self.name(item)
        file = Path(self.folder) / f"{name}.json"
        if (found := _read(file, name)) is not None:
            return found
        result = self.work(item)
        kept = {"checksum": _checksum(name, result), "result": result}
        put_text(file, json.dumps(kept), durable=False)  # what a power cut takes is made again
        return result


def keeping[Item](
    work: Callable[[Item], Any], name: Callable[[Item], str], folder: Path | None
) -> Callable[[Item], Any]:
    """`work` itself without a folder."""
    if folder is None:
        return work
    folder.mkdir(parents=True, exist_ok=True)
    return Keeping(work, name, str(folder))


def _read(file: Path, name: str) -> Any:
    """What is kept; None for nothing, or for what is not what was written under this name."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return kept["result"] if kept["checksum"] == _checksum(name, kept["result"]) else None
    except (FileNotFoundError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _checksum(name: str, result: Any) -> str:
    """A name for a result, and for what it is the result of."""
    return blake2b(f"{name} {json.dumps(result)}".encode(), digest_size=16).hexdigest()
