"""Pages below zh/ say that they are Chinese: browsers pick glyphs by it, and a reader's voice its tongue."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

FOLDER = "zh/"


def _language(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    if page.startswith(FOLDER):
        context["language"] = "zh-CN"


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("html-page-context", _language)
    return {"parallel_read_safe": True}
