"""Links that are right on a plain checkout, made right on the site: a folder is its index page there."""

from __future__ import annotations

import re
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

TO_A_FOLDER = re.compile(r"(?<=\]\()([\w./-]+/)(?=\))")


def to_pages(text: str, folder: Path) -> str:
    """The text of a page in `folder`, with every link to a folder that has an `index.md` leading to that."""

    def page(found: re.Match[str]) -> str:
        return f"{found[1]}index.md" if (folder / found[1] / "index.md").is_file() else found[1]

    return TO_A_FOLDER.sub(page, text)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    source[0] = to_pages(source[0], Path(app.env.doc2path(name)).parent)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_lexer("output", TextLexer)  # what a block of Python printed
    app.connect("source-read", _read)
    return {"parallel_read_safe": True}
