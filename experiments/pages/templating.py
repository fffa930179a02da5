"""Written pages from templates: a writer prepares data, a template in `templates/` holds the page.

Every Markdown page extends `page.md.jinja`, every HTML page `page.html.jinja`. In HTML all text is escaped
where it enters the page, so a name like `<script>` is shown; Markdown is written as it stands, and only the
cells of tables are made safe. The same data gives the same bytes. A value that a template names and nobody
gave is an error.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from itertools import batched
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from jiaosuo.experiments.charts.rendering import drawing_library, live_charts
from jiaosuo.experiments.provenance.standing import foot
from jiaosuo.model.core.words import language, speaker

TEMPLATES = Path(__file__).parent / "templates"


def markdown(template: str, **values: Any) -> str:
    """A page of Markdown: paragraphs are parted by one empty line, and one line ends the page."""
    text = _environment().get_template(template).render(values)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n"


def html(template: str, language_: str | None, **values: Any) -> str:
    """A page of HTML in a language; `_` translates in the template, `charts` are its specs by name."""
    lang = "zh-CN" if language(language_) == "zh_CN" else "en"
    return _environment().get_template(template).render(values, _=speaker(language_), lang=lang)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "apply": lambda value, function: function(value),
        "cell": cell,
        "columns": columns,
        "data_url": data_url,
        "g": lambda value: f"{value:g}",
        "paragraph": paragraph,
        "plain": plain_text,
        "thousands": lambda value: f"{value:,}",
    }
    environment.globals |= {
        "enumerate": enumerate,
        "foot": foot,
        "drawing_library": drawing_library,
        "live_charts": live_charts,
    }
    return environment


def paragraph(text: str) -> str:
    """Text that a template breaks into lines, as one line of the page with an empty line after it."""
    return " ".join(text.split()) + "\n\n"


def cell(text: str) -> str:
    """Text as it may stand in a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


def columns(pairs: dict[str, Any], count: int = 3) -> list[dict[str, Any]]:
    """A long table of names and values, parted into a few columns."""
    height = max(1, -(-len(pairs) // count))
    return [dict(part) for part in batched(pairs.items(), height)]


def plain_text(value: object) -> str:
    """A value as `--set` takes it: 2427.0 is 2427, True is true."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    is_json = isinstance(value, bool | dict | list | None)
    return json.dumps(value, ensure_ascii=False) if is_json else str(value)


def data_url(drawing: str) -> str:
    """An SVG as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
