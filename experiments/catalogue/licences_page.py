"""The page of what jiaosuo is built on, docs/licences.md: written from what is installed."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.provenance.distributions import US, Part, parts
from jiaosuo.experiments.runs.single import write_text
from jiaosuo.experiments.study_tools.files import check_page

COMMAND = "jiaosuo licences --out docs/licences.md"

REFERENCE = {"python_version": "3.13", "python_full_version": "3.13.0", "sys_platform": "linux"}
"""The system the page speaks of, so that it is the same wherever it is made."""


def page() -> str:
    """The page as Markdown: what a user needs, then what only a developer or a cluster needs."""
    everyone = parts((), REFERENCE)
    names = {part.name for part in everyone}
    others = [part for part in parts(["dev"], REFERENCE) if part.name not in names]
    return markdown("licences.md.jinja", command=COMMAND, everyone=everyone, others=others, row=_row)


def write_page(file: Path) -> None:
    """Write the page, whole or not at all; InputError if `file` is no Markdown or cannot be written."""
    check_page(file)
    write_text(file, page())


def _row(part: Part) -> list[str]:
    asked = ", ".join(f"**{name}**" if name == US else name for name in part.needed_by)
    return [f"`{part.name}`", part.licence.replace("|", "/"), asked]
