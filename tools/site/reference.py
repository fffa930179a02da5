"""Pages of reference that are made from the code: public names, commands, and what stands on the shelves."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, ClassVar

import typer
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.pycode import ModuleAnalyzer
from sphinx.util.docutils import SphinxDirective
from typer.testing import CliRunner

WIDTH = "70"
"""Signs a line of the help that is shown."""

SHELVES = {
    "RULES": "Every rule by name, those of plug-ins last: a read-only mapping of str to Rule.",
    "MAPS": "Every map of rules by name, those of plug-ins last: a read-only mapping of str to RuleMap.",
    "KINDS": "Every kind of call by name, those of plug-ins last: a read-only mapping of str to Kind.",
}
"""Said of shelves behind which nothing is said."""

HOMES = ("jiaosuo.model.rules", "jiaosuo.model.incidents", "jiaosuo.model.outcomes")
"""Where the shelves are made that `jiaosuo` exports."""


class PublicNames(SphinxDirective):
    """Every name of a module's `__all__` with its docstring; of data, with what is said behind it."""

    required_arguments = 1
    option_spec: ClassVar = {}

    def run(self) -> list[nodes.Node]:
        """The names, in their order."""
        module = importlib.import_module(self.arguments[0])
        lines = [line for name in public(module) for line in described(module, name)]
        text = "\n".join(["````{eval-rst}", *lines, "````"])
        return self.parse_text_to_nodes(text)


def public(module: ModuleType) -> list[str]:
    """The names that are documented: all but the version."""
    return [name for name in module.__all__ if not name.startswith("_")]


def described(module: ModuleType, name: str) -> list[str]:
    """reStructuredText that documents one name of a module under the module that users import it from."""
    value = getattr(module, name)
    full = f"{module.__name__}.{name}"
    if inspect.isclass(value):
        return [f".. autoclass:: {full}", ""]
    if callable(value) and inspect.isroutine(value):
        return [f".. autofunction:: {full}", ""]
    said = [f"   {line}" for line in said_behind(value, name, module)]
    return [f".. py:data:: {full}", "", *said, ""]


def said_behind(value: Any, name: str, module: ModuleType) -> list[str]:
    """What stands behind the assignment that made a value, or is said of it here; KeyError for neither."""
    for home in (module.__name__, *HOMES):
        if vars(importlib.import_module(home)).get(name) is value:
            analyzer = ModuleAnalyzer.for_module(home)
            analyzer.analyze()
            if found := analyzer.attr_docs.get(("", name)):
                return list(found)
    return [SHELVES[name]]


class Commands(SphinxDirective):
    """Every command of `jiaosuo` with what its `--help` prints."""

    def run(self) -> list[nodes.Node]:
        """A section a command."""
        from jiaosuo.dashboard.cli import app

        parts = [part for words in commands(app) for part in _section(words, help_of(app, words))]
        return self.parse_text_to_nodes("\n".join(parts), allow_section_headings=True)


def commands(app: typer.Typer) -> Iterator[tuple[str, ...]]:
    """Words of each command, a group before what is in it."""
    yield from _below(typer.main.get_command(app), ())


def _below(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if words and not command.hidden:
        yield words
    for name, each in getattr(command, "commands", {}).items():
        yield from _below(each, (*words, name))


def help_of(app: typer.Typer, words: Sequence[str]) -> str:
    """What `jiaosuo WORDS --help` prints, in English, in a plain terminal."""
    plain = {"COLUMNS": WIDTH, "TERMINAL_WIDTH": WIDTH, "NO_COLOR": "1", "TERM": "dumb", "JIAOSUO_LANG": "en"}
    done = CliRunner().invoke(app, [*words, "--help"], prog_name="jiaosuo", env=plain)
    if done.exit_code:
        raise RuntimeError(f"jiaosuo {' '.join(words)} --help: {done.output}")
    return done.output.strip("\n")


def _section(words: Sequence[str], said: str) -> list[str]:
    mark = "#" * (1 + len(words))
    return [f"{mark} jiaosuo {' '.join(words)}", "", "```text", said, "```", ""]


class Shelf(SphinxDirective):
    """A table of what stands on a shelf: `rules`, `kinds` or `outcomes`, with the columns that are named."""

    required_arguments = 1
    optional_arguments = 20

    def run(self) -> list[nodes.Node]:
        """The table."""
        from jiaosuo.experiments.catalogue import listing

        shelf, *columns = self.arguments
        rows = [each.to_json() for each in getattr(listing, shelf)()]
        return self.parse_text_to_nodes(table(columns, rows))


def table(columns: Sequence[str], rows: Sequence[Any]) -> str:
    """Rows as a table of Markdown; names stand as code."""
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    for row in rows:
        cells = [_cell(row[column], column) for column in columns]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(value: object, column: str) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = text.replace("|", "\\|")
    return f"`{text}`" if column == "name" else text


def as_code(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Before the sections of a docstring, a block that stands farther in is code, as readers take it."""
    end = next((row - 1 for row, line in enumerate(lines) if line and set(line) == {"-"}), len(lines))
    fresh = list[str]()
    for row, line in enumerate(lines):
        begins = line.startswith("    ") and row > 0 and not lines[row - 1].strip()
        before = next((each for each in reversed(fresh) if each.strip()), "")
        if row < end and begins and not before.startswith((" ", "..")) and not before.endswith("::"):
            fresh += [".. code-block:: python", ""]
        fresh.append(line)
    lines[:] = fresh


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("public-names", PublicNames)
    app.add_directive("commands", Commands)
    app.add_directive("shelf", Shelf)
    first = 100  # before numpydoc takes the sections apart
    app.connect("autodoc-process-docstring", as_code, priority=first)
    return {"parallel_read_safe": True}
