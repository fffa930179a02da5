"""Bring the Chinese catalogue up to date with the messages in the code: `python -m tools.catalogue`.

Entries that the code still has stay as they stand, to the byte and in their order, so that two branches that
add messages can be merged. New messages come at the end with an empty `msgstr`, to be filled by hand; what
no code says any more goes.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from jiaosuo.model.core.files import put_text

ROOT = Path(__file__).parents[1]
PACKAGES = ("model", "experiments", "dashboard")
"""All of jiaosuo; messages of the player's JavaScript stand in `dashboard/player/words.py`."""

CATALOGUE = ROOT / "model" / "core" / "locales" / "zh_CN" / "LC_MESSAGES" / "jiaosuo.po"
TEMPLATES = [("**.html.jinja", "jinja2")]
MARKS = ("N_", "_", "translate")
"""Functions whose first argument is a message."""


def messages(root: Path = ROOT) -> list[str]:
    """Every message marked in the Python files and HTML templates of the packages, once each."""
    folders = [root / package for package in PACKAGES]
    sources = (file for folder in folders for file in sorted(folder.rglob("*.py")))
    found = [message for file in sources for message in _marked(file.read_text(encoding="utf-8"))]
    found += [message for folder in folders for message in _in_templates(folder)]
    return list(dict.fromkeys(found))


def _in_templates(folder: Path) -> list[str]:
    found = extract_from_dir(folder, TEMPLATES) if folder.is_dir() else ()
    return sorted(text for _, _, text, _, _ in found if isinstance(text, str))


def _marked(source: str) -> Iterator[str]:
    """The literal texts that are handed to a marking function, and no text that stands deeper in a call.

    Babel's own reader takes `translate(cell["leader"])` for the message "leader".
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            yield from (
                each.value
                for each in node.args[:1]
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
            )


def updated(catalogue: str, wanted: list[str]) -> tuple[str, list[str], list[str]]:
    """The catalogue's new text, the messages that were added, and those that went."""
    entries, known = list(_entries(catalogue)), set(wanted)
    there = {message for message, _ in entries if message}
    kept = [block for message, block in entries if not message or message in known]
    added = [message for message in wanted if message not in there]
    return "\n\n".join((*kept, *map(_empty_entry, added))) + "\n", added, sorted(there - known)


def _entries(catalogue: str) -> Iterator[tuple[str, str]]:
    """Each message with its lines as they stand, its flags among them; a heading has an empty message."""
    flags = ""
    for block in filter(None, (each.strip("\n") for each in catalogue.split("\n\n"))):
        message = next((str(each.id) for each in read_po(BytesIO(block.encode())) if each.id), "")
        if message or not block.startswith("#,"):
            yield message, flags + block
            flags = ""
        else:
            flags = f"{block}\n\n"


def _empty_entry(message: str) -> str:
    catalogue, text = Catalog(), BytesIO()
    catalogue.add(message)
    write_po(text, catalogue, omit_header=True, width=0)
    return text.getvalue().decode().strip("\n")


def main(file: Path = CATALOGUE) -> None:
    """Write the catalogue anew, and say what was added and what went."""
    text, added, gone = updated(file.read_text(encoding="utf-8"), messages())
    put_text(file, text)
    for heading, changed in (("to be translated", added), ("gone", gone)):
        print(f"{heading}: {len(changed)}", *map(repr, changed), sep="\n  ")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
