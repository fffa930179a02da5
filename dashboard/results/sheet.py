"""A panel of text and tables, as data: what the panels that only tell something hand to the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiaosuo.model.core.plain import JsonObject


@dataclass(frozen=True)
class Block:
    """A table (`heads`, `rows`) or a list of sentences under a heading; `lang`: if foreign."""

    heading: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    sentences: tuple[str, ...] = ()
    lang: str = ""

    def to_json(self) -> JsonObject:
        """The block under the names of the panel's template; a part that it lacks is left out."""
        block: dict[str, Any] = {"heading": self.heading}
        if self.heads:
            block |= {"heads": list(self.heads), "rows": [list(row) for row in self.rows]}
        else:
            block |= {"list": list(self.sentences)}
        return block | ({"lang": self.lang} if self.lang else {})


@dataclass(frozen=True)
class SheetData:
    """A heading, a lead, blocks, and notes below them; `name` tells it from the other sheets of the page."""

    name: str
    heading: str
    lead: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """The sheet as the panel takes it."""
        return {
            "name": self.name,
            "heading": self.heading,
            "lead": list(self.lead),
            "blocks": [block.to_json() for block in self.blocks],
            "notes": list(self.notes),
        }
