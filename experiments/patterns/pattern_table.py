"""What a terminal shows of the study: each pattern's verdict at each place, in the reader's language."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.patterns.pattern_result import PatternsResult, PlaceFinding
from jiaosuo.model.core.words import N_, speaker

WORDS = {
    Verdict.CAME_OUT: N_("came out"),
    Verdict.IN_PART: N_("in part"),
    Verdict.DID_NOT: N_("did not"),
    Verdict.UNCLEAR: N_("not distinguishable"),
    Verdict.UNSEEN: N_("not observed"),
    Verdict.FAILED: N_("failed"),
    Verdict.TOO_FEW: N_("too few events to say"),
    Verdict.NO_POWER: N_("not enough power"),
}
STYLES = {
    Verdict.CAME_OUT: "green",
    Verdict.DID_NOT: "red",
    Verdict.FAILED: "bold red",
    Verdict.IN_PART: "yellow",
}


def table(result: PatternsResult, language_: str | None = None) -> Table:
    """A row a pattern, a column a place; under the verdict how many of the changes tried flip it."""
    _ = speaker(language_)
    places = [place.name for place in result.places]
    shown = Table(caption=_("{runs} runs in {worlds} worlds", runs=result.runs, worlds=result.worlds))
    shown.add_column(_("Pattern"), overflow="fold")
    for place in places:
        shown.add_column(Text(place))
    for pattern in result.patterns:
        name, title = pattern.name, pattern.title
        cells = [_verdict(pattern.places[place], language_) for place in places]
        shown.add_row(Text(f"{name} {_(title)}"), *cells)
    return shown


def _verdict(found: PlaceFinding | None, language_: str | None) -> Text:
    _ = speaker(language_)
    if found is None:
        return Text(_("not asked here"), style="dim")
    verdict = Verdict(found.verdict)
    shown = Text(_(WORDS[verdict]), style=STYLES.get(verdict, ""))
    tried = len(found.changes)
    if flips := sum(bool(each.flips) for each in found.changes):
        shown.append(_("; flipped by {flips} of {tried} changes", flips=flips, tried=tried), style="dim")
    return shown
