"""The efficiency index in one table: its parts, its total, and each rule's share of the weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.comparison.result import ComparisonResult, label_of, number, sign
from jiaosuo.experiments.comparison.tables import change_cell
from jiaosuo.experiments.comparison.values import VALUES, value_of
from jiaosuo.experiments.comparison.verdict import amount
from jiaosuo.experiments.statistics.intervals import Estimate, distinguishable
from jiaosuo.model.core.words import speaker

STYLES = {"✓": "green", "✗": "red"}


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and the sign that judges it (none: nothing to judge)."""

    text: str
    sign: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the table: its title, the weight, and a cell for each rule."""

    title: str
    weight: str
    cells: tuple[Cell, ...]


def has_index(result: ComparisonResult) -> bool:
    """Whether the result holds an efficiency index; older ones do not."""
    return result.index is not None


def heads(result: ComparisonResult, language_: str | None = None) -> list[str]:
    """The heads of the columns."""
    _ = speaker(language_)
    first, *later = result.rules
    against = [_("{rule} (%)", rule=_(rule)) for rule in later]
    return [_("Component"), _("Weight"), _("{rule} (baseline)", rule=_(first)), *against]


def rows(result: ComparisonResult, language_: str | None = None) -> Iterator[Row]:
    """A line for each part, then the index, then the shares of the weights."""
    _ = speaker(language_)
    index = _index(result)
    for name, about in index.components.items():
        base = Cell("–" if about.baseline is None else amount(result, name, about.baseline, language_))
        weight = _("{value} %", value=number(100 * about.weight, 0))
        changes = {rule: index.part(rule, name).change for rule in result.later}
        yield Row(_titled(result, name, about.value, language_), weight, (base, *_judged(changes)))
    for name, reason in index.not_available.items():
        title = _titled(result, name, value_of(name), language_)
        yield Row(title, "–", (Cell(_(reason)), *(Cell("–") for _rule in result.later)))
    totals = {rule: index.total(rule) for rule in result.later}
    yield Row(_("Efficiency index"), _("{value} %", value=100), (Cell("0"), *_judged(totals)))
    shares = tuple(Cell(_share_of(result, rule, language_)) for rule in result.rules)
    yield Row(_("Best under this share of all weights"), "", shares)


def _titled(result: ComparisonResult, name: str, value: str, language_: str | None) -> str:
    """A component behind the value that it stands for."""
    _ = speaker(language_)
    label = label_of(result, name, language_)
    return _("{value}: {measure}", value=_(value), measure=label) if value in VALUES else label


def _share_of(result: ComparisonResult, rule: str, language_: str | None) -> str:
    _ = speaker(language_)
    if (other := result.same_as.get(rule)) is not None:
        return _("the same as {rule}", rule=_(other))
    return _share(_index(result).share(rule), language_)


def _index(result: ComparisonResult) -> EfficiencyIndex:
    if result.index is None:
        raise ValueError("the result has no efficiency index: see has_index")
    return result.index


def index_notes(result: ComparisonResult, language_: str | None = None) -> list[str]:
    """How to read the table, what the index lacks, and on how many worlds it rests."""
    _ = speaker(language_)
    index, first = _index(result), result.rules[0]
    notes = [
        _(
            "Parts: change against {first} in per cent of its mean (the baseline), signed so that more is "
            "better, with 95 % intervals. The index is their weighted mean: it depends on the weights.",
            first=_(first),
        ),
        _(
            "Shares: of all sets of weights of these values, those under which the rule comes out best "
            "(95 % intervals by drawing the worlds again). They add up to 100 %. Measures of one value "
            "count once, as their mean."
        ),
    ]
    if missing := index.not_available:
        told = (
            _("{title} ({unit})", title=label_of(result, name, language_), unit=_(reason))
            for name, reason in missing.items()
        )
        notes.append(_("Not in the index: {missing}.", missing=_(", ").join(told)))
    if (worlds := index.worlds) < result.replications:
        notes.append(
            _(
                "The index rests on {n} of {all} worlds: those in which every component was observed.",
                n=worlds,
                all=result.replications,
            )
        )
    return notes


def index_table(result: ComparisonResult, language_: str | None = None) -> Table:
    """The index for a terminal."""
    sheet = Table(caption=" ".join(index_notes(result, language_)), caption_justify="left")
    for place, head in enumerate(heads(result, language_)):
        sheet.add_column(Text(head), justify="right" if place else "left", overflow="fold")
    *parts, last, shares = rows(result, language_)
    for row in (*parts, last, shares):
        cells = [Text(f"{cell.text} {cell.sign}".rstrip(), STYLES.get(cell.sign, "")) for cell in row.cells]
        title = Text(row.title, "bold" if row is last else "")
        sheet.add_row(title, row.weight, *cells, end_section=row in parts[-1:])
    return sheet


def _judged(changes: dict[str, Estimate]) -> Iterator[Cell]:
    """Changes in per cent with their signs, family-wise over the later rules."""
    beyond = distinguishable(changes)
    for rule, change in changes.items():
        good = None if not change.mean else change.mean > 0
        yield Cell(change_cell(change, 100), sign(change, good, beyond[rule]))


def _share(estimate: Estimate, language_: str | None) -> str:
    """A share in whole per cents: finer than that the net of weights does not tell."""
    if estimate.mean is None:
        return "–"
    shown = speaker(language_)("{value} %", value=number(100 * estimate.mean, 0))
    low, high = (number(100 * end, 0) for end in estimate.interval or (0, 0))
    return f"{shown} [{low}, {high}]" if estimate.interval else shown
