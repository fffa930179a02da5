"""The patterns as a page of Markdown, from the result alone; every verdict in it is computed."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import partial

from jiaosuo.experiments.claims.criterion import AtMost, Band, Inside, Moves, Side
from jiaosuo.experiments.claims.verdict import Verdict
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.patterns.figures import estimated
from jiaosuo.experiments.patterns.grid import RULES
from jiaosuo.experiments.patterns.pattern_chart import chart_name
from jiaosuo.experiments.patterns.pattern_result import (
    ClaimFinding,
    Finding,
    Flip,
    GridCell,
    PatternsResult,
    PlaceFinding,
    SettingRow,
)
from jiaosuo.experiments.statistics.power import LEAST_EVENTS

CRITERIA = (
    ("band", Band),
    ("above, below", Side),
    ("at most", AtMost),
    ("inside", Inside),
    ("boundary", Moves),
)


def page(result: PatternsResult, pictures: str) -> str:
    """The whole page; `pictures` is the folder of the pictures as the page links to it."""
    return markdown(
        "patterns.md.jinja",
        command=result.origin.command,
        study=result,
        pictures=pictures,
        chart_name=partial(chart_name, result),
        glance_rows=_glance_rows(result),
        flip_rows=_flip_rows(result),
        worlds_failed=_worlds_failed,
        claim_row=_claim_row,
        headline=_headline,
        dependence_rows=_dependence_rows,
        grid_row=_grid_row,
        alternatives=list(RULES[1:]),
        setting_row=_setting_row,
        least_events=LEAST_EVENTS,
        criteria=[(name, " ".join((inspect.getdoc(each) or "").split())) for name, each in CRITERIA],
    )


def _glance_rows(result: PatternsResult) -> Iterator[list[str]]:
    for pattern in result.patterns:
        cells = (_glance(pattern.places[place.name]) for place in result.places)
        yield [f"{pattern.name} {pattern.title}", *cells]


def _glance(found: PlaceFinding | None) -> str:
    if found is None:
        return "not asked here"
    silent = (
        (found.too_few, "with too few events"),
        (found.no_power, "without power"),
        (found.unseen, "not observed"),
    )
    apart = "".join(f", {count} {why}" for count, why in silent if count)
    return f"**{found.verdict}** ({found.came_out} of {found.judged}{apart})"


def _flip_rows(result: PatternsResult) -> Iterator[list[str]]:
    """What flips, blurs and leaves alone each pattern at each place where changes were tried."""
    for pattern in result.patterns:
        for place, found in pattern.places.items():
            if found is not None and found.changes:
                yield [pattern.name, place, found.core_verdict, *_turned(found)]


def _turned(found: PlaceFinding) -> list[str]:
    flipped = [f"{e.change} ({'; '.join(map(_flip, e.flips))})" for e in found.changes if e.flips]
    blurred = [f"{e.change} ({', '.join(map(str, e.blurs))})" for e in found.changes if e.blurs]
    unmoved = sum(not (each.flips or each.blurs or each.failed_worlds) for each in found.changes)
    of_all = f"{unmoved} of {len(found.changes)}"
    return ["; ".join(flipped), "; ".join(blurred), of_all, ", ".join(found.not_in_the_model)]


def _flip(flip: Flip) -> str:
    return f"{flip.claim}: {flip.before} → {flip.after}"


def _worlds_failed(found: Finding) -> str:
    return f" ({found.failed_worlds} worlds failed)" if found.failed_worlds else ""


def _claim_row(numbered: tuple[int, ClaimFinding]) -> list[str]:
    place, claim = numbered
    note = f" ({claim.note})" if claim.note else ""
    if claim.verdict == Verdict.TOO_FEW and claim.events is not None:
        note += f" ({claim.events:g} events)"
    shown = [claim.expected or "–", _estimated(claim), str(claim.estimate.n), claim.verdict or "shown"]
    return [str(place), claim.text + note, *shown]


def _estimated(claim: ClaimFinding) -> str:
    return estimated(claim.estimate, claim.unit, claim.beyond)


def _headline(found: PlaceFinding) -> int | None:
    """The place of the first claim asked under every change and observed; else of the first asked."""
    core = [place for place, claim in enumerate(found.claims) if not claim.once]
    seen = (place for place in core if found.claims[place].estimate.mean is not None)
    return next(seen, core[0] if core else None) if found.changes else None


def _dependence_rows(found: PlaceFinding, headline: int) -> Iterator[list[str]]:
    """The headline claim, and the verdict over all core claims, as it is and under each change."""
    yield ["as it is", "", _estimated(found.claims[headline]), found.core_verdict]
    for each in found.changes:
        verdict = f"**{each.verdict}**" if each.flips else each.verdict
        claim = _estimated(each.claims[headline])
        yield [each.change, each.words, claim, verdict + _worlds_failed(each)]


def _grid_row(cell: GridCell) -> list[str]:
    where = [f"{cell.urbanization:g}", f"{cell.vehicles:g}", cell.measure]
    empty = [""] * (2 + len(cell.differences))
    if cell.failed_worlds:
        return [*where, f"{cell.failed_worlds} worlds failed", *empty]
    if cell.least is None or cell.first_mean is None:
        return [*where, "not observed", *empty]
    changes = [estimated(each, cell.unit) for each in cell.differences.values()]
    verdict = "significant" if cell.wins else "not distinguishable"
    return [*where, cell.least, verdict, f"{number(cell.first_mean)} {cell.unit}", *changes]


def _setting_row(row: SettingRow) -> list[str]:
    return [row.text, *(estimated(each, row.unit) for each in row.rules.values())]
