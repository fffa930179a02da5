"""The claims as a terminal shows them: theory, county with its interval, verdict; and what the set asks."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.validation.law import NEAR, Agreement, called
from jiaosuo.experiments.validation.validation_result import FigureResult, ValidationResult
from jiaosuo.model.core.words import N_, speaker, translate

SET = {
    "full": N_(
        "Full set: the {level:g} % interval over worlds covers theory, "
        "and the mean is within {near:g} % of it."
    ),
    "quick": N_(
        "Quick set: fewer counties and shorter runs. The {level:g} % interval over worlds covers theory, and "
        "the mean is within {near:g} % of it (within {full:g} % in the full set)."
    ),
}
EXACT = N_(
    "Where nothing is left to chance there is no interval: equal in every world, or no farther off than the "
    "claim says. Worlds have seeds 1 to n."
)

SIMULATED = N_(
    "Where theory is a second program, it has the same calls in each world, "
    "and the interval is that of the differences."
)


def render_table(result: ValidationResult, language_: str | None = None) -> Table:
    """One row a figure, under the claim it belongs to."""
    _ = speaker(language_)
    table = Table(caption="\n".join(asked(result, language_)), caption_justify="left")
    table.add_column(_("Claim"), overflow="fold")
    for heading in (_("Theory"), _("County")):
        table.add_column(heading, justify="right", overflow="fold")
    table.add_column(_("Difference"), justify="right")
    table.add_column(_("Worlds"), justify="right")
    table.add_column(_("Verdict"))
    for law in result.claims:
        title = Text(f"{_(law.words)} ({law.source})", style="bold")
        table.add_row(title, "", "", "", "", _verdict(law.holds, language_))
        for number, row in enumerate(law.rows):
            if not number or row.case != law.rows[number - 1].case:
                table.add_row(Text(f"  {_case(row, language_)}"))
            table.add_row(*_cells(row, language_))
        table.add_section()
    return table


def asked(result: ValidationResult, language_: str | None = None) -> Iterator[str]:
    """What the set asks of a claim."""
    level, near = 100 * result.level, 100 * result.tolerance
    yield translate(SET[result.validation], language_, level=level, near=near, full=100 * NEAR)
    yield translate(EXACT, language_)
    yield translate(SIMULATED, language_)


def _case(row: FigureResult, language_: str | None) -> str:
    return translate(row.words, language_, **row.values)


def _cells(row: FigureResult, language_: str | None) -> list[Text | str]:
    figure, number = called(row.figure)
    unit = translate(figure.unit, language_) if figure.unit else ""
    words = translate(figure.words, language_, number=number)
    away = row.difference
    return [
        f"    {words}",
        f"{row.theory:.4g} {unit}".rstrip(),
        _county(row, language_),
        "" if away is None or row.judged != Agreement.CHANCE else f"{away:+.1%}",
        str(row.n),
        _verdict(row.holds, language_),
    ]


def _county(row: FigureResult, language_: str | None) -> str:
    if row.mean is None:
        return translate("not observed", language_)
    if row.interval is None or row.judged != Agreement.CHANCE:
        return f"{row.mean:.4g}"
    low, high = row.interval
    return f"{row.mean:.4g} ± {(high - low) / 2:.2g}"


def _verdict(holds: bool, language_: str | None) -> Text:
    if holds:
        return Text(translate("holds", language_), style="green")
    return Text(translate("FAILS", language_), style="bold red")
