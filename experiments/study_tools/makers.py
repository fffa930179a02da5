"""What a study's numbers come from: a hash of the sources that decide them."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

ASIDE = ("saved.py", "theory")
"""Parts of the model that decide no number of a run: how a county is filed, and the formulas beside it."""


@cache
def sources() -> str:
    """A hash of the model's sources but those that stand aside, read as files and not imported."""
    found = find_spec("jiaosuo.model")
    if found is None or found.origin is None:
        return ""
    root = Path(found.origin).parent
    hashed = sha256()
    deciding = (file for file in root.rglob("*.py") if file.relative_to(root).parts[0] not in ASIDE)
    for file in sorted(deciding):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return hashed.hexdigest()[:16]
