"""Examples that draw a picture: drawn when the site is made, with the file that drew it below."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDER = "_images"


class Example(SphinxDirective):
    """`examples/NAME.py`: its picture, and its lines folded away below."""

    required_arguments = 1
    option_spec: ClassVar = {"alt": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """The picture and the file."""
        file = EXAMPLES / f"{self.arguments[0]}.py"
        self.env.note_dependency(str(file))
        picture = Path(self.env.app.outdir) / FOLDER / f"example-{file.stem}.svg"
        picture.parent.mkdir(parents=True, exist_ok=True)
        draw(file, picture)
        root = "../" * self.env.docname.count("/")
        alt = self.options["alt"].replace('"', "&quot;")
        shown = f'<p><img class="drawn" src="{root}{FOLDER}/{picture.name}" alt="{alt}"></p>'
        folded = f'<details class="source"><summary><code>examples/{file.name}</code></summary>'
        code = nodes.literal_block(text := file.read_text(encoding="utf-8"), text, language="python")
        raw = [nodes.raw("", html, format="html") for html in (shown + folded, "</details>")]
        return [raw[0], code, raw[1]]


def draw(file: Path, picture: Path) -> None:
    """Let an example write its picture."""
    runpy.run_path(str(file))["draw"](picture)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("example", Example)
    return {"parallel_read_safe": True}
