"""What a terminal shows of the study: each pattern's verdict at each place, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.model.core.words import N_, speaker

WORDS = {
    Verdict.CAME_OUT: N_("came out"),
    Verdict.IN_PART: N_("in part"),
    Verdict.DID_NOT: N_("did not"),
    Verdict.UNCLEAR: N_("not distinguishable"),
    Verdict.UNSEEN: N_("not observed"),
    Verdict.FAILED: N_("failed"),
}
STYLES = {
    Verdict.CAME_OUT: "green",
    Verdict.DID_NOT: "red",
    Verdict.FAILED: "bold red",
    Verdict.IN_PART: "yellow",
}


def told(document: Mapping[str, Any], language_: str | None = None) -> Table:
    """A row a pattern, a column a place; under the verdict how many of the changes tried flip it."""
    _ = speaker(language_)
    places = [place["name"] for place in document["places"]]
    sheet = Table(
        caption=_("{runs} runs in {worlds} worlds", runs=document["runs"], worlds=document["worlds"])
    )
    sheet.add_column(_("Pattern"), overflow="fold")
    for place in places:
        sheet.add_column(Text(place))
    for pattern in document["patterns"]:
        name, title = pattern["name"], pattern["title"]
        cells = [_verdict(pattern["places"][place], language_) for place in places]
        sheet.add_row(Text(f"{name} {_(title)}"), *cells)
    return sheet


def _verdict(found: Mapping[str, Any] | None, language_: str | None) -> Text:
    _ = speaker(language_)
    if found is None:
        return Text(_("not asked here"), style="dim")
    verdict = Verdict(found["verdict"])
    shown = Text(_(WORDS[verdict]), style=STYLES.get(verdict, ""))
    tried = found["changes"]
    if flips := sum(bool(each["flips"]) for each in tried):
        shown.append(_("; flipped by {flips} of {tried} changes", flips=flips, tried=len(tried)), style="dim")
    return shown
