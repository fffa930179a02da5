"""Files that a plug-in begins as: one commented file for a rule, a kind, an outcome, a study or a lesson."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.files import put_text

STARTERS = ("rule", "kind", "outcome", "study", "lesson")
BESIDE = {"lesson": {"lesson-words": ".toml"}}
"""Files that stand beside the one in Python: the starter of each, and how its name ends."""

FIELDS = ("kind", "outcome")
"""What is a column of a table or a part of one, and so has no hyphen in its name."""


def write_starter(what: str, name: str, folder: Path) -> tuple[Path, ...]:
    """Write the file, what stands beside it, and last its test; InputError if one of them is there."""
    if what not in STARTERS:
        raise unknown("new", what, STARTERS)
    if not re.fullmatch(r"[a-z][a-z0-9_]*" if what in FIELDS else r"[a-z][a-z0-9_-]*", name):
        signs = "small letters, figures and _" if what in FIELDS else "small letters, figures, _ and -"
        allowed = f"the name of a {what} must be of {signs}, a letter first"
        raise InputError("name", name, allowed)
    stem = name.replace("-", "_")
    beside = BESIDE.get(what, {})
    names = (f"{stem}.py", *(stem + ending for ending in beside.values()), f"test_{stem}.py")
    files = tuple(folder / each for each in names)
    for file in files:
        if file.exists():
            raise InputError("name", str(file), "this file is there already; choose another name or folder")
    folder.mkdir(parents=True, exist_ok=True)
    words = {
        "WHAT": what,
        "NAME": name,
        "STEM": stem,
        "FILE": files[0].name,
        "CONSTANT": stem.upper(),
        "LABEL": stem.replace("_", " ").capitalize(),
    }
    for file, starter in zip(files, (what, *beside, "test"), strict=True):
        text = (Path(__file__).parent / f"{starter}.txt").read_text("utf-8")
        put_text(file, Template(text).substitute(words))
    return files
