"""Bring the Chinese catalogues up to date with the messages in the code: `python -m tools.catalogue`.

Each package has its own, beside its code. Entries that the code still has stay as they stand, to the byte and
in their order, so that two branches that add messages can be merged. New messages come at the end, with the
Chinese of another package that says them too or else an empty `msgstr`, to be filled by hand; what no code
says any more goes.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from jiaosuo.model.core.files import put_text

ROOT = Path(__file__).parents[1]
PACKAGES = ("model", "experiments", "dashboard")
"""All of jiaosuo; messages of the player's JavaScript stand in `dashboard/player/words.py`."""

LOCALES = {"model": "model/core/locales"}
"""Where the catalogue of a package lies if not in its folder `locales`: the model's is beside `words.py`."""

TEMPLATES = [("**.html.jinja", "jinja2")]
MARKS = ("N_", "_", "translate")
"""Functions whose first argument is a message."""


def file_of(package: str, root: Path = ROOT) -> Path:
    """The catalogue of a package."""
    return root / LOCALES.get(package, f"{package}/locales") / "zh_CN" / "LC_MESSAGES" / "jiaosuo.po"


def messages(*packages: str, root: Path = ROOT) -> list[str]:
    """Every message marked in the Python files and HTML templates of packages (default: all), once each."""
    folders = [root / package for package in packages or PACKAGES]
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


def translations(catalogue: str) -> dict[str, str]:
    """The Chinese of a catalogue by message, without those that have none."""
    found = read_po(BytesIO(catalogue.encode()), locale="zh_CN")
    return {str(each.id): str(each.string) for each in found if each.id and each.string}


def updated(
    catalogue: str, wanted: list[str], elsewhere: Mapping[str, str] | None = None
) -> tuple[str, list[str], list[str]]:
    """The catalogue's new text, the messages that were added without Chinese, and those that went.

    `elsewhere`: the Chinese that other packages have of messages.
    """
    known_elsewhere = elsewhere or {}
    entries, known = list(_entries(catalogue)), set(wanted)
    there = {message for message, _ in entries if message}
    kept = [block for message, block in entries if not message or message in known]
    new = [message for message in wanted if message not in there]
    added = [message for message in new if message not in known_elsewhere]
    blocks = (_entry(message, known_elsewhere.get(message, "")) for message in new)
    return "\n\n".join((*kept, *blocks)) + "\n", added, sorted(there - known)


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


def _entry(message: str, chinese: str) -> str:
    catalogue, text = Catalog(), BytesIO()
    catalogue.add(message, chinese)
    write_po(text, catalogue, omit_header=True, width=0)
    return text.getvalue().decode().strip("\n")


def main(root: Path = ROOT) -> None:
    """Write the catalogues below a folder anew, and say what was added to each and what went."""
    files = {package: file_of(package, root) for package in PACKAGES}
    texts = {package: file.read_text(encoding="utf-8") for package, file in files.items()}
    known = {message: said for text in texts.values() for message, said in translations(text).items()}
    for package, file in files.items():
        text, added, gone = updated(texts[package], messages(package), known)
        put_text(file, text)
        for heading, changed in (("to be translated", added), ("gone", gone)):
            print(f"{package}, {heading}: {len(changed)}", *map(repr, changed), sep="\n  ")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
