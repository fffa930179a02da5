"""The player's modules as one classic script: a page that is opened as a file may not import any.

Nothing is rewritten but the lines that import and export. Only the forms that the player uses are known:
named imports from a sibling, and exported declarations; any other is an error here, not in a browser.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PLAYER = Path(__file__).parents[1] / "player"
HERE = Path(__file__).parent
ENTRY = HERE / "sent.js"

IMPORT = re.compile(
    r'^import \{(?P<names>[\w\s,]+)\} from "(?:\./|\.\./player/|\.\./sending/)(?P<file>\w+\.js)";$', re.M
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function\*?|const) (?P<name>\w+))", re.M)
LEFT_OVER = re.compile(r"^(?:import|export)\b|\bimport\(\s*[^)\s]*\)(?!\.)|import\.meta", re.M)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.S | re.M)


@cache
def script(entry: Path = ENTRY) -> str:
    """The script with all that the entry imports, each file before those that import it."""
    texts: dict[str, str] = {}
    _gather(entry, texts, ())
    return "\n".join(["const modules = {};", *(_wrapped(name, text) for name, text in texts.items())])


def _gather(file: Path, texts: dict[str, str], above: tuple[str, ...]) -> None:
    """A file and, before it, those that it imports; ValueError for a circle, which no order serves."""
    name = file.name
    if name in above:
        raise ValueError(f"{' imports '.join([*above, name])}")
    if name in texts:
        return
    text = file.read_text("utf-8")
    for found in IMPORT.finditer(text):
        _gather(_file(found["file"]), texts, (*above, name))
    texts[name] = text


def _file(name: str) -> Path:
    own = HERE / name
    return own if own.is_file() else PLAYER / name


def _wrapped(name: str, text: str) -> str:
    """A module as a function of its own, its exports under its name."""
    exported = [found["name"] for found in EXPORT.finditer(text)]
    body = IMPORT.sub(lambda found: f'const {{{found["names"]}}} = modules["{found["file"]}"];', text)
    body = EXPORT.sub("", body)
    if left := LEFT_OVER.search(COMMENT.sub("", body)):
        raise ValueError(f"{name}: {left[0]!r} is a form of import or export that one script cannot hold")
    if "</script" in body or "<!--" in body:
        raise ValueError(f"{name}: holds what would end a script in a page")
    given = f'modules["{name}"] = {{ {", ".join(exported)} }};' if exported else ""
    return f'(() => {{\n"use strict";\n{body}\n{given}\n}})();'
